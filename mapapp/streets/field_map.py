"""Which fields of a centreline file hold what: as the user says, or guessed from well-known names."""

import re
from collections.abc import Iterable, Mapping, Sequence

from rapidfuzz import fuzz, process

from mapapp.errors import BadInput

MEANINGS: Mapping[str, str] = {
    "name": "the whole name of the street",
    "pre_dir": "the direction before the name, where the name is in parts",
    "pre_type": "the type before the name (Avenue A)",
    "base": "the name proper",
    "type": "the type after the name",
    "post_dir": "the direction or quadrant after it",
    "alias": "a further name; may be given several times",
    "class": "the class of the road",
    "left_from": "the first house number on the left",
    "left_to": "the last one on the left",
    "right_from": "the first house number on the right",
    "right_to": "the last one on the right",
    "zip": "the ZIP code", "zip_left": "the ZIP code on the left", "zip_right": "the ZIP code on the right",
    "city": "the municipality", "city_left": "the municipality on the left",
    "city_right": "the municipality on the right",
    "level_from": "the level (z) of the start", "level_to": "the level of the end",
}  # fmt: skip
NAME_PARTS = ("pre_dir", "pre_type", "base", "type", "post_dir")
_SEVERAL = ("alias",)

# Names seen in centreline files of US cities, counties and states, and in the layouts they follow:
# TIGER/Line, Esri's address locators and Local Government Information Model, NENA's GIS data model (STA-006).
_NAMES = """
name: fullname full_name fullstname full_stree full_street_name fullstreet fullstreetname st_full fullnam
  full_st_name st_name_full streetfull stname_ful full_stnam streetname street_name stname_lab stname street
  road_name roadname rd_name st_name strname str_name label st_label name
pre_dir: predir pre_dir prefixdir st_predir stpredir prefix_dir prefix_direction predirabrv dir_pre pd
pre_type: pretype pre_type prefixtype st_pretyp st_pretype pretypabrv pt
base: st_name stname streetname street_nam street_name base basename name strname rd_name sn
type: sttype st_type suftype streettype street_type posttype post_type st_postyp st_postype suffix sufix
  sufftype suffixtype roadtype rd_type suftypabrv type st
post_dir: sufdir suf_dir postdir post_dir st_posdir stpostdir suffixdir suffix_dir suffix_direction quadrant
  quad sufdirabrv sd
alias: alias altname alt_name alias_name altname1 alias1 alias_1 alias2 alias_2 altname2 rte_name route_name
  routename hwy_name hwyname
class: mtfcc fcc fclass roadclass road_class rdclass st_class stclass class funcclass func_class functional
  funclass classcode cfcc road_type rdtype highway
left_from: l_f_add lfromadd lfromaddr left_from leftfrom fraddl fromaddr_l from_addr_l fromleft from_left
  l_from lfrom lf_add lfadd fadd_l fromaddl l_add_from ll_from fromaddr_left l_fromaddr lfromhn add_l_from
left_to: l_t_add ltoadd ltoaddr left_to leftto toaddl toaddr_l to_addr_l toleft to_left l_to lto lt_add
  ltadd tadd_l l_add_to ll_to toaddr_left l_toaddr ltohn add_l_to
right_from: r_f_add rfromadd rfromaddr right_from rightfrom fraddr fromaddr_r from_addr_r fromright
  from_right r_from rfrom rf_add rfadd fadd_r fromaddr r_add_from rr_from fromaddr_right r_fromaddr rfromhn
  add_r_from
right_to: r_t_add rtoadd rtoaddr right_to rightto toaddr toaddr_r to_addr_r toright to_right r_to rto rt_add
  rtadd tadd_r r_add_to rr_to toaddr_right r_toaddr rtohn add_r_to
zip: zip zipcode zip_code zip5 postcode postal
zip_left: zipl zip_l zip_left zipleft l_zip lzip zipcode_l leftzip left_zip postcode_l postcomm_l
zip_right: zipr zip_r zip_right zipright r_zip rzip zipcode_r rightzip right_zip postcode_r
city: city municipality muni municipal mcd cityname city_name juris jurisdiction inc_muni
city_left: city_l cityleft city_left l_city lcity cityl muni_l munileft l_muni incmuni_l lmuni left_city
  municipality_left mun_l
city_right: city_r cityright city_right r_city rcity cityr muni_r muniright r_muni incmuni_r rmuni
  right_city municipality_right mun_r
level_from: f_zlev from_zlev fromlevel from_level f_elev f_zlevel fromz zlev_f fromelev
level_to: t_zlev to_zlev tolevel to_level t_elev t_zlevel toz zlev_t toelev
"""
_WELL_KNOWN: Mapping[str, tuple[str, ...]] = {
    meaning: tuple(names.split()) for meaning, names in re.findall(r"^(\w+):((?:.|\n )*)", _NAMES, re.M)
}

