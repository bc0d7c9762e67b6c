"""General exclusion orders bind firms nobody named: told to the trade, once for each step, and never as a lead."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from monitor.bulletin import render
from monitor.bulletin.issue import Issue
from monitor.bulletin.orders import CAP
from monitor.clock import Week
from monitor.config.settings import Settings
from monitor.issue.building import Built, build_issue
from monitor.model import Category, Event, Record
from monitor.store import Store
from monitor.store.records import Scored
from monitor.texts import LANGUAGES, Texts
from tests.issue.many_hits import counted

WEEK, NEXT, THIRD = Week(2026, 47), Week(2026, 48), Week(2026, 49)
IN_WEEK = datetime(2026, 11, 18, 8, tzinfo=UTC)
RECEIPT, OPENED = Event("receipt", date(2026, 11, 16), ""), Event("institution", date(2026, 11, 17), "")
ISSUED = Event("exclusion_order_general", date(2026, 11, 17), "", ident="2026-99001")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path) as opened:
        yield opened


def stored(
    store: Store, *events: Event, matter: str = "us-itc:337-TA-9901", at: datetime = IN_WEEK, **facts: object
) -> None:
    """A record of an investigation in which no listed name stands."""
    record = Record(
        source="us-itc-federal-register", matter=matter, kind="investigation", title="Certain Garden Planters", url="",
        jurisdiction="US", events=events, facts={"product": "Certain Garden Planters", **facts}, as_of=f"{at:%Y-%m-%d}",
    )  # fmt: skip
    run = store.runs.begin("us-itc-federal-register", at, None, None)
    store.records.fold([Scored(record, Category.ITC337, "", ())], run, at)


def built(store: Store, week: Week, lang: str = "zh", *, release: bool = True, correct: bool = False) -> Built:
    now = week.ends + timedelta(hours=9)
    return build_issue(store, Settings(), {}, week, now, Texts(lang), release=release, correct=correct)


def told(issue: Issue) -> list[tuple[str, str]]:
    return [(o.view.number, o.view.reached) for o in issue.orders]


def test_an_order_asked_for_is_told_though_no_listed_name_stands_in_the_case(store: Store) -> None:
    stored(store, OPENED, geo_requested=True, relief=["exclusion_order_general"], hts=["3926.90.99"])
    issue = built(store, WEEK).issue
    assert told(issue) == [("337-TA-9901", "instituted")]
    (order,) = issue.orders
    assert [line.name for line in order.case] == ["relief", "scope", "hts"]
    assert (issue.counts.new, issue.counts.high, issue.standing != "hits") == (0, 0, True)


def test_it_is_told_once_for_every_step_it_takes(store: Store) -> None:
    stored(store, RECEIPT, matter="us-itc:DN-9931", geo_requested=True)
    assert told(built(store, WEEK).issue) == [("DN-9931", "asked")]
    assert told(built(store, NEXT).issue) == []
    later = datetime(2026, 12, 1, 8, tzinfo=UTC)
    record_of_both = Record(
        source="us-itc-ids", matter="us-itc:337-TA-9901", kind="investigation", title="Certain Garden Planters", url="",
        jurisdiction="US", aliases=("us-itc:DN-9931",), events=(Event("institution", date(2026, 11, 30), ""),),
    )  # fmt: skip
    run = store.runs.begin("us-itc-ids", later, None, None)
    store.records.fold([Scored(record_of_both, Category.ITC337, "", ())], run, later)
    assert told(built(store, THIRD).issue) == [("337-TA-9901", "instituted")]


def test_a_correction_tells_what_the_issue_told(store: Store) -> None:
    stored(store, ISSUED)
    first = built(store, WEEK).issue
    assert told(first) == told(built(store, WEEK, correct=True).issue) == [("337-TA-9901", "issued")]
    assert told(built(store, NEXT).issue) == []


def test_what_an_issue_said_that_never_went_out_is_said_by_the_next(store: Store) -> None:
    stored(store, ISSUED)
    assert told(built(store, WEEK, release=False).issue) == [("337-TA-9901", "issued")]
    assert told(built(store, NEXT).issue) == [("337-TA-9901", "issued")]


def test_what_came_after_the_week_is_left_to_the_next_issue(store: Store) -> None:
    stored(store, ISSUED, at=WEEK.ends + timedelta(hours=1))
    assert told(built(store, WEEK).issue) == []
    assert told(built(store, NEXT).issue) == [("337-TA-9901", "issued")]


def test_orders_of_long_ago_and_requests_that_came_to_nothing_are_no_news(store: Store) -> None:
    stored(store, Event("exclusion_order_general", date(2019, 5, 1), "", ident="old"), matter="us-itc:337-TA-9902")
    ended = Event("termination", date(2026, 11, 18), "", ident="end", whole=True)
    stored(store, OPENED, ended, matter="us-itc:337-TA-9903", geo_requested=True)
    stored(store, OPENED, matter="us-itc:337-TA-9904", geo_requested=False, relief=["exclusion_order_limited"])
    assert told(built(store, WEEK).issue) == []


def test_what_was_issued_comes_first_and_what_is_left_out_is_counted(store: Store) -> None:
    for n in range(CAP + 2):
        stored(store, OPENED, matter=f"us-itc:337-TA-{9910 + n}", geo_requested=True)
    stored(store, ISSUED, matter="us-itc:337-TA-9990")
    issue = built(store, WEEK).issue
    assert len(issue.orders) == CAP
    assert told(issue)[0] == ("337-TA-9990", "issued")
    assert "3" in issue.more_orders


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_format_tells_it_as_information_to_the_trade(store: Store, lang: str) -> None:
    stored(store, ISSUED)
    issue = built(store, WEEK, lang).issue
    t = Texts(lang)
    for name in ("html", "txt", "json"):
        page = render(issue, name).decode("utf-8")
        assert "337-TA-9901" in page
        if name != "json":
            assert t("bulletin.order.label") in " ".join(page.split()) or t("bulletin.order.label") in page


def test_an_issue_without_such_an_order_has_no_such_section(store: Store) -> None:
    issue = built(store, WEEK).issue
    assert Texts("zh")("bulletin.section.orders") not in render(issue, "txt").decode("utf-8")
    assert not any("普遍排除令" in sentence for sentence in issue.summary)


def test_hundreds_of_investigations_cost_no_more_statements(store: Store) -> None:
    def asked() -> int:
        with counted(store) as statements:
            built(store, WEEK, release=False)
        return len(statements)

    stored(store, OPENED, geo_requested=True)
    asked()
    few = asked()  # built for the second time, like the one below
    for n in range(120):
        stored(store, OPENED, matter=f"us-itc:337-TA-{9000 + n}", geo_requested=True)
    assert asked() == few
