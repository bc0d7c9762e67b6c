"""A stored hit with everything around it: name, events, deadlines, risk; and as `monitor hit list --json` prints it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from monitor.assess.acts import in_words
from monitor.assess.filers import matters_of, serial_filers_of
from monitor.assess.found_out import found_out, standing_for_party
from monitor.assess.parties import names_of_party, of_anybody, of_party, told_in_full
from monitor.assess.past import far_back
from monitor.assess.region import address_of, city_of
from monitor.assess.whose import office_of
from monitor.cases.casefile import NOTHING_DONE, CaseFile, casefile
from monitor.cases.exceptions import ExceptionRule
from monitor.clock import BEIJING, beijing
from monitor.forums import SHIPPED
from monitor.matching.normalise import squash
from monitor.model import (
    Band,
    Deadline,
    HitKind,
    Match,
    Mention,
    Role,
    State,
    SubjectKind,
    WatchedKind,
    WatchedName,
    Whose,
)
from monitor.rules import (
    Advice,
    Awaited,
    Explained,
    advice_for,
    awaited_for,
    clocks_for,
    counting_events,
    explained_for,
    risk_of,
    risk_reasons,
    stage_of,
)
from monitor.rules.acts import asks_of, day_in_words, days_in_words, may_still_run, sureness_word
from monitor.store import EventRow, HitRow, MatterRow, Store
from monitor.store.confirmed import ConfirmedRow
from monitor.texts import Texts

if TYPE_CHECKING:
    from monitor.matching import SerialFiler


@dataclass(frozen=True)
class HitDetails:
    """A hit and its surroundings, as read from the store once. `watched`: of a firm that is not on the list its name as it
    is printed, without an id."""

    hit: HitRow
    watched: WatchedName
    events: tuple[EventRow, ...]
    mentions: tuple[tuple[str, Mention], ...]
    deadlines: tuple[Deadline, ...]
    passed: tuple[Deadline, ...]  # days for an act that are long past, and that nothing known has settled
    awaited: tuple[Awaited, ...]
    risk: str
    risk_reasons: tuple[str, ...]  # why, the gravest first, in the language of the details
    facts: Mapping[str, object]  # the matter's, and what the program found out of it
    stage: str  # id of the matter's stage at its forum; "" where no forum file answers or it tells no stages
    confirmed: ConfirmedRow | None = None  # who said that the filing is the listed firm's own, where a person did
    file: CaseFile = NOTHING_DONE  # what persons did to it
    exception: ExceptionRule | None = None  # in force, and keeps it out, or holds of it without doing so (hit.spared)
    freed: ExceptionRule | None = None  # the rule that last kept it out
    covered: frozenset[tuple[str, str]] = (
        frozenset()
    )  # of a duplicate: (rule, day) of the clocks of what it was merged into

    @property
    def suppressed(self) -> bool:
        """Whether an exception rule keeps it out of issues and lists."""
        return self.hit.suppressed and self.exception is not None

    @property
    def running(self) -> tuple[Deadline, ...]:
        """The clocks that run or may still run, also those of which the earliest possible day is long past."""
        return tuple(d for d in (*self.deadlines, *self.passed) if may_still_run(d))


def details_of(
    store: Store,
    hits: Sequence[HitRow],
    now: datetime,
    lang: str,
    *,
    filers: Sequence[SerialFiler] | None = None,
) -> list[HitDetails]:
    """Read what surrounds some hits, however many, in a constant number of statements; deadlines are worked out for
    `now`. `filers` are the serial filers of the store, where the caller has them already."""
    found = _details_of(store, hits, now, lang, filers)
    duplicates = [d.hit.id for d in found if d.hit.state is State.DUPLICATE]
    if not duplicates:
        return found
    into = store.actions.kept_of(duplicates)
    there = {d.hit.id: d for d in found}
    others = store.hits.find(ids={k for kept in into.values() for k in kept} - there.keys())
    there |= {d.hit.id: d for d in _details_of(store, others, now, lang, filers)}
    return [replace(d, covered=_clocks_of(there, into[d.hit.id])) if d.hit.id in into else d for d in found]


def _clocks_of(details: Mapping[int, HitDetails], hits: Iterable[int]) -> frozenset[tuple[str, str]]:
    """Of those of the hits that are no duplicates themselves."""
    kept = [details[h] for h in hits if h in details and details[h].hit.state is not State.DUPLICATE]
    return frozenset((c.rule, c.date.isoformat()) for d in kept for c in (*d.deadlines, *d.passed))


def _details_of(
    store: Store, hits: Sequence[HitRow], now: datetime, lang: str, filers: Sequence[SerialFiler] | None
) -> list[HitDetails]:
    matters = {h.matter.id for h in hits}
    names = store.watchlist.by_id({h.watched_id for h in hits})
    all_events = store.events.of(matters)
    all_mentions = store.mentions.of(matters)
    if filers is None:
        filers = serial_filers_of(store) if any(h.kind is HitKind.SQUAT for h in hits) else ()
    serial = matters_of(filers)
    said = _said_of_owners(store) if any(h.whose is Whose.OURS for h in hits) else {}
    found = found_out(store, list({h.matter.id: h.matter for h in hits}.values()), all_events, all_mentions)
    done = store.actions.of(h.id for h in hits)
    rules = store.exceptions.by_id(n for h in hits for n in (h.exception, h.sparing, h.freed) if n)
    result = []
    for hit in hits:
        matter = hit.matter
        mentions = tuple(all_mentions[matter.id])
        party = names_of_party(hit.text, hit.match, (m for _, m in mentions))
        stands = standing_of(hit.kind, hit.whose, matter, party, all_events[matter.id], now, lang)
        day = hit.first_seen.astimezone(BEIJING).date()
        aged = far_back(hit.kind, [e.plain() for e in stands.events], matter.facts, stands.deadlines, day)
        found_here = {
            **found[matter.id],
            **stands.facts,
            **aged,
            **({"serial_filer": True} if matter.key in serial else {}),
        }
        facts = {**matter.facts, **found_here}
        ranked = (hit.kind, matter.category, Band(hit.band), stands.deadlines, facts)
        if hit.subject.kind is SubjectKind.FIRM:
            watched = WatchedName("", hit.text, WatchedKind.COMPANY, city=city_of(hit.match))
        else:
            watched = names.get(hit.watched_id) or _no_longer_known(hit, lang)
        result.append(
            HitDetails(
                hit,
                watched,
                stands.events,
                mentions,
                stands.deadlines,
                stands.passed,
                stands.awaited,
                risk_of(*ranked),
                risk_reasons(*ranked, lang),
                facts,
                stands.stage,
                _confirmed(matter, hit.whose, mentions, said),
                casefile(done[hit.id], hit.state),
                _in_force(rules.get(hit.exception or hit.sparing), now) if hit.state is State.NEW else None,
                rules.get(hit.freed),
            )
        )
    return result


def _in_force(rule: ExceptionRule | None, now: datetime) -> ExceptionRule | None:
    """Also where the store has not noted yet that a rule had its last day."""
    return rule if rule is not None and rule.in_force(now.astimezone(BEIJING).date()) else None


def _said_of_owners(store: Store) -> Mapping[tuple[str, str], ConfirmedRow]:
    """(office, owner as it is compared) → who said that this owner is a listed one, as far as it still holds."""
    return {(r.office, r.owner_key): r for r in store.confirmed.all() if r.undone_at is None and not r.past}


def _confirmed(
    matter: MatterRow,
    whose: Whose,
    mentions: Iterable[tuple[str, Mention]],
    said: Mapping[tuple[str, str], ConfirmedRow],
) -> ConfirmedRow | None:
    """Who said that an owner of this filing is ours, where a person did."""
    if whose is not Whose.OURS:
        return None
    office = office_of(matter.key)
    owners = (squash(m.text) for _, m in mentions if m.role is Role.APPLICANT)
    return next((said[office, owner] for owner in owners if (office, owner) in said), None)


def _no_longer_known(hit: HitRow, lang: str) -> WatchedName:
    """A name of which the store holds nothing any more, by the spelling that was found. A reader is shown no internal number."""
    t, spelling = Texts(lang), hit.match.variant
    said = t("case.name_gone", spelling=spelling) if spelling else t("case.name_gone_unknown")
    return WatchedName(hit.watched_id, said)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A name seen in a matter that need not be on the hit list: as what, in which text, by which match."""

    kind: HitKind
    matter: MatterRow
    text: str
    match: Match


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a sighting and advised on it. `facts`: the matter's, and what the program found out."""

    facts: Mapping[str, object]
    risk: str
    risk_reasons: tuple[str, ...]
    advice: Advice


