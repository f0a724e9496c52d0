"""The closed word lists that street names are made of: types, directions, routes, numbers, states."""

from collections.abc import Mapping

DIRECTIONS: Mapping[str, str] = {
    "n": "n", "north": "n", "s": "s", "south": "s", "e": "e", "east": "e", "w": "w", "west": "w",
    "ne": "ne", "northeast": "ne", "nw": "nw", "northwest": "nw",
    "se": "se", "southeast": "se", "sw": "sw", "southwest": "sw",
}  # fmt: skip

# A direction that is part of a name proper, in full.
BASE_DIRECTIONS: Mapping[str, str] = {short: word for word, short in DIRECTIONS.items() if len(word) > 2}


# USPS Publication 28, appendix C1, with the spellings that TIGER/Line and newspapers add:
# the abbreviation, the word in full, further spellings.
_TYPES = """
aly alley ally allee
ave avenue av aven avenu avn avnue avenida avda
bch beach
blf bluff
blvd boulevard boul boulv bvd bld bl bv
br branch
brg bridge brdge
byp bypass
byu bayou
calz calzada
cam camino
cir circle circ crcl circl
cll calle
clb club
cmn common
cmns commons
cor corner
cors corners
cres crescent crsnt
crk creek
crse course
crst crest
cswy causeway causwa
ct court crt
ctr center centre cntr
cts courts
curv curve
cv cove
dr drive driv drv
drs drives
esplanade
est estate
ests estates
expy expressway expr express expwy exwy
ext extension extn
fry ferry
fwy freeway frwy freewy
gdn garden
gdns gardens
gln glen
grn green greens
grv grove
hbr harbor harbour
hl hill
hls hills
hvn haven
hwy highway hiway highwy hway hy hw
holw hollow
jct junction
knl knoll
knls knolls
ky key
lk lake
lks lakes
lndg landing
ln lane la
loop
mall
mdw meadow
mdws meadows
mews
ml mill
mls mills
mnr manor
mtwy motorway
orch orchard
oval
park
parks
pass
path
pike
pkwy parkway pkway pky pkwys prkwy parkwy pk
pl place plc
pln plain
plns plains
plz plaza plza
pne pine
pnes pines
pr prairie
psge passage
pso paseo
pt point
pts points
ramp
rd road
rdg ridge rdge
rds roads
riv river
rnch ranch
row
rte route rt
rue
run
shr shore shoar
shrs shores
skwy skyway
smt summit
spg spring
spgs springs
spur
sq square sqr
st street str strt
sta station
stra stravenue
strm stream
sts streets
ter terrace terr
tpke turnpike trnpk tpk
trak track
trfy trafficway
trce trace
trl trail trls
tunl tunnel
via
vis vista
vlg village
vly valley
vw view
walk
way wy
xing crossing
xrd crossroad
"""
_TYPE_ROWS = [line.split() for line in _TYPES.strip().splitlines()]

STREET_TYPES: Mapping[str, str] = {spelling: row[0] for row in _TYPE_ROWS for spelling in row}

# The types in full, as people write them.
TYPE_WORDS: Mapping[str, str] = {
    row[0]: row[1] if row[1:] and row[0] != "way" else row[0] for row in _TYPE_ROWS
}

# Abbreviations inside a name proper, in full. "Dr" there is a doctor, "La" an article, "Pk" unclear.
BASE_WORDS: Mapping[str, str] = {
    **{row[0]: row[1] for row in _TYPE_ROWS if len(row) > 1 and row[0] not in ("dr", "way")},
    "st": "saint",
    "mt": "mount",
    "mtn": "mountain",
    "ft": "fort",
    "centre": "center",
    **dict(zip(("ne", "nw", "se", "sw"), ("northeast", "northwest", "southeast", "southwest"), strict=True)),
    "pres": "president", "gov": "governor", "sen": "senator", "gen": "general", "col": "colonel",
    "maj": "major", "capt": "captain", "lt": "lieutenant", "sgt": "sergeant", "cpl": "corporal",
    "pvt": "private", "adm": "admiral", "cmdr": "commander", "rev": "reverend",
}  # fmt: skip

