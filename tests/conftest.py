"""Fixtures every test may use."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import settings

from monitor import texts
from monitor.texts import Texts
from tests import made_once, unsynced  # noqa: F401 — what they do when they are imported
from tests.complete import pytest_make_collect_report, pytest_runtest_makereport, pytest_terminal_summary
from tests.order import pytest_configure

__all__ = [  # hooks
    "pytest_configure",
    "pytest_make_collect_report",
    "pytest_runtest_makereport",
    "pytest_terminal_summary",
]

ROOT = Path(__file__).resolve().parent.parent

# How long an example takes depends on what else the machine does; timings are never asserted.
settings.register_profile("house", deadline=None)
settings.load_profile("house")


@pytest.fixture
def real_data() -> Path:
    """The real payloads kept beside the project (never copied into it); the test is skipped where they are absent."""
    folder = Path(os.environ.get("MONITOR_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real payloads are not here: set MONITOR_REAL_DATA (looked at {folder.name})")
    return folder


@pytest.fixture(autouse=True)
def every_text_asked_for_exists(monkeypatch: pytest.MonkeyPatch) -> None:
    """A key without a text is shown as itself to a user; in a test it is an error, wherever it was put together."""
    say = Texts.__call__
    met = set[tuple[str, str]]()

    def strictly(self: Texts, key: str, /, **params: object) -> str:
        if (self.lang, key) in met:
            return say(self, key, **params)
        is_key = re.fullmatch(r"[a-z0-9_]+(\.[A-Za-z0-9_-]+)+", key) and not key.startswith("errors.no_such_")
        known = self.find(key) is not None or key in texts._formerly()
        assert not is_key or known, f"no {self.lang} text for {key!r}"
        met.add((self.lang, key))
        return say(self, key, **params)

    monkeypatch.setattr(Texts, "__call__", strictly)
