"""The runner itself: a change a test can see is seen, a test that cannot fail lets everything live, nothing is written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow  # each runs pytest some dozen times

ROOT = Path(__file__).resolve().parents[2]

TOY = '''"""A toy."""

LIMIT = 3
KINDS = frozenset({"a", "b"})


def grown(age: int) -> bool:
    if age < 0:
        return True
    return age >= LIMIT


def counted(kind: str) -> int:
    return 1 if kind in KINDS else 0


def ending(n: int) -> int:
    steps = 0
    while n > 0:
        n -= 1
        steps += 1
    return steps
'''
SHARP = """from toy.rules import counted, ending, grown

def test_grown() -> None:
    assert [grown(n) for n in (-9, -1, 0, 2, 3, 4)] == [True, True, False, False, True, True]

def test_counted() -> None:
    assert [counted(k) for k in "abc"] == [1, 1, 0]

def test_ending() -> None:
    assert ending(3) == 3
"""
BLUNT = """from toy.rules import counted, ending, grown

def test_nothing() -> None:
    grown(3)
    counted("a")
    assert True
"""


def toy(folder: Path, tests: str, decides: str, faults: str = "") -> Path:
    (folder / "toy").mkdir()
    (folder / "toy" / "__init__.py").touch()
    (folder / "toy" / "rules.py").write_text(TOY)
    (folder / "test_toy.py").write_text(tests)
    (folder / "pytest.ini").write_text("[pytest]\n")
    targets = folder / "targets.toml"
    targets.write_text(
        f'root = "."\npackage = "toy"\nfloor = 0.9\n\n[[modules]]\nmodule = "toy.rules"\ndecides = [{decides}]\n'
        'tests = ["test_toy.py"]\n'
    )
    if faults:
        (folder / "faults.toml").write_text(faults)
    return targets


def mutate(targets: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tests.mutation", "--targets", str(targets), *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


FAULT = """[[faults]]
id = "grown-too-late"
harm = "who has just grown up is not told so"
function = "grown"
old = "age >= LIMIT"
new = "age > LIMIT"
tests = ["test_toy.py"]
"""


def test_a_change_that_a_test_can_see_is_seen_and_the_files_stay_as_they_are(tmp_path: Path) -> None:
    targets = toy(tmp_path, SHARP, '"LIMIT", "KINDS", "grown", "counted"', FAULT)
    done = mutate(targets)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "known faults not noticed: 0" in done.stdout
    assert "   5/5    rules.grown" in done.stdout
    assert "   2/2    rules.KINDS" in done.stdout
    assert "   2/2    rules.LIMIT" in done.stdout
    assert (tmp_path / "toy" / "rules.py").read_text() == TOY


def test_a_test_that_cannot_fail_lets_every_change_live(tmp_path: Path) -> None:
    targets = toy(tmp_path, BLUNT, '"LIMIT", "KINDS", "grown"', FAULT)
    done = mutate(targets)
    assert done.returncode == 1
    assert "killed 0 of " in done.stdout
    assert "NOT NOTICED: fault grown-too-late" in done.stdout
    assert "survived: rules.grown: return age >= LIMIT → return age > LIMIT" in done.stdout


def test_a_change_that_never_ends_is_a_change_that_was_seen(tmp_path: Path) -> None:
    targets = toy(tmp_path, SHARP, '"ending"')
    done = mutate(targets, "--only", "n -= 1 → n -= 0", "--limit", "1.5")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "killed 1 of 1" in done.stdout
    assert "hung: 1" in done.stdout


def test_tests_that_are_red_without_any_change_prove_nothing(tmp_path: Path) -> None:
    targets = toy(tmp_path, SHARP.replace("== 3", "== 4"), '"grown"')
    done = mutate(targets)
    assert done.returncode == 2
    assert "test_ending" in done.stderr


def test_no_tests_prove_nothing(tmp_path: Path) -> None:
    assert mutate(toy(tmp_path, "", '"grown"')).returncode == 2


@pytest.mark.parametrize(
    ("words", "told"), [(("--list",), "rules.grown: age < 0"), (("--list", "--only", "KINDS"), "")]
)
def test_what_would_be_changed_is_listed_without_running(words: tuple[str, ...], told: str, tmp_path: Path) -> None:
    done = mutate(toy(tmp_path, BLUNT, '"grown", "KINDS"'), *words)
    assert done.returncode == 0
    assert told in done.stdout
    assert all("KINDS" in line for line in done.stdout.splitlines()) is (not told)


def test_a_name_nobody_bears_is_an_error(tmp_path: Path) -> None:
    assert mutate(toy(tmp_path, BLUNT, '"grown"'), "--only", "nothing of this name").returncode == 2