# Patterns of a person's initials, and the name in full.
INITIALS = (
    (r"\b(?:m ?l ?k|m(?:artin)? ?l king)\b", "martin luther king"),
    (r"\bj(?:ohn)? ?f ?k(?:ennedy)?\b", "john f kennedy"),
)

# What a street is called for short, all over the United States, where no other bears the short name.
FAMILIAR_NAMES: Mapping[str, str] = {"king": "martin luther king"}

# Titles that come and go around the name of a person, and articles before any name.
TITLES = frozenset({"dr", "doctor", "reverend", "jr", "sr", "general", "colonel"})
ARTICLES = frozenset({"the", "el", "la", "los", "las"})

# How a route's class is written before its number or letters. A name in news copy ("Highway 31")
# often does not say whose highway it is: that is the class `hwy`.
ROUTE_CLASSES: Mapping[str, tuple[str, ...]] = {
    "i": ("i", "ih", "interstate", "interstate hwy", "interstate highway"),
    "us": (
        "us", "ush", "us hwy", "us highway", "us rte", "us route", "us rt", "us rd", "us road",
        "united states highway", "federal highway",
    ),
    "st_rte": (
        "sr", "sh", "sth", "th", "state hwy", "state highway", "state rte", "state route", "state rt",
        "state rd", "state road", "state trunk highway", "state trunk hwy", "st hwy", "st highway",
        "st rte", "st route", "st rt", "st rd", "trunk highway", "wis", "wis hwy", "wis highway",
        "calif", "fla", "ariz", "mich", "minn", "ill", "ind", "penn", "tenn", "wash", "ore", "okla", "nev",
        "state",
    ),
    "co_rte": (
        "cr", "cth", "ch", "csah", "cord", "co hwy", "co highway", "co rd", "co road", "co rte",
        "co route", "co rt", "co trunk hwy", "county hwy", "county highway", "county rd", "county road",
        "county rte", "county route", "county rt", "county trunk", "county trunk hwy",
        "county trunk highway", "county trunk road", "county state aid highway", "county", "cnty hwy",
        "cnty rd", "cnty road", "cnty highway", "cty hwy", "cty highway", "cty rd", "cty road", "cty",
        "parish road", "parish rd", "parish highway",
    ),
    "twp_rte": ("twp rd", "twp hwy", "twp rte", "township road", "township rd", "township highway"),
    "fm": ("fm", "farm to market", "farm to market rd", "farm to market road"),
    "rm": ("rm", "ranch to market", "ranch to market rd", "ranch to market road", "ranch rd", "ranch road"),
    "forest_rte": (
        "fr", "fs", "nf", "forest rd", "forest road", "forest service rd", "forest service road",
        "natl forest dev rd", "national forest development road",
    ),
    "hwy": ("hwy", "highway", "rte", "route", "rt", "co", "hwys", "highways", "routes"),
}  # fmt: skip

ROUTE_MODIFIERS: Mapping[str, str] = {
    "alt": "alt", "alternate": "alt", "bus": "bus", "business": "bus", "byp": "byp", "bypass": "byp",
    "spur": "spur", "loop": "loop", "truck": "truck", "conn": "conn", "connector": "conn",
    "scenic": "scenic",
}  # fmt: skip

_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
seventeen eighteen nineteen"
_UNIT_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth \
thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TEN_ORDINALS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"

NUMBER_UNITS: Mapping[str, int] = {
    word: value for words in (_UNITS, _UNIT_ORDINALS) for value, word in enumerate(words.split(), 1)
}
NUMBER_TENS: Mapping[str, int] = {
    word: 10 * value for words in (_TENS, _TEN_ORDINALS) for value, word in enumerate(words.split(), 2)
}

