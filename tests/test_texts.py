"""Chinese and English say the same things, and every key the code uses exists."""

from __future__ import annotations

import ast
import csv
import re
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from monitor.texts import LANGUAGES, Texts

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "monitor" / "texts"
SOURCES = ROOT / "monitor" / "sources"
OFFICES = sorted({p.relative_to(SOURCES).parts[0] for p in SOURCES.rglob("words.toml")})  # and kit
AREAS = sorted({p.stem for lang in LANGUAGES for p in (FOLDER / lang).glob("*.toml")} | set(OFFICES))


def flat(lang: str, area: str) -> dict[str, str]:
    if area in OFFICES:
        found = {}
        for file in (SOURCES / area).rglob("words.toml"):
            words = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= dict(beside(lang, words, ".".join(file.parent.relative_to(SOURCES).parts)))
        return found
    path = FOLDER / lang / f"{area}.toml"
    found = {}

    def walk(node: object, at: str) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, f"{at}.{key}")
        else:
            found[at] = str(node)

    walk(tomllib.loads(path.read_text(encoding="utf-8")), area)
    return found


def beside(lang: str, node: dict[str, Any], at: str) -> Iterator[tuple[str, str]]:
    """The texts of a tree whose leaves hold both languages."""
    for name, value in node.items():
        assert isinstance(value, dict), f"{at}.{name} is no text in two languages"
        if set(LANGUAGES) & set(value):
            assert set(value) == set(LANGUAGES), f"{at}.{name}"
            yield f"{at}.{name}", value[lang]
        else:
            yield from beside(lang, value, f"{at}.{name}")


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_placeholders(area: str) -> None:
    zh, en = flat("zh", area), flat("en", area)
    assert set(zh) == set(en)
    different = {k for k in zh if placeholders(zh[k]) != placeholders(en[k])}
    assert not different


@pytest.mark.parametrize("area", AREAS)
def test_the_english_is_english(area: str) -> None:
    quoted_chinese_is_meant = {"rules", "watchlist", "matching", "company", "screen", "bulletin", "mail"}
    if area in quoted_chinese_is_meant:
        return
    assert not [k for k, v in flat("en", area).items() if re.search(r"[\u4e00-\u9fff]", v)]


def halves(node: object, at: str) -> Iterator[str]:
    """Where one language stands without the other, or says nothing, at any depth."""
    if isinstance(node, dict):
        langs = set(LANGUAGES) & node.keys()
        if langs and (
            langs != set(LANGUAGES) or type(node["zh"]) is not type(node["en"]) or not (node["zh"] and node["en"])
        ):
            yield at
        for name, value in node.items():
            yield from halves(value, f"{at}.{name}")
    elif isinstance(node, list):
        for value in node:
            yield from halves(value, at)


