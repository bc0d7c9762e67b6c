"""The rule of a complete run, on small suites of its own: what is skipped fails, but for what is excused and counted."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

CONFTEST = """
from tests.complete import pytest_make_collect_report, pytest_runtest_makereport, pytest_terminal_summary

def pytest_configure(config):
    config.addinivalue_line("markers", "real_data: x")
    config.addinivalue_line("markers", "pictures: x")
"""
SUITE = """
import pytest

def test_runs(): pass

@pytest.mark.real_data
def test_of_a_payload(): pytest.skip("the payload is not here")

@pytest.mark.pictures
@pytest.mark.skipif(True, reason="no browser here")
def test_of_a_picture(): pass

@pytest.mark.xfail(strict=True)
def test_known_to_fail(): assert False
"""
FORGOTTEN = """
import pytest

@pytest.fixture
def tool(): pytest.skip("the tool is not here")

def test_with_a_tool(tool): pass

@pytest.mark.skip(reason="some day")
def test_put_off(): pass
"""
WHOLE_FILE = """
import pytest
pytest.importorskip("no_such_module_anywhere")
def test_never(): pass
"""


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    for name in ("MONITOR_TEST_COMPLETE", "MONITOR_TEST_NO_PICTURES"):
        monkeypatch.delenv(name, raising=False)
    pytester.makeconftest(CONFTEST)
    return pytester


def ran(suite: pytest.Pytester, *words: str) -> pytest.RunResult:
    return suite.runpytest_inprocess("-q", "-ra", "-p", "no:cacheprovider", *words)


def test_without_the_variable_skips_stay_visible_skips(suite: pytest.Pytester) -> None:
    suite.makepyfile(SUITE + FORGOTTEN.replace("import pytest", ""))
    done = ran(suite)
    assert done.ret == 0
    done.assert_outcomes(passed=1, skipped=4, xfailed=1)
    assert "complete:" not in done.stdout.str()
    done.stdout.fnmatch_lines(["*SKIPPED*the tool is not here"])


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "workers"])
def test_what_is_excused_is_counted_above_the_summary(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MONITOR_TEST_COMPLETE", "1")
    monkeypatch.setenv("MONITOR_TEST_NO_PICTURES", "1")
    suite.makepyfile(SUITE)
    done = ran(suite, *workers)
    assert done.ret == 0
    done.assert_outcomes(passed=1, skipped=2, xfailed=1)
    last = [line for line in done.stdout.lines if line.strip()][-2:]
    assert last[0] == "complete: 1 payload tests and 1 picture tests did not run"
    assert "1 passed, 2 skipped" in last[1]


@pytest.mark.parametrize("workers", [(), ("-n", "1")], ids=["alone", "workers"])
def test_a_picture_that_could_have_been_made_fails_the_run(
    suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, workers: tuple[str, ...]
) -> None:
    monkeypatch.setenv("MONITOR_TEST_COMPLETE", "1")
    suite.makepyfile(SUITE)
    done = ran(suite, *workers)
    assert done.ret == 1
    assert done.parseoutcomes()["skipped"] == 1
    done.stdout.fnmatch_lines(["*test_of_a_picture: nothing may be skipped*no browser here"])
    assert "complete: 1 payload tests and 0 picture tests did not run" in done.stdout.lines


def test_every_other_skip_fails_the_run(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_TEST_COMPLETE", "1")
    monkeypatch.setenv("MONITOR_TEST_NO_PICTURES", "1")
    suite.makepyfile(FORGOTTEN)
    done = ran(suite)
    assert done.ret == 1
    assert "skipped" not in done.parseoutcomes()
    done.stdout.fnmatch_lines(["*test_with_a_tool: nothing may be skipped*the tool is not here"])
    done.stdout.fnmatch_lines(["*test_put_off: nothing may be skipped*some day"])


def test_a_file_that_steps_aside_fails_the_run(suite: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    suite.makepyfile(WHOLE_FILE)
    assert ran(suite).parseoutcomes() == {"skipped": 1}
    monkeypatch.setenv("MONITOR_TEST_COMPLETE", "1")
    done = ran(suite)
    assert done.ret != 0
    assert "no_such_module_anywhere" in done.stdout.str()
