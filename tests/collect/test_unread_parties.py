"""Parties that were not read: a watched name in a text that became no party, a count that differs from that of another source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from monitor.clock import FixedClock
from monitor.collect.run import run_source
from monitor.collect.workbench import close_workbench, open_workbench
from monitor.config.settings import load_settings
from monitor.model import Capture, Category, Event, Mention, Outcome, Record, Role, Verdict, WatchedKind, WatchedName
from monitor.sources.base import Plan
from monitor.store import Store
from monitor.store.records import Scored
from tests.collect.single_source import NOW, feed, pacer, parsed_by, ran, replay

FIRM = WatchedName("c1", "临汾泓岚达铸造有限公司", WatchedKind.COMPANY, aliases=("Linfen Honglanda Foundry Co., Ltd.",))
TEXT = "Longhua District, Shenzhen, Guangdong Linfen Honglanda Foundry Co., Ltd., Linfen, Shanxi, China"


def run_with(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *mentions: Mention
) -> tuple[Verdict, list[str], list[str]]:
    def parse(capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
        yield Record(
            plan.source, "us-dct:nysd:1:26-cv-00001", "docket", "Lanbeier v. Muster", "https://example.org/",
            events=(Event("complaint", date(2026, 11, 19), "Complaint"),), mentions=mentions,
        )  # fmt: skip

    parsed_by(parse, monkeypatch)
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace([FIRM], "1", "x", NOW)
        verdict, reasons = ran(store, pacer("nysd"), replay(tmp_path, feed("nysd")))
        return verdict, reasons, [h.role for h in store.hits.find()]


def test_a_watched_name_that_no_party_explains_makes_the_run_suspicious(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unread = Mention(TEXT, Role.CITED, "unread_parties", "en", extra={"unread": True})
    verdict, reasons, roles = run_with(tmp_path, monkeypatch, unread)
    assert verdict is Verdict.SUSPICIOUS
    assert "health.unread_name" in reasons
    assert roles == ["cited"]  # found all the same, and in no role that nobody read


def test_a_name_a_party_explains_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread = Mention(TEXT, Role.CITED, "unread_parties", "en", extra={"unread": True})
    party = Mention("Linfen Honglanda Foundry Co., Ltd.", Role.DEFENDANT, "party", "en", "CN")
    _, reasons, roles = run_with(tmp_path, monkeypatch, unread, party)
    assert "health.unread_name" not in reasons
    assert roles == ["defendant"]


def test_an_unread_text_without_a_watched_name_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    unread = Mention("Room 5, Muster Building, Springfield", Role.CITED, "unread_parties", "en", extra={"unread": True})
    _, reasons, roles = run_with(tmp_path, monkeypatch, unread)
    assert "health.unread_name" not in reasons
    assert not roles


# --- counts -------------------------------------------------------------------------------------------

KEY = "us-itc:337-TA-9911"


def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, printed: int, listed: int | None) -> list[tuple[str, Any]]:
    def parse(capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
        facts = {"respondents_printed": printed}
        yield Record(plan.source, KEY, "investigation", "Certain Lanterns", "https://example.org/", facts=facts)

    parsed_by(parse, monkeypatch)
    with Store.open(tmp_path / "state") as store:
        if listed is not None:
            facts = {"respondents_listed": listed}
            docket = Record("us-itc-ids", KEY, "investigation", "Certain Lanterns", "https://example.org/", facts=facts)
            store.records.fold([Scored(docket, Category.ITC337, "", ())], 1, NOW)
        config = pacer("nysd")
        bench = open_workbench(
            store, load_settings(), {config.id: config}, FixedClock(NOW), replay=replay(tmp_path, feed("nysd"))
        )
        try:
            result = run_source(config, bench)
        finally:
            close_workbench(bench)
        assert result.verdict is not Verdict.SUSPICIOUS or "health.party_count" not in [r.key for r in result.reasons]
        return [(n.key, n.params) for n in result.notes if n.key == "health.party_count"]


def test_other_respondents_in_the_notice_than_in_the_docket_are_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert notes(tmp_path, monkeypatch, 3, 4) == [("health.party_count", {"matter": KEY, "printed": 3, "listed": 4})]


@pytest.mark.parametrize("listed", [3, None])
def test_the_same_number_or_one_number_alone_says_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, listed: int | None
) -> None:
    assert notes(tmp_path, monkeypatch, 3, listed) == []