FieldMap = Mapping[str, tuple[str, ...]]


def read_pairs(pairs: Iterable[str]) -> FieldMap:
    """The field map of `name=FULLNAME` and so on. Raises BadInput for what is no such pair."""
    found: dict[str, tuple[str, ...]] = {}
    for pair in pairs:
        meaning, equals, field = (one.strip() for one in pair.partition("="))
        if not equals or not field or meaning not in MEANINGS:
            raise BadInput(
                f"“{pair[:60]}” is no --map: write --map name=FIELD, with one of {', '.join(MEANINGS)}."
            )
        if meaning in found and meaning not in _SEVERAL:
            raise BadInput(f"--map {meaning}= is given twice: leave one of them out.")
        found[meaning] = (*found.get(meaning, ()), field)
    return found


def matched(asked: FieldMap, fields: Sequence[str], file: str) -> FieldMap:
    """The fields asked for as the file spells them, capitals aside.

    Raises BadInput for one that the file has not got, and for a map without a name.
    """
    found = {meaning: tuple(_matched(one, fields, file) for one in named) for meaning, named in asked.items()}
    if "name" not in found and "base" not in found:
        raise BadInput(f"--map says no field for the name: add --map name=FIELD. {_listed(fields, file)}")
    return found


def guessed(fields: Sequence[str], file: str) -> FieldMap:
    """What the fields hold, by their well-known names. Raises BadInput when none of them is a name."""
    by_key = {one.lower(): one for one in reversed(fields)}
    found: dict[str, tuple[str, ...]] = {}
    for meaning, names in _WELL_KNOWN.items():
        known = [by_key[one] for one in names if one in by_key]
        if known:
            found[meaning] = tuple(known) if meaning in _SEVERAL else (known[0],)
    found = _one_way_to_the_name(found)
    if "name" not in found and "base" not in found:
        raise BadInput(
            f"{file} has no field that is known to hold the streets' names: say which with --map name=FIELD. "
            f"{_listed(fields, file)}"
        )
    return _without_halves(found)


def written(fields: FieldMap) -> str:
    """The map as one would type it."""
    return " ".join(f"--map {meaning}={one}" for meaning, named in fields.items() for one in named)


def _one_way_to_the_name(found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A whole name is taken as it is; a field that could be either is a part if a type stands beside it."""
    in_parts = "base" in found and "type" in found
    if in_parts and ("name" not in found or found["name"] == found["base"]):
        return {key: one for key, one in found.items() if key != "name"}
    if "name" in found:
        return {key: one for key, one in found.items() if key not in NAME_PARTS}
    return found


def _without_halves(found: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """A range or a level needs both its ends; an alias must not be the name itself."""
    for start, end in (("left_from", "left_to"), ("right_from", "right_to"), ("level_from", "level_to")):
        if (start in found) != (end in found):
            found = {key: one for key, one in found.items() if key not in (start, end)}
    return found


def _matched(asked: str, fields: Sequence[str], file: str) -> str:
    if asked in fields:
        return asked
    alike = [one for one in fields if one.lower() == asked.lower()]
    if alike:
        return alike[0]
    near = process.extractOne(
        asked.lower(), [one.lower() for one in fields], scorer=fuzz.ratio, score_cutoff=60
    )
    meant = f" Did you mean {fields[near[2]]}?" if near else ""
    raise BadInput(f"{file} has no field {asked[:60]}.{meant} {_listed(fields, file)}")


def _listed(fields: Sequence[str], file: str) -> str:
    return f"{file} has the fields {', '.join(fields) or '(none)'}."
