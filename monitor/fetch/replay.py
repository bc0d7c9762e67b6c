"""Replay: every request is answered from stored captures, and no socket is ever opened (DESIGN §5.5)."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from monitor.config import Limits
from monitor.errors import FetchFailed, InputFileError
from monitor.fetch.transport import RawAnswer
from monitor.model import Request


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str
    query: dict[str, str] = {}
    method: str = "GET"
    body_contains: str = ""
    file: str = ""
    body: str = ""
    status: int = 200
    headers: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class _Answer:
    """One stored answer and the requests it is for. `*` is a wildcard in the URL and in query values."""

    base: str
    query: tuple[tuple[str, str], ...]
    method: str
    body_contains: bytes
    status: int
    headers: Mapping[str, str]
    path: Path

    def suits(self, base: str, query: Sequence[tuple[str, str]], request: Request) -> bool:
        return (
            self.method == request.method
            and _like(base, self.base)
            and self.body_contains in request.body
            and all(any(k == name and _like(v, value) for k, v in query) for name, value in self.query)
        )


@dataclass
class ReplayTransport:
    """Answers from stored captures. The entry with the most query parameters wins, then the earlier one."""

    answers: list[_Answer] = field(default_factory=list)
    live: bool = False

    def answer(self, request: Request, headers: Mapping[str, str], limits: Limits, hosts: frozenset[str]) -> RawAnswer:
        base, query = _split(request.url)
        query += list(request.params)
        fitting = [a for a in self.answers if a.suits(base, query, request)]
        if not fitting:
            raise FetchFailed("fetch.not_in_replay", url=request.url)
        best = max(fitting, key=lambda a: len(a.query))
        if best.path.stat().st_size > limits.bytes:
            raise FetchFailed("fetch.too_large", limit=limits.bytes)
        return RawAnswer(request.url, best.status, best.headers, best.path)


def open_replay(path: Path, spool: Path) -> ReplayTransport:
    """The replay at `path`: a WARC file, a folder of them, or a folder with replay.yaml. Bodies of WARC records are
    unpacked into `spool`. Raises InputFileError naming the file."""
    if path.is_file():
        return ReplayTransport(_from_warc([path], spool))
    if not path.is_dir():
        raise InputFileError("fetch.replay_missing", file=str(path))
    listing = path / "replay.yaml"
    if listing.is_file():
        return ReplayTransport(_from_yaml(listing))
    warcs = sorted(p for p in path.rglob("*") if p.name.endswith((".warc", ".warc.gz")))
    if not warcs:
        raise InputFileError("fetch.replay_empty", file=str(path))
    return ReplayTransport(_from_warc(warcs, spool))


def _from_yaml(listing: Path) -> list[_Answer]:
    try:
        entries = YAML(typ="safe", pure=True).load(listing.read_text(encoding="utf-8"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise InputFileError("fetch.replay_yaml", file=str(listing), why=str(error).splitlines()[0]) from None
    if not isinstance(entries, list):
        raise InputFileError("fetch.replay_yaml", file=str(listing), why="a list of entries is expected")
    answers = []
    for number, raw in enumerate(entries, 1):
        try:
            entry = _Entry.model_validate(raw)
        except ValidationError as error:
            first = error.errors()[0]
            why = f"{number}: {'.'.join(str(p) for p in first['loc'])}: {first['msg']}"
            raise InputFileError("fetch.replay_yaml", file=str(listing), why=why) from None
        if entry.file:
            path = listing.parent / entry.file
            if not path.is_file():
                raise InputFileError("fetch.replay_yaml", file=str(listing), why=f"{number}: file: {entry.file}")
        else:
            path = _InlineBody.write(listing, number, entry.body)
        base, query = _split(entry.url)
        pairs = (*query, *((k, str(v)) for k, v in entry.query.items()))
        headers = {k.lower(): v for k, v in entry.headers.items()}
        answers.append(_Answer(base, pairs, entry.method, entry.body_contains.encode(), entry.status, headers, path))
    return answers


class _InlineBody:
    """Inline bodies lie in a temporary folder of the process, since an answer's body is always a file."""

    folder: Path | None = None

    @classmethod
    def write(cls, listing: Path, number: int, body: str) -> Path:
        import atexit
        import shutil
        import tempfile

        if cls.folder is None:
            cls.folder = Path(tempfile.mkdtemp(prefix="monitor-replay-"))
            atexit.register(shutil.rmtree, cls.folder, ignore_errors=True)
        path = cls.folder / f"{uuid.uuid4().hex}-{number}"
        path.write_text(body, encoding="utf-8")
        return path


def _from_warc(files: Sequence[Path], spool: Path) -> list[_Answer]:
    answers: list[_Answer] = []
    spool.mkdir(parents=True, exist_ok=True)
    for file in files:
        try:
            with file.open("rb") as stream:
                for record in ArchiveIterator(stream):
                    url = record.rec_headers.get_header("WARC-Target-URI") or ""
                    if record.rec_type == "request":  # stands behind its answer
                        method = record.http_headers.protocol
                        if answers and method != "GET":
                            posted = record.content_stream().read()
                            answers[-1] = replace(answers[-1], method=method, body_contains=posted)
                    elif record.rec_type == "response":
                        body = spool / f"{uuid.uuid4().hex}.body"
                        with body.open("wb") as out:
                            while chunk := record.content_stream().read(1 << 20):
                                out.write(chunk)
                        base, query = _split(url)
                        headers = {k.lower(): v for k, v in record.http_headers.headers}
                        status = int(record.http_headers.get_statuscode())
                        answers.append(_Answer(base, tuple(query), "GET", b"", status, headers, body))
        except AttributeError:  # no HTTP head
            raise InputFileError("fetch.replay_not_warc", file=str(file)) from None
        except (ArchiveLoadFailed, OSError, ValueError) as error:
            raise InputFileError("fetch.replay_warc", file=str(file)) from error
    return answers


def _split(url: str) -> tuple[str, list[tuple[str, str]]]:
    parts = urlsplit(url)
    base = f"{parts.scheme}://{parts.netloc}{parts.path}"
    return base, parse_qsl(parts.query, keep_blank_values=True)


def _like(text: str, pattern: str) -> bool:
    # Only `*` is a wildcard; [ and ? of a URL are plain characters (conditions[agencies][]).
    return fnmatchcase(text, pattern.replace("[", "[[]").replace("?", "[?]"))
