"""What an act prints and whom it names is told in the reader's language, in one phrase."""

from __future__ import annotations

import pytest

from monitor.assess.stated import printed
from monitor.texts import Texts

ZH, EN = Texts("zh"), Texts("en")


def test_a_printed_day_has_its_name_beside_it() -> None:
    says = {"answer_due": "2026-12-11", "service_date": "2026-11-20"}
    assert printed(says, (), ZH) == "写明：送达日 2026-11-20、法院记录的答辩截止日 2026-12-11"
    assert "date to answer, as the court recorded it 2026-12-11" in printed(says, (), EN)


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, ""), (1, "涉及：P0"), (5, "涉及：P0、P1、P2、P3、P4"), (6, "涉及：P0、P1、P2、P3、P4等 6 方")],
)
def test_of_many_parties_the_first_are_named_and_all_are_counted(count: int, words: str) -> None:
    assert printed({}, [f"P{n}" for n in range(count)], ZH) == words


def test_what_is_said_and_who_is_named_stand_in_one_phrase() -> None:
    assert printed({"answer_due": "2026-12-11"}, ["A Co."], ZH) == "写明：法院记录的答辩截止日 2026-12-11；涉及：A Co."
    assert printed({"nobody_declared_it": "x"}, (), ZH) == ""
