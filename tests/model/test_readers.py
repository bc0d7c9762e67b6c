"""Who is said to read a fact reads it, and who reads one is said to. Read from the loaded rules, entries and source text."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

import monitor
from monitor import sources
from monitor.assess.case import LINES, case_lines
from monitor.assess.stated import stated
from monitor.forums import SHIPPED
from monitor.model.facts import FACTS, READERS, FactType
from monitor.resources import shipped
from monitor.store.word_fields import SEARCHED_FACTS
from monitor.texts import LANGUAGES, Texts, _area

ROOT = Path(monitor.__file__).parent

SAMPLES: dict[FactType, object] = {
    FactType.TEXT: "KESTREL",
    FactType.DAY: "2026-11-02",
    FactType.INSTANT: "2026-11-02T08:00:00+00:00",
    FactType.NUMBER: 7,
    FactType.FLAG: True,
    FactType.TEXTS: ["Elmwick Lamps", "Northlark"],
    FactType.NUMBERS: [9, 42],
    FactType.WORDS: {"9": "Lenses"},
    FactType.LANGUAGES: [{"zh": "注册", "en": "Registered"}],
    FactType.EVENTS: ["cease_and_desist"],
    FactType.RIGHTS: [{"type": "patent", "number": "1"}],
    FactType.COUNSEL: [
        {"id": "1", "name": "Nora Quill", "firm": "Quill & Marsh LLP", "side": side, "for": ["Elmwick Lamps"]}
        for side in ("plaintiff", "defendant", "party")
    ],
    FactType.ROWS: [{"id": "1"}],
}


# --- who reads what -----------------------------------------------------------------------------------


def in_rules(wanted: Callable[[str], bool]) -> set[str]:
    """Facts named by the tables of clocks and ranks, and by the code that counts them."""
    found: set[str] = set()
    for room in ("rules", "forums"):
        for path in sorted((ROOT / room).glob("*.toml")):
            if wanted(path.name):
                found |= set(facts_in(tomllib.loads(path.read_text(encoding="utf-8"))))
    return found


_LISTS = frozenset(
    {"from_facts", "start_facts", "dated_by", "given", "when", "unless", "unless_printed"}
)  # their values are facts
_TABLES = frozenset({"stage", "facts", "where"})  # their keys are; of ranks, the values


def facts_in(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in node.items():
            if key in _LISTS or (key in _TABLES and isinstance(value, list)):
                yield from value if isinstance(value, list) else [value]
            elif key in _TABLES and isinstance(value, dict):
                yield from value
            yield from facts_in(value)
    elif isinstance(node, list):
        for value in node:
            yield from facts_in(value)


@cache
def asked_of_facts(*files: str) -> frozenset[str]:
    """Names that code asks a mapping called `facts` or `matter` for: `facts.get("a")`, `facts["a"]`."""
    found = set()
    for name in files:
        for node in ast.walk(ast.parse((ROOT / name).read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Attribute(value=of, attr="get"), args=[ast.Constant(value=str(key)), *_]):
                    pass
                case ast.Subscript(value=of, slice=ast.Constant(value=str(key)), ctx=ast.Load()):
                    pass
                case _:
                    continue
            if (getattr(of, "id", "") or getattr(of, "attr", "")) in ("facts", "matter"):
                found.add(key)
    return frozenset(found)


def expected() -> set[str]:
    entries: dict[str, Any] = YAML(typ="safe", pure=True).load(shipped("sources.yaml").read_text(encoding="utf-8"))
    return {n for e in entries.values() for n in e["expect"].get("fill_rate", {})} & FACTS.keys()


def asked_again() -> set[str]:
    """Facts a source looks at when it decides what to ask for again."""
    files = [p for p in (ROOT / "sources").rglob("*.py") if "plan.revisit" in p.read_text(encoding="utf-8")]
    assert files
    return set(asked_of_facts(*(str(p.relative_to(ROOT)) for p in files))) - {
        "key",
        "defendants",
    }  # of the matter, no fact


OTHER_SUITS = set(asked_of_facts("store/suits.py"))
CASE_WORK = ("exceptions.py", "hits.py", "reviewed.py")
_STORED = [p for p in sorted((ROOT / "store").rglob("*.py")) if p.name not in ("word_fields.py", *CASE_WORK)]


def of_records_stored() -> set[str]:
    """Facts the store asks a record for, or what each source said of a matter, to know a matter again."""
    of_each_source = re.findall(r'values_of\(\w+, "(\w+)"', "".join(p.read_text(encoding="utf-8") for p in _STORED))
    return (set(asked_of_facts(*(str(p.relative_to(ROOT)) for p in _STORED))) | set(of_each_source)) - OTHER_SUITS


def in_sql() -> set[str]:
    """Facts the statement that finds serial filers asks for."""
    text = (ROOT / "store" / "hits.py").read_text(encoding="utf-8")
    return set(re.findall(r"facts, '\$\.(\w+)'", text))


SIGN = {"mark", "long_registered", "ir_number"}
CLOCKS = tuple(f"rules/{name}.py" for name in ("deadlines", "running", "runs", "stopping", "awaited", "stages"))
RISK = "rules/risk.py"
PROOF: dict[str, set[str]] = {
    "bulletin case": {name for line in LINES for name in line.reads},
    "bulletin goods": set(asked_of_facts("issue/views.py")) - SIGN,
    "bulletin sign": set(asked_of_facts("issue/views.py")) & SIGN,
    "case work": set(asked_of_facts(*(f"store/{name}" for name in CASE_WORK))),
    "clocks": in_rules(lambda name: name != "risk.toml") | set(asked_of_facts(*CLOCKS)),
    "consequence": {n for code in SHIPPED.codes() for s in SHIPPED.read(code).said_when for n in s.facts | s.unless},
    "expectation": expected(),
    "identity": of_records_stored(),
    "other suits": OTHER_SUITS,
    "risk": in_rules(lambda name: name == "risk.toml") | set(asked_of_facts(RISK)),
    "search": set(SEARCHED_FACTS),
    "second reading": asked_again(),
    "serial filers": in_sql(),
}


def test_every_reader_is_looked_at() -> None:
    assert {*PROOF, "hit show"} == set(READERS)


@pytest.mark.parametrize("reader", PROOF)
def test_a_reader_reads_what_the_table_says_and_nothing_else(reader: str) -> None:
    said = {f.name for f in FACTS.values() if reader in f.readers}
    assert said <= PROOF[reader]
    further = PROOF[reader] - said
    # A new forum or a new entry may read what others read already, without a word in the table.
    assert not further or reader in ("clocks", "expectation")
    assert not [name for name in further if FACTS[name].no_reader]


# --- facts of a case ---------------------------------------------------------------------------------

IN_AN_ENTRY = {"bulletin case", "bulletin goods", "bulletin sign", "clocks", "consequence", "risk"}


def of_cases() -> set[str]:
    """Facts that are read of investigations and suits, and that a person is told when he asks."""
    read = {
        n for name in sources.names() if name.startswith(("us_itc/", "us_courts/")) for n in sources.load(name).writes
    }
    return {n for n in read if set(FACTS[n].readers) & {"hit show", *IN_AN_ENTRY}}


def test_every_fact_of_a_case_is_in_an_entry_of_the_bulletin_or_says_why_not() -> None:
    silent = {n for n in of_cases() if not IN_AN_ENTRY & set(FACTS[n].readers)}
    assert {n for n in silent if not FACTS[n].not_in_bulletin} == set()
    needless = {f.name for f in FACTS.values() if f.not_in_bulletin} - silent
    assert needless == set()


def test_what_a_clerk_reads_first_is_a_line_of_the_case() -> None:
    first = (
        "relief", "scope", "hts", "judge", "firms", "attorneys", "cause", "nature_of_suit", "target_date", "geo_requested",
        "product", "asserted_rights",
    )  # fmt: skip
    assert {n for n in first if "bulletin case" not in FACTS[n].readers} == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_line_of_a_case_is_told_where_its_facts_are_there(lang: str) -> None:
    told = {s.name: s for s in case_lines({f.name: SAMPLES[f.type] for f in FACTS.values()}, Texts(lang))}
    assert list(told) == [line.name for line in LINES]
    for line in LINES:
        for name in line.reads:
            assert FACTS[name]


# --- hit show -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hit_show_tells_every_fact_it_is_said_to_tell(lang: str) -> None:
    texts = Texts(lang)
    told = {s.name: s for s in stated({f.name: SAMPLES[f.type] for f in FACTS.values()}, texts)}
    lines = [line.name for line in LINES]
    assert list(told) == lines + [f.name for f in FACTS.values() if "hit show" in f.readers]
    assert all(s.title and s.value and "{" not in s.value for s in told.values())
    assert told["act_names"].value == {"zh": "注册", "en": "Registered"}[lang]
    assert {"zh": "禁止令", "en": "cease and desist order"}[lang] in told["relief"].value
    assert told["active"].value == {"zh": "是", "en": "yes"}[lang]


def test_a_code_of_the_program_is_told_in_words() -> None:
    told = stated({"violation": "mixed", "status_phase": "opposition", "status": "774"}, Texts("zh"))
    assert [s.value for s in told] == ["部分认定违反", "774", "异议审理中"]


def test_what_is_not_stated_is_not_told() -> None:
    facts = {"filed": "", "live": None, "first_refusal": False, "attorneys": [], "judge": 7, "no_such_fact": "x"}
    assert stated(facts, Texts("zh")) == ()


@pytest.mark.parametrize("fact", [f for f in FACTS.values() if f.shown], ids=lambda f: f.name)
def test_the_texts_of_a_coded_fact_are_there(fact: Any) -> None:
    area, *inside = fact.shown.split(".")
    for lang in LANGUAGES:
        words: Any = _area(lang, area)
        for name in inside:
            words = words[name]
        assert words
        assert all(isinstance(word, str) for word in words.values())
