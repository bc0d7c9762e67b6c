"""A source class is looked over when it is loaded: what is missing, misspelt or of another type is refused by name, with
file and line."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from monitor import sources
from monitor.errors import BrokenSource
from monitor.sources.base import Source
from monitor.sources.checking import PARTS as RULES
from monitor.texts import LANGUAGES, Texts
from tests.sources.invented import FILE, HEAD, NAME, PARTS, installed, program


def refused(tmp_path: Path, text: str) -> BrokenSource:
    with installed(tmp_path, text), pytest.raises(BrokenSource) as caught:
        sources.load(NAME)
    error = caught.value
    assert (error.params["file"], error.params["format"]) == (FILE, NAME)
    for lang in LANGUAGES:
        sentence = Texts(lang)(error.key, **error.params)
        assert FILE in sentence
        assert "{" not in sentence.replace("frozenset({", "").replace("dict {", "")
    return error


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if words in line)


def test_a_sound_source_is_loaded(tmp_path: Path) -> None:
    with installed(tmp_path, program()):
        source = sources.load(NAME)
        assert isinstance(source, Source)
        assert NAME in sources.names()


def test_every_part_of_a_source_is_looked_at_and_no_other() -> None:
    declared = {n for n in (*vars(Source), *Source.__annotations__) if not n.startswith("_")}
    assert set(RULES) == declared
    assert {name for name, rule in RULES.items() if rule.mandatory} == set(PARTS)


@pytest.mark.parametrize("part", PARTS)
def test_a_missing_part_is_named(tmp_path: Path, part: str) -> None:
    text = program(**{part: None})
    error = refused(tmp_path, text)
    assert (error.key, error.params["part"]) == ("errors.source_missing_part", part)
    assert error.params["line"] == line_of(text, "class Register")


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_is_announced_without_a_value_is_missing(tmp_path: Path, part: str) -> None:
    error = refused(tmp_path, program(**{part: f"{part}: object"}))
    assert (error.key, error.params["part"]) == ("errors.source_missing_part", part)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ASKS_BY_NAMES = True", "asks_by_name"),
        ("asks_by_names = True", "asks_by_name"),
        ('revisit_facts = "ever_schedule_a"', "revisit_fact"),
        ('REVISIT_FACT = "ever_schedule_a"', "revisit_fact"),
        ('formally = ("old",)', "formerly"),
        ("def throtle(self, body):\n    return 3.0", "throttle"),
        ("def recognizes(self, head):\n    return True", "recognises"),
    ],
)
def test_a_misspelt_optional_part_is_named_with_the_right_one(tmp_path: Path, written: str, meant: str) -> None:
    text = program(extra=written)
    error = refused(tmp_path, text)
    assert (error.key, error.params["near"]) == ("errors.source_unknown_part", meant)
    assert error.params["part"] in written
    assert error.params["line"] == line_of(text, written.splitlines()[0])


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("requests", "request"),
        ("requests", "get_requests"),
        ("read", "parse"),
        ("version", "VERSION"),
        ("gates", "gate"),
    ],
)
def test_a_misspelt_mandatory_part_is_named_as_what_stands_there(tmp_path: Path, part: str, written: str) -> None:
    error = refused(tmp_path, program(**{part: PARTS[part].replace(part, written, 1)}))
    assert (error.key, error.params["part"]) == ("errors.source_unknown_part", written)
    assert part in str(error.params["near"])


@pytest.mark.parametrize(
    ("part", "written"),
    [
        ("version", "version = 1"),
        ("version", 'version = ""'),
        ("gates", "gates = [Gate()]"),
        ("gates", 'gates = {"": "text/html"}'),
        ("gates", 'gates = {"": Gate(sentinels=("<rss",))}'),
        ("gates", 'gates = {"": Gate(media_types="text/xml")}'),
        ("authentication", 'authentication = "X-Key"'),
        ("authentication", 'authentication = ("X-Key", None)'),
        ("options", "options = {}"),
        ("options", "options = object"),
        ("streams", 'streams = ("list",)'),
        ("units", "units = ()"),
        ("writes", 'writes = {"mark"}'),
        ("writes", "writes = frozenset({1})"),
        ("events", 'events = ("filed",)'),
        ("requests", "requests = ()"),
        ("requests", "def requests(self):\n    return ()"),
        ("read", "def read(self, capture):\n    return ()"),
        ("read", "read = 3"),
        ("formerly", 'formerly = "old_name"'),
        ("asks_by_name", "asks_by_name = 1"),
        ("revisit_fact", "revisit_fact = None"),
        ("throttle", "throttle = 3.0"),
        ("recognises", "def recognises(self):\n    return True"),
    ],
)
def test_a_part_of_another_type_is_named(tmp_path: Path, part: str, written: str) -> None:
    text = program(**{part: written})
    error = refused(tmp_path, text)
    assert (error.key, error.params["part"]) == ("errors.source_wrong_part", part)
    assert error.params["line"] == line_of(text, written.splitlines()[0])
    assert error.params["wanted"]


@pytest.mark.parametrize(
    ("part", "written", "word", "near"),
    [
        ("writes", 'writes = frozenset({"mark", "fild"})', "fild", "filed"),
        ("events", 'events = frozenset({"publshed"})', "publshed", "published"),
    ],
)
def test_a_word_nobody_declared_is_named_with_the_nearest(
    tmp_path: Path, part: str, written: str, word: str, near: str
) -> None:
    text = program(**{part: written})
    error = refused(tmp_path, text)
    assert (error.key, error.params["word"], error.params["near"]) == ("errors.source_undeclared", word, near)
    assert error.params["line"] == line_of(text, written)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("import no_such_module\n", 1, "ModuleNotFoundError"),
        ("\n\nx = 1 / 0\n", 3, "ZeroDivisionError"),
        ("\ndef broken(:\n", 2, "SyntaxError"),
        (HEAD + "\nfrom monitor.sources.zz_office import nothing_of_the_kind\n", 7, "ImportError"),
    ],
)
def test_a_program_that_cannot_be_run_is_named_with_the_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    error = refused(tmp_path, text)
    assert (error.key, error.params["line"]) == ("errors.source_not_loaded", line)
    assert said in str(error.params["why"])


@pytest.mark.parametrize("text", [HEAD, program() + "\n\nclass Other(Register):\n    pass\n"])
def test_a_file_with_no_class_or_with_two_is_refused(tmp_path: Path, text: str) -> None:
    assert refused(tmp_path, text).key == "errors.source_not_one"


def test_a_class_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    error = refused(tmp_path, program(extra="def __init__(self):\n    raise RuntimeError('no')"))
    assert (error.key, error.params["why"]) == ("errors.source_unmade", "RuntimeError: no")


@pytest.mark.parametrize(
    ("words", "line", "said"),
    [
        ('[unknown.x]\nzh = "甲"\nen = \n', 3, "TOMLDecodeError"),
        ('[unknown.x]\nzh = "甲"\n', 1, "unknown.x"),
        ('[unknown]\nx = "甲"\n', 1, "unknown.x"),
        ('[unknown.x]\nzh = "甲"\nen = ""\n', 1, "unknown.x"),
        ('[unknown.x]\nzh = "甲"\nen = "a"\nfr = "a"\n', 1, "unknown.x"),
    ],
)
@pytest.mark.parametrize("whose", ["words", "office"])
def test_words_that_cannot_be_read_are_named(tmp_path: Path, whose: str, words: str, line: int, said: str) -> None:
    with installed(tmp_path, program(), **{whose: words}), pytest.raises(BrokenSource) as caught:
        sources.load(NAME)
    error = caught.value
    assert (error.key, error.params["line"]) == ("errors.source_words", line)
    assert error.params["file"] == f"monitor/sources/{NAME if whose == 'words' else 'zz_office'}/words.toml"
    assert said in str(error.params["why"])


def test_a_private_name_is_its_own_business(tmp_path: Path) -> None:
    with installed(tmp_path, program(extra="_anchor = 2629\n\ndef _number(self):\n    return 3")):
        assert sources.load(NAME)


# --- names ------------------------------------------------------------------------------------------------------------

FORMER = {
    "federal_register": "us_itc/federal_register",
    "ids_investigations": "us_itc/ids",
    "courtlistener": "us_courts/courtlistener",
    "pacer_rss": "us_courts/pacer_rss",
    "uspto_applications": "us_uspto/applications",
    "inpi_rpi": "br_inpi",
}


@pytest.mark.parametrize(("old", "present"), FORMER.items())
def test_a_former_name_means_the_same_source(old: str, present: str) -> None:
    assert sources.named(old) == sources.named(present) == present
    assert sources.load(old) is sources.load(present)
    assert sources.load(present).formerly[0] == old


def test_a_broken_source_hides_no_former_name_of_another_and_keeps_its_own(tmp_path: Path) -> None:
    with installed(tmp_path, "raise SystemError\n\nclass Register:\n    formerly = ('old_register',)\n"):
        assert sources.named("old_register") == NAME
        assert sources.named("inpi_rpi") == "br_inpi"


def test_an_unknown_name_is_none() -> None:
    for name in ("no_such", "us_itc", "kit", "us_itc/federal_register/source", "../sources/br_inpi", ""):
        assert sources.named(name) is None
        with pytest.raises(KeyError):
            sources.load(name)


def test_no_two_sources_claim_one_name() -> None:
    former = [old for name in sources.names() for old in sources.load(name).formerly]
    assert len(former) == len(set(former))
    assert not set(former) & set(sources.names())


# --- what each source says of itself ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sources.names())
def test_a_source_says_which_calendar_and_streams_it_has(name: str) -> None:
    source: Source[Any] = sources.load(name)
    assert source.streams.listed({"one": "https://example.org/"})
    assert source.writes
    assert source.events
    assert source.options.model_config["extra"] == "forbid"
    assert source.options.model_config["frozen"]


def test_a_source_holds_its_class_in_its_own_file() -> None:
    for name in sources.names():
        file = Path(sources.__path__[0]) / name / "source.py"
        classes = [n.name for n in ast.parse(file.read_text(encoding="utf-8")).body if isinstance(n, ast.ClassDef)]
        assert type(sources.load(name)).__name__ in classes
