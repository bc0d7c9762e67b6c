"""The tool that fits the weights: what it takes a score to be, what it keeps, and what it writes. Made-up finds."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from monitor.matching import weights
from tools.fit_weights import TABLE, Case, cases, fit, moved, pairs_of, rewritten, with_decisions_kept

FIRMS = Path(__file__).parents[1] / "matching_firms"
NEAR, STRONG = "firm_for.place_near.strong", "firm_core.base.strong"


def test_the_score_of_a_mark_is_a_product_and_that_of_a_firm_a_sum() -> None:
    mark = Case("a", True, 0.80, {"stands.word": 1.0, "near.han_look": 2.0})
    assert moved(mark, {"stands.word": 0.9, "near.han_look": 1.1}) == pytest.approx(0.80 * 0.9 * 1.1**2)
    firm = Case("b", True, 0.80, {STRONG: 1.1, "firm_against.foreign_form.strong": -0.1}, added=True)
    assert moved(firm, {STRONG: 1.01}) == pytest.approx(0.80 + 0.88 * 0.01)
    assert moved(firm, {"firm_against.foreign_form.strong": 2.0}) == pytest.approx(0.80 - 0.08)


def test_a_weight_of_a_firm_that_stands_in_false_finds_falls_and_one_that_took_off_them_grows() -> None:
    taken = "firm_against.other_city.medium"
    false = [Case(f"n{n}", False, 0.72, {STRONG: 1.2, taken: -0.2}, added=True) for n in range(40)]
    moves = fit(false, frozenset())
    assert moves[STRONG] < 1 < moves[taken]


def test_no_decision_changes_for_the_finds_of_the_fit() -> None:
    true = [Case(f"y{n}", True, 0.705, {STRONG: 0.9, NEAR: 0.1}, added=True) for n in range(5)]
    false = [Case(f"n{n}", False, 0.80, {STRONG: 0.9, NEAR: 0.1}, added=True) for n in range(60)]
    held = [*true, *false]
    moves = with_decisions_kept(fit(held, frozenset()), held)
    assert all(moved(case, moves) >= 0.70 for case in true)


def test_bounds_of_a_firms_score_and_what_stands_around_do_not_move() -> None:
    rows = ("firm_least.complete", "firm_most.own_mark", "around.party_role")
    held = [Case(f"n{n}", False, 0.72, {row: 1.0}) for n in range(20) for row in rows]
    assert fit(held, frozenset()) == {}


def test_a_grade_is_written_by_itself_and_the_rest_of_the_table_stays() -> None:
    table = TABLE.read_text(encoding="utf-8")
    written = "".join(rewritten(table, {NEAR: 1.1, "near.han_look": 0.9, "spelling.postal": 0.5}))
    before, after = table.splitlines(), written.splitlines()
    changed = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    assert [other.split("#")[0].strip() for _, other in changed] == [
        "postal = 0.44",
        "han_look = { three = 0.685, more = 0.704 }",
        "place_near = { weak = 0.17, medium = 0.13, strong = 0.11 }",
    ]


def test_every_find_of_a_firm_says_what_made_its_score() -> None:
    held = list(cases(pairs_of(FIRMS / "pairs.csv")))
    assert len(held) > 200
    known = set(weights.movable())
    assert all(case.rows.keys() <= known for case in held if case.added)
    made = [case for case in held if case.added and case.rows]
    assert len(made) > 0.7 * len(held)
    assert all(math.isclose(moved(case, {}), case.score) for case in made)
