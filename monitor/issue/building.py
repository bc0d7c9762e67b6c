"""The weekly issue for one audience: gather from the store, compose, render, write, and record what it says.

What is new is decided by what the audience was told, not by dates: a hit no issue has told is new in this one, even if the
week it was found in never got an issue. Building the same week again keeps its numbers and replaces its files, as long as
nobody was told: then it can be corrected, and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from monitor import bulletin
from monitor.assess.details import details_of
from monitor.assess.filers import serial_filers_of
from monitor.bulletin.compose import compose, propose_numbers
from monitor.bulletin.issue import Approval, Beside, FormView, HitView, Issue, IssueInput, NotArrived, OfficeView
from monitor.bulletin.news import as_reported, clocks_kept, has_news
from monitor.bulletin.one_entry import grave_at_last, one_entry_each
from monitor.bulletin.open_clocks import lines_of
from monitor.cases.states import SETTLED
from monitor.clock import BEIJING, Week, beijing
from monitor.config import SourceConfig, covered_by
from monitor.config.settings import Sending, Settings
from monitor.coverage import coverage_of
from monitor.errors import UsageError
from monitor.failpoints import reached
from monitor.issue.drafts import content_of, keep_draft, name_of, source_of
from monitor.issue.handling import handled
from monitor.issue.orders import general_orders
from monitor.issue.period import ReadPeriod, period_of
from monitor.issue.still_open import numbered_open, open_hits_of
from monitor.issue.views import filer_views_of, views_of
from monitor.mail import stable_message_id
from monitor.outbox import Audience, office_audience
from monitor.outbox.kept import FORMATS, digest_of, keep, write
from monitor.store import Store
from monitor.store.as_json import dumps
from monitor.store.issues import Entry, IssueRow
from monitor.texts import Texts
from monitor.watchlist import anything_watched, unwatched_of


@dataclass(frozen=True, slots=True)
class Built:
    """A built issue: its model, its row in the store, its folder, and its files by format. `recalled`: how many mails of
    it were still to arrive when it was built again; `sending`: what lets the office's issues go."""

    issue: Issue
    row: IssueRow
    folder: Path
    files: Mapping[str, Path]
    recalled: int = 0
    sending: Sending = Sending.APPROVED

    @property
    def digest(self) -> str:
        return self.row.digest


def build_issue(
    store: Store,
    settings: Settings,
    sources: Mapping[str, SourceConfig],
    week: Week,
    now: datetime,
    texts: Texts,
    *,
    release: bool = False,
    correct: bool = False,
) -> Built:
    """Build the issue of a week (or build it again, as long as nobody was told; or, with `correct`, its next 更正), and let
    it go if `release`.

    Raises UsageError for a week that has not begun, for an issue that was told (without `correct`) or was not (with it).
    """
    if week.begins > now:
        raise UsageError("errors.week_to_come", week=str(week))
    audience = office_audience(settings)
    with store.alone():
        revision = _revision(store, audience, week, correct=correct)
        period = period_of(store, audience.id, week, now)
        gathered, entries, orders = gather(
            store, settings, sources, week, now, texts, audience=audience, period=period, correction=revision
        )
        folder = store.state / "bulletins" / str(week)
        if revision:
            folder /= f"correction-{revision}"
        # Composed from what is kept, and from nothing else: so is the issue that somebody signs.
        content = content_of(gathered)
        draft = name_of(content)
        issue, rendered = rendered_of(source_of(content), draft=not release, draft_no=draft)
        keep_draft(store.state, str(folder.relative_to(store.state)), content)
        files = {name: write(folder / f"bulletin.{name}", body) for name, body in rendered.items()}
        row = IssueRow(
            audience=audience.id,
            week=week,
            revision=revision,
            number=gathered.issue_no,
            running=gathered.running_no,
            draft=draft,
            as_draft=not release,
            built_at=now,
            cut_run=period.upto_run,
            subject=issue.subject,
            digest=digest_of(rendered),
            folder=str(folder.relative_to(store.state)),
            channel=audience.channel,
        )
        if release:
            keep(store.state, row.folder, row.digest, rendered)
        reached("issue_written")
        with store.immediate():
            kept = store.issues.keep(row, entries, orders)
            if release:
                let_go(store, kept, audience, settings, now)
            reached("issue_in_commit")
        reached("issue_committed")
        found = store.issues.by_id(kept)
        assert found is not None
    return Built(issue, found, folder, files, sending=settings.sending)


def rendered_of(
    source: IssueInput, *, draft: bool, draft_no: str = "", approval: Approval | None = None
) -> tuple[Issue, dict[str, bytes]]:
    """The issue and its files: as a draft, as it goes out, or as somebody signed it."""
    issue = compose(replace(source, draft=draft, draft_no=draft_no if draft else "", approval=approval))
    return issue, {name: bulletin.render(issue, name) for name in FORMATS}


