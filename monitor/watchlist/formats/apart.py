"""Reading a file in a process of its own, bounded in memory and time from outside: for libraries that cannot be bounded
from inside (one cell in the last row and column of an old workbook makes a table of 17 billion cells), and for big files.

The child gets the file on its standard input and answers in lines of JSON on its standard output; it writes nothing to the
disk. Where it dies, or is ended by its limits, the file is refused with a sentence; this process goes on.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress

from monitor.watchlist import errors
from monitor.watchlist.errors import RefusedWorkbook, WatchlistFileError
from monitor.watchlist.formats.limits import MEMORY, SECONDS, megabytes
from monitor.watchlist.formats.shape import File, Format, Found
from monitor.watchlist.table import Row, Sheet


def read_apart(form: Format, file: File, seconds: int = SECONDS, memory: int = MEMORY) -> Found:
    """What `form.read(file)` gives. Raises what it raises, or RefusedWorkbook where it needs more time or memory."""
    command = [sys.executable, "-P", "-m", "monitor.watchlist.formats.apart", form.name, str(seconds), str(memory)]
    sent = json.dumps(file.name).encode() + b"\n" + file.data
    around = os.environ | {"PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=seconds * 2, env=around, check=False)
    except subprocess.TimeoutExpired as error:
        raise _too_much(file, seconds, memory) from error
    found = _received(done.stdout)
    if found is None:
        raise _too_much(file, seconds, memory)
    return found


def _too_much(file: File, seconds: int, memory: int) -> RefusedWorkbook:
    return RefusedWorkbook("watchlist.errors.too_much", file=file.name, seconds=seconds, memory=megabytes(memory))


# --- what goes over the line ------------------------------------------------------------------------------------------


def _sent(found: Found) -> Iterator[object]:
    for sheet in found.sheets:
        yield ["sheet", sheet.name, sheet.hidden, sorted(sheet.hidden_rows), sorted(sheet.hidden_columns)]
        for row in sheet.rows:
            more = [list(m.items()) for m in (row.no_value, row.kinds, row.spans)]
            yield ["row", row.number, row.cells, *more, sorted(row.struck)]
    yield ["end", found.encoding, found.delimiter, found.told, found.form]


def _received(answer: bytes) -> Found | None:
    """None where the answer breaks off."""
    sheets: list[Sheet] = []
    begun: tuple[str, bool, frozenset[int], frozenset[int]] | None = None
    rows: list[Row] = []

    def close() -> None:
        if begun:
            name, hidden, hidden_rows, hidden_columns = begun
            sheets.append(Sheet(name, tuple(rows), hidden, hidden_rows, hidden_columns))

    for line in answer.splitlines():
        try:
            what, *rest = json.loads(line)
        except ValueError:
            return None
        if what == "refused":
            kind, key, params = rest
            raise getattr(errors, kind)(key, **params)
        if what == "sheet":
            close()
            begun, rows = (rest[0], rest[1], frozenset(rest[2]), frozenset(rest[3])), []
        elif what == "row":
            number, cells, no_value, kinds, spans, struck = rest
            rows.append(Row(number, tuple(cells), dict(no_value), dict(kinds), frozenset(struck), dict(spans)))
        elif what == "end":
            close()
            encoding, delimiter, told, form = rest
            return Found(tuple(sheets), encoding, delimiter, tuple((k, p) for k, p in told), form)
    return None


# --- the child --------------------------------------------------------------------------------------------------------


def main(name: str, seconds: int, memory: int) -> None:
    from monitor.watchlist.formats import FORMATS

    _bound(seconds, memory)
    header, _, data = sys.stdin.buffer.read().partition(b"\n")
    file = File(json.loads(header), data)
    form = next(f for f in FORMATS if f.name == name)
    lines: Iterable[object]
    try:
        lines = _sent(form.read(file))
    except WatchlistFileError as error:
        lines = [["refused", type(error).__name__, error.key, error.params]]
    out = sys.stdout.buffer
    for line in lines:
        out.write(json.dumps(line, ensure_ascii=True, default=str).encode() + b"\n")
    out.flush()


def _bound(seconds: int, memory: int) -> None:
    try:
        import resource
    except ImportError:  # a system without them: the parent still ends what takes too long
        return
    for what, limit in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, memory)):
        with suppress(ValueError, OSError):  # the system allows less already
            resource.setrlimit(what, (limit, limit))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
