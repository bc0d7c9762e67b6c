"""One hit in words: `entry()` turns a HitView into an Entry of the issue's language. Pure.

Wording rule: an unreviewed hit is a lead (线索), a confirmed one a warning (预警); nothing says that anybody infringes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from monitor.bulletin import calendar_words as when
from monitor.bulletin.form import proposal
from monitor.bulletin.handled import handled_in_words
from monitor.bulletin.issue import (
    CaseLine,
    Clock,
    Entry,
    EventView,
    HitView,
    KeyDate,
    News,
    OfficeView,
    Waiting,
)
from monitor.bulletin.kinds_in_words import kind_in_words
from monitor.bulletin.places import forum_name, matter_number, place_name
from monitor.bulletin.safe import one_line, web_link
from monitor.bulletin.selection import INFORMATION, deadlines_in_order, is_confirmed, nearest_deadline
from monitor.bulletin.sides import side_of
from monitor.cases import states
from monitor.clock import beijing
from monitor.errors import UsageError
from monitor.model import LOSSES, Band, Category, Deadline, HitKind, State
from monitor.model.kinds import against, plain_act
from monitor.rules import Awaited, advice_for, title_of
from monitor.rules.acts import asks_of, day_in_words, days_in_words
from monitor.rules.deadlines import note_of
from monitor.texts import Texts

_NAME_LIMIT = 120  # characters of a name within a sentence
_TITLE_LIMIT = 600
_LIST_LIMIT = 8  # parties or goods named; the rest is counted
_GOODS_LIMIT = 300
_CASE_LIMIT = 900  # a line of the case: its lists are counted where it is made
_EVENT_LIMIT = 160
_DATES = 8  # events listed in an entry
_PLAIN_CODES = frozenset({"other", "status"})  # the source's own words say more than ours
_UNSAID = frozenset({State.NEW, State.CONFIRMED})  # what the label says already
_OF_MARKS = frozenset({Category.TRADEMARK, Category.GI})  # registers that note how a sign is read
_OF_TEXT = frozenset({"cited"})
_NO_TITLES: Mapping[str, str] = {}
_LONG_ROLES = frozenset({"goods", "product", "caption", "cited"})


def entry(
    hit: HitView,
    office: OfficeView,
    t: Texts,
    see: str = "",
    titles: Mapping[str, str] = _NO_TITLES,
    story: str = "",
) -> Entry:
    """The entry as readers see it. Every string is one visible line. `see` is the number of the fuller entry, `story` that of the
    entry that tells what happened; `titles`: what each source is called."""
    nearest = nearest_deadline(hit)
    clocks = tuple(_clock(d, t) for d in deadlines_in_order(hit))
    waiting = tuple(_waiting(a) for a in hit.awaited)
    said, at = bool(hit.confirmed_by), (hit.category, hit.jurisdiction, hit.stage)
    advice = advice_for(hit.kind, *at, t.lang, matter=hit.matter, true=hit.true, confirmed=said)
    confirmed = hit.state in states.CONFIRMED
    place, forum = _place_and_forum(hit, t)
    sentence, title = _sentence(hit, t), _title(hit)
    events = sorted(hit.events, key=lambda e: (e.date, e.code, e.title))
    listed = _telling(events)
    old_and_new = len({e.new for e in events}) == 2  # where everything is new, the mark tells nothing
    return Entry(
        hit=hit,
        entry_no=one_line(hit.entry_no) or t("bulletin.entry.no_pending"),
        reviewed=hit.state in states.REVIEWED,
        label=t("bulletin.label.info" if hit.kind in INFORMATION else f"bulletin.label.{_label(confirmed)}"),
        risk=hit.risk,
        risk_word=t(f"bulletin.risk.{hit.risk}"),
        risk_why=t("bulletin.text.clause_separator").join(one_line(reason) for reason in hit.risk_reasons),
        category=t(f"word.category.{hit.category.value}"),
        kind=kind_in_words(hit.kind, hit.state, t),
        subject=_subject(hit, t),
        mark=one_line(hit.watched, _NAME_LIMIT),
        unlisted=t("bulletin.label.unlisted") if hit.unlisted else "",
        address=one_line(hit.address, _TITLE_LIMIT),
        subject_is_mark=not hit.owner,
        other_watched=_listed(_others(hit, t), t),
        judged=judged.text if (judged := next(iter(_judged(hit, t)), None)) else "",
        long_registered=_long_registered(hit, t),
        linked=_linked(hit, t),
        same_case=t("bulletin.entry.same_case", entry_no=one_line(see)) if see else "",
        sentence=sentence,
        title=title,
        original="" if f"“{title}”" in sentence else title,
        number=_number(hit),
        forum=forum,
        place=place,
        where=forum if forum.startswith(place) else t("bulletin.entry.place_forum", place=place, forum=forum),
        adverse_title=t(f"word.side.{side_of(hit)}"),
        adverse=_listed(hit.adverse, t) or t("bulletin.entry.adverse_unknown"),
        goods_title=t("bulletin.entry." + ("goods_of_mark" if hit.category in _OF_MARKS else "goods")),
        goods=one_line(_listed(hit.goods, t), _GOODS_LIMIT) or ("" if hit.case else t("bulletin.entry.goods_unknown")),
        case=tuple(safe_line(line) for line in hit.case),
        dates=tuple(_key_date(e, t, mark=old_and_new) for e in listed),
        more_dates=t("bulletin.entry.more_dates", count=more) if (more := len(events) - len(listed)) else "",
        changes=()
        if story
        else (
            *_judged(hit, t),
            *(_news(n, hit, t) for n in hit.news),
            *(_key_date(e, t, mark=False) for e in events if e.new),
        ),
        same_story=t("bulletin.entry.same_story", entry_no=one_line(story)) if story else "",
        under_way=hit.state not in _UNSAID,
        warning=is_confirmed(hit),
        handled=handled_in_words(hit, t),
        clocks=clocks,
        waiting=waiting,
        passed=() if clocks or waiting else tuple(_passed(d, t) for d in hit.passed),
        days=days_in_words(nearest, t) if nearest else waiting[0].short if waiting else _gone(hit, t),
        urgency="waiting" if waiting and not nearest else _urgency(nearest or next(iter(hit.passed), None)),
        stage=advice.stage_name,
        if_silent=advice.if_silent,
        first_steps=advice.steps,
        collect=advice.collect,
        avoid=advice.avoid,
        helpers=advice.help,
        basis=advice.basis,
        advice_reviewed=advice.reviewed,
        contact=_contact(hit, office, t),
        why=tuple(one_line(t.reason(reason)) for reason in hit.reasons),
        found_in=_found_in(hit, t),
        confidence=_confidence(hit, t),
        evidence=_evidence(hit, t),
        url=web_link(hit.url),
        sources=_sources(hit, titles, t),
        status=t(f"word.state.{hit.state}"),
        responsible=one_line(hit.responsible, _NAME_LIMIT),
        proposal=proposal(hit, t),
        note=one_line(hit.note, _TITLE_LIMIT),
        synthetic=hit.synthetic,
    )


# --- what happened ------------------------------------------------------------------------------------


def _sentence(hit: HitView, t: Texts) -> str:
    """What was published. The words are those of the kind in its category; another category's are never used."""
    names = [f"{hit.kind}_{hit.category.value}"]
    if hit.matter.startswith("us-itc:DN-"):  # no investigation yet
        names.insert(0, f"{hit.kind}_complaint")
    elif hit.category in _OF_MARKS:  # found not in the sign, but in a note about it
        names.insert(0, f"{hit.kind}_{hit.role}" + ("" if hit.sign else "_unnamed"))
    if hit.long_registered and hit.kind is HitKind.SQUAT:
        names.insert(0, "act_registered")
    return one_line(
        t(
            _first_key(t, "bulletin.sentence", names),
            forum=_place_and_forum(hit, t)[1],
            number=_number(hit) or t("bulletin.sentence.number_unknown"),
            text=_named(hit),
            right=one_line(hit.sign, _NAME_LIMIT) or _named(hit),
            act=_act(hit, t),
            sign=one_line(hit.sign, _NAME_LIMIT),
            adverse=_first_adverse(hit, t),
            owner=one_line(hit.owner or hit.watched, _NAME_LIMIT),
            original=one_line(hit.matter_title, _NAME_LIMIT),
            tail=_tail(hit, t),
        )
    )


