"""The closed lists of words by which news copy shows what a name is of."""

from collections.abc import Mapping

from mapapp.streets.vocabulary import STATE_ABBREVIATIONS, STATES

# Words that begin sentences with a capital and are no part of a name.
FUNCTION_WORDS = frozenset({
    "a", "about", "above", "across", "after", "again", "against", "all", "along", "although", "among", "an",
    "and", "another", "any", "are", "around", "as", "at", "because", "been", "before", "behind", "being",
    "below", "beneath", "beside", "besides", "between", "beyond", "both", "but", "by", "could", "despite",
    "did", "do", "does", "down", "during", "each", "eight", "either", "eleven", "every", "few",
    "firefighters", "five", "following", "for", "four", "from", "had", "has", "have", "he", "her", "here",
    "his", "how", "however", "i", "if", "in", "inside", "instead", "into", "is", "it", "its", "just",
    "last", "later", "less", "like", "many", "may", "might", "more", "most", "much", "near", "nearby",
    "nearly", "neither", "never", "next", "nine", "no", "nor", "not", "nothing", "now", "of", "off", "on",
    "once", "one", "only", "onto", "or", "other", "our", "out", "outside", "over", "per", "please",
    "roughly", "seven", "several", "she", "should", "since", "six", "so", "some", "soon", "still", "such",
    "ten", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
    "three", "through", "throughout", "till", "to", "together", "toward", "towards", "twelve", "two",
    "under", "until", "up", "upon", "us", "was", "we", "were", "what", "when", "where", "whether", "which",
    "while", "who", "whose", "why", "will", "with", "within", "without", "would", "yes", "yet", "you",
    "your", "downtown", "uptown", "authorities", "investigators", "witnesses", "residents", "crews",
    "neighbors", "drivers", "motorists", "commuters", "officials", "sources", "anyone", "everyone",
    "someone", "traffic", "detours", "lanes", "shortly", "earlier", "late", "early", "meanwhile",
})  # fmt: skip

STARTERS = FUNCTION_WORDS | {"police", "officers", "deputies", "officer"}

CALENDAR = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mondays", "tuesdays",
    "wednesdays", "thursdays", "fridays", "saturdays", "sundays", "january", "february", "march", "april",
    "june", "july", "august", "september", "october", "november", "december", "jan", "feb", "mar", "apr",
    "jun", "jul", "aug", "sept", "sep", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thurs",
    "fri", "sat", "sun",
})  # fmt: skip

STREET_ABBREVIATIONS = frozenset({
    "st", "sts", "ave", "aves", "av", "blvd", "rd", "rds", "dr", "ln", "ct", "pl", "hwy", "hwys", "rte",
    "rt", "pkwy", "sq", "ter", "terr", "cir", "trl", "expy", "fwy", "tpke", "pk",
})  # fmt: skip

# In a story "Cal" is Cal Fire or Cal State; and some postal codes are written with a full stop as well.
_STATES_STOPPED: Mapping[str, str] = {
    **{word: code for word, code in STATE_ABBREVIATIONS.items() if word != "cal"}, "kans": "ks",
    "ga": "ga", "ky": "ky", "la": "la", "md": "md", "mo": "mo", "pa": "pa", "va": "va", "vt": "vt",
}  # fmt: skip

PERSON_TITLES = frozenset({
    "mr", "mrs", "ms", "miss", "dr", "prof", "sir", "sgt", "lt", "capt", "cpt", "maj", "gen", "col", "cpl",
    "pvt", "det", "ofc", "rev", "fr", "gov", "sen", "rep", "pres", "supt", "dep", "officer", "sergeant",
    "lieutenant", "captain", "major", "general", "colonel", "corporal", "detective", "deputy", "chief",
    "sheriff", "mayor", "president", "governor", "senator", "representative", "congressman",
    "congresswoman", "judge", "justice", "alderman", "alderperson", "alderwoman", "councilman",
    "councilwoman", "councilmember", "commissioner", "superintendent", "spokesman", "spokeswoman",
    "spokesperson", "attorney", "professor", "coach", "reverend", "pastor", "bishop", "father", "sister",
    "trooper", "agent", "inspector", "secretary", "director", "chairman", "chairwoman", "marshal",
    "coroner", "prosecutor", "lawyer", "actor", "singer", "author",
})  # fmt: skip

