"""What lapsed long ago is no news; what was given away or brought back since is."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.assess.past import far_back
from monitor.model import Event, HitKind

MET = date(2026, 11, 20)


def happened(*told: tuple[str, str]) -> list[Event]:
    return [Event(code, date.fromisoformat(day), code) for code, day in told]


LAPSED = ("abandoned", "2019-05-01")
CASES = {
    "lapsed seven years ago": ((LAPSED,), True),
    "lapsed two years ago to the day": ((("expired", "2024-11-20"),), True),
    "lapsed a day less than two years ago": ((("expired", "2024-11-21"),), False),
    "lapsed and revived": ((LAPSED, ("revived", "2019-09-01")), False),
    "lapsed, revived, registered, assigned away": (
        (LAPSED, ("revived", "2019-09-01"), ("registered", "2020-02-01"), ("owner_changed", "2026-06-01")),
        False,
    ),
    "lapsed, and registered for somebody else since": ((LAPSED, ("owner_changed", "2026-06-01")), False),
    "the lapse was annulled, or something else was": ((LAPSED, ("act_annulled", "2019-09-01")), False),
    "revived, and lapsed again long ago": ((("abandoned", "2017-05-01"), ("revived", "2018-01-01"), LAPSED), True),
    "nothing was lost": ((("registered", "2012-01-01"),), False),
}


@pytest.mark.parametrize("case", CASES)
def test_only_a_loss_that_nothing_undid_lies_long_back(case: str) -> None:
    told, expected = CASES[case]
    assert ("long_past" in far_back(HitKind.OWN_LOST, happened(*told), {}, (), MET)) is expected
    assert "long_past" not in far_back(HitKind.SQUAT, happened(*told), {}, (), MET)
