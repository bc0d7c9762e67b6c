"""Writing the canonical csv and yaml: what `export` prints and `read_watchlist` reads back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence

from monitor.model import WatchedName
from monitor.watchlist.fields import ALL, as_cell
from monitor.watchlist.headers import CANONICAL
from monitor.watchlist.stamp import Stamp


def write_csv(names: Sequence[WatchedName], stamp: Stamp | None = None) -> bytes:
    """UTF-8 with byte-order mark (so that Excel shows Chinese), CRLF, `;` inside lists.

    A text a spreadsheet would run as a formula gets an apostrophe; reading takes it away. Spellings switched off have
    no column here: they stand in the yaml, and a re-import keeps them. `stamp` stands in a heading of its own, the last.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow((*CANONICAL, stamp.text) if stamp else CANONICAL)
    for name in names:
        row = [as_cell(name, field) for field in CANONICAL]
        writer.writerow(guarded(cell) for cell in row)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def write_yaml(names: Sequence[WatchedName], stamp: Stamp | None = None) -> bytes:
    """UTF-8; empty fields are left out; lists stand on one line."""
    from ruamel.yaml import YAML
    from ruamel.yaml.comments import CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    def one_line(values: Sequence[object]) -> CommentedSeq:
        # Inside [ ] ruamel leaves ": 00" unquoted, and cannot read it again.
        listed = CommentedSeq(DoubleQuotedScalarString(v) if isinstance(v, str) and ":" in v else v for v in values)
        listed.fa.set_flow_style()
        return listed

    entries = []
    for name in names:
        entry = {field: _value(name, field, one_line) for field in ALL}
        entries.append({k: v for k, v in entry.items() if v or k == "name"})
    yaml = YAML()
    yaml.width = 10_000
    yaml.allow_unicode = True
    out = io.BytesIO()
    yaml.dump({**({"version": stamp.text} if stamp else {}), "watchlist": entries}, out)
    return out.getvalue()


def _value(name: WatchedName, field: str, one_line: Callable[[Sequence[object]], object]) -> object:
    value = getattr(name, field)
    if isinstance(value, tuple | frozenset):
        return one_line(sorted(value) if isinstance(value, frozenset) else value) if value else ""
    return value.value if field == "kind" else value


def guarded(text: str) -> str:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it."""
    guard = text[:1] in tuple("=+-@") or (text[:1] == "'" and text[1:2] in tuple("=+-@'"))
    return "'" + text if guard else text
