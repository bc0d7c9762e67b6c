"""Where the files that ship with the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"


def shipped(name: str) -> Path:
    """Path of a shipped file or folder of the top level ("templates", "sources.yaml")."""
    bundled = _BUNDLED / name
    return bundled if bundled.exists() else _PACKAGE.parent / name


def demo_folder() -> Path:
    return _PACKAGE / "demo"
