"""A text under a word nobody declared is refused with file, line and key; a word without its text too."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

import monitor.texts
from monitor.errors import ConfigError
from monitor.model.vocabulary import Sort
from monitor.texts import LANGUAGES, Texts
from monitor.texts.checking import check_texts

SHIPPED = Path(monitor.texts.__file__).parent


def changed(folder: Path, file: str, old: str, new: str) -> tuple[ConfigError, int]:
    """What is said of the shipped texts where one line of one file is another, and the number of that line."""
    for lang in LANGUAGES:
        shutil.copytree(SHIPPED / lang, folder / lang)
    path = folder / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if re.match(old, line))
    lines[number] = re.sub(old, new, lines[number])
    path.write_text("".join(lines), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        check_texts(folder)
    return caught.value, number + 1


def test_the_shipped_texts_are_under_declared_words() -> None:
    check_texts()


@pytest.mark.parametrize(
    ("file", "old", "new", "sort", "key", "near"),
    [
        ("zh/word.toml", "handed_over =", "handed_ovr =", "state", "state.handed_ovr", "handed_over"),
        ("en/word.toml", "own_filing =", "own_filling =", "kind", "kind.own_filling", "own_filing"),
        ("zh/bulletin.toml", "squat_domain =", "squat_domian =", "kind", "sentence.squat_domian", "squat"),
        ("en/word.toml", "watching =", "wathcing =", "state", "state.wathcing", "watching"),
        ("zh/word.toml", "pseudo_mark =", "pseudomark =", "role", "role.pseudomark", "pseudo_mark"),
        ("zh/word.toml", "computed =", "compted =", "certainty", "certainty.compted", "computed"),
        ("en/health.toml", "unparsed =", "unparsd =", "verdict", "verdict.unparsd", "unparsed"),
    ],
)
def test_a_text_under_a_misspelt_word_is_refused_with_the_one_that_was_meant(
    tmp_path: Path, file: str, old: str, new: str, sort: str, key: str, near: str
) -> None:
    error, line = changed(tmp_path, file, old, new)
    assert error.key == f"vocabulary.unknown.{sort}"
    assert (error.params["file"], error.params["line"], error.params["name"]) == (file, line, key)
    assert error.params["near"] == near


def test_a_word_without_its_text_is_refused(tmp_path: Path) -> None:
    error, _ = changed(tmp_path, "en/word.toml", "handed_over = .*", "# gone")
    assert (error.key, error.params["name"]) == ("vocabulary.no_text", "state.handed_over")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sort", Sort)
def test_every_sort_of_word_can_be_refused_in_words(sort: Sort, lang: str) -> None:
    told = Texts(lang)(f"vocabulary.unknown.{sort}", file="a.toml", line=7, name="x.y", value="fild", near="filed")
    assert all(part in told for part in ("a.toml", "7", "x.y", "fild", "filed"))
    assert "{" not in told


def test_a_pair_of_kind_and_category_without_its_sentence_is_refused(tmp_path: Path) -> None:
    error, _ = changed(tmp_path, "zh/bulletin.toml", "respondent_domain = .*", "# gone")
    assert (error.key, error.params["name"]) == ("vocabulary.no_text", "sentence.respondent_domain")