@pytest.mark.parametrize("room", ["forums", "model", "rules", "sources", "cases", "lookup", "places", "bulletin"])
def test_wherever_one_language_stands_the_other_stands_beside_it(room: str) -> None:
    """Forums, facts, events, ranks and tables of sources keep their texts themselves."""
    found = []
    for path in sorted((ROOT / "monitor" / room).rglob("*.toml")):
        found += list(halves(tomllib.loads(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT))))
    for path in sorted((ROOT / "monitor" / room).rglob("*.csv")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        for row in csv.DictReader(lines):
            if set(LANGUAGES) <= row.keys() and not all(row[lang].strip() for lang in LANGUAGES):
                found.append(f"{path.relative_to(ROOT)}: {row}")
    assert not found


KEY = re.compile(rf"^(?:{'|'.join(AREAS)})(?:\.[a-z0-9_]+)+$")


def used_keys() -> set[tuple[str, str]]:
    """Whole string literals of the code that look like text keys."""
    found = set()
    for path in sorted((ROOT / "monitor").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            value = getattr(node, "value", None)
            if isinstance(node, ast.Constant) and isinstance(value, str) and KEY.match(value):
                found.add((value, str(path.relative_to(ROOT))))
    return found


def test_every_key_the_code_uses_exists() -> None:
    known = {key for area in AREAS for key in flat("zh", area)}
    prefixes = {key.rsplit(".", n)[0] for key in known for n in range(1, key.count(".") + 1)}
    files = (
        ".toml",
        ".j2",
        ".log",
        ".xlsx",
        "_",
        ".py",
        ".yaml",
        ".csv",
        ".txt",
        ".tsv",
        ".json",
        ".html",
        ".css",
        ".lock",
    )
    used = {k for k in used_keys() if not k[0].endswith(files)}
    missing = sorted(k for k in used if k[0] not in known and k[0] not in prefixes)
    assert not missing


def test_the_words_of_a_source_are_read_from_its_folder() -> None:
    for area in OFFICES:
        for lang in LANGUAGES:
            texts = Texts(lang)
            assert all(texts.find(key) == text for key, text in flat(lang, area).items())


def test_no_office_is_called_as_an_area_of_texts() -> None:
    shared = {p.stem for p in (FOLDER / "zh").glob("*.toml")}
    assert not shared & {p.name for p in SOURCES.iterdir() if p.is_dir()}


def test_the_chinese_of_a_source_is_chinese() -> None:
    for area in OFFICES:
        assert not [k for k, v in flat("zh", area).items() if not re.search(r"[\u4e00-\u9fff]", v)]


def test_a_word_file_that_is_no_toml_silences_nobody_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "yy_office"
    for name, text in (("good", '[unknown.x]\nzh = "甲"\nen = "a"\n'), ("broken", "[unknown.x\n")):
        (office / name).mkdir(parents=True)
        (office / name / "words.toml").write_text(text, encoding="utf-8")
    monkeypatch.setattr("monitor.texts._SOURCES", tmp_path)
    assert Texts("zh")("yy_office.good.unknown.x") == "甲"
    assert Texts("zh").find("yy_office.broken.unknown.x") is None


# --- keys of earlier versions ---------------------------------------------------------------------------

FORMERLY = tomllib.loads((FOLDER / "formerly.toml").read_text(encoding="utf-8"))
# Those that landed versions wrote into runs and quarantine.
LANDED = {"itc": 29, "courts": 23, "registers": 18}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("key", FORMERLY)
def test_a_key_of_an_earlier_version_still_gives_a_sentence(lang: str, key: str) -> None:
    texts = Texts(lang)
    now = texts.find(FORMERLY[key]["key"])
    assert now is not None
    assert texts.find(key) is None, "a key that has a text needs no row"
    given = placeholders(now) - set(FORMERLY[key])  # what that version gave with it
    said = texts(key, **dict.fromkeys(given, "×"))
    assert "{" not in said
    assert said != key
    if ".errors." not in key:
        assert not given, "reasons and places of earlier versions had no parameters"


def test_no_key_of_an_earlier_version_was_lost() -> None:
    assert {a: sum(k.startswith(f"{a}.") for k in FORMERLY) for a in LANDED} == LANDED


def test_a_parameter_may_be_a_message() -> None:
    what = {"key": "kit.unknown.field", "params": {"name": "Novo"}}
    assert Texts("en")("health.unknown", what=what, where="row 3") == (
        "to look at: a field that is not known, Novo (row 3)"
    )
    assert Texts("zh")("health.unknown", what="prose of an earlier version", where="x").startswith("须留意：prose")


def test_a_missing_text_is_shown_not_hidden() -> None:
    assert Texts("zh")("errors.no_such_thing", file="x") == "errors.no_such_thing {'file': 'x'}"
    assert Texts("en")("errors.bad_week") == 'The week "{text}" is not understood. Write it like 2026-W47.'


DOORS = ("bulletin", "cli", "answer", "matching", "screen", "lookup")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_every_door_says_is_written_once(lang: str) -> None:
    """Kinds, categories, bands, states and roles have one table; no door keeps words of its own for them."""
    tables = {key.split(".")[1] for key in flat(lang, "word")}
    for door in DOORS:
        assert not [k for k in flat(lang, door) if k.split(".")[1] in tables - {"certainty"} and k.count(".") == 2], (
            door
        )
    word = flat(lang, "word")
    for other in ("bulletin", "rules"):
        texts = flat(lang, other)
        assert all(texts[f"{other}.certainty.{c}"] == word[f"word.certainty.{c}"] for c in ("certain", "computed"))


def test_a_likeness_nobody_confirmed_is_no_warning() -> None:
    words = {k: text for k, text in flat("zh", "word").items() if not k.startswith("word.kind_confirmed.")}
    assert not [k for k, text in words.items() if "预警" in text or "抢注" in text]
    assert "预警" in flat("zh", "bulletin")["bulletin.label.warning"]