def known_of(store: Store, seen: Sequence[Sighting], now: datetime, lang: str) -> list[Known]:
    """What is known of each sighting, in their order."""
    matters = {s.matter.id: s.matter for s in seen}
    all_events, all_mentions = store.events.of(matters), store.mentions.of(matters)
    found = found_out(store, list(matters.values()), all_events, all_mentions)
    said = _said_of_owners(store) if any(s.match.whose is Whose.OURS for s in seen) else {}
    today = now.astimezone(BEIJING).date()
    result = []
    for s in seen:
        matter = s.matter
        party = names_of_party(s.text, s.match, (m for _, m in all_mentions[matter.id]))
        stands = standing_of(s.kind, s.match.whose, matter, party, all_events[matter.id], now, lang)
        aged = far_back(s.kind, [e.plain() for e in stands.events], matter.facts, stands.deadlines, today)
        facts = {**matter.facts, **found[matter.id], **stands.facts, **aged}
        ranked = (s.kind, matter.category, s.match.band, stands.deadlines, facts)
        confirmed = _confirmed(matter, s.match.whose, all_mentions[matter.id], said) is not None
        advice = _advice(s.kind, matter, stands.stage, facts, lang, confirmed=confirmed)
        result.append(Known(facts, risk_of(*ranked), risk_reasons(*ranked, lang), advice))
    return result


