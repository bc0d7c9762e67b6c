"""A run in random order says by which seed; the same seed gives the same order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

TESTS = "\n".join(f"def test_{n}():\n    print('ran', {n})" for n in range(30))


def run(folder: Path, *options: str) -> str:
    (folder / "test_thirty.py").write_text(TESTS, "utf-8")
    found_in = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-s", "-p", "tests.order", "-p", "no:cacheprovider", *options, str(folder)],
        capture_output=True, text=True, check=True, cwd=folder, env={**os.environ, "PYTHONPATH": found_in},
    )  # fmt: skip
    return done.stdout


def order(said: str) -> list[int]:
    return [int(n) for n in re.findall(r"ran (\d+)", said)]


def test_a_run_says_its_seed_and_the_seed_gives_the_same_order_again(tmp_path: Path) -> None:
    first = run(tmp_path)
    (seed,) = re.findall(r"^random order: (--randomly-seed=\d+)$", first, re.MULTILINE)
    assert sorted(order(first)) == list(range(30))
    assert order(first) != list(range(30))  # one in 30! is no risk
    assert order(run(tmp_path, seed)) == order(first)


def test_the_written_order_can_be_had_and_says_no_seed(tmp_path: Path) -> None:
    said = run(tmp_path, "-p", "no:randomly")
    assert order(said) == list(range(30))
    assert "random order" not in said
