"""One thing, one word: the Chinese texts use the terms of the glossary, and none of the words it has replaced."""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from monitor.texts import LANGUAGES

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "monitor"
TEXTS = PACKAGE / "texts"
RIVALS = tomllib.loads((TEXTS / "rivals.toml").read_text(encoding="utf-8"))
_TABLES_OF_WORDS = ("despachos.csv",)  # with columns zh and en


def glossary(lang: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((TEXTS / lang / "glossary.toml").read_text(encoding="utf-8"))


@cache
def chinese() -> tuple[tuple[str, str], ...]:
    """Every Chinese text of the product, with the place where it stands, the glossary apart."""
    return tuple(_chinese())


def _chinese() -> Iterator[tuple[str, str]]:
    for path in sorted((TEXTS / "zh").glob("*.toml")):
        if path.stem != "glossary":
            yield from _strings(_read(path), _at(path))
    for path in sorted(PACKAGE.rglob("*.toml")):
        if TEXTS not in path.parents:
            yield from _in_chinese(_read(path), _at(path))
    for name in _TABLES_OF_WORDS:
        for path in sorted(PACKAGE.rglob(name)):
            lines = (line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#"))
            for row in csv.DictReader(lines):
                yield f"{_at(path)} {row['code']}", row["zh"]


def _read(path: Path) -> Mapping[str, object]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _at(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _strings(node: object, at: str) -> Iterator[tuple[str, str]]:
    if isinstance(node, str):
        yield at, node
    elif isinstance(node, Mapping):
        for key, value in node.items():
            yield from _strings(value, f"{at} {key}")
    elif isinstance(node, list):
        for value in node:
            yield from _strings(value, at)


def _in_chinese(node: object, at: str) -> Iterator[tuple[str, str]]:
    """What stands under "zh", at any depth."""
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from _strings(value, at) if key == "zh" else _in_chinese(value, f"{at} {key}")
    elif isinstance(node, list):
        for value in node:
            yield from _in_chinese(value, at)


def test_the_check_sees_every_sort_of_text() -> None:
    places = " ".join(place for place, _ in chinese())
    for sort in (
        "texts/zh/cli.toml",
        "forums/us-itc.toml",
        "model/events.toml",
        "us_itc/ids/words.toml",
        "despachos.csv",
    ):
        assert sort in places


def test_both_languages_have_the_same_terms() -> None:
    zh, en = (glossary(lang) for lang in LANGUAGES)
    assert {table: list(words) for table, words in zh.items()} == {table: list(words) for table, words in en.items()}
    for lang in LANGUAGES:
        words = [word for table in glossary(lang).values() for word in table.values()]
        assert len(set(words)) == len(words), lang


@pytest.mark.parametrize("key", glossary("zh")["term"])
def test_a_term_of_the_glossary_is_what_the_texts_say(key: str) -> None:
    term = glossary("zh")["term"][key]
    assert any(term in text for _, text in chinese())


@pytest.mark.parametrize("word", RIVALS)
def test_no_text_uses_another_word(word: str) -> None:
    right = sorted(RIVALS[word].get("in_longer", ()), key=len, reverse=True)
    found = []
    for place, text in chinese():
        rest = text
        for longer in right:
            rest = rest.replace(longer, "")
        if word in rest:
            found.append(f"{place}: {text}")
    assert not found, f"{RIVALS[word]['standard']}\n" + "\n".join(found)


def test_a_rival_is_no_part_of_the_terms_that_replace_it() -> None:
    """A check that refused the standard itself could only be switched off."""
    terms = [term for table in glossary("zh").values() for term in table.values()]
    for word, row in RIVALS.items():
        assert row.keys() <= {"standard", "in_longer"}
        longer = row.get("in_longer", ())
        assert all(word in text for text in longer)
        assert not [t for t in terms if word in t and not any(text in t for text in longer)], word


_INSIDE_THE_NUMBER = re.compile(r"第[0-9][0-9A-Za-z.\-]*\([0-9A-Za-z]+\)[^条；，。（]{0,40}条")
# Articles of the Polish act that were inserted later bear their own number in brackets: 152(15) is one article.
_ARTICLES_WITH_BRACKETS = ("第152(6a)条", "第152(15)条", "第152(17)条", "第152(19)条")


def test_an_article_is_cited_by_article_paragraph_and_item() -> None:
    """第55条(a)款, as Chinese lawyers write it, and never 第55(a)条."""
    found = [
        f"{place}: {cited}"
        for place, text in chinese()
        for cited in _INSIDE_THE_NUMBER.findall(text)
        if cited not in _ARTICLES_WITH_BRACKETS
    ]
    assert not found, "\n".join(found)


def test_a_basis_in_the_federal_rules_carries_their_own_citation() -> None:
    """Whoever asks counsel in the United States gives the citation the courts use."""
    bases = [text for place, text in chinese() if place.endswith("basis") and "forums/us-court.toml" in place]
    cited = [text for text in bases if "《联邦民事诉讼规则》第" in text]
    assert len(cited) > 20
    assert not [text for text in cited if "（FRCP " not in text]