_OTHER_ABBREVIATIONS = frozenset({
    "mr", "mrs", "ms", "dr", "prof", "sgt", "lt", "capt", "maj", "gen", "col", "cpl", "pvt", "det", "ofc",
    "rev", "gov", "sen", "rep", "pres", "supt", "jr", "sr", "mt", "ft", "vs", "dept", "inc", "corp", "bros",
    "twp", "cty", "jan", "feb", "aug", "sept", "sep", "oct", "nov", "dec", "blk", "approx", "univ", "nw",
    "se", "sw",
})  # fmt: skip
# A state's short form that is a word or a title elsewhere ("MD").
COMMA_ABBREVIATIONS = frozenset({"md", "pa", "va", "la"})
ABBREVIATIONS = (
    (STREET_ABBREVIATIONS | frozenset(_STATES_STOPPED) | _OTHER_ABBREVIATIONS)
    - COMMA_ABBREVIATIONS
    - {"pk", "nw", "sw", "se", "ne"}
)
# After these a capital letter is a name by itself, and its dot a full stop: "County Highway K."
LETTERED_AFTER = frozenset({"highway", "hwy", "road", "trunk", "route", "avenue", "county"})

SPEECH = frozenset({
    "said", "says", "say", "told", "tells", "added", "adds", "wrote", "writes", "explained", "announced",
    "tweeted", "stated", "recalled", "asked", "replied", "confirmed", "noted", "testified", "argued",
    "warned", "believes", "believed", "thinks", "thought",
})  # fmt: skip

# After a place's or facility's name these make it somebody's title, or people who belong to it.
PEOPLE_NOUNS = frozenset({
    "spokesman", "spokeswoman", "spokesperson", "spokespeople", "official", "officials", "student",
    "students", "president", "professor", "professors", "researcher", "researchers", "staff", "staffer",
    "employee", "employees", "nurse", "nurses", "doctor", "doctors", "principal", "superintendent",
    "administrator", "administrators", "executive", "executives", "teacher", "teachers", "leader", "leaders",
})  # fmt: skip

# A person of a town: "a Kenosha man".
RESIDENT_NOUNS = frozenset({
    "man", "woman", "men", "women", "boy", "girl", "teen", "teenager", "resident", "residents", "couple",
    "family", "families", "mother", "father", "native", "toddler", "youth", "juvenile", "brothers",
    "sisters", "homeowner", "grandmother", "grandfather",
})  # fmt: skip

# What a person is said to be.
CALLINGS = PERSON_TITLES | PEOPLE_NOUNS | {
    "neighbor", "neighbour", "owner", "manager", "witness", "analyst", "lawyer", "brother", "sister", "wife",
    "husband", "son", "daughter", "friend", "uncle", "aunt", "cousin", "resident", "clerk", "driver",
    "victim", "suspect", "reporter", "economist", "farmer", "organizer", "pedestrian", "cyclist", "boyfriend",
    "girlfriend",
}  # fmt: skip

# Before a name these say that something is there.
AT_WORDS = frozenset({
    "on", "at", "near", "along", "off", "onto", "down", "around", "in", "inside", "outside", "behind",
    "beside", "across", "toward", "towards", "past", "through", "between", "by", "beyond", "throughout",
    "under", "over",
})  # fmt: skip
TOWN_WORDS = frozenset({
    "in", "near", "to", "from", "of", "around", "outside", "toward", "towards", "through", "for", "across",
    "throughout", "inside", "via", "into", "within",
})  # fmt: skip
SURE_TOWN_WORDS = frozenset({"in", "near", "outside", "through", "around", "throughout"})

