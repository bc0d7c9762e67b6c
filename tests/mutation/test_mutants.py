"""What is changed in a source, and how a change is named."""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

import pytest

from tests.mutation.faults import Fault, LostFault, place_of, read_faults
from tests.mutation.mutants import NoSuchTarget, code_of, find, is_changeable, mutants_of
from tests.mutation.page import (
    BEGIN,
    END,
    Stale,
    Tally,
    faults_noticed_on,
    named_on,
    read_reasons,
    with_rows_kept,
    write_page,
)
from tests.mutation.targets import read_plan

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "mutants.md"


def changes(body: str, target: str = "f") -> set[tuple[str, str]]:
    return {(m.before, m.after) for m in mutants_of(textwrap.dedent(body), "t", target)}


def of(expression: str) -> set[str]:
    """What a returned expression becomes."""
    return {after.removeprefix("return ") for _, after in changes(f"def f(x):\n    return {expression}")}


@pytest.mark.parametrize(
    ("expression", "becomes"),
    [
        ("a < b", {"a <= b"}),
        ("a <= b", {"a < b"}),
        ("a > b", {"a >= b"}),
        ("a >= b", {"a > b"}),
        ("a == b", {"a != b"}),
        ("a is None", {"a is not None"}),
        ("a in b", {"a not in b"}),
        ("a < b < c", {"a <= b < c", "a < b <= c"}),
        ("a and b", {"a or b"}),
        ("not a", {"a"}),
        ("a + 7", {"a + 8", "a + 6"}),
        ("a * 0.85", {"a * 0.86", "a * 0.84"}),
        ("a in (1, 2)", {"a not in (1, 2)", "a in (2,)", "a in (1,)"}),
        ("a in {'b'}", {"a not in {'b'}", "a in {*()}"}),
        ("any(a)", {"all(a)"}),
        ("max(a, b)", {"min(a, b)"}),
        ("a if b else c", {"a if not b else c"}),
        ("[a for a in b if c(a)]", {"[a for a in b if not c(a)]"}),
        ("a[0]", {"a[1]", "a[-1]"}),
        ("True", set()),
        ("'text'", set()),
    ],
)
def test_each_kind_of_decision_is_changed(expression: str, becomes: set[str]) -> None:
    assert of(expression) == becomes


def test_early_exits_are_taken_away_and_the_last_statement_stays() -> None:
    found = changes("""
        def f(x):
            for y in x:
                if y:
                    continue
            if g(x):
                return 1
            return x
        """)
    assert ("if y: continue", "if y: pass") in found
    assert ("if g(x): return 1", "if g(x): pass") in found
    assert not [after for _, after in found if after == "pass"]


def test_types_and_unpacked_values_are_left_alone_and_defaults_are_not() -> None:
    assert changes("def f(x: Literal[1, 2], y: int = 3) -> tuple[4, 5]:\n    a, b = x, y\n    return a") == {
        ("3", "4"),
        ("3", "2"),
    }


def test_constants_and_methods_are_found_by_name() -> None:
    source = "LIMIT, OTHER = 3, 4\nclass A:\n    def f(self):\n        return 1 < 2\n"
    assert {m.after for m in mutants_of(source, "t", "LIMIT")} >= {"LIMIT, OTHER = (4, 4)", "LIMIT, OTHER = (3, 5)"}
    assert "1 <= 2" in {m.after.removeprefix("return ") for m in mutants_of(source, "t", "A.f")}
    for absent in ("f", "B.f", "A.g", "A"):
        with pytest.raises(NoSuchTarget):
            find(ast.parse(source), absent)


def test_a_change_is_compiled_and_named_whatever_line_it_moves_to() -> None:
    source = "def f(x):\n    return x < 3\n"
    names = [m.id for m in mutants_of(source, "t", "f")]
    assert names == [m.id for m in mutants_of("\n\n# a word\n" + source, "t", "f")]
    assert len(set(names)) == 3
    results = []
    for place in range(3):
        space: dict[str, object] = {}
        exec(code_of(source, "toy.py", "f", place), space)
        results.append([space["f"](n) for n in (2, 3, 4)])  # type: ignore[operator]
    assert sorted(results) == [[False, False, False], [True, True, False], [True, True, False]]


def test_the_same_words_twice_are_two_mutants() -> None:
    ids = [m.id for m in mutants_of("def f(x):\n    g(x < 3)\n    g(x < 3)\n", "t", "f")]
    assert len(ids) == len(set(ids)) == 6
    assert sum(name.endswith("#2") for name in ids) == 3


# --- known faults -------------------------------------------------------------------------------------


def fault(**changed: object) -> Fault:
    values = {"id": "x", "harm": "h", "function": "f", "old": "a < b", "new": "a <= b", "tests": ()}
    return Fault(**(values | changed))  # type: ignore[arg-type]


