"""The vocabulary of records: every fact and event code has its row, and a row says what it must."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from monitor.model import Event, Record
from monitor.model.events import EVENTS, read_events, unknown_events
from monitor.model.facts import FACTS, Fact, FactType, nearest, read_facts, unknown_facts
from monitor.model.vocabulary import Problem, ProblemKind, Sort, Use, problems_of, unknown_words

# A golden lists the outcomes of one answer; an answer that is JSON itself is told by what it is not.
GOLDENS = sorted((Path(__file__).parent.parent / "sources").rglob("*.golden.json"))


def record(*codes: str, kind: str = "application", **facts: object) -> Record:
    events = tuple(Event(code, date(2026, 11, 2), code) for code in codes)
    return Record("us-uspto-applications", "tm:US:99900001", kind, "KESTREL", "", events=events, facts=facts)


def records_in(node: object) -> Iterator[dict[str, object]]:
    if isinstance(node, dict):
        if isinstance(node.get("facts"), dict) and "events" in node:
            yield node
        for value in node.values():
            yield from records_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from records_in(value)


# --- the tables ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", FACTS.values(), ids=lambda f: f.name)
def test_every_fact_has_a_reader_or_a_reason(fact: Fact) -> None:
    assert bool(fact.readers) != bool(fact.no_reader)
    for words in (fact.words, fact.no_reader, fact.no_writer, fact.starts):
        assert not words or (set(words) == {"zh", "en"} and all(w.strip() for w in words.values()))


@pytest.mark.parametrize("code", EVENTS)
def test_every_event_code_has_words_in_both_languages(code: str) -> None:
    words = EVENTS[code].words
    assert all(words[lang].strip() for lang in ("zh", "en"))
    assert any("\u4e00" <= c <= "\u9fff" for c in words["zh"])


def test_a_fact_that_starts_a_clock_says_what_happened_on_that_day() -> None:
    days = [f for f in FACTS.values() if f.type is FactType.DAY and "clocks" in f.readers]
    assert days
    assert all(f.starts for f in days)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[a]\ntype = "txt"\nzh = "甲"\nen = "a"', "txt"),
        ('[a]\ntype = "text"\nzh = "甲"\nen = "a"\nreaders = ["hit shows"]', "hit shows"),
        ('# 表\n[a]\ntype = "text"\nzh = "甲"\nen = "a"\nreader = ["hit show"]', "line 2, a: .*reader.*readers"),
        ('\n\n[a]\ntype = "text"\nzh = "甲"', "facts.toml line 3, a: .*en"),
        ('a = "text"', "line 1, a: .*table"),
    ],
)
def test_a_row_that_is_not_as_the_head_says_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "facts.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_facts(path)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ('filed = { zh = "申请" }', "events.toml line 2, filed: .*“en”"),
        ('filed = { zh = "申请", em = "filing" }', "events.toml line 2, filed: .*“em”.*“en”"),
    ],
)
def test_an_event_code_without_words_is_refused_with_its_place(tmp_path: Path, row: str, said: str) -> None:
    path = tmp_path / "events.toml"
    path.write_text(f"# 事件\n{row}", encoding="utf-8")
    with pytest.raises(ValueError, match=said):
        read_events(path)


# --- types --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("type_", "right", "wrong"),
    [
        (FactType.TEXT, ["", "x"], [1, True, ["x"]]),
        (FactType.DAY, ["", "2026", "2026-11", "2026-11-02"], ["02-11-2026", "20261102", "2026-13", "soon", 2026]),
        (FactType.INSTANT, ["2026-11-02T08:00:00+00:00"], ["2026-11-02", "2026-11-02T08:00:00", "", 1]),
        (FactType.NUMBER, [0, 1.5], ["1", True]),
        (FactType.FLAG, [True, False], ["true", 1, ""]),
        (FactType.TEXTS, [[], ["a"]], ["a", [1]]),
        (FactType.NUMBERS, [[], [9, 42]], [["9"], 9, [True]]),
        (FactType.WORDS, [{}, {"9": "Lenses"}], [{"9": 1}, {9: "Lenses"}, ["Lenses"]]),
        (
            FactType.LANGUAGES,
            [[{"zh": "注册", "en": "Registered"}]],
            [[{"zh": "注册"}], [{"en": "Registered"}], [{}], {"zh": "a", "en": "b"}],
        ),
        (FactType.EVENTS, [["cease_and_desist"]], ["cease_and_desist"]),
        (
            FactType.RIGHTS,
            [[{"type": "patent", "number": "1"}]],
            [[{"type": "patent"}], [{"number": "1"}], [{"type": "x", "number": 1}]],
        ),
        (FactType.ROWS, [[], [{"id": 1}]], [{"id": 1}, ["id"]]),
    ],
)
def test_a_value_is_of_its_type_or_not(type_: FactType, right: list[object], wrong: list[object]) -> None:
    fact = Fact("x", type_, {})
    assert all(fact.takes(value) for value in (*right, None))
    assert [fact.takes(value) for value in wrong] == [False] * len(wrong)


def test_only_facts_named_ever_are_sticky() -> None:
    assert [f.name for f in FACTS.values() if f.sticky] == ["ever_schedule_a"]


# --- unknown words ------------------------------------------------------------------------------------


def test_an_undeclared_name_is_told_with_the_one_that_was_meant() -> None:
    assert unknown_facts(["filed", "fild", "fild"]) == ("fild",)
    assert nearest("fild") == "filed"
    assert unknown_events(["published", "publshed"]) == ("publshed",)


def test_a_word_in_a_file_is_checked_against_its_own_sort() -> None:
    uses = [
        Use(Sort.EVENT, "tro_isued", "US.toml", 12, "clocks.0.from"),
        Use(Sort.FACT, "tro_issued", "US.toml", 13, "clocks.0.given"),  # an event, and no fact
        Use(Sort.EVENT, "tro_issued", "US.toml", 14, "clocks.0.from"),
        Use(Sort.STATE, "wathcing", "zh/cli.toml", 15, "hit.status.wathcing"),
    ]
    found = [(u.use.line, u.near) for u in unknown_words(uses)]
    assert found == [(12, "tro_issued"), (13, nearest("tro_issued")), (15, "watching")]


# --- records ------------------------------------------------------------------------------------------


def test_a_record_of_declared_words_has_no_problem() -> None:
    assert problems_of(record("filed", "published", mark="KESTREL", classes=[9], filed="2026-11-02")) == ()


def test_a_record_is_told_what_is_undeclared_and_of_the_wrong_type() -> None:
    found = problems_of(record("filled", kind="aplication", fild="2026-11-02", classes=["9"]))
    assert found == (
        Problem(ProblemKind.FACT, "fild", "filed", "tm:US:99900001"),
        Problem(ProblemKind.TYPE, "classes", "numbers", "tm:US:99900001"),
        Problem(ProblemKind.EVENT, "filled", "filed", "tm:US:99900001"),
        Problem(ProblemKind.RECORD_KIND, "aplication", "application", "tm:US:99900001"),
    )


@pytest.mark.parametrize("path", GOLDENS, ids=lambda p: f"{p.parent.name}/{p.name}")
def test_what_the_parsers_are_held_to_is_declared(path: Path) -> None:
    for each in records_in(json.loads(path.read_text(encoding="utf-8"))):
        facts, events = each["facts"], each["events"]
        assert isinstance(facts, dict)
        assert isinstance(events, list)
        wrong = {n: v for n, v in facts.items() if n not in FACTS or not FACTS[n].takes(v)}
        assert not wrong
        assert not unknown_events(e["code"] for e in events)