def let_go(store: Store, issue: int, audience: Audience, settings: Settings, now: datetime) -> None:
    """Release an issue: a row for every address in the very transaction, or told at once where it goes out as a file."""
    with store.immediate():
        store.issues.release(issue, now)
        row = store.issues.by_id(issue)
        assert row is not None
        store.outbox.revive(issue, row.digest, now)
        queue(store, row, audience, settings, now)


def queue(store: Store, row: IssueRow, audience: Audience, settings: Settings, now: datetime) -> None:
    """Rows for the addresses of the audience that have none yet of this very issue."""
    domain = settings.mail_from.rpartition("@")[2]
    what = str(row.week) + (f"/{row.revision}" if row.revision else "")
    messages = [(to, stable_message_id(what, to, row.digest.encode(), domain)) for to in audience.recipients]
    if row.channel == "mail" and messages:
        store.outbox.queue(row.id, row.audience, row.digest, messages, now)


def _revision(store: Store, audience: Audience, week: Week, *, correct: bool) -> int:
    """Which issue of the week is to be built: 0 the issue, n its n-th correction."""
    before = store.issues.get(audience.id, week)
    told = before is not None and before.told_at is not None
    if before is None or (not told and not before.revision):
        if correct:
            raise UsageError("errors.nothing_to_correct", week=str(week))
        return 0
    if not correct:
        # A correction nobody was told yet does not make the issue before it untold.
        first = before if told else store.issues.get(audience.id, week, 0)
        when = beijing(first.told_at) if first and first.told_at else "-"
        raise UsageError("errors.issue_told", week=str(week), when=when)
    return before.revision + 1 if told else before.revision


def gather(
    store: Store,
    settings: Settings,
    sources: Mapping[str, SourceConfig],
    week: Week,
    now: datetime,
    texts: Texts,
    *,
    audience: Audience,
    period: ReadPeriod | None = None,
    correction: int = 0,
) -> tuple[IssueInput, list[Entry], Mapping[str, int]]:
    """Everything the issue of a week is made from, and what it will record: its entries, and how far general exclusion
    orders had come. `period`: that of an issue made now, where none is given."""
    period = period or period_of(store, audience.id, week, now)
    cut, upto = period.after_run, period.upto_run
    parts = store.issues.parts_of(audience.id, week, now, cut, upto)
    demo = store.meta.get("demo") == "1"

    filers = serial_filers_of(store)

    def views(ids: Sequence[int]) -> tuple[HitView, ...]:
        details = details_of(store, store.hits.find(ids=ids), now, texts.lang, filers=filers)
        seen = (audience.id, week, now.astimezone(BEIJING).date())
        return views_of(store, details, texts, new_after_run=cut, upto_run=upto, demo=demo, reported=seen)

    # What a run brought may be another party's act, or a fact no entry shows: such a hit has not changed for its reader.
    stirred = views(parts.changed)
    today = now.astimezone(BEIJING).date()
    news = tuple(v for v in stirred if has_news(v))
    quiet = [v for v in stirred if not has_news(v)]
    of_new, of_own = views(parts.new), views(parts.own)
    ended = views(parts.ended)
    shown = {v.id: dumps(as_reported(v)) for v in (*of_new, *news, *of_own)}
    # Its clocks are told no more; should it come back, they are told again.
    shown |= {v.id: dumps({**as_reported(v), "clocks": []}) for v in ended}
    new, changed, own = one_entry_each(*grave_at_last(of_new, news), of_own)
    new, changed = (tuple(handled(v, settings.office_form, today) for v in part) for part in (new, changed))
    number, running = _issue_numbers(store, settings, audience, week)
    still = open_hits_of(store, audience.id, week, upto, (*parts.new, *parts.own), now, texts.lang, filers)
    orders = general_orders(store, audience.id, week, upto, texts)
    names = store.watchlist.names()
    coverage = coverage_of(store, sources, period.begins, period.ends, texts, now, after_run=cut or None)
    reported = store.issues.new_reported(audience.id, week)
    kept_out = store.issues.kept_out(week, now, cut, upto)
    gathered = IssueInput(
        office=OfficeView(
            name=settings.office_name or texts("bulletin_office.unnamed"),
            province=settings.province,
            region=_region_in_words(settings, texts),
            phone=settings.office_phone,
            entry_prefix=settings.entry_prefix,
            feedback=settings.mail_reply_to or settings.mail_from,
        ),
        year=week.year,
        week=week.number,
        issue_no=number,
        running_no=running,
        form=_form_view(settings),
        period_from=week.first_day,
        period_until=week.last_day,
        built_at=now,
        read_from=period.begins,
        read_until=period.ends,
        reported_in=_reported_in(store, audience, period.elsewhere),
        new_hits=new,
        changed_hits=changed,
        fallen_hits=views(parts.fallen),
        ended_hits=tuple(handled(v, settings.office_form, today) for v in ended),
        false_untold=parts.false_untold,
        duplicates_untold=parts.duplicates_untold,
        own_filings=own,
        filers=filer_views_of(store, filers),
        orders=orders.views,
        ongoing_count=parts.ongoing + sum(v.state not in SETTLED for v in quiet),
        over_count=parts.over + sum(v.state in SETTLED for v in quiet),
        coverage=coverage,
        quarantined=store.unread.quarantined(sources, period.begins),
        names_watched=len(names) if anything_watched(names) else 0,
        watched_kinds=Counter(w.kind for w in names),
        unwatched=unwatched_of(names, store.watchlist.unread(), covered_by(sources)).public_reasons,
        watchlist_version=store.watchlist.version(),
        watchlist_date=since.astimezone(BEIJING).date() if (since := store.watchlist.since()) else None,
        records_examined=sum(c.items for c in coverage),
        new_before=reported[0] if reported else None,
        new_this_year=reported[1] if reported else None,
        demo=demo,
        lang=texts.lang,
        correction=correction,
        not_arrived=tuple(
            NotArrived(
                year=m.week.year, week=m.week.number, number=m.number, missing=m.missing, total=m.total, told=m.told
            )
            for m in store.outbox.missed(audience.id, week)
        ),
        open_hits=still,
        suppressed={str(rule): count for rule, (count, _) in kept_out.items()},
        suppressed_new=sum(new for _, new in kept_out.values()),
    )
    return (*_numbered(store, gathered, week, shown), orders.reached)


