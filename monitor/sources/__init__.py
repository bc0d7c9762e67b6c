"""One module per format. A format is found by its file name (`format:` in sources.yaml); nothing is registered by hand."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from monitor.sources.base import Format


def names() -> tuple[str, ...]:
    """Names of all formats, sorted."""
    return tuple(
        sorted(m.name for m in pkgutil.iter_modules(__path__) if m.name != "base" and not m.name.startswith("_"))
    )


def load(name: str) -> Format:
    """The format module called `name`. Raises KeyError if there is none."""
    if name not in names():
        raise KeyError(name)
    module: Format = import_module(f"{__name__}.{name}")  # type: ignore[assignment]
    return module