def _act(hit: HitView, t: Texts) -> str:
    """What was done against a right of our own, last, and is not over: "于2026年11月12日被提出“异议”"."""
    lost, open_acts = against((e.date, e.code, e.title) for e in hit.events)
    told = [
        e
        for e in hit.events
        if (plain_act(e.code) in open_acts if hit.kind is HitKind.OWN_ATTACKED else lost and e.code in LOSSES)
    ]
    last = max(told, key=lambda e: (e.date, e.code), default=None)
    if last is not None and hit.kind in (HitKind.OWN_ATTACKED, HitKind.OWN_LOST):
        key = "act_on" if hit.kind is HitKind.OWN_ATTACKED else "act_lost"
        word = t.find(f"event.{last.code}") or last.code
        return t(f"bulletin.sentence.{key}", event=word, date=when.day(last.date, t))
    if hit.kind is HitKind.OWN_LOST:
        return t("bulletin.sentence.act_owner", adverse=_first_adverse(hit, t).strip())
    return t("bulletin.sentence.act_unknown")


def _judged(hit: HitView, t: Texts) -> tuple[KeyDate, ...]:
    """That an earlier issue called it something else; and who said what it is, where a person did."""
    if not hit.kind_before:
        return ()
    words = {
        "before": t.find(f"word.kind.{hit.kind_before}") or hit.kind_before,
        "after": kind_in_words(hit.kind, hit.state, t),
    }
    if hit.confirmed_at is not None:
        key, words["by"], words["at"] = "kind_confirmed", hit.confirmed_by, when.moment(hit.confirmed_at, t)
    else:
        key = "kind_changed"
    changed = hit.confirmed_at or hit.last_changed
    day = beijing(changed)[:10] if changed else ""
    return (KeyDate(date=day, text=one_line(t(f"bulletin.entry.{key}", **words)), new=False),)


