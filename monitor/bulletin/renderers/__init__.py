"""One module per format of the bulletin, found by its file name: a new format is one more module here.

A renderer offers `render(issue, texts) -> bytes`, and the constants MEDIA_TYPE and SUFFIX. Modules whose name begins
with "_" are shared pieces, not formats.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from typing import Protocol, cast

from monitor.bulletin.issue import Issue
from monitor.errors import UsageError
from monitor.texts import Texts


class Renderer(Protocol):
    MEDIA_TYPE: str
    SUFFIX: str

    @staticmethod
    def render(issue: Issue, t: Texts) -> bytes: ...


@cache
def formats() -> tuple[str, ...]:
    """Names of all formats, in alphabetical order."""
    return tuple(sorted(m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")))


def renderer(format_name: str) -> Renderer:
    """Raises UsageError for an unknown format."""
    if format_name not in formats():
        raise UsageError("bulletin.errors.unknown_format", name=format_name, known=", ".join(formats()))
    return cast(Renderer, importlib.import_module(f"{__name__}.{format_name}"))


def render(issue: Issue, format_name: str, texts: Texts | None = None) -> bytes:
    """The issue in one format. The same issue gives the same bytes. Raises UsageError for an unknown format."""
    return renderer(format_name).render(issue, texts or Texts(issue.lang))