def _reported_in(store: Store, audience: Audience, week: Week | None) -> tuple[int, int] | None:
    """Year and number of the issue that has reported the week of this one."""
    row = store.issues.get(audience.id, week) if week else None
    return (row.week.year, row.number) if row else None


def _issue_numbers(store: Store, settings: Settings, audience: Audience, week: Week) -> tuple[int, int]:
    form = settings.office_form
    return store.issues.numbers_for(audience.id, week, form.first_issue_no, form.first_running_no)


def _form_view(settings: Settings) -> FormView:
    form = settings.office_form
    return FormView(
        publisher=form.publisher,
        marking=form.marking,
        pass_on=form.pass_on,
        reviewer=form.reviewer,
        editor=form.editor,
        contact=form.contact,
        contact_phone=form.contact_phone,
        report_to=form.report_to,
        send_to=form.send_to,
        blanks=form.blanks,
    )


def _region_in_words(settings: Settings, texts: Texts) -> str:
    return settings.region.name(texts.lang) if settings.region else ""


def _numbered(
    store: Store, gathered: IssueInput, week: Week, shown: Mapping[str, str]
) -> tuple[IssueInput, list[Entry]]:
    """Give every new hit its permanent number; numbers of an earlier build of this week stay. `shown`: hit → what is kept of
    its entry."""
    given = (n.rsplit("-", 1)[-1] for n in store.issues.entry_numbers_of_week(week))
    taken = max((int(n) for n in given if n.isdigit()), default=0)
    proposed = propose_numbers(gathered, taken)

    def numbered(views: tuple[HitView, ...]) -> tuple[HitView, ...]:
        return tuple(v if v.entry_no else replace(v, entry_no=proposed[v.id]) for v in views)

    result = replace(
        gathered,
        new_hits=numbered(gathered.new_hits),
        own_filings=numbered(gathered.own_filings),
        changed_hits=numbered(gathered.changed_hits),
    )
    parts = (
        ("new", result.new_hits),
        ("own", result.own_filings),
        ("changed", result.changed_hits),
        ("ended", result.ended_hits),
    )
    entries = []
    for part, views in parts:
        for v in views:
            entries.append(Entry(int(v.id), v.entry_no, "baseline" if v.baseline else part, v.kind, shown[v.id]))
            entries += [Entry(int(a.id), a.entry_no or v.entry_no, a.part, a.kind, shown[a.id]) for a in v.also]
    told = {e.hit: e.entry_no for e in entries}
    result = replace(
        result,
        new_hits=_with_others(result.new_hits, told),
        changed_hits=_with_others(result.changed_hits, told),
        open_hits=numbered_open(result.open_hits, told),
    )
    listed = {h.id: h for line in lines_of(result.open_hits)[0] for h in line.hits}
    entries += [
        Entry(int(h.id), h.entry_no, "open", "", dumps({"clocks": clocks_kept(h.deadlines)}))
        for h in listed.values()
        if int(h.id) not in told
    ]
    return result, entries


def _with_others(views: tuple[HitView, ...], numbers: Mapping[int, str]) -> tuple[HitView, ...]:
    """The other subjects of each matter with the numbers this issue gives them."""

    def numbered(other: Beside) -> Beside:
        return replace(other, entry_no=numbers.get(int(other.id), other.entry_no))

    return tuple(replace(v, beside=tuple(map(numbered, v.beside))) if v.beside else v for v in views)
