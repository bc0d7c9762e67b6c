"""Watched names found in what registers, courts and agencies publish: normalise → index → score → explain.

Knows nothing of sources or storage. Importing this package is cheap: a name is loaded when it is first asked for, and
dictionaries when a matcher is built.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.matching.filers import Filing, SerialFiler, serial_filers
    from monitor.matching.linting import LintFinding, lint
    from monitor.matching.matcher import Matcher, build_matcher, engine_version
    from monitor.matching.variants.spellings import variants_of

__all__ = [
    "Filing",
    "LintFinding",
    "Matcher",
    "SerialFiler",
    "build_matcher",
    "engine_version",
    "lint",
    "serial_filers",
    "variants_of",
]

_HOME = {
    "Filing": "filers",
    "LintFinding": "linting",
    "Matcher": "matcher",
    "SerialFiler": "filers",
    "build_matcher": "matcher",
    "engine_version": "matcher",
    "lint": "linting",
    "serial_filers": "filers",
    "variants_of": "variants.spellings",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found
    return found