@dataclass(frozen=True, slots=True)
class Standing:
    """How a matter stands for one party: the events that concern it, its clocks, and the id of its stage ("" where no
    forum file answers or it tells no stages)."""

    events: tuple[EventRow, ...]
    deadlines: tuple[Deadline, ...]
    passed: tuple[Deadline, ...]
    awaited: tuple[Awaited, ...]
    stage: str
    facts: Mapping[str, object]  # what holds against the party, found out of those events


def standing_of(
    kind: HitKind,
    whose: Whose,
    matter: MatterRow,
    party: Collection[str],
    events: Sequence[EventRow],
    now: datetime,
    lang: str,
) -> Standing:
    """How a matter stands for the party of these names."""
    return _stands(kind, clocks_of(kind, whose), matter, of_party(kind, party, told_in_full(events)), now, lang)


def known_to_anybody(
    kind: HitKind,
    matter: MatterRow,
    events: Sequence[EventRow],
    found: Mapping[str, object],
    now: datetime,
    lang: str,
) -> tuple[Standing, Known]:
    """How a matter stands for somebody in that position of whom no name is known, and what is advised there: no act that may
    concern another party alone ends anything for him. `events`: all that is stored; `found`: what the program found out."""
    every = told_in_full(events)
    stands = _stands(kind, kind, matter, of_anybody(every), now, lang)
    facts = {**matter.facts, **found, **stands.facts}
    ranked = (kind, matter.category, None, stands.deadlines, facts)
    known = Known(
        facts, risk_of(*ranked), risk_reasons(*ranked, lang), _advice(kind, matter, stands.stage, facts, lang)
    )
    return replace(stands, events=tuple(every)), known


