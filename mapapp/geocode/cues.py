"""The small words of news that say how places in a phrase hang together."""

from collections.abc import Mapping

# Every dash of Unicode, the minus sign among them, that a keyboard or an editor may put for "-".
DASHES = "‐‑‒–—―⁃−﹘﹣－➖"

CONNECTORS = frozenset(
    {"and", "&", "@", "at", "/", "near", "+", "by", "meets", "crosses", "intersects", "intersecting"}
)

LEAD_WORDS = frozenset(
    {"near", "at", "in", "on", "by", "around", "the", "inside", "outside", "along", "from", "where"}
)
NEAR_WORDS = frozenset({"near", "by", "around", "outside"})

# What may stand before the name of a locality without changing which one is meant.
LOCALITY_LEADS = frozenset({"near", "at", "in", "on", "by", "around", "the", "inside", "within"})
CITY_PART_WORDS = frozenset({"downtown", "uptown", "midtown", "central"})

# After a street these begin what is said about it ("near the park", "outside Kenosha").
PLACING_WORDS = frozenset({
    "near", "by", "outside", "off", "around", "behind", "along", "past", "toward", "towards", "inside",
    "beside", "opposite", "not",
})  # fmt: skip

# Before a corner these end what is said to be there ("a crash at", "officers were called to").
INTRODUCING_WORDS = frozenset({"at", "near", "to", "by", "on", "outside", "around", "inside", "in"})

ARTICLES = frozenset({"the", "a", "an", "its", "his", "her", "their"})

# Two names that, joined by "and", are a school, a firm or two people to most readers, not a corner.
_PAIRS = """
adam eve/barnes noble/black decker/bonnie clyde/brooks dunn/cain abel/church state/crate barrel/ernst young/
franklin marshall/hall oates/hamilton burr/harley davidson/jack jill/lewis clark/lincoln douglas/
marks spencer/mason dixon/penn teller/procter gamble/romeo juliet/salt pepper/simon garfunkel/smith wesson/
washington lee/william mary
"""
PAIRED_NAMES = frozenset(frozenset(one.split()) for one in _PAIRS.replace("\n", "").split("/"))

# "A mile from", "two blocks away from": another spot, so many of these away.
DISTANCES = frozenset({
    "mile", "miles", "block", "blocks", "foot", "feet", "yard", "yards", "kilometer", "kilometers",
    "kilometre", "kilometres", "km", "meter", "meters", "metre", "metres", "minute", "minutes",
})  # fmt: skip

CORNER_WORDS = frozenset({"corner", "intersection", "junction", "crossing", "corners", "interchange"})
AREA_WORDS = frozenset({"city", "town", "village", "county", "township", "area", "borough", "state"})

# A type whose plural may close a pair: "Main and Pine streets", or open one: "Highways 31 and 50".
PLURAL_TYPES: Mapping[str, str] = {
    "streets": "street", "sts": "street", "sts.": "street", "avenues": "avenue", "aves": "avenue",
    "aves.": "avenue", "roads": "road", "rds": "road", "rds.": "road", "drives": "drive",
    "boulevards": "boulevard", "blvds": "boulevard", "lanes": "lane", "courts": "court", "places": "place",
    "terraces": "terrace", "ways": "way", "trails": "trail", "parkways": "parkway", "circles": "circle",
    "highways": "highway", "hwys": "highway", "routes": "route", "interstates": "interstate",
}  # fmt: skip

# The types that make words a street by themselves; "Lake", "Club" or "Hill" end other names too.
STRONG_TYPES = frozenset({
    "aly", "ave", "blvd", "cir", "cres", "cswy", "ct", "cv", "dr", "expy", "fwy", "hwy", "ln", "loop",
    "pike", "pkwy", "pl", "plz", "rd", "row", "rte", "skwy", "sq", "st", "ter", "tpke", "trfy", "trl", "way",
})  # fmt: skip

DETERMINERS = frozenset(
    {"a", "an", "the", "one", "another", "area", "local", "nearby", "unnamed", "undisclosed"}
)

AIRLIFT_WORDS = ("airlift", "helicopter", "flight for life", "medevac", "flown", "med flight", "by air")

TRANSPORT_WORDS = frozenset({
    "was", "were", "been", "being", "is", "are", "he", "she", "they", "and", "by", "in", "a", "an", "the",
    "for", "airlifted", "flown", "taken", "transported", "rushed", "brought", "driven", "helicopter",
    "ambulance", "air", "medical", "flight", "life", "medevac", "serious", "critical", "stable", "condition",
})  # fmt: skip
