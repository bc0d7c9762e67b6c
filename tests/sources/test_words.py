"""No prose reaches a clerk: whatever a source says is a key that has a text in both languages, with the parameters the text
asks for."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor import sources
from monitor.sources.streams import StreamKind
from monitor.texts import LANGUAGES, Texts
from monitor.texts.reasons import short_key

ROOT = Path(sources.__file__).parent
OUTCOMES = {"Skip", "Ignored", "Unknown", "Suspect"}
# What carries a key from where something is found out to the outcome or error that says it.
CARRIERS = {"UnreadableBlock", "UnreadableParties", "NotOne"}
ERRORS = {"Unparsed", "Blocked", "FetchFailed", "Skipped"}
# Parameters that are put in further on: pacer_rss finds out the court when the feed is read.
LATER = {"us_courts.pacer_rss.suspect": {"court"}}


def said() -> Iterator[tuple[str, ast.Call, str]]:
    """Every call that says something to a person: where it stands, the call, and its name."""
    for path in sorted(ROOT.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in OUTCOMES | CARRIERS | ERRORS:
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node, node.func.id  # type: ignore[attr-defined]


CALLS = list(said())


def keys_of(call: ast.Call) -> list[str] | None:
    """The literal key of a call; None where it is taken from what carries one (`error.key`)."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Attribute) and first.attr == "key":
        return None
    parts = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [p.value if isinstance(p, ast.Constant) else "" for p in parts]  # type: ignore[misc]


def test_there_is_something_to_look_at() -> None:
    assert {name for _, _, name in CALLS} >= OUTCOMES | CARRIERS | {"Unparsed", "Blocked"}
    assert len(CALLS) > 90


@pytest.mark.parametrize(("where", "call"), [(where, call) for where, call, _ in CALLS], ids=[w for w, _, _ in CALLS])
def test_what_is_said_is_a_key_with_a_text_in_both_languages(where: str, call: ast.Call) -> None:
    for key in keys_of(call) or ():
        for lang in LANGUAGES:
            assert Texts(lang).find(key) is not None, f"{where}: {key!r}"


@pytest.mark.parametrize(
    ("where", "call", "name"),
    [c for c in CALLS if c[2] not in CARRIERS],
    ids=[c[0] for c in CALLS if c[2] not in CARRIERS],
)
def test_a_text_gets_the_parameters_it_asks_for(where: str, call: ast.Call, name: str) -> None:
    for key in keys_of(call) or ():
        later = {p for start, names in LATER.items() if key.startswith(start) for p in names}
        asked = {n for _, n, _, _ in string.Formatter().parse(Texts("zh").find(key) or "") if n} - later
        assert asked == given(call, name), f"{where}: {key}"


def given(call: ast.Call, name: str) -> set[str]:
    if name in ERRORS:
        return {k.arg for k in call.keywords if k.arg}
    at = {"Unknown": 2, "Suspect": 1, "Ignored": 1}.get(name, 99)
    dicts = [call.args[at]] if len(call.args) > at else [k.value for k in call.keywords if k.arg == "params"]
    return {str(k.value) for d in dicts if isinstance(d, ast.Dict) for k in d.keys if isinstance(k, ast.Constant)}


def test_no_text_of_a_source_is_left_unused() -> None:
    used = {key for _, call, _ in CALLS for key in keys_of(call) or ()}
    shown = (
        "us_uspto.applications.status.",
        "us_courts.nature.",
        "us_courts.cause.",
        "us_courts.jury.",
    )  # words of facts
    shown += tuple(f"{name.replace('/', '.')}.stream." for name in sources.names())
    told = {f"{name.replace('/', '.')}.about" for name in sources.names()}
    told |= {short_key(key) for key in used}
    assert not {k for k in every_key() if k not in used | told and not k.startswith(shown)}


@pytest.mark.parametrize("name", sources.names())
def test_a_source_says_in_one_line_what_it_holds(name: str) -> None:
    for lang in LANGUAGES:
        said = Texts(lang).find(f"{name.replace('/', '.')}.about")
        assert said is not None
        assert "|" not in said, "it stands in a table"


@pytest.mark.parametrize("name", sources.names())
def test_each_of_several_streams_has_a_name_in_words(name: str) -> None:
    """It is the subject of the sentence that doubts it. Courts are named by their table."""
    streams = sources.load(name).streams
    if streams.kind is not StreamKind.COURT and len(streams.names) > 1:
        for lang in LANGUAGES:
            assert all(Texts(lang).find(f"{name.replace('/', '.')}.stream.{s}") for s in streams.names)


def every_key() -> Iterator[str]:
    import tomllib

    def walk(node: dict[str, object], at: str) -> Iterator[str]:
        for name, value in node.items():
            if isinstance(value, dict):
                yield from [f"{at}.{name}"] if set(value) == set(LANGUAGES) else walk(value, f"{at}.{name}")

    for file in ROOT.rglob("words.toml"):
        words = tomllib.loads(file.read_text(encoding="utf-8"))
        yield from walk(words, ".".join(file.parent.relative_to(ROOT).parts))


@pytest.mark.parametrize("name", sources.names())
def test_a_source_uses_words_of_its_own_of_its_office_and_of_the_kit_alone(name: str) -> None:
    own = ("kit.", f"{name.split('/', maxsplit=1)[0]}.")
    others = {n.replace("/", ".") + "." for n in sources.names() if n != name}
    for where, call, _ in CALLS:
        if where.startswith(f"{name}/"):
            for key in keys_of(call) or ():
                assert key.startswith(own), where
                assert not key.startswith(tuple(others)), where