def _stands(
    kind: HitKind, clocks: HitKind, matter: MatterRow, events: Sequence[EventRow], now: datetime, lang: str
) -> Standing:
    plain = [e.plain() for e in events]
    of_hit = (clocks, matter.category, matter.jurisdiction, plain, matter.facts, now, lang)
    clocks_found = clocks_for(*of_hit, matter=matter.key)
    deadlines = clocks_found.told
    awaited = awaited_for(*of_hit, matter=matter.key)
    forum = SHIPPED.for_matter(matter.category, matter.jurisdiction, matter.key)
    found = stage_of(forum, kind, matter.category, plain, matter.facts, deadlines, awaited, now=now, matter=matter.key)
    holds = counting_events(forum, plain, matter.facts, now=now, matter=matter.key) if forum else []
    against = standing_for_party(holds, plain)
    return Standing(tuple(events), deadlines, clocks_found.passed, awaited, found.id if found else "", against)


def explained_of(details: HitDetails, now: datetime, lang: str) -> tuple[Explained, ...]:
    """The deadlines of a hit with the steps by which each day was found, in the order of its deadlines."""
    hit, matter = details.hit, details.hit.matter
    plain = [e.plain() for e in details.events]
    of_hit = (clocks_of(hit.kind, hit.whose), matter.category, matter.jurisdiction, plain, matter.facts, now, lang)
    return explained_for(*of_hit, matter=matter.key)


def clocks_of(kind: HitKind, whose: Whose) -> HitKind:
    """As what a hit has its clocks. What was ours and is registered for somebody else we no longer renew: we may attack it,
    like a stranger's."""
    return HitKind.CLAIMED_OWN if whose is Whose.LOST else kind


def true_of(facts: Mapping[str, object]) -> tuple[str, ...]:
    """The facts that are flags and true: what the consequence is worded from."""
    return tuple(sorted(name for name, value in facts.items() if value is True))


def advice_of(details: HitDetails, lang: str) -> Advice:
    """What is to be done about a hit at its stage."""
    hit, confirmed = details.hit, details.confirmed is not None
    return _advice(hit.kind, hit.matter, details.stage, details.facts, lang, confirmed=confirmed)


def _advice(
    kind: HitKind, matter: MatterRow, stage: str, facts: Mapping[str, object], lang: str, *, confirmed: bool = False
) -> Advice:
    true, at = true_of(facts), (matter.category, matter.jurisdiction, stage)
    return advice_for(kind, *at, lang, matter=matter.key, true=true, confirmed=confirmed)


def hit_json(details: HitDetails, texts: Texts, *, demo: bool) -> dict[str, Any]:
    """A hit as `monitor hit list --json` prints it (DESIGN §5.6)."""
    from monitor.assess.stated import stated
    from monitor.matching import explain

    hit, matter = details.hit, details.hit.matter
    advice = advice_of(details, texts.lang)
    return {
        "id": hit.id,
        "state": hit.state.value,
        "triage": _triage_json(details),
        "exception": _exception_json(details),
        "kind": hit.kind.value,
        "category": matter.category.value,
        "jurisdiction": matter.jurisdiction,
        "matter": matter.key,
        "title": matter.title,
        "subject": {"kind": hit.subject.kind.value, "id": hit.subject.id, "name": details.watched.name},
        "watched": details.watched.name,
        "watched_id": hit.watched_id,
        "score": round(hit.score, 4),
        "band": hit.band,
        "risk": details.risk,
        **reasons_json(details.risk_reasons),
        "role": hit.role,
        "field": hit.field,
        "text": hit.text,
        "address": address_of(hit, details.mentions),
        "variant": hit.match.variant,
        "variant_kind": hit.match.variant_kind,
        "explanation": explain.sentence(hit.match, texts),
        **standing_json(matter, details.events, details.deadlines, details.passed, details.awaited, texts),
        **advice_json(advice),
        "stated": [asdict(s) for s in stated(details.facts, texts)],
        "sources": list(matter.sources),
        "url": matter.url,
        "first_seen": beijing(hit.first_seen),
        "last_changed": beijing(hit.last_changed),
        "demo": demo,
    }


