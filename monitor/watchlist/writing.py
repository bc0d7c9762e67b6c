"""Writing the canonical csv and yaml: what `export` prints and `read_watchlist` reads back unchanged."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from monitor.model import WatchedName
from monitor.watchlist.headers import CANONICAL


def write_csv(names: Sequence[WatchedName]) -> bytes:
    """UTF-8 with byte-order mark (so that Excel shows Chinese), CRLF, `;` inside lists.

    A text a spreadsheet would run as a formula gets an apostrophe; reading takes it away. Spellings switched off have
    no column here: they stand in the yaml, and a re-import keeps them.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(CANONICAL)
    for name in names:
        row = (
            name.id,
            name.name,
            name.kind.value,
            _joined(name.aliases),
            name.owner,
            name.owner_en,
            _joined(name.owner_aliases),
            _joined(map(str, name.nice_classes)),
            name.city,
            name.industry,
            _joined(sorted(name.flags)),
        )
        writer.writerow(guarded(cell) for cell in row)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def write_yaml(names: Sequence[WatchedName]) -> bytes:
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
        entry: dict[str, object] = {"id": name.id, "name": name.name, "kind": name.kind.value}
        entry |= {"aliases": one_line(name.aliases), "owner": name.owner, "owner_en": name.owner_en}
        entry |= {"owner_aliases": one_line(name.owner_aliases), "nice_classes": one_line(name.nice_classes)}
        entry |= {"city": name.city, "industry": name.industry, "flags": one_line(sorted(name.flags))}
        entry |= {"disabled_variants": one_line(name.disabled_variants)}
        entries.append({k: v for k, v in entry.items() if v or k == "name"})
    yaml = YAML()
    yaml.width = 10_000
    yaml.allow_unicode = True
    out = io.BytesIO()
    yaml.dump({"watchlist": entries}, out)
    return out.getvalue()


def _joined(values: object) -> str:
    return ";".join(str(v).replace(";", "；") for v in values)  # type: ignore[attr-defined]


def guarded(text: str) -> str:
    """A text that a spreadsheet would run as a formula, with an apostrophe before it."""
    guard = text[:1] in tuple("=+-@") or (text[:1] == "'" and text[1:2] in tuple("=+-@'"))
    return "'" + text if guard else text
