import pytest

from mapapp.desk.rights import Right, may, require
from mapapp.errors import Denied
from tests.people import ADA, CAY, CHIEF

EDITORS = {Right.CONFIRM_ALONE, Right.PLOT_EXACT, Right.MASK, Right.READ_AUDIT}


@pytest.mark.parametrize("right", Right)
def test_each_role_may_what_it_should(right: Right) -> None:
    assert not may(CAY, right)
    assert may(ADA, right) is (right in EDITORS)
    assert may(CHIEF, right)
    with pytest.raises(Denied, match="may"):
        require(CAY, right)
    require(CHIEF, right)
