"""Sources that are switched off, taken out, paused for long or asked in vain: the readers are told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import Week
from monitor.config import Canary, Expect, SourceConfig
from monitor.config.settings import Settings
from monitor.issue.building import build_issue
from monitor.model import Category, Mention, Record, Role, Verdict
from monitor.store import Store
from monitor.store.sources import Document
from monitor.texts import Texts
from tests.collect.single_source import NOW, SOURCES, feed, pacer, parsed_by, ran, replay
from tests.collect.test_silence import items, ran_in_full

ONE = pacer("ilnd").model_copy(update={"expect": Expect(min_items=1), "canary": Canary()})


def told(store: Store, sources: Mapping[str, SourceConfig], days: int) -> str:
    at = NOW + timedelta(days=days)
    built = build_issue(store, Settings(), sources, Week.of(at), at, Texts("zh"))
    return "".join(built.files["txt"].read_text(encoding="utf-8").split())


@pytest.mark.parametrize("gone", [{}, {ONE.id: ONE.model_copy(update={"enabled": False})}], ids=["removed", "disabled"])
def test_a_source_given_up_stays_in_the_box_for_four_weeks(tmp_path: Path, gone: dict[str, SourceConfig]) -> None:
    sources = {"br-inpi": SOURCES["br-inpi"], **gone}
    with Store.open(tmp_path / "state") as store:
        assert ran(store, ONE, replay(tmp_path, feed("ilnd", items(99001))))[0] is Verdict.OK
        for days in (1, 7, 20):
            assert "之后没有再查" in told(store, sources, days), days
        assert "之后没有再查" not in told(store, sources, 50)
        assert store.periods.kinds_of([ONE.id]) == {ONE.id: (Category.SUIT, "US")}


def test_a_source_switched_on_again_tells_the_stretch_nobody_can_make_up_for(tmp_path: Path) -> None:
    with Store.open(tmp_path / "state") as store:
        assert ran_in_full(store, ONE, replay(tmp_path, feed("ilnd", items(99001)))).notes[:1] == ()
        with store.immediate():
            store.sources.advance(ONE.id, {}, NOW - timedelta(days=21))
        again = ran_in_full(store, ONE, replay(tmp_path, feed("ilnd", items(99001, 99002))), NOW + timedelta(hours=1))
        assert "health.out_of_reach" in [n.key for n in again.notes]
        assert "2026-10-30 10:00" in store.runs.of(ONE.id)[0].message


def test_a_source_that_was_off_for_weeks_has_a_week_to_fill_again(tmp_path: Path) -> None:
    """Else its first day back, a Sunday perhaps, would be called a dying source."""
    config = ONE.model_copy(update={"expect": Expect(min_items_week=3)})
    with Store.open(tmp_path / "state") as store:

        def day(number: int, *cases: int) -> Verdict:
            """Suits of the day the source came back, and every day a criminal case, which is no record."""
            at = NOW + timedelta(days=number)
            begun = NOW + timedelta(days=30 * (number >= 30), hours=-1)
            listed = items(*cases, at=begun) + items(88001, at=at - timedelta(hours=1)).replace("-cv-", "-cr-")
            return ran(store, config, replay(tmp_path, feed("ilnd", listed, built=format_datetime(at))), at)[0]

        assert day(0, 99001, 99002, 99003) is Verdict.OK
        for number in range(30, 37):
            assert day(number, 99004) is Verdict.OK, number
        assert day(37, 99004) is Verdict.SUSPICIOUS


def test_records_without_any_date_are_suspicious_where_freshness_is_expected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parse(capture: Any, plan: Any) -> Iterator[Any]:
        mention = Mention("Doe v. Roe", Role.CAPTION, "title")
        yield Record(plan.source, "us-dct:ilnd:1:26-cv-99001", "docket", "Doe v. Roe", "", mentions=(mention,))

    parsed_by(parse, monkeypatch)
    config = ONE.model_copy(update={"expect": Expect(newest_within_days=5)})
    with Store.open(tmp_path / "state") as store:
        assert ran(store, config, replay(tmp_path, feed("ilnd")))[1] == ["health.no_dates"]


def test_the_same_nothing_does_not_answer_another_question(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that must find something, answered with the bytes of one that may find nothing."""
    day, other = NOW.date().isoformat(), (NOW - timedelta(days=1)).date().isoformat()
    nothing = Document("", "", "sha256:00", "v", NOW)
    with Store.open(tmp_path) as store:
        key = f"GET https://host.example/search/?q=young&filed_after={other}"
        store.sources.keep_documents("us-courtlistener", {key: nothing}, frozenset())

        def same(q: str) -> Document | None:
            asked = f"GET https://host.example/search/?q={q}&filed_after={day}"
            span = (NOW - timedelta(hours=36), NOW)
            return store.sources.same_answer("us-courtlistener", asked, "sha256:00", "v", *span)

        assert same("young") == nothing
        assert same("schedule-a") is None
