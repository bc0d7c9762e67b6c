"""Watched names found in what registers, courts and agencies publish: normalise → index → score → explain.

Knows nothing of sources or storage. Importing this package is cheap; dictionaries are loaded when a matcher is built.
"""

from __future__ import annotations

from monitor.matching.lint import LintFinding, lint
from monitor.matching.matcher import Matcher, build_matcher
from monitor.matching.serial import Filing, SerialFiler, serial_filers
from monitor.matching.variants import variants_of

__all__ = [
    "Filing",
    "LintFinding",
    "Matcher",
    "SerialFiler",
    "build_matcher",
    "lint",
    "serial_filers",
    "variants_of",
]
