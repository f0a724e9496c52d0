"""The words that names of hospitals, police stations, courts and schools are made of."""

from collections.abc import Mapping

from mapapp.streets.vocabulary import STATES

# The kind that words without a name ask for: "a trauma center".
FACILITY_KINDS: Mapping[str, str] = {
    "hospital": "hospital", "hospitals": "hospital", "medical center": "hospital",
    "trauma center": "hospital",
    "police station": "police", "police department": "police", "police headquarters": "police",
    "courthouse": "court", "court house": "court", "county courthouse": "court",
    "school": "school", "high school": "school", "middle school": "school", "elementary school": "school",
}  # fmt: skip

KIND_NOUNS: Mapping[str, tuple[str, str]] = {
    "hospital": ("hospital", "hospitals"), "police": ("police station", "police stations"),
    "court": ("courthouse", "courthouses"), "school": ("school", "schools"),
}  # fmt: skip

# Words that only one kind of facility has in its name.
KIND_WORDS: Mapping[str, str] = {
    "hospital": "hospital", "medical": "hospital", "clinic": "hospital", "police": "police",
    "courthouse": "court", "school": "school",
}  # fmt: skip

# How lists of facilities shorten their words (as found in HIFLD's hospitals, 2019).
FACILITY_ABBREVIATIONS: Mapping[str, str] = {
    "hsptl": "hospital", "hosp": "hospital", "hospitals": "hospital", "med": "medical", "ctr": "center",
    "cntr": "center", "centre": "center", "mem": "memorial", "meml": "memorial", "spec": "specialty",
    "hlth": "health", "hlthcare": "healthcare", "sys": "system", "inst": "institute", "st": "saint",
    "rehab": "rehabilitation", "reg": "regional", "regl": "regional", "univ": "university", "gen": "general",
    "comm": "community", "cmnty": "community", "dept": "department", "cty": "county", "co": "county",
    "div": "division", "pd": "police", "mt": "mount", "ft": "fort", "wi": "wisconsin",
    "childrens": "children",
}  # fmt: skip

# Words that show that a facility is meant.
FACILITY_WORDS = frozenset({
    "hospital", "medical", "clinic", "health", "healthcare", "police", "courthouse", "court", "school",
    "department", "station", "campus",
})  # fmt: skip

# Words that many facilities share and that are left out at will.
GENERIC_FACILITY_WORDS = frozenset({
    "hospital", "medical", "center", "clinic", "health", "healthcare", "system", "campus", "inc", "llc",
    "the", "of", "and", "at", "in", "a", "an", "department", "station", "corporation", "group", "network",
    "near", "street", "avenue", "road", "boulevard", "drive", "lane", "highway",
})  # fmt: skip

# Words in the names of hospitals of four states or more, beside the town's own (HIFLD Hospitals, 2019).
_WIDESPREAD = """
acadia acuity acute adolescent advanced adventist affair allegiance ambulatory american amg anne area
army association authority avera bank banner basin bay beach behavioral bhc big blue bon brook brown
campu cancer capital care carter cedar charle chi christu citie citizen clare coast complex
comprehensive continuing cooper cornerstone cottage covenant creek cros daughter davi day deacones del
desert devereux division doctor dougla dr eastern eastside edward er extended eye facility fayette first
for forensic fort foundation fox franci franciscan genesi george geriatric grace grant great greater
greene hancock harbor hardin harri haven healthsouth heartland helen henry hill home horizon house
indian infirmary inpatient institute jewish johnson joint jone jr juan kaiser kindred la lady lake
landmark lee lifecare little living long loui lourde lower margaret mark meadow medicine mental
metropolitan michael mid midtown morgan mountain municipal national naval northeast northeastern
northern northwest northwestern nursing oak oaks ocean one orthopaedic orthopedic our outpatient palo
pam park parkview partner pavilion peace peak peninsula peter phelp phillip physician pike pine pinnacle
pioneer plain point pointe porter prairie presbyterian promise psychiatric psychiatry public queen
recovery red regency region rehabiliation rehabilitation research ridgeview river robert rock roger rush
san santa secour service seton shepherd shore shriner sierra sinai southeast southeastern southern
southwest southwestern special spine state stone suburban surgery surgical term thoma three town
treatment tri twin unit united unity van vibra view village wellnes wesley western westside white
william willow women wood youth
"""

# Words in the names of facilities all over the country: alone they tell no one which is meant.
COMMON_FACILITY_WORDS = frozenset({
    "saint", "mercy", "memorial", "general", "community", "county", "regional", "university", "methodist",
    "baptist", "lutheran", "providence", "sacred", "heart", "good", "samaritan", "children", "mary", "mount",
    "joseph", "francis", "luke", "catherine", "vincent", "elizabeth", "anthony", "john", "jame",
    "specialty", "select", "city", "north", "south", "east", "west", "police", "courthouse", "court", "high",
    "school", "trinity", "holy", "cross", "family", "valley", "central", "district", "veteran", "va",
    *(word for name in STATES.values() for word in name.split()),
    *_WIDESPREAD.split(),
})  # fmt: skip