def _triage_json(details: HitDetails) -> dict[str, Any]:
    """Since when a hit is in its state, by whom and why; whom it was given to; `revision` to be held against (`--seen`)."""
    file = details.file
    return {
        "since": beijing(file.since) if file.since else None,
        "by": file.by,
        "reason": file.reason,
        "ground": file.last_move.details.ground if file.last_move else "",
        "unit": file.unit,
        "person": file.person,
        "handed_to": file.handed_to,
        "reply_by": file.reply_by.isoformat() if file.reply_by else None,
        "into": file.into or None,
        "once_rejected": file.rejected,
        "once_merged": file.merged,
        "revision": file.revision,
    }


def _exception_json(details: HitDetails) -> dict[str, Any] | None:
    """The exception rule that holds of a hit. `suppressed`: it keeps it out of issues; `spared`: why it does not."""
    rule = details.exception
    if rule is None:
        return None
    return {
        "rule": rule.id,
        "kind": rule.kind.value,
        "suppressed": details.suppressed,
        "spared": details.hit.spared,
        "by": rule.author,
        "reason": rule.reason,
        "until": rule.until.isoformat(),
    }


def standing_json(
    matter: MatterRow,
    events: Sequence[EventRow],
    deadlines: Sequence[Deadline],
    passed: Sequence[Deadline],
    awaited: Sequence[Awaited],
    texts: Texts,
) -> dict[str, Any]:
    """What happened and which clocks run, as every command prints it. Of an act `title` is what its source prints, `words` what
    it is called in the reader's language, `original` the title again where it says more than the words."""
    return {
        "events": [
            {
                "date": e.date.isoformat(),
                "code": e.code,
                **asdict(in_words(e, matter.key, matter.title, texts)),
                "title": e.title,
                "certain": e.certain,
                "url": e.url,
                "says": dict(e.says),
                "parties": list(e.parties),
                "whole": e.whole,
            }
            for e in events
        ],
        "deadlines": [_deadline_json(d, texts) for d in deadlines],
        "passed": [_deadline_json(d, texts) for d in passed],
        "awaited": [
            {
                "rule": a.rule,
                "title": a.title,
                "short": a.short,
                "text": a.text,
                "basis": a.basis,
                "forecast_start": a.start.isoformat() if a.start else None,
                "forecast_date": a.date.isoformat() if a.date else None,
                "forecast_days_left": a.days_left,
            }
            for a in awaited
        ],
    }


def known_json(known: Known, texts: Texts) -> dict[str, Any]:
    """What is known of a sighting, as `monitor lookup --json` prints it."""
    from monitor.assess.stated import stated

    return {
        "risk": known.risk,
        **reasons_json(known.risk_reasons),
        **advice_json(known.advice),
        "stated": [asdict(s) for s in stated(known.facts, texts)],
    }


def reasons_json(reasons: Sequence[str]) -> dict[str, Any]:
    """Why a risk is what it is: the reason that decides, and all that hold, the gravest first."""
    return {"risk_reason": reasons[0], "risk_reasons": list(reasons)}


def advice_json(advice: Advice) -> dict[str, Any]:
    """What to do and what may follow, as every command prints it."""
    return {
        "stage": {"id": advice.stage, "name": advice.stage_name} if advice.stage_name else None,
        "consequence": advice.if_silent,
        "first_steps": list(advice.steps),
        "collect": list(advice.collect),
        "avoid": list(advice.avoid),
        "help": list(advice.help),
        "advice_basis": advice.basis,
        "advice_reviewed": advice.reviewed,
    }


def _deadline_json(d: Deadline, texts: Texts) -> dict[str, Any]:
    return {
        "date": d.date.isoformat(),
        "days_left": d.days_left,
        "rule": d.rule,
        "basis": d.basis,
        "from_event": d.from_event,
        "certainty": d.certainty,
        "earliest": d.earliest,
        "day": day_in_words(d, texts),
        "left": days_in_words(d, texts),
        "sureness": sureness_word(d, texts),
        "asks": asks_of(d).value,
    }