STATES: Mapping[str, str] = {
    "al": "alabama", "ak": "alaska", "az": "arizona", "ar": "arkansas", "ca": "california",
    "co": "colorado", "ct": "connecticut", "de": "delaware", "dc": "district of columbia",
    "fl": "florida", "ga": "georgia", "hi": "hawaii", "id": "idaho", "il": "illinois", "in": "indiana",
    "ia": "iowa", "ks": "kansas", "ky": "kentucky", "la": "louisiana", "me": "maine", "md": "maryland",
    "ma": "massachusetts", "mi": "michigan", "mn": "minnesota", "ms": "mississippi", "mo": "missouri",
    "mt": "montana", "ne": "nebraska", "nv": "nevada", "nh": "new hampshire", "nj": "new jersey",
    "nm": "new mexico", "ny": "new york", "nc": "north carolina", "nd": "north dakota", "oh": "ohio",
    "ok": "oklahoma", "or": "oregon", "pa": "pennsylvania", "pr": "puerto rico", "ri": "rhode island",
    "sc": "south carolina", "sd": "south dakota", "tn": "tennessee", "tx": "texas", "ut": "utah",
    "vt": "vermont", "va": "virginia", "wa": "washington", "wv": "west virginia", "wi": "wisconsin",
    "wy": "wyoming",
}  # fmt: skip

STATE_NAMES: Mapping[str, str] = {name: code for code, name in STATES.items()}

# How newspapers shorten states (the Associated Press's list), where that is not the postal code.
STATE_ABBREVIATIONS: Mapping[str, str] = {
    "ala": "al", "ariz": "az", "ark": "ar", "calif": "ca", "cal": "ca", "colo": "co", "conn": "ct",
    "del": "de", "fla": "fl", "ill": "il", "ind": "in", "kan": "ks", "mass": "ma", "mich": "mi", "minn": "mn",
    "miss": "ms", "mont": "mt", "neb": "ne", "nev": "nv", "okla": "ok", "ore": "or", "penn": "pa",
    "tenn": "tn", "tex": "tx", "wash": "wa", "wis": "wi", "wisc": "wi", "wyo": "wy",
}  # fmt: skip


# "NE 8" is a direction and a street, not Nebraska's route; "Co 8" may be a county's or Colorado's.
STATE_CODES = frozenset(STATES) - {"ne", "co"}

# The states whose ZIP codes begin with each digit (USPS Publication 65).
ZIP_STATES = (
    ("CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VT"),
    ("DE", "NY", "PA"),
    ("DC", "MD", "NC", "SC", "VA", "WV"),
    ("AL", "FL", "GA", "MS", "TN"),
    ("IN", "KY", "MI", "OH"),
    ("IA", "MN", "MT", "ND", "SD", "WI"),
    ("IL", "KS", "MO", "NE"),
    ("AR", "LA", "OK", "TX"),
    ("AZ", "CO", "ID", "NM", "NV", "UT", "WY"),
    ("AK", "CA", "HI", "OR", "WA"),
)

# Trees, presidents, water and land, what stands there: words that name streets all over the United States.
# Where one of them is written it is hardly a slip of the pen for another name.
_NAMES = """
adams airport alder apple arbor arch ash aspen bank bay beach beech bell berry birch bluff bridge broad
broadway brook buena calvert canal cedar center central chapel charles cherry chestnut church circle
clark clay cliff clinton college colonial columbia commerce congress cook cottage country court creek
crest crestwood cross cypress dale day deer delaware depot division dogwood douglas eagle east edgewood
elm euclid evergreen factory fair fairview farm ferry field first forest fort fountain fourth fox
franklin front fulton garden garfield george glen grand grant green greenwood grove harbor harrison
hawthorne hazel henry heritage hickory high highland hill hillcrest hillside holly hope howard hudson
hunt hunter irving island jackson james jay jefferson jones king knoll lafayette lake lakeview lane
laurel lee liberty lincoln linden locust long lookout madison magnolia main maple market marsh martin
mary meadow mill miller monroe morgan morris mountain myrtle north oak ocean olive orange orchard park
pearl pennsylvania perry pine plain pleasant plum pond poplar porter prairie prospect quail railroad
range raven red ridge river roosevelt rose ross russell salem sand school second shady shore short smith
south spring spruce stage state station stone sumac summit sunrise sunset sycamore taylor terrace third
tower trail tyler union vale valley van vernon victoria view village vine vista wall walnut ward warren
washington water wayne webster west white wilderness williams willow wilson winter wood woodland woods
york young
"""
COMMON_STREET_NAMES = frozenset(_NAMES.split())