def test_a_fault_is_found_by_its_words_wherever_they_move(tmp_path: Path) -> None:
    body = "class A:\n    def f(self, a, b):\n        return a < b\n"
    (tmp_path / "one.py").write_text(body)
    assert place_of(fault(), tmp_path)[1] == body.replace("<", "<=")
    (tmp_path / "deep").mkdir()
    (tmp_path / "one.py").rename(tmp_path / "deep" / "two.py")
    assert place_of(fault(), tmp_path)[0] == tmp_path / "deep" / "two.py"
    (tmp_path / "one.py").write_text("def f(a, b):\n    return a < b\n")
    with pytest.raises(LostFault):
        place_of(fault(), tmp_path)  # two places
    (tmp_path / "deep" / "two.py").write_text(body + "WORD = 1\n")
    assert place_of(fault(beside="WORD"), tmp_path)[0] == tmp_path / "deep" / "two.py"
    for lost in (fault(old="a > b"), fault(function="g"), fault(old="a")):
        with pytest.raises(LostFault):
            place_of(lost, tmp_path)


FAULTS = read_faults(HERE / "faults.toml")


@pytest.mark.parametrize("known", FAULTS, ids=lambda f: f.id)
def test_every_known_fault_still_has_its_place_and_its_tests(known: Fault) -> None:
    path, source = place_of(known, ROOT / "monitor")
    assert source != path.read_text(encoding="utf-8")
    compile(source, str(path), "exec")
    assert known.tests
    assert all((ROOT / t.partition("::")[0]).exists() for t in known.tests)


def test_faults_have_names_of_their_own() -> None:
    assert len({f.id for f in FAULTS}) == len(FAULTS)


# --- targets and the page -----------------------------------------------------------------------------

PLAN = read_plan(HERE / "targets.toml")


@pytest.mark.parametrize("target", PLAN.targets, ids=lambda t: t.name)
def test_every_target_is_there_with_its_tests(target: object) -> None:
    from tests.mutation.targets import Target

    assert isinstance(target, Target)
    find(ast.parse(target.source), target.function)
    assert all((ROOT / t.partition("::")[0]).exists() for t in target.tests)


def test_the_page_is_of_the_functions_that_are_changed() -> None:
    functions, survivors = named_on(PAGE.read_text(encoding="utf-8"))
    changeable = [t for t in PLAN.targets if is_changeable(t.source, t.function)]
    assert functions == [t.name for t in changeable], "run make mutate: docs/mutants.md is of other functions"
    survived = {name.partition(": ")[0] for name, _ in survivors}
    every = {m.id for t in changeable if t.name in survived for m in t.mutants()}
    assert not [name for name, _ in survivors if name not in every], "run make mutate: survivors of another code"


def test_every_survivor_has_its_reason() -> None:
    _, survivors = named_on(PAGE.read_text(encoding="utf-8"))
    assert not [name for name, why in survivors if "尚无说明" in why]
    reasons = read_reasons(HERE / "survivors.toml")
    assert set(reasons) <= {name for name, _ in survivors}, "these are killed by now"


def test_the_page_keeps_what_people_wrote(tmp_path: Path) -> None:
    page = tmp_path / "mutants.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    tally = Tally("a.f", (("a.f: x < 1 → x <= 1", True), ("a.f: `y` | z → y", False)))
    write_page(page, [tally], [fault()], {"fault x"}, {"a.f: `y` | z → y": "equal"})
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.endswith("after\n")
    assert "old" not in text
    assert named_on(text) == (["a.f"], [("a.f: `y` | z → y", "equal")])


def test_a_run_of_some_functions_keeps_the_rows_of_the_others_and_no_stale_one(tmp_path: Path) -> None:
    page = tmp_path / "mutants.md"
    page.write_text(f"{BEGIN}\n{END}\n", encoding="utf-8")
    write_page(page, [Tally("a.f", (("a.f: 1", True), ("a.f: 2", False))), Tally("a.g", (("a.g: 1", True),))],
               [fault()], {"fault x"}, {})  # fmt: skip
    text, again = page.read_text(encoding="utf-8"), Tally("a.g", (("a.g: 1", False), ("a.g: 2", True)))
    ids = {"a.f": ["a.f: 1", "a.f: 2"], "a.g": ["a.g: 1", "a.g: 2"]}
    kept = with_rows_kept(text, [again], ids)
    assert [(t.name, t.killed, t.survivors) for t in kept] == [("a.f", 1, ["a.f: 2"]), ("a.g", 1, ["a.g: 1"])]
    assert faults_noticed_on(text) == {"x"}
    for stale in ({**ids, "a.f": ["a.f: 1"]}, {**ids, "a.f": ["a.f: 1", "a.f: 3"]}, {**ids, "a.h": ["a.h: 1"]}):
        with pytest.raises(Stale):
            with_rows_kept(text, [again], stale)