def _news(news: News, hit: HitView, t: Texts) -> KeyDate:
    """What the entry says otherwise than an earlier issue, in one sentence."""
    before, after = news.before, news.after
    if news.what in ("risk", "band", "state"):
        area = {"risk": "bulletin.risk", "band": "word.band", "state": "word.state"}[news.what]
        before, after = (t.find(f"{area}.{value}") or value for value in (before, after))
    elif news.what == "stage":
        after = advice_for(hit.kind, hit.category, hit.jurisdiction, after, t.lang, matter=hit.matter).stage_name
    rule = rule_title(news.rule, t) if news.rule else ""
    key = "stage_left" if news.what == "stage" and not after else news.what
    text = t(f"bulletin.news.{key}", rule=rule, before=before, after=after)
    return KeyDate(date=beijing(hit.last_changed)[:10] if hit.last_changed else "", text=one_line(text), new=False)


def _others(hit: HitView, t: Texts) -> tuple[str, ...]:
    """The other watched names of the same matter; what they are to us, or whose, where it differs; the number of their own entry."""
    told = {a.watched: a for a in hit.also}
    numbers = {b.watched: b.entry_no for b in hit.beside if b.entry_no != hit.entry_no and b.watched not in told}
    names = []
    for name in dict.fromkeys((*hit.other_watched, *told)):
        other = told.get(name)
        differs = ""
        if other is not None and other.kind is not hit.kind:
            differs = t(f"word.kind.{other.kind}")
        elif other is not None and other.owner and other.owner != hit.owner:
            differs = other.owner
        number = one_line(numbers.get(name, ""))
        said = t("bulletin.text.clause_separator").join(part for part in (differs, number) if part)
        names.append(t("bulletin.entry.same_right_as", name=name, kind=said) if said else name)
    return tuple(n for n in names if n != hit.watched)


def _long_registered(hit: HitView, t: Texts) -> str:
    if not hit.long_registered:
        return ""
    day = when.day(date.fromisoformat(hit.long_registered[:10]), t)
    return one_line(t("bulletin.entry.long_registered", date=day))


def _linked(hit: HitView, t: Texts) -> str:
    if not hit.same_registration:
        return ""
    others = t("bulletin.text.clause_separator").join(hit.same_registration)
    return one_line(t("bulletin.entry.linked", others=others))


def _title(hit: HitView) -> str:
    """The title the source gives the matter: "" where it gives none and the matter goes by its number."""
    title, number = one_line(hit.matter_title, _TITLE_LIMIT), _number(hit)
    return "" if title in (number, f"{hit.jurisdiction} {number}") else title


def _tail(hit: HitView, t: Texts) -> str:
    if hit.unlisted:
        key = _tail_of_firm(hit)
    elif hit.state in states.SETTLED:
        key = "tail_closed"
    elif hit.state in states.CONFIRMED:
        key = "tail_confirmed"
    elif _named(hit).casefold() == one_line(hit.watched).casefold():
        key = "tail_lead_same"
    else:
        key = "tail_lead"
    return t(f"bulletin.sentence.{key}", watched=one_line(hit.watched, _NAME_LIMIT))


