import pytest

from mapapp.errors import BadInput
from mapapp.streets.field_map import FieldMap, guessed, matched, read_pairs, written


def pairs(text: str) -> FieldMap:
    return read_pairs(text.split())


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            "OBJECTID FULLNAME L_F_ADD L_T_ADD R_F_ADD R_T_ADD ZIPL ZIPR",
            {"name": "FULLNAME", "left_from": "L_F_ADD"},
        ),
        ("TLID FULLNAME MTFCC LFROMADD LTOADD RFROMADD RTOADD", {"name": "FULLNAME", "class": "MTFCC"}),
        (
            "id PREDIR STREETNAME STREETTYPE SUFDIR",
            {"base": "STREETNAME", "type": "STREETTYPE", "pre_dir": "PREDIR"},
        ),
        (
            "fid full_street_name city_left city_right",
            {"name": "full_street_name", "city_right": "city_right"},
        ),
        ("ST_NAME ST_TYPE QUADRANT", {"base": "ST_NAME", "type": "ST_TYPE", "post_dir": "QUADRANT"}),
        ("ST_NAME LEFT_ZIP", {"name": "ST_NAME", "zip_left": "LEFT_ZIP"}),
        ("STREET F_ZLEV T_ZLEV", {"name": "STREET", "level_from": "F_ZLEV"}),
        (
            "St_PreDir St_Name St_PosTyp St_PosDir FromAddr_L ToAddr_L",
            {"base": "St_Name", "type": "St_PosTyp"},
        ),
    ],
)
def test_well_known_fields_are_guessed(fields: str, expected: dict[str, str]) -> None:
    found = {meaning: one for meaning, (one, *_) in guessed(fields.split(), "x.shp").items()}
    assert expected.items() <= found.items()
    assert ("name" in found) != ("base" in found)


def test_half_a_range_is_none() -> None:
    assert set(guessed(["FULLNAME", "L_F_ADD", "R_F_ADD", "R_T_ADD"], "x")) == {
        "name",
        "right_from",
        "right_to",
    }


def test_no_name_is_said_with_the_fields_there_are() -> None:
    with pytest.raises(BadInput, match=r"--map name=FIELD.*OBJECTID, SHAPE_LEN"):
        guessed(["OBJECTID", "SHAPE_LEN"], "x.shp")


def test_a_map_is_matched_whatever_the_capitals() -> None:
    found = matched(pairs("name=fullname alias=alt1 alias=ALT2"), ["FULLNAME", "ALT1", "ALT2"], "x")
    assert found == {"name": ("FULLNAME",), "alias": ("ALT1", "ALT2")}
    assert read_pairs(written(found).replace("--map ", "").split()) == found


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("name", "is no --map"),
        ("name=", "is no --map"),
        ("nome=FULLNAME", "is no --map"),
        ("name=FULLNAM", "Did you mean FULLNAME"),
        ("name=QQQQ", "has the fields FULLNAME, ZIP"),
        ("zip=ZIP", "add --map name=FIELD"),
        ("name=FULLNAME name=ZIP", "twice"),
    ],
)
def test_a_wrong_map_is_explained(asked: str, said: str) -> None:
    with pytest.raises(BadInput, match=said):
        matched(pairs(asked), ["FULLNAME", "ZIP"], "x.shp")
