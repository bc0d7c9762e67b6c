"""The weights of evidence are a table, of marks and of firms: each row is used, is a weight, and is named as the reason that tells
of it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from monitor.matching import build_matcher, tables, weights
from monitor.matching.weights import Weight, one_character, one_letter, share, weight
from monitor.model import MatchContext, Role, WatchedKind, WatchedName
from monitor.texts import Texts

MATCHING = Path(weights.__file__).parent
ASKED = frozenset({"weight", "share", "graded", "prior", "prior_of"})  # the functions of weights.py that read one row
_LETTERS, _CHARACTERS, _ALIKE = range(1, 20), range(2, 6), ("both", "sound", "look", "blurred")


@dataclass(frozen=True)
class Asking:
    """A row that a module asks for, and the name it keeps it by; "" where it is used on the spot."""

    module: Path
    row: str
    kept: str


def askings(module: Path, tree: ast.Module) -> Iterator[Asking]:
    """Every row that a module asks for by name. Fails where a name is put together, which nobody can follow."""
    kept: dict[ast.Call, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                kept |= dict(_kept(target, node.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ASKED:
            (name,) = node.args
            assert isinstance(name, ast.Constant), f"{module.name}:{node.lineno}: a row is asked for by its whole name"
            prefix = "spelling." if node.func.id.startswith("prior") else ""
            yield Asking(module, prefix + name.value, kept.get(node, ""))


def _kept(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.Call, str]]:
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for one, its in zip(target.elts, value.elts, strict=True):
            yield from _kept(one, its)
    elif isinstance(target, ast.Name):
        yield from ((call, target.id) for call in ast.walk(value) if isinstance(call, ast.Call))


def rows_read() -> set[str]:
    """The rows that are read, and whose reader uses what it read."""
    found: set[str] = {row.name for n in _LETTERS if (row := one_letter(n))}
    found |= {one_character(alike, n).name for alike in _ALIKE for n in _CHARACTERS}
    for module in (m for m in MATCHING.rglob("*.py") if m.name != "weights.py"):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
        found |= {asking.row for asking in askings(module, tree) if not asking.kept or asking.kept in used}
    return found


def test_every_row_is_read_and_used_and_no_other_is_asked_for() -> None:
    assert rows_read() == set(weights.names())


@pytest.mark.parametrize(
    ("code", "rows"),
    [
        ('_A = weight("a.b")\n', set()),
        ('_A = weight("a.b")\nprint(_A)\n', {"a.b"}),
        ('_A, _B = weight("a.b"), graded("c.d")\nprint(_B)\n', {"c.d"}),
        ('def f():\n    return prior("pinyin")\n', {"spelling.pinyin"}),
        ('_ALL = {1: share("a.b")}\nprint(_ALL)\n', {"a.b"}),
    ],
)
def test_a_row_that_is_kept_and_never_used_counts_as_read_by_nobody(code: str, rows: set[str]) -> None:
    tree = ast.parse(code)
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}
    assert {a.row for a in askings(Path("x.py"), tree) if not a.kept or a.kept in used} == rows


@pytest.mark.parametrize("name", weights.names())
def test_no_weight_is_more_than_one(name: str) -> None:
    section, _, key = name.partition(".")
    row = tables.words(weights.TABLE)[section][key]  # type: ignore[index]
    if isinstance(row, float):
        assert 0 < row <= 1
    elif "least" in row:
        assert 0 < row["least"] <= row["least"] + row["more"] <= 1
    elif "weak" in row:
        assert set(row) == set(weights.GRADES)
        assert all(0 < row[grade] <= 1 for grade in weights.GRADES)
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


FIRM = WatchedName("f", "太原岚谷禾酒业有限公司", WatchedKind.COMPANY)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("Languhe", {"firm_core.base.strong"}),
        ("Taiyuan Languhe", {"firm_core.base.strong", "firm_for.place_near.strong"}),
        ("Languhe Bearing", {"firm_core.base.strong", "firm_against.other_trade.strong"}),
        ("Languhe Co. of Taiyuan", {"firm_core.base.strong", "firm_for.place_near.strong", "firm_part.in_the_address"}),
    ],
)
def test_the_weights_of_a_firm_and_their_points_are_known(text: str, rows: set[str]) -> None:
    ((match, weighed),) = build_matcher([FIRM]).weighed_firms(text, MatchContext(role=Role.PARTY))
    assert {one.row for one in weighed} == set(rows)
    once = sum(one.points for one in weighed if not one.row.startswith("firm_part."))
    assert match.score == pytest.approx(once, abs=0.001)


def test_a_bound_that_holds_a_firm_is_all_that_made_its_score() -> None:
    ((match, weighed),) = build_matcher([FIRM]).weighed_firms("Taiyuan Languhe Liquor", MatchContext(role=Role.PARTY))
    assert [(one.row, one.points) for one in weighed] == [("firm_most.derived", match.score)]
