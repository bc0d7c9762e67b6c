"""`compose`: from what the store knows of a week to what the issue says. Pure: the same input gives the same issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time, timedelta

from monitor.bulletin import calendar_words as when
from monitor.bulletin.baseline import baseline_in_words
from monitor.bulletin.concluded import ended_in_words, kept_out_in_words, settled_in_words, untold_in_words
from monitor.bulletin.counting import counts_of, standing_hits
from monitor.bulletin.coverage_box import CoverageBox, coverage_box
from monitor.bulletin.figures import kept_out, statistics
from monitor.bulletin.form import form_in_words
from monitor.bulletin.issue import (
    Counts,
    Entry,
    FilerView,
    Folded,
    HitView,
    Issue,
    IssueInput,
    Open,
    OpenLine,
)
from monitor.bulletin.lead import lead
from monitor.bulletin.open_clocks import bare_nearest, nearest_said, open_clocks
from monitor.bulletin.orders import more_orders, orders_in_words
from monitor.bulletin.places import place_name
from monitor.bulletin.safe import one_line
from monitor.bulletin.selection import deserves_full_entry, in_order, is_confirmed, select
from monitor.bulletin.stories import told_once
from monitor.bulletin.wording import entry
from monitor.texts import Texts

_PREHEADER_LIMIT = 140


def compose(source: IssueInput) -> Issue:
    """The issue in the language of the input. Every hit given is shown or counted; every gap is said."""
    t = Texts(source.lang)
    chosen = select(source.new_hits, source.changed_hits, source.own_filings)
    box = coverage_box(source.coverage, source.quarantined, *_read(source), t)
    over = {h.id for h in chosen.settled}
    still = open_clocks(source.open_hits, _told_by(h for h in _all_hits(source) if h.id not in over), t)
    counts = counts_of(source, chosen, still)
    standing = _standing(source, box)
    number = _number(source, t)
    firms = (*chosen.firms, *chosen.firms_brief)
    reread = (*chosen.reread, *chosen.reread_brief, *chosen.reread_changed)
    baseline = (*chosen.baseline, *chosen.baseline_brief)
    shown = (
        *chosen.warnings, *chosen.full, *firms, *baseline, *reread, *chosen.brief, *chosen.old, *chosen.changed, *chosen.own,
    )  # fmt: skip
    numbers = {h.id: h.entry_no for h in shown}
    risen = (h for h in chosen.warnings if h.handling.risen)
    stories = told_once((*risen, *chosen.changed, *chosen.reread_changed))
    titles = {c.source: c.title for c in source.coverage if c.title and c.title != c.source}
    entries = {
        h.id: entry(
            h,
            source.office,
            t,
            see=numbers.get(chosen.same_case.get(h.id, ""), ""),
            story=numbers.get(stories.get(h.id, ""), ""),
            titles=titles,
        )
        for h in shown
    }
    changed = (*chosen.changed, *chosen.reread_changed)
    first = (*chosen.warnings, *(h for h in changed if is_confirmed(h) and deserves_full_entry(h)))
    leads = (h for h in changed if not is_confirmed(h) and deserves_full_entry(h))
    important = (*in_order(first), *in_order((*chosen.full, *chosen.firms, *chosen.baseline, *chosen.reread, *leads)))
    urgent = in_order(important)
    headline = _headline(standing, counts, still, box, t) + _but_for_exceptions(standing, source, t)
    return Issue(
        source=source,
        lang=source.lang,
        standing=standing,
        subject=_subject(source, counts, still, number, box, t),
        preheader=_preheader(urgent, entries, still, headline, t),
        title=t("bulletin.page.title"),
        number=number,
        form=form_in_words(source, _period(source, t), t),
        period=_period(source, t),
        built=when.moment(source.built_at, t),
        headline=headline,
        summary=lead(standing, counts, source, standing_hits(source, chosen), still, box, t),
        open=still,
        table=tuple(entries[h.id] for h in important),
        warnings=tuple(entries[h.id] for h in chosen.warnings),
        full=tuple(entries[h.id] for h in chosen.full),
        firms=tuple(entries[h.id] for h in chosen.firms),
        firms_brief=tuple(entries[h.id] for h in chosen.firms_brief),
        baseline=tuple(entries[h.id] for h in chosen.baseline),
        baseline_brief=tuple(entries[h.id] for h in chosen.baseline_brief),
        baseline_names=tuple(baseline_in_words([h for h in source.new_hits if h.baseline], source, t)),
        reread=tuple(entries[h.id] for h in chosen.reread),
        reread_brief=tuple(entries[h.id] for h in chosen.reread_brief),
        reread_progress=tuple(entries[h.id] for h in chosen.reread_changed),
        fallen=tuple(_fallen(h, source, t) for h in in_order(source.fallen_hits)),
        brief=tuple(entries[h.id] for h in chosen.brief),
        old=tuple(entries[h.id] for h in chosen.old),
        progress=tuple(entries[h.id] for h in chosen.changed),
        settled=settled_in_words(chosen.settled, t),
        ended=ended_in_words(source.ended_hits, t),
        kept_out=kept_out_in_words(source.ended_hits, t),
        ended_untold=untold_in_words(source, t),
        own=tuple(entries[h.id] for h in chosen.own),
        filers=tuple(_filer(f, t) for f in source.filers),
        orders=orders_in_words(source.orders, entries.values(), t),
        more_orders=more_orders(source.orders, t),
        advice_note=_advice_note(
            [entries[h.id] for h in (*chosen.warnings, *chosen.full, *chosen.firms, *chosen.baseline, *chosen.reread)],
            t,
        ),
        folded=tuple(_folded(name, count, t) for name, count in chosen.folded),
        coverage=box.rows,
        unchecked=box.unchecked,
        covered=box.total - box.missing,
        attributions=tuple(
            t("bulletin.coverage.attributed", title=row.title, attribution=row.attribution)
            for row in box.rows
            if row.attribution
        ),
        looked=box.total - box.unlooked,
        coverage_summary=box.summary + _of_region(source, t) + _unwatched(source, t) + _kept_out(source, t),
        statistics=statistics(source, standing_hits(source, chosen), counts, t),
        feedback=_feedback(source, t),
        disclaimer=one_line(source.office.disclaimer) or t("bulletin.disclaimer.standard"),
        numbering=_numbering([*(h.entry_no for h in (*urgent, *shown)), *(h.entry_no for h in source.open_hits)], t),
        stopping=_stopping(source, t),
        counts=counts,
        demo=source.demo or any(h.synthetic for h in _all_hits(source)),
    )


def propose_numbers(source: IssueInput, taken: int = 0) -> Mapping[str, str]:
    """Entry numbers for hits that have none: {hit id: "SX-2026-47-003"}, in the order of the issue.

    `taken` numbers of this week are already given. Numbers are permanent: the job that builds the issue stores what it uses.
    """
    prefix = f"{source.office.entry_prefix}-" if source.office.entry_prefix else ""
    chosen = select(source.new_hits, (), ())
    reread = (*chosen.reread, *chosen.reread_brief)
    baseline = (*chosen.baseline, *chosen.baseline_brief)
    shown = (
        *chosen.warnings, *chosen.full, *chosen.firms, *chosen.firms_brief, *baseline, *reread, *chosen.brief, *chosen.old,
    )  # fmt: skip
    known = {h.id for h in shown}
    rest = [h for h in in_order(_all_hits(source)) if h.id not in known]
    wanting = dict.fromkeys(h.id for h in (*shown, *rest) if not h.entry_no)
    return {
        hit_id: f"{prefix}{source.year}-{source.week:02d}-{number:03d}"
        for number, hit_id in enumerate(wanting, start=taken + 1)
    }


# --- what kind of week it was -------------------------------------------------------------------------


def _standing(source: IssueInput, box: CoverageBox) -> str:
    """See Issue.standing. An empty week is clean only if names were watched and every source was checked. That nobody is
    watched comes first: whatever else is told was found before."""
    if not source.names_watched:
        return "no_names"
    if source.new_hits or source.changed_hits:
        return "hits"
    if not box.total or box.unlooked == box.total:
        return "unchecked"
    if box.missing or box.left_out:
        return "gap"
    return "clean_except" if box.unreadable else "clean"


def _headline(standing: str, counts: Counts, still: Open, box: CoverageBox, t: Texts) -> str:
    """What was found, and which day comes first of all that is open, whichever issue reported it. Nothing open, nothing calm:
    a week that brought nothing is called calm only where no clock runs. What was taken back is said where nothing else was found."""
    key = "gap_all" if standing == "gap" and box.missing == box.total else standing
    if standing == "hits":
        key = _gravest(counts)
    if standing == "no_names" and (counts.new or counts.changed or counts.risen):
        key = "no_names_before"
    if still.count and t.find(f"bulletin.headline.{key}_open"):
        key = f"{key}_open"
    found = t(f"bulletin.headline.{key}", count=box.unreadable, **_figures(counts))
    if key.startswith("warnings") and (counts.high_leads or counts.leads):
        found += t(f"bulletin.headline.and_{'high' if counts.high_leads else 'leads'}", **_figures(counts))
    if counts.ended and standing != "hits":
        found = t("bulletin.headline.with_ended", found=found, count=counts.ended)
    return t("bulletin.headline.with_open", found=found, open=nearest_said(still, t)) if still.count else found


def _figures(counts: Counts) -> dict[str, int]:
    return {
        "high": counts.high_leads, "new": counts.leads, "changed": counts.changed, "baseline": counts.baseline,
        "warnings": counts.warnings, "settled": counts.settled,
    }  # fmt: skip


def _gravest(counts: Counts) -> str:
    """What of an issue that has something to tell is told first."""
    figures = {
        "warnings": counts.warnings, "high": counts.high_leads, "new": counts.leads, "changed": counts.changed,
        "settled": counts.settled, "baseline": counts.baseline,
    }  # fmt: skip
    return next((name for name, count in figures.items() if count), "changed")


def _told_by(hits: Iterable[HitView]) -> Mapping[str, str]:
    """Hit → the hit whose entry of this issue tells of it."""
    told: dict[str, str] = {}
    for h in hits:
        told |= {h.id: h.id, **{a.id: h.id for a in h.also}}
    return told


def _subject(source: IssueInput, counts: Counts, still: Open, number: str, box: CoverageBox, t: Texts) -> str:
    """2条高风险，在办7件最早12月3日｜海外知识产权预警周报2026年第3期：高风险2，新增3，更新2（11月16日—22日）, and that coverage has a gap.

    A phone shows the first eighteen characters of it. Made of our own words and numbers only: no text of a source ever stands in a subject.
    """
    line = t(
        "bulletin.subject.line",
        found=_found(_standing(source, box), counts, still, t),
        number=number,
        period=when.stretch(*_read(source), t),
        high=counts.high_all,
        figures=_subject_figures(counts, t),
    )
    if source.demo or any(h.synthetic for h in _all_hits(source)):
        line = t("bulletin.subject.demo") + line
    if source.draft:
        line = t("bulletin.subject.draft") + line
    if missing := sum(n.missing for n in source.not_arrived):
        line += t("bulletin.subject.not_arrived", count=missing)
    incomplete = box.missing or not box.total or not source.names_watched
    return line + (t("bulletin.subject.incomplete") if incomplete else "")


def _subject_figures(counts: Counts, t: Texts) -> str:
    """新增3，更新2; where persons have confirmed, closed or set aside something: 预警1，线索4，更新2，办结1，误报1."""
    if not (counts.warnings or counts.settled or counts.false_alarms or counts.duplicates):
        return t("bulletin.subject.untriaged", new=counts.new, changed=counts.changed)
    figures = {"settled": counts.settled, "false": counts.false_alarms, "duplicates": counts.duplicates}
    first = t("bulletin.subject.triaged", warnings=counts.warnings, leads=counts.leads, changed=counts.changed)
    return first + "".join(t(f"bulletin.subject.and_{what}", count=count) for what, count in figures.items() if count)


def _found(standing: str, counts: Counts, still: Open, t: Texts) -> str:
    """What the subject begins with. A grave matter is named in every issue until its clock has ended."""
    key = standing
    if standing == "no_names":
        return t("bulletin.subject.no_names")
    if still.count:
        key = "high_open" if counts.high_all else "open"
    elif standing == "hits":
        key = "high" if counts.high_all else _gravest(counts)
    nearest = bare_nearest(still, t) if still.count else ""
    figures = _figures(counts) | {"high": counts.high_all}
    return t(f"bulletin.subject.{key}", open=still.count, nearest=nearest, **figures)


def _of_region(source: IssueInput, t: Texts) -> str:
    """Whether firms of the region that are not on the list were looked for, and how far that goes."""
    office = source.office
    if office.region:
        return t("bulletin.coverage.before_sentence") + one_line(t("bulletin.coverage.region", region=office.region))
    if not office.province:
        return t("bulletin.coverage.before_sentence") + t("bulletin.coverage.no_region")
    return ""


def _unwatched(source: IssueInput, t: Texts) -> str:
    """What of the list is not watched, or only in part: a mark without words, a firm without an English name."""
    if not source.unwatched:
        return ""
    said = t("watchlist.unwatched.between").join(t.reason(r) for r in source.unwatched)
    return t("bulletin.coverage.before_sentence") + one_line(t("watchlist.unwatched.sentence", said=said))


def _but_for_exceptions(standing: str, source: IssueInput, t: Texts) -> str:
    """A week of which everything new is kept out is not called one without leads and no more."""
    if standing == "hits" or not source.suppressed_new:
        return ""
    return t("bulletin.headline.kept_out", count=source.suppressed_new)


def _kept_out(source: IssueInput, t: Texts) -> str:
    """How many leads exception rules keep out: an issue that does not list them says so."""
    if not source.suppressed:
        return ""
    return t("bulletin.coverage.before_sentence") + t("bulletin.coverage.kept_out", said=kept_out(source, t))


def _read(source: IssueInput) -> tuple[datetime, datetime]:
    """What was read: [begin, end)."""
    begins, ends = _week(source)
    made = source.built_at if source.built_at > begins else ends
    return source.read_from or begins, source.read_until or min(made, ends)


def _week(source: IssueInput) -> tuple[datetime, datetime]:
    days = (source.period_from, source.period_until + timedelta(days=1))
    begins, ends = (datetime.combine(day, time(), when.BEIJING) for day in days)
    return begins, ends


def _period(source: IssueInput, t: Texts) -> str:
    """11月16日—20日10:00（北京时间；提前编制，其后内容列入下期）: the period, and why it is not the week."""
    begins, ends = _read(source)
    monday, over = _week(source)
    notes = []
    if source.reported_in:
        year, number = source.reported_in
        notes.append(t("bulletin.period.elsewhere", number=t("bulletin.page.number", year=year, number=number)))
    if begins < monday:
        notes.append(t("bulletin.period.follows"))
    if ends < over:
        notes.append(t("bulletin.period.early"))
    said = t("bulletin.period.and").join([t("bulletin.period.zone"), *notes])
    return t("bulletin.period.noted", period=when.stretch(begins, ends, t), notes=said)


def _number(source: IssueInput, t: Texts) -> str:
    number = t("bulletin.page.number", year=source.year, number=source.issue_no)
    return t("bulletin.page.correction", number=number, correction=source.correction) if source.correction else number


def _advice_note(full: Sequence[Entry], t: Texts) -> str:
    """Said once where no lawyer read any of the advice; where some of it was read, each such entry names who did."""
    unread = [e for e in full if not e.advice_reviewed]
    if not unread:
        return ""
    return t(f"bulletin.section.advice_{'unreviewed' if len(unread) == len(full) else 'partly_reviewed'}")


def _preheader(urgent: list[HitView], entries: Mapping[str, Entry], still: Open, headline: str, t: Texts) -> str:
    """The most urgent entry in one sentence; where an earlier issue's clock ends before it, that clock."""
    lines = [line for line in (*still.due, *still.milestones) if line.days_left >= 0]
    first = min(lines, key=lambda line: line.date, default=None)
    clocks = entries[urgent[0].id].clocks if urgent else ()
    sooner = first is not None and not (clocks and 0 <= clocks[0].days_left <= first.days_left)
    if first is not None and sooner and (not urgent or not first.new):
        return one_line(_line_said(first, t), _PREHEADER_LIMIT)
    if not urgent:
        return headline
    entry_ = entries[urgent[0].id]
    return one_line(t("bulletin.preheader.entry", days=entry_.days, sentence=entry_.sentence), _PREHEADER_LIMIT)


