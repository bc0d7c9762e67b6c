"""The weights of evidence are a table: each row is used, is a weight, and is named as the reason that tells of it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from monitor.matching import build_matcher, tables, weights
from monitor.matching.weights import Weight, one_character, one_letter, share, weight
from monitor.model import WatchedName
from monitor.texts import Texts

MATCHING = Path(weights.__file__).parent
READERS = [*MATCHING.glob("marks/*.py"), *MATCHING.glob("variants/*.py"), MATCHING / "weights.py"]


def spelt() -> set[str]:
    """Every string of the code: among them the names of rows, whole or as the beginning of one that is put together."""
    return {
        node.value
        for path in READERS
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }  # fmt: skip


@pytest.mark.parametrize("name", weights.names())
def test_every_row_is_used(name: str) -> None:
    assert any(
        said in (name, name.removeprefix("spelling.")) or (said.endswith("_") and "." in said and name.startswith(said))
        for said in spelt()
    )


@pytest.mark.parametrize("name", weights.names())
def test_no_weight_raises_a_score(name: str) -> None:
    section, _, key = name.partition(".")
    row = tables.words(weights.TABLE)[section][key]  # type: ignore[index]
    if isinstance(row, float):
        assert 0 < row <= 1
    elif "least" in row:
        assert 0 < row["least"] <= row["least"] + row["more"] <= 1
    else:
        assert 0 < row["three"] <= row["more"] <= 1


@pytest.mark.parametrize("name", [n for n in weights.names() if n.startswith("against.")])
def test_what_speaks_against_a_name_is_named_as_its_reason(name: str) -> None:
    reasons = Texts("zh").find
    words = name.removeprefix("against.").split("_")
    assert any(reasons(f"matching.reason.against.{'_'.join(words[:n])}") for n in range(1, len(words) + 1))


def test_a_weight_is_a_number_that_knows_its_row() -> None:
    assert weight("around.party_role") * 1.0 == float(weight("around.party_role"))
    assert weight("around.party_role").name == "around.party_role"
    assert share("stands.word").beside(1, 0) == share("stands.word").least + share("stands.word").more
    assert share("stands.word").beside(1, 1).name == "stands.word"
    with pytest.raises(KeyError):
        weight("around.nothing")


def test_a_longer_name_loses_less_by_one_letter_or_character() -> None:
    for letters in range(3, 20):
        assert one_letter(letters) <= one_letter(letters + 1)
    assert one_letter(6) < one_letter(10) < one_letter(13) == one_letter(30)
    for alike in ("both", "sound", "look", "blurred"):
        assert one_character(alike, 2) <= one_character(alike, 3) <= one_character(alike, 4) == one_character(alike, 9)


def test_the_weights_of_a_score_are_known() -> None:
    matcher = build_matcher([WatchedName("w", "BRONTEX")])
    (found,) = matcher.weighed("BRONTUX QUILLON")
    match, weighed = found
    assert match.watched_id == "w"
    assert weighed == (
        "spelling.given", "near.one_letter_7", "near.letters_beside", "around.classes_unknown", "against.near_beside",
    )  # fmt: skip
    assert isinstance(weight("near.words_changed"), Weight)
