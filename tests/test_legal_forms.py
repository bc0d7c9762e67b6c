"""How names of firms end: one table, read by whoever needs it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from monitor.legal_forms import Use, ends_like_a_firm, han_endings, known_for, latin_words, legal_forms, printed_pattern

PACKAGE = Path(__file__).resolve().parent.parent / "monitor"


def test_every_form_is_known_for_something() -> None:
    assert [form.text for form in legal_forms() if not form.uses and not form.printed] == []


def test_a_form_stands_once_for_a_country_and_says_its_uses_once() -> None:
    of_a_country = Counter((form.text, form.country) for form in legal_forms())
    assert [form for form, times in of_a_country.items() if times > 1] == []
    for use in set(Use) - {Use.FIRM}:
        assert [text for text, times in Counter(f.text for f in known_for(use)).items() if times > 1] == []


def test_the_table_is_folded_as_names_are() -> None:
    assert [form.text for form in legal_forms() if form.text != form.text.casefold().strip()] == []
    assert {form.script for form in legal_forms()} == {"latin", "cyrillic", "han"}
    assert {form.kind for form in legal_forms()} == {"chinese", "neutral", "foreign", "group", "business"}


def test_the_longest_ending_comes_first() -> None:
    """集团有限公司 is cut off whole, not as 有限公司 with 集团 left over."""
    endings = han_endings(Use.OWNER)
    assert endings.index("集团有限公司") < endings.index("有限公司") < endings.index("公司")


@pytest.mark.parametrize(
    "printed", ["Co., Ltd.", "Co.,Ltd", "Co Ltd.", "Company Limited", "L.L.C.", "LLC", "G.m.b.H.", "A/S"]
)
def test_a_printed_form_is_known_with_and_without_its_full_stops(printed: str) -> None:
    assert re.fullmatch(printed_pattern(), printed)


@pytest.mark.parametrize("other", ["Cold", "limited", "CO", "Ltd..", "Lt.d", ""])
def test_what_only_resembles_a_printed_form_is_none(other: str) -> None:
    assert not re.fullmatch(printed_pattern(), other)


@pytest.mark.parametrize(
    "name",
    [
        "山西岚谷禾酒业有限公司",
        "岚谷禾集团",
        "岚谷禾醋厂",
        "岚谷禾书社",
        "岚谷禾药店",
        "Languhe Liquor Co., Ltd.",
        "LANGUHE CO LTD",
        "Languhe Inc.",
        "Languhe LLC",
        "Languhe Corp",
        "Languhe Trading Limited",
        "Languhe Co. (Taiyuan)",
        "Languhe Ltd. Taiyuan Branch",
    ],
)
def test_a_name_that_ends_like_a_firm_is_one(name: str) -> None:
    assert ends_like_a_firm(name)


@pytest.mark.parametrize(
    "name", ["岚谷禾", "LANGUHE", "ZINC", "Languhe Zinc", "UNLIMITED", "LIMITED", "Disco.com", "Inc", ""]
)
def test_a_word_that_only_ends_in_the_same_letters_is_no_firm(name: str) -> None:
    assert not ends_like_a_firm(name)


def test_there_is_no_second_list_of_legal_forms() -> None:
    """Five forms in one file are a list. Each of the lists there were lacked what another had."""
    telling = latin_words(Use.QUERY) & {"corp", "gmbh", "inc", "incorporated", "llc", "llp", "ltd", "plc"}
    lists = [
        path.relative_to(PACKAGE)
        for path in sorted(PACKAGE.rglob("*"))
        if path.suffix in (".py", ".toml") and path.parent.name != "legal_forms" and "demo" not in path.parts
        if len(telling & set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8").casefold()))) >= 5
    ]
    assert lists == []
