"""What the bulletin sees: hits and serial filers as its view dataclasses, the other side and the goods in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time

from monitor.assess.acts import in_words
from monitor.assess.case import case_lines
from monitor.assess.details import HitDetails, details_of, true_of
from monitor.assess.region import address_of
from monitor.assess.stated import printed
from monitor.bulletin.issue import Beside, CaseLine, EventView, Evidence, FilerView, HitView, News
from monitor.bulletin.news import Reported, news_of, showed
from monitor.bulletin.places import matter_number, place_name
from monitor.cases.exceptions import Spared
from monitor.clock import BEIJING, Week
from monitor.issue.told_handling import handling_of, responsible, reviewed
from monitor.matching import SerialFiler
from monitor.model import Band, HitKind, Role, SubjectKind, WatchedKind
from monitor.places.seat import seat_of
from monitor.store import Store
from monitor.store.as_json import loads
from monitor.store.confirmed import ConfirmedRow
from monitor.store.rows import CaptureRow, EventRow, MatterRow
from monitor.texts import Texts

_OTHER_SIDE: Mapping[HitKind, tuple[Role, ...]] = {
    HitKind.RESPONDENT: (Role.COMPLAINANT,),
    HitKind.DEFENDANT: (Role.PLAINTIFF,),
    HitKind.COMPLAINANT: (Role.RESPONDENT,),
    HitKind.PLAINTIFF: (Role.DEFENDANT,),
    HitKind.SQUAT: (Role.APPLICANT,),
    HitKind.OWNER_NAMED: (Role.APPLICANT,),
    HitKind.CITED: (Role.COMPLAINANT, Role.PLAINTIFF),
    HitKind.PRODUCT: (Role.COMPLAINANT, Role.PLAINTIFF, Role.APPLICANT),
    HitKind.PARTY: (Role.PLAINTIFF, Role.COMPLAINANT),
    HitKind.OPPONENT: (Role.APPLICANT,),
    HitKind.CLAIMED_OWN: (Role.APPLICANT,),
    HitKind.OWN_ATTACKED: (Role.OPPONENT, Role.PARTY),
    HitKind.OWN_LOST: (Role.APPLICANT,),
}


def views_of(
    store: Store,
    details: Sequence[HitDetails],
    texts: Texts,
    *,
    new_after_run: int,
    demo: bool,
    upto_run: int | None = None,
    reported: tuple[str, Week, date] | None = None,
) -> tuple[HitView, ...]:
    """The bulletin's views of some hits, however many, in a constant number of statements. Events first seen by a run
    later than `new_after_run`, and not later than `upto_run`, are marked new. `reported`: the audience, the week and the day
    of the issue, so that what an earlier one said otherwise is known, and which acts its entry did not show."""
    hits = [d.hit.id for d in details]
    rested = store.hits.captures(hits)
    captures = store.captures.by_id(rested.values())
    beside = store.hits.names_in((d.hit.matter.id for d in details), standing=True)
    merged = store.actions.merged(hits)
    numbers = store.issues.entry_numbers(
        {
            *hits,
            *_ids(merged),
            *(d.file.into for d in details),
            *(h for found in beside.values() for h in found.values()),
        }
    )
    gone = _details(store, _ids(merged), texts, reported[2]) if merged and reported else {}
    names = store.watchlist.by_id(watched_id for found in beside.values() for watched_id in found)
    before = {} if reported is None else store.issues.as_reported(*reported[:2], hits)
    registrations = store.matters.of_registrations(
        {str(n) for d in details if (n := d.hit.matter.facts.get("ir_number"))}
    )
    since = {i: at.astimezone(BEIJING).date() for i, at in store.watchlist.watched_since().items()} if reported else {}
    place = {watched_id: number for number, watched_id in enumerate(names)}
    result = []
    for d in details:
        others = beside[d.hit.matter.id].keys() & place.keys() - {d.hit.watched_id}
        around = _Around(
            entry_no=numbers.get(d.hit.id, ""),
            capture=captures.get(rested.get(d.hit.id, "")),
            other_watched=tuple(dict.fromkeys(names[i].name for i in sorted(others, key=place.__getitem__))),
            kind_before=before.get(d.hit.id, ("", ""))[0],
            confirmed=d.confirmed,
            same_registration=registrations.get(str(d.hit.matter.facts.get("ir_number") or ""), ()),
            beside=tuple(
                Beside(id=str(hit), watched=names[i].name, entry_no=numbers.get(hit, ""))
                for i, hit in sorted(beside[d.hit.matter.id].items(), key=lambda found: place.get(found[0], 0))
                if i in others
            ),
            merged=tuple(
                (numbers.get(h, ""), gone[h])
                for h in merged.get(d.hit.id, ())
                if h in gone and gone[h].hit.matter.id != d.hit.matter.id
            ),
        )
        shown: Reported = loads(before.get(d.hit.id, ("", ""))[1] or "{}")
        handling = handling_of(d, numbers, merged.get(d.hit.id, ()), shown)
        view = replace(
            _view(d, around, texts, new_in=(new_after_run, upto_run), shown=shown, demo=demo), handling=handling
        )
        if reported:
            raised = new_after_run < d.hit.changed_run <= (d.hit.changed_run if upto_run is None else upto_run)
            view = replace(
                view,
                news=(*news_of(view, shown, reported[2], raised=raised), *_freed(d, new_after_run, upto_run)),
                reread=_is_reread(d, view, new_after_run, d.hit.id in before),
                baseline=_is_baseline(d, view, d.hit.id in before),
                watched_since=since.get(d.hit.watched_id),
            )
        result.append(view)
    return tuple(result)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a bulletin shows beside the details of a hit."""

    entry_no: str
    capture: CaptureRow | None
    other_watched: tuple[str, ...]
    kind_before: str
    confirmed: ConfirmedRow | None
    same_registration: tuple[str, ...]
    beside: tuple[Beside, ...] = ()
    merged: tuple[tuple[str, HitDetails], ...] = ()  # what of another matter was merged into it: its number, and itself


