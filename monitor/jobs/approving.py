"""Signing an issue (签发), and taking that back before anything has arrived.

What is signed is the draft as it lies there, composed again from what was kept beside it, with the name and the day; nothing of it
is gathered anew. What is mailed are the files made then, kept by their digest.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from monitor.bulletin.differing import differences
from monitor.bulletin.issue import Approval, Issue, IssueInput
from monitor.bulletin.safe import one_line
from monitor.clock import Week, beijing
from monitor.config.settings import Sending, Settings
from monitor.errors import InputFileError, MonitorError, StateError, UsageError
from monitor.failpoints import reached
from monitor.issue.building import gather, let_go, rendered_of
from monitor.issue.drafts import draft_named, draft_of, drafts_in
from monitor.jobs.around import Around, settings_of
from monitor.jobs.excepting import settle_exceptions
from monitor.locks import MAIL, Lock
from monitor.model import State
from monitor.outbox import office_audience
from monitor.outbox.kept import digest_of, keep, kept_files, write
from monitor.outbox.owed import rows_of
from monitor.outbox.server import check_mail
from monitor.store import Store
from monitor.store.approvals import ApprovalRow
from monitor.store.issues import IssueRow
from monitor.watchlist import anything_watched

_NAME_LIMIT = 60
_NOTE_LIMIT = 200
_WHY_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Signed:
    """`row` as it stands afterwards (before, where nothing was to be done but looked at); `released`: it goes out; `files`: what
    lies in its folder now; `issue`: what is signed, None where a signature was taken back."""

    row: IssueRow
    released: bool
    files: Mapping[str, Path]
    issue: Issue | None = None


def approve(
    around: Around, week: Week | None, by: str, note: str = "", *, draft: str = "", dry_run: bool = False
) -> Signed:
    """Sign the issue of a week (None: the latest). It goes out with that, unless sending is left to a person. `draft`: the name of
    the draft the signer read.

    Raises UsageError (no name, not one who may sign; no name watched; signed, out, or stale already; what changed since), InputFileError (not
    built, or what it was composed from is gone), ConfigError (mail is set in part), LockHeld."""
    with Store.open(around.state) as store:
        settings, now = settings_of(around, store), around.clock.now()
        settle_exceptions(store, now)
        name = _signer(by, settings)
        releases = settings.sending is not Sending.OFF
        if releases:
            check_mail(settings)
        audience = office_audience(settings)
        with Lock(around.state, MAIL).held(), store.alone():
            row = _of(store, audience.id, week)
            _may_be_signed(row)
            _is_about_somebody(store, row)
            source = _as_read(around, store, settings, row, draft)
            approval = Approval(by=name, at=now, note=one_line(note, _NOTE_LIMIT))
            issue, rendered = rendered_of(source, draft=False, approval=approval)
            digest = digest_of(rendered)
            if dry_run:
                return Signed(row, releases, {}, issue)
            keep(store.state, row.folder, digest, rendered)
            reached("approval_written")
            with store.immediate():
                store.approvals.add(ApprovalRow(row.id, name, approval.note, now, row.draft, digest))
                store.issues.set_files(row.id, digest, issue.subject, as_draft=False)
                if releases:
                    store.issues.set_channel(row.id, audience.channel)
                    let_go(store, row.id, audience, settings, now)
                reached("approval_in_commit")
            reached("approval_committed")
            return Signed(_again(store, row), releases, show(store, row, rendered), issue)


def unreviewed(issue: Issue) -> tuple[str, ...]:
    """The entry numbers of high-risk leads that nobody has reviewed."""
    told = (*issue.source.new_hits, *issue.source.changed_hits)
    open_ = (h for h in told if h.risk == "high" and h.state is State.NEW and not (h.reviewed_by or h.confirmed_by))
    return tuple(dict.fromkeys(h.entry_no for h in open_))


def take_back(around: Around, week: Week | None, by: str) -> Signed:
    """The issue is a draft again, as it was; its mails are not sent.

    Raises UsageError (no name; not signed; something has arrived, or may have), InputFileError, LockHeld."""
    with Store.open(around.state) as store:
        settings, now = settings_of(around, store), around.clock.now()
        name = _named(by)
        with Lock(around.state, MAIL).held(), store.alone():
            row = _of(store, office_audience(settings).id, week)
            if row.approved_at is None:
                raise UsageError("errors.approval.not_signed", week=str(row.week))
            if row.told_at is not None and somebody_has_it(store, row):
                raise UsageError("errors.approval.sent", week=str(row.week), when=beijing(row.told_at))
            if any(r.state == "claimed" for r in rows_of(store, row)):
                raise UsageError("errors.approval.being_sent", week=str(row.week))
            source = _kept(store, row)
            issue, rendered = rendered_of(source, draft=True, draft_no=row.draft)
            with store.immediate():
                store.approvals.end(row.id, now, name)
                store.issues.take_back(row.id)
                store.issues.set_files(row.id, digest_of(rendered), issue.subject, as_draft=True)
            return Signed(_again(store, row), False, show(store, row, rendered))


def somebody_has_it(store: Store, row: IssueRow) -> bool:
    """Whether an issue that counts as told may have reached a person: a mail of it was accepted, or it was mailed at all. One
    that was given out as a file lies in its folder, and nobody was sent it, unless a later issue goes on from it."""
    later = (r for r in store.issues.every(row.audience) if (r.week, r.revision) != (row.week, row.revision))
    follows = any(r.told_at is not None and r.told_at >= (row.told_at or r.told_at) for r in later)
    return row.channel != "file" or follows or any(r.state == "accepted" for r in rows_of(store, row))


def hindrance(around: Around, store: Store, settings: Settings, row: IssueRow) -> MonitorError | None:
    """Why an issue that waits for its signature would be refused it now; None where it would be signed. Raises StateError."""
    try:
        _may_be_signed(row)
        _is_about_somebody(store, row)
        _as_read(around, store, settings, row, "")
    except StateError:
        raise
    except MonitorError as error:
        return error
    except Exception as error:  # whoever asks how things stand is told of this too, and of all else
        why = f"{type(error).__name__}: {error}"
        return UsageError("errors.approval.cannot_compose", week=str(row.week), why=why[:_WHY_LIMIT])
    return None


def fair_copy(store: Store, row: IssueRow) -> IssueRow:
    """An issue that goes out without a signature: its files without the mark of a draft. Called under the locks of the sender.

    Raises InputFileError where what it was composed from is gone."""
    issue, rendered = rendered_of(_kept(store, row), draft=False)
    digest = digest_of(rendered)
    keep(store.state, row.folder, digest, rendered)
    store.issues.set_files(row.id, digest, issue.subject, as_draft=False)
    show(store, row, rendered)
    return _again(store, row)


def show(store: Store, row: IssueRow, rendered: Mapping[str, bytes]) -> dict[str, Path]:
    """The files as a person finds them in the folder of the week."""
    return {name: write(store.state / row.folder / f"bulletin.{name}", body) for name, body in rendered.items()}


# --- what is looked at before -------------------------------------------------------------------------------------------


def _named(by: str) -> str:
    name = one_line(by)
    if not name or len(name) > _NAME_LIMIT:
        raise UsageError("errors.approval.no_name", most=_NAME_LIMIT)
    return name


def _signer(by: str, settings: Settings) -> str:
    name = _named(by)
    may = settings.office_form.signers
    if may and name not in may:
        raise UsageError("errors.approval.not_a_signer", name=name, known={"zh": "、".join(may), "en": ", ".join(may)})
    return name


def _of(store: Store, audience: str, week: Week | None) -> IssueRow:
    row = store.issues.latest(audience) if week is None else store.issues.get(audience, week)
    if row is None:
        if week is None:
            raise InputFileError("errors.approval.nothing_built")
        raise InputFileError("errors.no_such_issue", week=str(week))
    return row


def _may_be_signed(row: IssueRow) -> None:
    week = str(row.week)
    if row.approved_at is not None:
        key = "signed" if row.told_at is None else "signed_out"
        raise UsageError(f"errors.approval.{key}", week=week, by=row.approved_by, when=beijing(row.approved_at))
    if row.released_at is not None:
        raise UsageError("errors.approval.out", week=week, when=beijing(row.told_at or row.released_at))
    if row.stale:
        raise UsageError("errors.issue_stale", week=week)


def _is_about_somebody(store: Store, row: IssueRow) -> None:
    """An issue under which nothing was compared says nothing of any risk: no signature makes it say so."""
    if not anything_watched(store.watchlist.names()):
        raise UsageError("errors.approval.no_names", week=str(row.week))


def _as_read(around: Around, store: Store, settings: Settings, row: IssueRow, draft: str) -> IssueInput:
    """What the draft was composed from, if it is the one that was read and the store does not say otherwise by now."""
    week, t = str(row.week), around.texts
    source = _kept(store, row)
    _, rendered = rendered_of(source, draft=row.as_draft, draft_no=row.draft)
    if digest_of(rendered) != row.digest:  # another version of the program would print it otherwise
        raise UsageError("errors.approval.printed_otherwise", week=week)
    kept_files(store.state, row.folder, row.digest)
    wanted = draft.strip().lower()
    others = {n: draft_named(store.state, row.folder, n) for n in drafts_in(store.state, row.folder) if n != row.draft}
    if wanted and wanted != row.draft:
        before = others.get(wanted)
        if before is None:
            raise UsageError("errors.approval.no_such_draft", week=week, draft=wanted, latest=row.draft)
        what = _said(differences(before, source, t), around)
        raise UsageError("errors.approval.other_draft", week=week, draft=wanted, latest=row.draft, what=what)
    if not wanted:
        for name, before in others.items():
            if before is not None and (told := differences(before, source, t)):
                what = _said(told, around)
                raise UsageError("errors.approval.several_drafts", week=week, draft=name, latest=row.draft, what=what)
    audience = replace(office_audience(settings), id=row.audience)
    today, _, _ = gather(
        store, settings, around.sources, row.week, around.clock.now(), t, audience=audience, correction=row.revision
    )
    if told := differences(source, today, t):
        raise UsageError("errors.approval.changed", week=week, built=beijing(row.built_at), what=_said(told, around))
    return source


def _said(sentences: tuple[str, ...], around: Around) -> str:
    return around.texts("bulletin.text.clause_separator").join(sentences) or around.texts("bulletin.differs.nothing")


def _kept(store: Store, row: IssueRow) -> IssueInput:
    source = draft_of(store.state, row)
    if source is None:
        raise InputFileError("errors.approval.not_kept", week=str(row.week))
    return source


def _again(store: Store, row: IssueRow) -> IssueRow:
    found = store.issues.by_id(row.id)
    assert found is not None
    return found