def _line_said(line: OpenLine, t: Texts) -> str:
    return t("bulletin.preheader.open", days=line.days, day=line.day, what=line.what, whom=line.whom)


# --- the rest -----------------------------------------------------------------------------------------


def _feedback(source: IssueInput, t: Texts) -> tuple[str, ...]:
    office, lines = source.office, []
    if office.feedback:
        lines.append(t("bulletin.feedback.address", address=office.feedback))
    if office.phone:
        lines.append(t("bulletin.feedback.phone", phone=office.phone))
    return tuple(one_line(line) for line in lines or [t("bulletin.feedback.none", name=office.name)])


def _numbering(numbers: Iterable[str], t: Texts) -> str:
    """The 47 of YS-2026-47-001 is a week, which a reader of 第12期 cannot know."""
    first = next((one_line(number) for number in numbers if number), "")
    return t("bulletin.disclaimer.numbering", entry_no=first) if first else ""


def _stopping(source: IssueInput, t: Texts) -> str:
    """How a reader is sent no more of it: the sentence stands at the end of the page, so it names the address itself."""
    office = source.office
    given = {(True, True): "both", (True, False): "address", (False, True): "phone", (False, False): "none"}
    way = given[bool(office.feedback), bool(office.phone)]
    how = t(f"bulletin.disclaimer.stop_{way}", address=office.feedback, phone=office.phone, name=office.name)
    return one_line(t("bulletin.disclaimer.stop", how=how))


