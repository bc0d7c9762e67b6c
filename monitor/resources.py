"""Where the files that ship with the program lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"


def shipped(name: str) -> Path:
    """Path of a shipped file or folder of the top level ("templates", "sources.yaml")."""
    bundled = _BUNDLED / name
    return bundled if bundled.exists() else _PACKAGE.parent / name


def checkout() -> Path | None:
    """The folder of the project where the program runs from one; None where it was installed."""
    root = _PACKAGE.parent
    return root if (root / "pyproject.toml").is_file() and (root / "sources.yaml").is_file() else None


def demo_folder() -> Path:
    return _PACKAGE / "demo"
