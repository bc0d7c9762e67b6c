"""Tests run in random order, and a run says by which seed, so that a failure of one order can be had again."""

from __future__ import annotations

from typing import Any

import pytest


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(_Told(), "order")


class _Told:
    def pytest_terminal_summary(self, terminalreporter: Any, config: pytest.Config) -> None:
        seed = config.getoption("randomly_seed", None)
        if seed not in (None, "default", "last"):  # the plugin is there and was not switched off
            terminalreporter.line(f"random order: --randomly-seed={seed}")
