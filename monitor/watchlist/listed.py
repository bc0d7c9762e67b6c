"""Reading the canonical yaml that `export` writes: a list of entries, or a mapping with `watchlist:`."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from monitor.watchlist.entries import Gathered, Report, add_entry
from monitor.watchlist.errors import WatchlistFileError
from monitor.watchlist.fields import several
from monitor.watchlist.formats.delimited import decode
from monitor.watchlist.headers import CANONICAL
from monitor.watchlist.stamp import stamp_of

MAX_FILE = 8 << 20  # bytes
_FIELDS = (*CANONICAL, "disabled_variants")


def read_listed(path: Path, data: bytes) -> tuple[Gathered, str]:
    """(names and problems, encoding). Raises WatchlistFileError where the file is no such list, naming line and column."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    if len(data) > MAX_FILE:
        raise WatchlistFileError(
            "watchlist.errors.too_big", file=path.name, size=f"{len(data) >> 20} MB", limit=f"{MAX_FILE >> 20} MB"
        )
    text, encoding = decode(path.name, data)
    try:
        loaded = YAML(typ="safe", pure=True).load(io.StringIO(text.lstrip("\ufeff")))
    except (YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        detail = (
            str(getattr(error, "problem", "") or error).splitlines()[0][:160] if str(error) else type(error).__name__
        )
        raise WatchlistFileError("watchlist.errors.yaml", file=path.name, line=line, detail=detail) from error
    entries = loaded.get("watchlist") if isinstance(loaded, Mapping) else loaded
    if not isinstance(entries, list):
        raise WatchlistFileError("watchlist.errors.yaml_shape", file=path.name)
    into = Gathered(path.name)
    if isinstance(loaded, Mapping) and isinstance(said := loaded.get("version"), str):
        into.stamp = stamp_of(said)
    for number, listed in enumerate(entries, 1):
        report = Report(into, "", number, {})
        entry = {"name": listed} if isinstance(listed, str) else listed
        if not isinstance(entry, Mapping):
            report("yaml_entry", fatal=True)
            continue
        for unknown in sorted(str(k)[:40] for k in entry if k not in _FIELDS):
            report("unknown_field", unknown, known=list(_FIELDS))
        raw = {name: _text(name, entry[name], report) for name in _FIELDS if name in entry}
        raw |= {name: "-" for name in raw if entry[name] in ("", [])}  # written down as empty, not left out
        add_entry(raw, report, into, canonical=True)
    return into, encoding


def _text(name: str, value: object, report: Report) -> str:
    """A value as the text a csv cell would hold. Booleans, dates and nested values are not texts: say so, take nothing."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, list) and several(name):
        parts = [_text("", item, report) for item in value]
        return ";".join(p for p in parts if p)
    # Anchors can make a nested value of any size out of a few lines: only its kind is shown.
    shown = type(value).__name__ if isinstance(value, list | Mapping | set | tuple) else str(value)[:40]
    report("yaml_value", name, value=shown)
    return ""
