"""A row of the outbox as a sentence: which issue, to whom, how it stands, what the server said, when it is tried next."""

from __future__ import annotations

from monitor.clock import beijing
from monitor.config.settings import Sending
from monitor.store.outbox import OutboxRow
from monitor.texts import Texts


def issue_of(row: OutboxRow, texts: Texts) -> str:
    """ "2026年第3期", with its correction where it is one; the kind of message where it belongs to no issue."""
    if row.week is None:
        return texts(f"mail.kind.{row.kind}")
    return number_of(row.week.year, row.issue_no, row.revision, texts)


def number_of(year: int, issue_no: int, revision: int, texts: Texts) -> str:
    number = texts("bulletin.page.number", year=year, number=issue_no)
    return texts("bulletin.page.correction", number=number, correction=revision) if revision else number


def draft_key(channel: str, revision: int, sending: Sending) -> str:
    """Which sentence tells how a draft goes out: a correction that is given out as a file is asked for as one again."""
    if sending is Sending.APPROVED:
        return "draft_unsigned"
    return "draft_file_correction" if channel == "file" and revision else f"draft_{channel}"


def said_of(row: OutboxRow, texts: Texts) -> str:
    said = texts(
        "mail.row.line",
        id=row.id,
        issue=issue_of(row, texts),
        recipient=row.recipient,
        state=texts(f"mail.state.{row.state}"),
        tries=row.tries,
    )
    if row.answer:
        said += texts("mail.row.answer", answer=row.answer)
    if row.state in ("queued", "deferred") and row.next_try is not None:
        said += texts("mail.row.next", at=beijing(row.next_try))
    if row.state in ("refused", "given_up"):
        said += texts("mail.row.what_next", id=row.id)
    return said
