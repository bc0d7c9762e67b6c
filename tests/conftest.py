"""Fixtures every test may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def real_data() -> Path:
    """The real payloads kept beside the project (never copied into it); the test is skipped where they are absent."""
    folder = Path(os.environ.get("MONITOR_REAL_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"real payloads are not here: set MONITOR_REAL_DATA (looked at {folder.name})")
    return folder
