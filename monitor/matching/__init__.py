"""Watched names found in what registers, courts and agencies publish: normalise → index → score → explain.

Knows nothing of sources or storage. Importing this package is cheap: a name is loaded when it is first asked for, and
dictionaries when a matcher is built.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from monitor.matching.lint import LintFinding, lint
    from monitor.matching.matcher import Matcher, build_matcher, engine_version
    from monitor.matching.serial import Filing, SerialFiler, serial_filers
    from monitor.matching.variants import variants_of

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
    "Filing": "serial",
    "LintFinding": "lint",
    "Matcher": "matcher",
    "SerialFiler": "serial",
    "build_matcher": "matcher",
    "engine_version": "matcher",
    "lint": "lint",
    "serial_filers": "serial",
    "variants_of": "variants",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(name)
    found = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = found  # `lint` is a module and a function: the function wins
    return found