def _fallen(hit: HitView, source: IssueInput, t: Texts) -> str:
    """That what was told before is no longer found, and why."""
    known = entry(hit, source.office, t)
    line = t(
        "bulletin.section.fallen",
        entry_no=known.entry_no,
        number=known.number,
        text=one_line(hit.text or hit.mention, 120),
        watched=known.mark,
    )
    return one_line(line)


def _filer(filer: FilerView, t: Texts) -> str:
    comma = t("bulletin.filer.comma")
    brands = t("bulletin.filer.brands", brands=comma.join(filer.brands)) if filer.brands else ""
    return t(
        "bulletin.filer.sentence",
        applicant=one_line(filer.applicant, 120),
        places=comma.join(place_name(c, t) for c in filer.countries),
        first=when.day(filer.first, t),
        last=when.day(filer.last, t),
        count=len(filer.watched),
        watched=comma.join(filer.watched),
        brands=brands,
        numbers=comma.join(filer.numbers),
    )


def _folded(name: str, count: int, t: Texts) -> Folded:
    watched = one_line(name, 120)
    return Folded(watched=watched, count=count, text=t("bulletin.section.folded", watched=watched, count=count))


def _all_hits(source: IssueInput) -> Iterable[HitView]:
    return (*source.new_hits, *source.changed_hits, *source.own_filings)