def _view(
    details: HitDetails,
    around: _Around,
    texts: Texts,
    *,
    new_in: tuple[int, int | None],
    shown: Reported,
    demo: bool,
) -> HitView:
    hit, matter, watched = details.hit, details.hit.matter, details.watched
    # Whoever claims to be ours stands on the other side, also where it is his name that was met.
    own = {hit.text} if hit.kind is not HitKind.CLAIMED_OWN else set()
    adverse = [
        texts("matter.party", name=m.text, place=place_name(m.country, texts)) if m.country else m.text
        for role in _OTHER_SIDE.get(hit.kind, ())
        for _, m in details.mentions
        if m.role is role and m.text not in own
    ]
    capture = around.capture
    by, at = reviewed(details)
    seat = seat_of(watched.city, watched.owner or watched.name, texts.lang)
    return HitView(
        id=str(hit.id),
        kind=hit.kind,
        category=matter.category,
        jurisdiction=matter.jurisdiction,
        matter=matter.key,
        matter_title=matter.title,
        watched=watched.name,
        watched_id=watched.id,
        watched_kind=watched.kind,
        risk=details.risk,
        risk_reasons=(*details.risk_reasons, *_of_exceptions(details, texts)),
        score=hit.score,
        band=Band(hit.band),
        state=hit.state,
        entry_no=around.entry_no,
        city=watched.city,
        seat=seat.place if seat.known else "",
        seat_city=seat.city if seat.known else "",
        owner=watched.owner if watched.kind is not WatchedKind.COMPANY else "",
        role=hit.role,
        field=hit.field,
        text=hit.match.span_text or hit.text,
        reasons=hit.match.reasons,
        events=(
            *(_event(e, matter, texts, new=_is_new(e, *new_in, shown)) for e in details.events),
            *_of_merged(around.merged, texts, new_in),
        ),
        deadlines=details.deadlines,
        passed=details.passed,
        awaited=details.awaited,
        adverse=tuple(dict.fromkeys(adverse)),
        goods=goods_of(details, texts),
        case=tuple(CaseLine(**asdict(line)) for line in case_lines(details.facts, texts)),
        mention=hit.text,
        sign=str(matter.facts.get("mark") or ""),
        sources=matter.sources,
        url=matter.url,
        evidence=Evidence(
            captured_at=capture.fetched_at, sha256=capture.id.removeprefix("sha256:"), capture=capture.file
        )
        if capture
        else None,
        first_seen=hit.first_seen,
        last_changed=hit.last_changed,
        synthetic=demo,
        other_watched=around.other_watched,
        kind_before=around.kind_before if around.kind_before != hit.kind else "",
        confirmed_by=around.confirmed.by if around.confirmed else "",
        confirmed_at=around.confirmed.at if around.confirmed else None,
        long_registered=str(details.facts.get("long_registered") or ""),
        same_registration=tuple(k for k in around.same_registration if k != matter.key),
        reviewed_by=by,
        reviewed_at=at,
        responsible=responsible(details.file),
        beside=around.beside,
        stage=details.stage,
        true=true_of(details.facts),
        unlisted=hit.subject.kind is SubjectKind.FIRM,
        address=address_of(hit, details.mentions) if hit.subject.kind is SubjectKind.FIRM else "",
    )


def _event(e: EventRow, matter: MatterRow, texts: Texts, *, new: bool, of: str = "") -> EventView:
    return EventView(
        date=e.date,
        code=e.code,
        title=e.title,
        **asdict(in_words(e, matter.key, matter.title, texts)),
        certain=e.certain,
        first_seen=e.first_seen,
        new=new,
        ident=e.ident,
        said=printed(e.says, e.parties, texts),
        of=of,
    )


