import csv
import io
import json

from mapapp.geocode.batch import geocode_row
from mapapp.geocode.geocoder import Geocoder

TABLE = """phrase,near,case
28th Avenue and 40th Street,"Quillby, WI",1
,,2
Pine Road and Loop Drive,,3
"""


def test_each_row_is_answered_and_bad_ones_do_not_stop_the_rest(geocoder: Geocoder) -> None:
    rows = csv.DictReader(io.StringIO(TABLE))
    answers = [geocode_row(geocoder, one, near="Overmere, WI") for one in rows]
    assert [one.get("outcome") for one in answers] == ["resolved", None, "resolved"]
    assert "empty" in answers[1]["error"]
    assert [one["input"] for one in answers] == [{"case": "1"}, {"case": "2"}, {"case": "3"}]
    assert "Overmere" in answers[2]["candidates"][0]["label"]
    json.dumps(answers)


def test_a_row_s_own_context_comes_first(geocoder: Geocoder) -> None:
    answer = geocode_row(geocoder, {"phrase": "Pine Rd & Loop Dr", "near": "Quillby"}, near="Overmere")
    assert answer["candidates"][0]["label"] == "Pine Rd & Loop Dr, Quillby"
    assert "input" not in answer


def test_rows_of_the_wrong_width_are_answered(geocoder: Geocoder) -> None:
    table = "phrase,near\n28th Avenue and 40th Street,Quillby,too,many\nshort\n"
    answers = [geocode_row(geocoder, one) for one in csv.DictReader(io.StringIO(table))]
    assert answers[0]["outcome"] == "resolved"
    assert answers[0]["input"] == {"surplus": ["too", "many"]}
    assert answers[1]["outcome"] in ("not_found", "unparsed")