DIRECTION_WORDS = frozenset({
    "north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest",
})  # fmt: skip
QUADRANTS = frozenset({"ne", "nw", "se", "sw"}) | DIRECTION_WORDS

# Streets whose names stand for something else: commerce, banks, lobbyists, advertising.
METAPHORS = frozenset({"wall street", "main street", "k street", "madison avenue", "easy street",
                       "fleet street", "sesame street", "bay street", "downing street"})  # fmt: skip

# Types of street that are people's surnames as well.
SURNAME_TYPES = frozenset({"lane", "court", "place", "way", "pike", "row", "ln", "pl", "street", "loop"})

DASHES = frozenset({"—", "–", "-", "--"})
COUNTING_NUMBERS = frozenset({
    "a", "an", "half", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve", "fifteen", "twenty", "thirty", "forty", "fifty", "several", "few", "couple",
    "quarter", "dozen",
})  # fmt: skip
LOOSENERS = frozenset({
    "about", "around", "roughly", "some", "nearly", "just", "approximately", "almost", "more", "less", "than",
    "only", "under", "over",
})  # fmt: skip

STATE_WORDS: Mapping[str, str] = {
    **{name: code for code, name in STATES.items()},
    **_STATES_STOPPED,
    **{code: code for code in STATES},
}

# What happens in the news, at a scene.
EVENT_WORDS = frozenset({
    "accident", "ablaze", "alarm", "ambush", "arrest", "arrested", "arson", "assault", "assaulted",
    "attack", "attacked", "blast", "blaze", "blocked", "blocking", "bomb", "break-in", "brawl", "broke",
    "burglary", "burned", "burning", "carjacked", "carjacking", "caught", "chase", "clash", "clashed",
    "close", "closed", "closes", "closing", "closure", "closures", "collapse", "collapsed", "collided",
    "collision", "crash", "crashed", "crashes", "damage", "damaged", "demonstration", "demonstrated",
    "demonstrators", "derailed", "derailment", "detonated", "died", "dead", "disappeared", "discovered",
    "disturbance", "downed", "dragged", "drowned", "emergency", "evacuated", "event", "exploded",
    "explosion", "fatal", "felled", "fell", "fight", "fire", "fired", "fires", "flames", "flooded",
    "flooding", "found", "gathered", "gunfire", "gunshot", "gunshots", "happened", "hit", "homicide",
    "incident", "injured", "investigating", "jackknifed", "killed", "killing", "knocked", "lit", "looted",
    "lost", "march", "marched", "missing", "murder", "occurred", "officers", "outage", "outages",
    "overturned", "parade", "protest", "protested", "protesters", "protests", "pulled", "pursuit",
    "rallied", "rally", "reopen", "reopened", "reopens", "rescue", "rescued", "responded", "respond",
    "riot", "robbed", "robbery", "robbing", "rob", "charged", "gather", "began", "begins", "rolled",
    "rollover", "scene", "search", "searched", "searching", "seen", "shelter", "shoot", "shooter",
    "shooting", "shot", "shots", "smoke", "sparked", "spotted", "spun", "stabbed", "stabbing", "standoff",
    "started", "stolen", "stopped", "stormed", "storm", "storms", "struck", "swept", "theft", "tornado",
    "toppled", "touched", "trees", "hail", "flood", "floodwaters", "evacuation", "evacuations", "spill",
    "leak", "looting", "vandalism", "burglaries", "shootings", "stabbings", "outbreak", "vandalized",
    "vanished", "vigil", "walked", "wind", "winds", "wounded", "wrecked",
})  # fmt: skip

AGENCY_ACRONYMS = frozenset({
    "FBI", "ATF", "DEA", "NTSB", "FEMA", "DNR", "DOJ", "ICE", "CBP", "DHS", "NWS", "NOAA", "OSHA", "EPA",
    "TSA", "CDC", "FAA", "WisDOT", "DDOT", "MPD", "WMATA", "DCFD", "USCG", "CIA", "KPD", "KFD", "KSD",
    "NYPD", "LAPD", "DOT",
})  # fmt: skip