def _of_merged(
    merged: Iterable[tuple[str, HitDetails]], texts: Texts, new_in: tuple[int, int | None]
) -> Iterator[EventView]:
    """What happened in the matters of the hits that were merged into this one, since the last issue: nothing else tells it."""
    after, upto = new_in
    for number, d in merged:
        for e in d.events:
            if after < e.run and (upto is None or e.run <= upto):
                yield _event(e, d.hit.matter, texts, new=True, of=number)


def _details(store: Store, hits: Iterable[int], texts: Texts, day: date) -> dict[int, HitDetails]:
    now = datetime.combine(day, time(), BEIJING)
    return {d.hit.id: d for d in details_of(store, store.hits.find(ids=hits), now, texts.lang, filers=())}


def _ids(listed: Mapping[int, Iterable[int]]) -> set[int]:
    return {h for found in listed.values() for h in found}


def _freed(details: HitDetails, after: int, upto: int | None) -> tuple[News, ...]:
    """Why an exception rule that kept it out does so no more."""
    hit, rule = details.hit, details.freed
    if rule is None or hit.suppressed or not after < hit.freed_run <= (hit.freed_run if upto is None else upto):
        return ()
    what, day = "exception_left", ""
    if hit.sparing == rule.id:
        what = f"exception_{hit.spared}"
    elif rule.ended_at is not None:
        what, day = "exception_ended", rule.ended_at.astimezone(BEIJING).date().isoformat()
    elif hit.last_changed.astimezone(BEIJING).date() > rule.until:
        what, day = "exception_expired", rule.until.isoformat()
    return (News(what=what, before=str(rule.id), after=day),)


def _of_exceptions(details: HitDetails, texts: Texts) -> tuple[str, ...]:
    """That an exception rule holds of it and does not keep it out, and why not."""
    rule = details.exception
    if rule is None or details.suppressed:
        return ()
    key = f"spared_{rule.kind}" if details.hit.spared == Spared.APPLICATION else "spared_clock"
    return (texts(f"exceptions.{key}", rule=rule.id),)


def _is_reread(details: HitDetails, view: HitView, after: int, known: bool) -> bool:
    """Whether what the entry has to say was brought by a new version of the program, and not by anything published."""
    hit = details.hit
    if known:
        return hit.reread_run > after and not any(e.new for e in view.events)
    return 0 < hit.reread_run == hit.first_run


def _is_baseline(details: HitDetails, view: HitView, known: bool) -> bool:
    """Whether it was found in what was stored, because the list changed, and nothing of it came since the last issue."""
    hit = details.hit
    return not known and 0 < hit.baseline_run == hit.first_run and not any(e.new for e in view.events)


def _is_new(event: EventRow, after: int, upto: int | None, shown: Reported) -> bool:
    """An act that came since the last issue; or one that is older, and of which it is known only now that it concerns the
    party of the hit."""
    if upto is not None and event.run > upto:
        return False
    return event.run > after or not showed(shown, event.ident)


def goods_of(details: HitDetails, texts: Texts) -> tuple[str, ...]:
    """Classes and product a matter is about."""
    facts = details.hit.matter.facts
    goods: list[str] = []
    listed, classes = facts.get("goods"), facts.get("classes")
    if isinstance(listed, Mapping) and listed:
        goods += [_of_class(str(k), v, texts) for k, v in sorted(listed.items())]
    elif isinstance(classes, list) and classes:
        named = texts("case.list.and").join(_class_named(str(c), texts) for c in classes)
        goods.append(texts("matter.classes", classes=named))
    product = facts.get("product")
    if isinstance(product, str) and product and product != details.hit.matter.title:
        goods.append(product)
    return tuple(g[:300] for g in dict.fromkeys(goods))


def _of_class(number: str, goods: object, texts: Texts) -> str:
    """A class of the Nice classification with what it holds, and the goods in the words of the source."""
    if (name := _of_nice(number, texts)) is None:
        return texts("matter.class_goods", number=number, goods=goods)
    return texts("matter.class_goods_named", number=number, name=name, goods=goods)


def _class_named(number: str, texts: Texts) -> str:
    name = _of_nice(number, texts)
    return number if name is None else texts("matter.class_named", number=number, name=name)


def _of_nice(number: str, texts: Texts) -> str | None:
    return texts.find(f"matter.nice.{int(number)}") if number.isascii() and number.isdigit() else None


def filer_views_of(store: Store, filers: Sequence[SerialFiler]) -> tuple[FilerView, ...]:
    names: Mapping[str, str] = {
        i: w.name for i, w in store.watchlist.by_id({i for f in filers for i in f.watched_ids}).items()
    }
    return tuple(
        FilerView(
            applicant=f.applicant,
            first=f.first,
            last=f.last,
            watched=tuple(names[i] for i in f.watched_ids if i in names),  # no reader is shown an internal number
            brands=f.brands,
            countries=f.countries,
            numbers=tuple(matter_number(m) for m in f.matters),
        )
        for f in filers
    )
