"""What can be doubtful about a candidate, what each doubt costs, and how it is said to a person.

The scale follows the British Columbia geocoder's published one, from 100 downwards: alias 1, misspelt 2,
direction 2, type missing 6, locality wrong 35. A fault that `forbids` keeps an answer from being
`resolved` whatever its score.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple


class Fault(NamedTuple):
    """What a fault costs of 100, whether it forbids `resolved`, and its words."""

    cost: float
    forbids: bool
    words: str


FAULTS: Mapping[str, Fault] = {
    "alias": Fault(1, False, "it is a further name of the street"),
    "abbreviated": Fault(1, False, "the name is written short or with other spacing"),
    "misspelt": Fault(2, False, "the spelling differs by one letter"),
    "misspelt_twice": Fault(5, False, "the spelling differs by two letters"),
    "misspelt_short": Fault(3, False, "the spelling of a short name differs by one letter"),
    "look_alike": Fault(8, True, "the name written may well be that of another street"),
    "number_odd": Fault(5, True, "the ordinal's ending belongs to another number"),
    "route_class_missing": Fault(1, False, "the words do not say whose highway it is"),
    "route_class_wrong": Fault(15, True, "it is another kind of highway"),
    "type_missing": Fault(6, False, "the street's type is not given"),
    "type_not_in_data": Fault(4, False, "the data has the street without a type"),
    "type_dropped": Fault(8, True, "the data has it without a type, beside others of that name"),
    "type_wrong": Fault(15, True, "the street's type differs"),
    "type_moved": Fault(5, True, "the street's type stands at the other end"),
    "type_swapped": Fault(20, True, "the streets' types are swapped"),
    "direction_missing": Fault(2, False, "the street's direction is not given"),
    "direction_moved": Fault(1, False, "the direction stands at the other end"),
    "direction_not_in_data": Fault(2, False, "the data has the street without that direction"),
    "direction_dropped": Fault(10, True, "streets of that name there do have directions, this one has not"),
    "direction_unknown_here": Fault(8, True, "no street there has such a direction"),
    "quadrant_differs": Fault(5, False, "it lies in the next quadrant"),
    "direction_wrong": Fault(15, True, "the street's direction differs"),
    "grade_separated": Fault(30, True, "the roads cross without meeting"),
    "other_street": Fault(5, True, "a street that fits the words better does not cross there"),
    "meets_twice": Fault(2, False, "the streets meet there more than once"),
    "near_miss": Fault(25, True, "the streets come close but do not meet"),
    "outside_context": Fault(5, True, "it lies outside the place given as context"),
    "beyond_context": Fault(5, False, "it lies outside the place given as context"),
    "outside_place": Fault(35, True, "it lies outside the place named"),
    "place_contested": Fault(3, True, "a larger place of that name lies elsewhere"),
    "only_listed": Fault(5, True, "only a comma stands between the streets"),
    "side_differs": Fault(15, True, "it lies in another part of the city"),
    "names_unsure": Fault(10, True, "nothing says that these are streets"),
    "other_side": Fault(10, True, "the number belongs on the other side of the street"),
    "number_between": Fault(3, False, "the number lies between two ranges that are known"),
    "number_loose": Fault(2, False, "where the number is on its block is not known"),
    "extent_estimated": Fault(5, False, "the extent is estimated from the population"),
    "name_incomplete": Fault(5, False, "the full name has further words"),
    "name_common": Fault(5, True, "facilities elsewhere bear such a name"),
    "from_online": Fault(10, False, "it comes from an online service and was not checked"),
    "not_to_be_kept": Fault(0, False, "its service does not allow it to be kept or published"),
    "from_list": Fault(20, False, "it is only one that may be meant"),
    "street_interrupted": Fault(3, False, "the street is interrupted on the way"),
    "block_elsewhere": Fault(15, True, "the house numbers lie elsewhere on the street"),
    "marks_differ": Fault(5, False, "only the whole number is known"),
    "words_not_read": Fault(10, True, "some words were not understood and may name another place"),
}


def score(faults: Iterable[str]) -> float:
    """100 less the cost of every fault, 0 at least."""
    return max(0.0, 100.0 - sum(FAULTS[one].cost for one in faults))


def forbids(faults: Iterable[str]) -> bool:
    """Whether the faults keep the answer from being `resolved`: one of them does, or too many stack up.

    A guessed spelling bears two further doubts at most, that of a short name none.
    """
    named = list(faults)
    guessed = [one for one in named if one.startswith("misspelt")]
    doubts = sum(FAULTS[one].cost >= 2 for one in named) - 1
    stacked = bool(guessed) and doubts > (0 if "misspelt_short" in guessed else 2)
    return stacked or any(FAULTS[one].forbids for one in named)


def in_words(faults: Iterable[str]) -> str:
    """The faults as a list in a sentence: "the street's type differs, and it lies outside …"."""
    return ", and ".join(dict.fromkeys(FAULTS[one].words for one in faults))
