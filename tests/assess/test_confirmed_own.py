"""A person says that a filing is the listed firm's own: remembered for the owner at that office, told, taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from monitor.assess.rematch import list_in_use, rejudge
from monitor.clock import FixedClock
from monitor.config.settings import Settings
from monitor.errors import UsageError
from monitor.jobs.confirming import confirm_own, confirmed_rows, take_back
from monitor.model import Category, Event, Role
from monitor.store import Store
from monitor.texts import Texts
from tests.assess.doors import (
    FIRM_EN,
    LIST,
    STRANGER,
    applicant,
    collect,
    hit_list,
    looked_up,
    mark,
    matched_again,
    record,
)
from tests.collect.single_source import NOW

OURS = mark("LANGUHE", 33)
CLAIM = applicant(STRANGER, "US", (FIRM_EN,))


class Around:
    """The surroundings of the job."""

    def __init__(self, state: Path) -> None:
        self.state = state
        self.clock = FixedClock(NOW)
        self.texts = Texts("zh")
        self.settings = Settings.model_construct()
        self.sources: dict[str, object] = {}


@pytest.fixture
def state(tmp_path: Path) -> Path:
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        filings = [
            record(OURS, CLAIM),
            record(mark("JOURNEY", 33), applicant(STRANGER, "US"), number=2),
            record(mark("LANGUCHUN", 33), CLAIM, number=3),
            replace(record(OURS, CLAIM), matter="tm:BR:1", jurisdiction="BR"),
        ]
        collect(store, tmp_path, filings)
    return tmp_path / "state"


def kinds(state: Path) -> dict[tuple[str, str], str]:
    with Store.open(state, readonly=True) as store:
        return {(h.matter.key, h.watched_id): h.kind.value for h in store.hits.find()}


def hit(state: Path, matter: str) -> int:
    with Store.open(state, readonly=True) as store:
        return next(h.id for h in store.hits.find() if h.matter.key == matter)


def test_what_is_confirmed_is_ours_in_all_filings_of_that_owner_at_that_office_and_at_no_other(state: Path) -> None:
    before = kinds(state)
    assert set(before.values()) == {"claimed_own"}
    (said,) = confirm_own(Around(state), [hit(state, "tm:US:1")], "Zhang San", "seen the licence")  # type: ignore[arg-type]
    assert (said.owners, said.office) == ((STRANGER,), "tm:US")
    after = kinds(state)
    assert {m: k for (m, _), k in after.items()} == {
        "tm:US:1": "own_filing",
        "tm:US:3": "own_filing",
        "tm:BR:1": "claimed_own",
    }
    with Store.open(state, readonly=True) as store:
        (row,) = confirmed_rows(store)
        assert (row["by"], row["reason"], row["owner"]) == ("Zhang San", "seen the licence", STRANGER)
        assert looked_up(store) == hit_list(store)
    with Store.open(state) as store:  # and it stays so
        matched_again(store)
    assert kinds(state) == after


def test_what_the_owner_files_later_is_ours_too(state: Path) -> None:
    confirm_own(Around(state), [hit(state, "tm:US:1")], "Zhang San")  # type: ignore[arg-type]
    with Store.open(state) as store:
        collect(store, state.parent / "later", [record(OURS, applicant(STRANGER, "US"), number=9)], items="<item/>")
    assert kinds(state)["tm:US:9", "w1"] == "own_filing"


def test_what_is_taken_back_counts_as_a_claim_again_and_stays_on_the_record(state: Path) -> None:
    before = kinds(state)
    number = hit(state, "tm:US:1")
    confirm_own(Around(state), [number], "Zhang San")  # type: ignore[arg-type]
    take_back(Around(state), [number], "Li Si")  # type: ignore[arg-type]
    assert kinds(state) == before
    with Store.open(state, readonly=True) as store:
        (row,) = confirmed_rows(store)
        assert (row["undone_by"], bool(row["undone_at"])) == ("Li Si", True)
    with pytest.raises(UsageError) as caught:
        take_back(Around(state), [number], "Li Si")  # type: ignore[arg-type]
    assert caught.value.key == "errors.nothing_confirmed"


def test_who_owned_it_before_does_not_count_against_what_was_confirmed(state: Path) -> None:
    """A squat that was assigned to us: the earlier owner is not called ours in anything else he files."""
    with Store.open(state) as store:
        bought = [record(OURS, applicant("Li Ming", "US"), number=5)]
        collect(store, state.parent / "a", bought, items="<item>1</item>")
        sold = replace(record(OURS, applicant(FIRM_EN), number=5), as_of="2026-11-20")
        collect(store, state.parent / "b", [sold], items="<item>2</item>")
    assert kinds(state)["tm:US:5", "w1"] == "claimed_own"
    confirm_own(Around(state), [hit(state, "tm:US:5")], "Zhang San")  # type: ignore[arg-type]
    assert kinds(state)["tm:US:5", "w1"] == "own_filing"
    with Store.open(state) as store:
        collect(store, state.parent / "c", [record(OURS, applicant("Li Ming", "US"), number=6)], items="<item>3</item>")
    assert kinds(state)["tm:US:6", "w1"] == "squat"


def test_what_was_confirmed_and_is_attacked_is_a_danger(state: Path) -> None:
    confirm_own(Around(state), [hit(state, "tm:US:1")], "Zhang San")  # type: ignore[arg-type]
    attacked = replace(
        record(OURS, CLAIM),
        as_of="2026-11-20",
        events=(Event("filed", date(2026, 11, 19), ""), Event("opposition", date(2026, 11, 20), "")),
    )
    with Store.open(state) as store:
        collect(store, state.parent / "a", [attacked], items="<item>1</item>")
    assert kinds(state)["tm:US:1", "w1"] == "own_attacked"


def test_what_was_confirmed_and_is_somebody_else_s_later_is_no_more_than_said(state: Path) -> None:
    confirm_own(Around(state), [hit(state, "tm:US:1")], "Zhang San")  # type: ignore[arg-type]
    with Store.open(state) as store:
        other = replace(record(OURS, applicant("Wang Wu", "US")), as_of="2026-11-20")
        collect(store, state.parent / "a", [other], items="<item>1</item>")
    assert kinds(state)["tm:US:1", "w1"] == "claimed_own"


def test_an_unknown_hit_or_one_without_owners_changes_nothing(state: Path) -> None:
    with Store.open(state) as store:
        collect(store, state.parent / "a", [record(OURS, number=7)], items="<item>1</item>")
    before = kinds(state)
    for wrong, key in ((999, "errors.unknown_hit"), (hit(state, "tm:US:7"), "errors.no_owner_to_confirm")):
        with pytest.raises(UsageError) as caught:
            confirm_own(Around(state), [hit(state, "tm:US:1"), wrong], "Zhang San")  # type: ignore[arg-type]
        assert caught.value.key == key
    assert kinds(state) == before


def test_judging_again_without_a_word_said_changes_nothing(state: Path) -> None:
    before = kinds(state)
    with Store.open(state) as store:
        assert rejudge(store, list_in_use(store), [1, 2, 3, 4], NOW + timedelta(days=1)) == frozenset()
    assert kinds(state) == before


def test_a_party_is_no_owner(state: Path) -> None:
    with Store.open(state) as store:
        opposed = record(OURS, applicant(FIRM_EN, role=Role.OPPONENT), number=8, category=Category.TRADEMARK)
        collect(store, state.parent / "a", [opposed], items="<item>1</item>")
    with pytest.raises(UsageError):
        confirm_own(Around(state), [hit(state, "tm:US:8")], "Zhang San")  # type: ignore[arg-type]