def _tail_of_firm(hit: HitView) -> str:
    if hit.state in states.SETTLED:
        return "tail_firm_closed"
    if hit.state in states.CONFIRMED:
        return "tail_firm_confirmed"
    return "tail_firm" if hit.band is Band.ALERT else "tail_firm_doubt"


def _named(hit: HitView) -> str:
    """A party or mark by its whole name; of a longer text (goods, a caption) only the words that match."""
    whole = one_line(hit.mention)
    if whole and len(whole) <= _NAME_LIMIT and hit.role not in _LONG_ROLES:
        return whole
    return one_line(hit.text or hit.watched, _NAME_LIMIT)


def _first_adverse(hit: HitView, t: Texts) -> str:
    """A name ending in a Latin letter is set off from the Chinese that follows; in English the space is one anyway."""
    names = [one_line(name, _NAME_LIMIT) for name in hit.adverse if one_line(name)]
    if not names:
        return t("bulletin.sentence.someone")
    first = names[0] + (" " if names[0][-1].isascii() else "")
    return first if len(names) == 1 else t("bulletin.sentence.and_others", first=first, count=len(names))


def _telling(events: list[EventView]) -> list[EventView]:
    """At most _DATES events: those our rules know by name before the others, the first and the latest of them."""
    if len(events) <= _DATES:
        return events
    kept = [e for e in events if e.code not in _PLAIN_CODES] or events
    return kept if len(kept) <= _DATES else [kept[0], *kept[1 - _DATES :]]


def _key_date(event: EventView, t: Texts, *, mark: bool) -> KeyDate:
    """Our words for the event; beside them the source's own, where they say more."""
    text = one_line(event.words) or t.find(f"event.{event.code}") or one_line(event.code)
    if event.said:
        text = t("bulletin.entry.event_said", text=text, said=one_line(event.said, _EVENT_LIMIT))
    if event.of:
        text = t("bulletin.entry.event_of", text=text, entry_no=one_line(event.of))
    return KeyDate(
        date=event.date.isoformat(),
        text=text,
        new=event.new and mark,
        original=one_line(event.original, _EVENT_LIMIT),
        title=one_line(event.title, _TITLE_LIMIT),
        note="" if event.certain else t("bulletin.entry.date_uncertain"),
    )


# --- who and where ------------------------------------------------------------------------------------


def _label(confirmed: bool) -> str:
    return "warning" if confirmed else "lead"


def _subject(hit: HitView, t: Texts) -> str:
    owner, city = one_line(hit.owner or hit.watched, _NAME_LIMIT), one_line(hit.seat or hit.city, 20)
    return t("bulletin.entry.owner_city", owner=owner, city=city) if city else owner


def _number(hit: HitView) -> str:
    return one_line(hit.number or matter_number(hit.matter), _NAME_LIMIT)


def _place_and_forum(hit: HitView, t: Texts) -> tuple[str, str]:
    forum = hit.forum or forum_name(hit.matter, hit.jurisdiction, hit.category, t)
    return one_line(place_name(hit.jurisdiction, t), 40), one_line(forum, _NAME_LIMIT)


def safe_line(line: CaseLine) -> CaseLine:
    """A line of a case with nothing in it that could steer the page, and of bounded length."""
    return replace(
        line,
        title=one_line(line.title),
        value=one_line(line.value, _CASE_LIMIT),
        original=one_line(line.original, _TITLE_LIMIT),
    )


def _listed(items: tuple[str, ...], t: Texts) -> str:
    names = [one_line(item, _NAME_LIMIT) for item in items]
    names = [name for name in names if name]
    text = t("bulletin.text.clause_separator").join(names[:_LIST_LIMIT])
    if len(names) > _LIST_LIMIT:
        text += t("bulletin.entry.and_more", count=len(names) - _LIST_LIMIT)
    return text


def _contact(hit: HitView, office: OfficeView, t: Texts) -> str:
    key = "contact_office_seat" if hit.seat_city else "contact_office_city" if hit.city else "contact_office"
    return one_line(t(f"bulletin.entry.{key}", name=office.name, phone=office.phone, city=hit.seat_city or hit.city))


# --- clocks -------------------------------------------------------------------------------------------


def _gone(hit: HitView, t: Texts) -> str:
    """What stands for the days where no clock runs: "unknown" only where no day was ever known."""
    if not hit.passed:
        return t("bulletin.clock.unknown")
    return t("bulletin.clock.line", days=days_in_words(hit.passed[0], t), day=day_in_words(hit.passed[0], t))


