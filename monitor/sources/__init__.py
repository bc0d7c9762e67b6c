"""One folder per source, below the folder of its office: `us_itc/federal_register`, `br_inpi`. In it stands `source.py` with
one class (`base.Source`), beside it what only this source needs: readers, code tables, words. `format:` in sources.yaml is
the path of the folder; nothing is registered by hand."""

from __future__ import annotations

import traceback
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.errors import BrokenSource

if TYPE_CHECKING:
    from monitor.sources.base import Source


def names() -> tuple[str, ...]:
    """Names of all sources, sorted."""
    return tuple(_files(tuple(__path__)))


def named(name: str) -> str | None:
    """The present name of the source that is, or was formerly, called `name`; None if there is none. No source is loaded,
    so that a broken one hides no other."""
    files = _files(tuple(__path__))
    return name if name in files else _former(tuple(__path__)).get(name)


def matched_by(name: str) -> frozenset[str]:
    """The roles on which records of the source called `name` are matched; () where it is not told in plain words. No source is
    loaded."""
    return _matched(_files(tuple(__path__))[name])


@cache
def _matched(file: Path) -> frozenset[str]:
    from monitor.sources.checking import written_matched

    return written_matched(file)


def load(name: str) -> Source[Any]:
    """The source called `name`, formerly or now. Raises KeyError if there is none; BrokenSource, naming file and line, where
    its class is not as `base.Source` says, or its file cannot be run at all."""
    known = named(name)
    if known is None:
        raise KeyError(name)
    return _load(known, _files(tuple(__path__))[known])


@cache
def _load(name: str, file: Path) -> Source[Any]:
    from monitor.sources.checking import checked, shown_file

    try:
        module = import_module(f"{__name__}.{name.replace('/', '.')}.source")
    except Exception as error:
        why = f"{type(error).__name__}: {error}"
        raise BrokenSource(
            "errors.source_not_loaded",
            format=name, file=shown_file(name), line=_line_in(error, file), why=why.splitlines()[0][:200],
        ) from error  # fmt: skip
    return checked(module, name)


def _line_in(error: Exception, file: Path) -> int:
    """The line of the source's own file at which it went wrong."""
    if isinstance(error, SyntaxError) and error.filename == str(file):
        return error.lineno or 1
    lines = [f.lineno or 1 for f in traceback.extract_tb(error.__traceback__) if f.filename == str(file)]
    return lines[-1] if lines else 1


@cache
def _files(roots: tuple[str, ...]) -> dict[str, Path]:
    found = {
        file.parent.relative_to(root).as_posix(): file
        for root in roots
        for pattern in ("*/source.py", "*/*/source.py")
        for file in Path(root).glob(pattern)
    }
    return dict(sorted(found.items()))


@cache
def _former(roots: tuple[str, ...]) -> dict[str, str]:
    from monitor.sources.checking import written_formerly

    return {old: name for name, file in _files(roots).items() for old in written_formerly(file)}
