"""A complete run: with MONITOR_TEST_COMPLETE=1 a test that is skipped fails, for what is skipped proves nothing.

Two kinds may stay away and are counted above pytest's own last line: tests of real payloads that are not kept here, and
pictures on a machine that can install no browser (MONITOR_TEST_NO_PICTURES=1, set by .ci/run).
"""

from __future__ import annotations

import os
from collections.abc import Generator
from typing import Any

import pytest

REAL_DATA, PICTURES = "real_data", "pictures"


def wanted() -> bool:
    return os.environ.get("MONITOR_TEST_COMPLETE") == "1"


def excused(keywords: Any) -> str:
    """The mark for which a skipped test may stay away; "" where nothing excuses it."""
    if REAL_DATA in keywords:
        return REAL_DATA
    return PICTURES if PICTURES in keywords and os.environ.get("MONITOR_TEST_NO_PICTURES") == "1" else ""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if wanted() and report.skipped and not hasattr(report, "wasxfail") and not excused(report.keywords):
        _fail(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    if wanted() and report.skipped:  # a whole file
        _fail(report)
    return report


def _fail(report: pytest.TestReport | pytest.CollectReport) -> None:
    why = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"{report.nodeid}: nothing may be skipped in a complete run. {why}"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: Any) -> Generator[None, None, None]:
    """Outermost, so that only pytest's own summary comes after it."""
    yield
    if not wanted():
        return
    skipped = [excused(report.keywords) for report in terminalreporter.stats.get("skipped", [])]
    payloads, pictures = skipped.count(REAL_DATA), skipped.count(PICTURES)
    terminalreporter.line(f"complete: {payloads} payload tests and {pictures} picture tests did not run")