def _passed(deadline: Deadline, t: Texts) -> str:
    days, day = days_in_words(deadline, t), day_in_words(deadline, t)
    return t("bulletin.clock.gone", rule=one_line(rule_title(deadline.rule, t)), days=days, day=day)


def _clock(deadline: Deadline, t: Texts) -> Clock:
    certainty = deadline.certainty if deadline.certainty in ("certain", "computed") else "unknown"
    return Clock(
        date=deadline.date.isoformat(),
        day=day_in_words(deadline, t),
        asks=asks_of(deadline).value,
        asks_word=t(f"rules.asks.{asks_of(deadline).value}"),
        days_left=deadline.days_left,
        days=days_in_words(deadline, t),
        rule=one_line(rule_title(deadline.rule, t)),
        basis=one_line(deadline.basis),
        from_event=one_line(deadline.from_event),
        note=one_line(note_of(deadline.rule, t.lang)),
        certainty=certainty,
        certainty_word=_certainty_word(deadline, certainty, t),
        urgency=_urgency(deadline),
    )


def _certainty_word(deadline: Deadline, certainty: str, t: Texts) -> str:
    """Of an unknown day, why: the start is not public, nobody has read the law, or it is the earliest possible."""
    if certainty == "unknown" and deadline.doubt:
        return t(f"bulletin.doubt.{deadline.doubt}")
    return t(f"bulletin.certainty.{certainty}")


def _waiting(awaited: Awaited) -> Waiting:
    return Waiting(
        rule=one_line(awaited.title),
        short=one_line(awaited.short),
        text=one_line(awaited.text),
        basis=one_line(awaited.basis),
        date=awaited.date.isoformat() if awaited.date else "",
        forecast=awaited.date is not None,
    )


def _urgency(deadline: Deadline | None) -> str:
    if deadline is None:
        return "unknown"
    if deadline.days_left < 0:
        return "overdue"
    if deadline.days_left <= 7:
        return "urgent"
    return "soon" if deadline.days_left <= 21 else "later"


def rule_title(rule: str, t: Texts) -> str:
    """What a clock is for, in a few words."""
    try:
        return title_of(rule, t.lang)
    except UsageError:  # a rule of an older version: its id still tells where to look
        return rule


# --- why, how sure, what to do ------------------------------------------------------------------------


def _found_in(hit: HitView, t: Texts) -> str:
    role = t.find(f"word.role.{hit.role}") or hit.role
    text = one_line(hit.text, _NAME_LIMIT)
    whole = one_line(hit.mention, _NAME_LIMIT)
    key = "found_within" if whole and whole != text else "found_in"
    if hit.role in _OF_TEXT:
        key = "found_cited"
    return one_line(t(f"bulletin.entry.{key}", role=role, text=text, whole=whole or text))


def _confidence(hit: HitView, t: Texts) -> str:
    if hit.state not in states.REVIEWED:
        reviewed = t("bulletin.confidence.not_reviewed")
    elif hit.reviewed_by and hit.reviewed_at:
        reviewed = t("bulletin.confidence.reviewed_by_at", who=hit.reviewed_by, when=when.moment(hit.reviewed_at, t))
    elif hit.reviewed_by:
        reviewed = t("bulletin.confidence.reviewed_by", who=hit.reviewed_by)
    else:
        reviewed = t("bulletin.confidence.reviewed")
    word = t(f"{'bulletin.confidence' if hit.unlisted else 'word.band'}.{hit.band.value}")
    key = "line_place" if hit.unlisted else "line"
    return one_line(t(f"bulletin.confidence.{key}", word=word, score=f"{hit.score:.2f}", reviewed=reviewed))


def _evidence(hit: HitView, t: Texts) -> str:
    if hit.evidence is None:
        return t("bulletin.entry.evidence_none")
    return one_line(t("bulletin.entry.evidence_line", captured=when.moment(hit.evidence.captured_at, t)))


def _sources(hit: HitView, titles: Mapping[str, str], t: Texts) -> str:
    """By their titles: what a source is called inside the program tells a reader nothing."""
    listed = _listed(tuple(dict.fromkeys(titles[s] for s in hit.sources if s in titles)), t)
    return t("bulletin.entry.sources", sources=listed) if listed else ""


def _first_key(t: Texts, area: str, names: Sequence[str]) -> str:
    return next((f"{area}.{n}" for n in names if t.find(f"{area}.{n}") is not None), f"{area}.{names[-1]}")
