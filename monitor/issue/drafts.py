"""What an issue was composed from, kept beside its files: a signature is put on what the signer saw, not on what the store says by
then. A draft has a name (稿号), made of its content."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

from monitor.bulletin.issue import IssueInput
from monitor.issue.as_json import plain, read
from monitor.outbox.kept import write
from monitor.store.issues import IssueRow

_FOLDER = "drafts"


def content_of(source: IssueInput) -> bytes:
    """The input of an issue as JSON; `source_of` gives the same input back."""
    bare = replace(source, draft=False, draft_no="", approval=None)
    return json.dumps(plain(bare), ensure_ascii=False, sort_keys=True).encode("utf-8")


def source_of(content: bytes) -> IssueInput:
    """Raises ValueError where it is not, or not any more, the input of an issue."""
    found = read(IssueInput, json.loads(content))
    assert isinstance(found, IssueInput)
    return found


def name_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:8]


def keep_draft(state: Path, folder: str, content: bytes) -> None:
    """Raises DiskFull, StateError."""
    write(state / folder / _FOLDER / f"{name_of(content)}.json", content)


def draft_of(state: Path, row: IssueRow) -> IssueInput | None:
    """What an issue was composed from; None where it is not kept, or an earlier version of the program kept it otherwise."""
    return draft_named(state, row.folder, row.draft) if row.draft else None


def draft_named(state: Path, folder: str, name: str) -> IssueInput | None:
    try:
        content = (state / folder / _FOLDER / f"{name}.json").read_bytes()
        return source_of(content) if name_of(content) == name else None
    except (OSError, ValueError):
        return None


def drafts_in(state: Path, folder: str) -> tuple[str, ...]:
    """The names of all drafts kept of an issue."""
    return tuple(sorted(p.stem for p in (state / folder / _FOLDER).glob("*.json")))
