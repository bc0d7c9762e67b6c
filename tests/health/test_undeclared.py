"""A record that carries a word nobody declared costs the run its verdict, told once with its first matter and a number."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.config import Canary, Expect
from monitor.health import Decision, History, RunFacts, decide
from monitor.model import Event, Record, Verdict
from monitor.texts import LANGUAGES, Texts

NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)


def record(number: int, *codes: str, kind: str = "application", **facts: object) -> Record:
    events = tuple(Event(code, date(2026, 11, 2), code) for code in ("filed", *codes))
    return Record("br-inpi", f"tm:BR:99900{number:04}", kind, "KESTREL", "", events=events, facts=facts)


def decided(*records: Record) -> Decision:
    facts = RunFacts(parsed=1)
    for each in records:
        facts.count(each, Canary(), NOW.date())
    return decide(facts, Expect(), Canary(), NOW, History())


def test_declared_words_leave_the_verdict_alone() -> None:
    assert decided(record(1, filed="2026-11-02", classes=[9])).verdict is Verdict.OK


@pytest.mark.parametrize(
    ("wrong", "key", "name"),
    [
        (record(1, fild="2026-11-02"), "fact", "fild"),
        (record(1, classes=["9"]), "type", "classes"),
        (record(1, "publshed"), "event", "publshed"),
        (record(1, kind="aplication"), "record_kind", "aplication"),
    ],
)
def test_an_undeclared_word_makes_the_run_suspicious(wrong: Record, key: str, name: str) -> None:
    decision = decided(wrong, record(2))
    assert decision.verdict is Verdict.SUSPICIOUS
    (reason,) = decision.reasons
    assert reason.key == f"health.undeclared_{key}"
    assert (reason.params["name"], reason.params["matter"], reason.params["count"]) == (name, "tm:BR:999000001", 1)


def test_each_is_told_once_with_its_first_matter_and_how_many() -> None:
    decision = decided(*(record(n, "publshed", fild="2026-11-02") for n in range(1, 5)))
    told = {r.key: (r.params["matter"], r.params["count"]) for r in decision.reasons}
    assert told == {
        "health.undeclared_fact": ("tm:BR:999000001", 4),
        "health.undeclared_event": ("tm:BR:999000001", 4),
    }


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sentence_names_source_word_and_matter(lang: str) -> None:
    told = " ".join(
        Texts(lang).reason(r) for r in decided(record(1, "publshed", kind="aplication", fild="", classes=[""])).reasons
    )
    for named in (
        "br-inpi",
        "fild",
        "filed",
        "publshed",
        "published",
        "aplication",
        "application",
        "classes",
        "numbers",
    ):
        assert named in told
    assert "tm:BR:999000001" in told
    assert "{" not in told
