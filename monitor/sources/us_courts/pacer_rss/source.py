"""The RSS feeds of the federal courts' filing system (PACER CM/ECF): what was docketed in the last 24 hours or so.

An item gives docket number, caption, the name of the event and a document id: no parties, no nature of suit. Guids are
not unique, links may be absent, the description is HTML inside XML, and the same filing may appear once per event.

Read with feedparser: on the well-formed bytes it is given here it loses nothing this module needs, and it says so
(`bozo`) where the file breaks off. It never sees a URL or a text, only bytes already in UTF-8, so that its guesses at
encodings never apply.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field

from monitor.errors import Unparsed
from monitor.model import (
    Capture,
    Event,
    Ignored,
    LeftOut,
    Mention,
    Outcome,
    ProvenEmpty,
    Record,
    Request,
    Seen,
    Skip,
    StreamSays,
    Suspect,
    Unknown,
)
from monitor.sources.base import Gate, Options, Plan, Source
from monitor.sources.kit.fence import TRIPS, tripped
from monitor.sources.kit.text import clean
from monitor.sources.streams import StreamKind, Streams
from monitor.sources.us_courts import caption as captions
from monitor.sources.us_courts import courts, docket
from monitor.sources.us_courts.entries import EVENTS, RULED, WRITES, Filing, events_of, named_in, read_entry
from monitor.sources.us_courts.entries.stored import label_again, reader_version
from monitor.sources.us_courts.pacer_rss.feed import parsed, starts_of

FACTS = frozenset(
    [
        "caption",
        "case_number",
        "court",
        "court_name",
        "ever_schedule_a",
        "pacer_case_id",
        "pseudonymous_plaintiff",
        "ruling_unread",
    ]
)


_ECF = re.compile(r"ecf\.([a-z0-9]+)\.uscourts\.gov")
_SOME = 3  # items that lead to another court
_SLACK = timedelta(hours=2)
_STILL = timedelta(hours=40)
"""Working-day hours without a new item, after which a feed that calls itself fresh stands still."""


class FeedOptions(Options):
    """`courts` adds feeds to those of `urls`, or gives another address for one (court id → address). `docket_types`
    are the kinds of cases that become records. A feed built more than `stale_hours` working-day hours ago is stale.
    `max_items` bounds what is read of one feed."""

    courts: Mapping[str, str] = Field(default_factory=dict)
    docket_types: tuple[str, ...] = ("cv",)
    stale_hours: float = Field(default=30, gt=0)
    max_items: int = Field(default=20_000, ge=1)


class DocketFeeds(Source[FeedOptions]):
    version = f"4.{reader_version()}"
    gates = {
        "": Gate(
            # Some courts serve a well-formed feed under the name of a page; what a page is, the sentinel tells.
            media_types=("text/xml", "application/xml", "application/rss+xml", "text/html", "text/plain"),
            min_bytes=100,
            sentinels=(b"<rss",),
        ),
    }
    authentication = None
    options = FeedOptions
    streams = Streams(StreamKind.COURT, by_address=True)
    units = None
    writes = FACTS | WRITES
    events = EVENTS
    matched = frozenset({"caption", "defendant", "plaintiff"})
    formerly = ("pacer_rss",)

    def again(self, event: Event, matter: str, several: bool) -> tuple[Event, ...] | None:
        return label_again(event, matter, several=several)

    def requests(self, plan: Plan[FeedOptions]) -> Iterable[Request]:
        """One request per court: `urls` and `options.courts` map a court id to the address of its feed."""
        for court, url in {**plan.urls, **plan.options.courts}.items():
            yield Request(url, context={"court": court}, stream=court)

    def read(self, capture: Capture, plan: Plan[FeedOptions]) -> Iterator[Outcome]:
        """The cases of one feed, one record each, in the order of first appearance; and what was wrong with the feed.

        Raises Unparsed where the answer is no feed at all.
        """
        options = plan.options
        body, doubts = _readable(capture.read(), options.max_items)
        feed, body, bad = _parsed(body)
        court = str(capture.request.context.get("court") or _court_of(feed))
        if courts.is_bankruptcy(court):
            raise Unparsed("us_courts.pacer_rss.errors.bankruptcy", court=court)
        if not courts.is_appellate(court) and not courts.is_district(court):
            raise Unparsed("us_courts.pacer_rss.errors.unknown_court", court=court)
        for doubt in (*doubts, *_doubts(feed, body, court, plan.now, options)):
            yield replace(doubt, params={"court": court, **doubt.params})
        yield from _silences(feed, court)
        newest, still = _newest(feed), _stands_still(feed, plan.now, options)
        day = newest.astimezone(courts.court_zone(court)).date() if newest else None
        if capture.request.stream:
            yield StreamSays(tuple(w for w, _ in _leaves_out(feed, court)), day, still)
        if still:
            yield Unknown("us_courts.pacer_rss.unknown.stands_still", params={"court": court, "newest": str(day)})

        built = _built(feed)
        yield Seen("items", len(feed["entries"]) + len(bad))
        for raw in bad:
            yield Skip("us_courts.pacer_rss.skip.unreadable", court, raw)
        if not feed["entries"] and built is not None and _age(built, plan.now) <= timedelta(hours=options.stale_hours):
            yield ProvenEmpty()
        cases: dict[str, _Case] = {}
        for number, entry in enumerate(feed["entries"], 1):
            try:
                item = _item(entry, court, built or capture.fetched_at)
            except TRIPS as error:
                yield tripped(f"{court} #{number}", error, _raw(entry))
                continue
            if item is None:
                yield Skip("us_courts.pacer_rss.skip.no_docket_number", f"{court} #{number}", _raw(entry))
            elif item.type and item.type not in options.docket_types:
                yield Ignored("us_courts.ignored.type", {"type": item.type})
            elif item.key in cases:
                cases[item.key].items.append(item)
            else:
                cases[item.key] = _Case(item.key, [item])
        for case in cases.values():
            try:
                record = _record(case, court, plan)
            except TRIPS as error:
                yield tripped(f"{court} {case.key}", error, repr(case.items).encode("utf-8", errors="replace"))
                continue
            yield record


# --- the file ---------------------------------------------------------------------------------------------------------


_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["'][^>]*\?>""")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def _readable(raw: bytes, max_items: int) -> tuple[bytes, list[Suspect]]:
    """The feed in UTF-8, cut after `max_items`, and doubts met on the way.

    Courts declare ISO-8859-1 and send windows-1252 (curly quotes) or, after an upgrade, UTF-8.
    """
    if b"<!ENTITY" in raw:
        raise Unparsed("us_courts.pacer_rss.errors.entities")
    doubts: list[Suspect] = []
    declared = _DECLARED.search(raw[:200])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
        if name not in ("iso-8859-1", "latin-1", "latin1", "iso-8859-15", "windows-1252", "cp1252", "us-ascii"):
            doubts.append(Suspect("us_courts.pacer_rss.suspect.encoding"))
    if "\0" in text:
        raise Unparsed("us_courts.pacer_rss.errors.not_a_feed")
    body = _DECLARATION.sub("", text, count=1).encode("utf-8", errors="replace")
    starts = starts_of(body)
    if len(starts) > max_items:
        doubts.append(Suspect("us_courts.pacer_rss.suspect.too_many_items"))
        body = body[: starts[max_items]] + b"</channel></rss>"
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + body, doubts


def _parsed(body: bytes) -> tuple[Mapping[str, Any], bytes, list[bytes]]:
    """The feed, its bytes without the items that cannot be read at all, and these."""
    try:
        feed, body, bad = parsed(body)
    except TRIPS:
        raise Unparsed("us_courts.pacer_rss.errors.not_a_feed") from None
    # A challenge page and an empty body both look like a healthy feed without entries, but for the version.
    if not feed.get("version") or not feed.get("feed"):
        raise Unparsed("us_courts.pacer_rss.errors.not_a_feed")
    return feed, body, bad


def _doubts(feed: Mapping[str, Any], body: bytes, court: str, now: datetime, options: FeedOptions) -> Iterator[Suspect]:
    if feed.get("bozo"):
        encoding = type(feed.get("bozo_exception")).__name__ == "CharacterEncodingOverride"
        yield (
            Suspect("us_courts.pacer_rss.suspect.encoding")
            if encoding
            else Suspect("us_courts.pacer_rss.suspect.truncated")
        )
    elif len(starts_of(body)) != len(feed["entries"]):
        yield Suspect("us_courts.pacer_rss.suspect.items_lost")
    linked = _court_of(feed)
    if linked and linked != court:
        yield Suspect("us_courts.pacer_rss.suspect.other_court", {"other": linked})
    elsewhere = _items_of(feed)
    if linked in ("", court) and len(elsewhere) >= _SOME and court not in elsewhere:
        yield Suspect("us_courts.pacer_rss.suspect.other_court", {"other": elsewhere[0]})
    built = _built(feed)
    if built is not None and _ahead(feed, min(built, now)) * 2 > len(feed["entries"]):
        yield Suspect("us_courts.pacer_rss.suspect.ahead")
    if built is None:
        yield Suspect("us_courts.pacer_rss.suspect.no_build_date")
    elif _age(built, now) > timedelta(hours=options.stale_hours):
        yield Suspect("us_courts.pacer_rss.suspect.stale", {"built": _stated_time(feed)})


def _silences(feed: Mapping[str, Any], court: str) -> Iterator[Unknown]:
    """What this feed leaves out by its own account ("Docket entries of type: all", or a list of types)."""
    for left_out, stated in _leaves_out(feed, court):
        match left_out:
            case LeftOut.NOT_SAID:
                yield Unknown("us_courts.pacer_rss.unknown.silent_on_content", stated[:200], {"court": court})
            case LeftOut.NEW_SUITS:
                yield Unknown("us_courts.pacer_rss.unknown.no_new_suits", stated[:200], {"court": court})
            case LeftOut.MOTIONS:
                yield Unknown("us_courts.pacer_rss.unknown.no_motions", stated[:200], {"court": court})


_TYPES_STATED = re.compile(r"docket (?:entries|events)\s+of\s+types?\s*:?(.*)", re.IGNORECASE | re.DOTALL)
_NEW_SUITS = frozenset({"cmp", "complaint", "complaints", "case opening", "caseopen"})
_MOTIONS = frozenset({"motion", "motions"})


def _leaves_out(feed: Mapping[str, Any], court: str) -> Iterator[tuple[LeftOut, str]]:
    """What a feed leaves out, each with the words in which it says so."""
    stated = clean(str(feed["feed"].get("subtitle", "")))
    found = _TYPES_STATED.search(stated)
    if found is None:
        yield LeftOut.NOT_SAID, stated
        return
    types = {t.strip(" .").lower() for t in re.split(r"[,;]", found[1])}
    if "all" in types or courts.is_appellate(court):
        return
    if not types & _NEW_SUITS:
        yield LeftOut.NEW_SUITS, stated
    if not types & _MOTIONS:
        yield LeftOut.MOTIONS, stated


def _newest(feed: Mapping[str, Any]) -> datetime | None:
    return max((at for e in feed["entries"] if (at := _instant(e.get("published"))) is not None), default=None)


def _stands_still(feed: Mapping[str, Any], now: datetime, options: FeedOptions) -> bool:
    """A feed that calls itself fresh and whose newest item is old. It shows the last day or so: one in which nothing new is
    docketed becomes empty, and does not keep old items."""
    built, newest = _built(feed), _newest(feed)
    fresh = built is not None and _age(built, now) <= timedelta(hours=options.stale_hours)
    return fresh and newest is not None and _age(newest, now) > _STILL


def _court_of(feed: Mapping[str, Any]) -> str:
    host = urlsplit(str(feed["feed"].get("link", ""))).hostname or ""
    found = _ECF.fullmatch(host)
    return found[1] if found else ""


def _items_of(feed: Mapping[str, Any]) -> list[str]:
    """The courts to whose addresses the items lead, in their order; of items without such an address none."""
    hosts = (urlsplit(str(e.get("link") or e.get("id") or "")).hostname or "" for e in feed["entries"])
    return [found[1] for host in hosts if (found := _ECF.fullmatch(host))]


def _ahead(feed: Mapping[str, Any], built: datetime) -> int:
    """How many items are dated after the feed was built: its clock, or its dates, are read wrongly."""
    return sum((at := _instant(e.get("published"))) is not None and at > built + _SLACK for e in feed["entries"])


def _built(feed: Mapping[str, Any]) -> datetime | None:
    """When the court built the feed. Most say lastBuildDate, some pubDate."""
    return _instant(feed["feed"].get("updated")) or _instant(feed["feed"].get("published"))


def _stated_time(feed: Mapping[str, Any]) -> str:
    return clean(str(feed["feed"].get("updated") or feed["feed"].get("published") or ""), 80)


def _age(built: datetime, now: datetime) -> timedelta:
    """Time from `built` to `now` without Saturdays and Sundays (UTC): courts file little on them."""
    age, at = timedelta(), built
    while at < now:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
        if age > timedelta(days=60):
            return now - built
        if at.weekday() < 5:
            age += min(midnight, now) - at
        at = midnight
    return age


def _instant(text: object) -> datetime | None:
    try:
        at = parsedate_to_datetime(str(text))
    except (ValueError, TypeError, OverflowError):
        return None
    try:
        return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


# --- items ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Item:
    """One item: `labels` are the event names of its description, `document` the normalised PACER document id,
    `sequence` the court's own number of the entry; "" where absent."""

    key: str
    number: str
    type: str
    caption: str
    labels: tuple[str, ...]
    at: datetime
    dated: bool
    case_id: str
    document: str
    document_number: str
    sequence: str
    url: str

    def ident(self, label: str) -> str:
        """What stays the same when the feed is read again, also for an item that has no date."""
        if self.document or self.sequence:
            return self.document or f"seq-{self.sequence}"
        when = f"{self.at:%Y%m%dT%H%M%S}" if self.dated else "undated"
        return f"{when}-{label[:80].casefold()}"


@dataclass(slots=True)
class _Case:
    key: str
    items: list[_Item]


_CASE_ID = re.compile(r"DktRpt\.pl\?(?:caseid=)?(\d+)|[?&]caseid=(\d+)")
_SEQUENCE = re.compile(r"[?&]de_seq_num=(\d+)")
_GUID_SEQUENCE = re.compile(r"DktRpt\.pl\?\d+&(\d+)$|[?&]partId=(\d+)")
_DOCUMENT = re.compile(r"/docs?1/(\d{6,})")
_ANCHOR = re.compile(r"<a\s[^<>]*>\s*(\d+)\s*</a\s*>", re.IGNORECASE)
_HREF = re.compile(r"""<a\s[^<>]*href=["']?(https?://[^"'\s>]+)""", re.IGNORECASE)
_MARKUP = re.compile(r"<[^<>]*>")
_C1 = {code: bytes([code]).decode("cp1252", errors="ignore") for code in range(0x80, 0xA0)}


def _item(entry: Mapping[str, Any], court: str, fallback: datetime) -> _Item | None:
    """One item, or None where its docket number cannot be read. `fallback` dates an item that has no date."""
    number, _, caption = _text(entry.get("title")).partition(" ")
    description = html.unescape(str(entry.get("summary", "")))
    guid, link = str(entry.get("id", "")), str(entry.get("link", ""))
    case_id = _first(_CASE_ID, link) or _first(_CASE_ID, guid) or _first(_CASE_ID, description)
    if courts.is_appellate(court):
        short = docket.appellate(number)
        if short is None:
            return None
        key, kind, number = docket.appellate_key(court, short), "", short
    else:
        parts = docket.district(number)
        if parts is None:
            return None
        key, kind, number = docket.district_key(court, parts, case_id), parts.type, str(parts)
    at = _instant(entry.get("published"))
    return _Item(
        key=key,
        number=number,
        type=kind,
        caption=caption.strip(),
        labels=_labels(description),
        at=at or fallback,
        dated=at is not None,
        case_id=case_id,
        document=docket.document_id(_first(_DOCUMENT, description)),
        document_number=_first(_ANCHOR, description),
        sequence=_first(_SEQUENCE, description) or _first(_GUID_SEQUENCE, guid),
        url=_first(_HREF, description) or (link if link.startswith("https://") else ""),
    )


def _labels(description: str) -> tuple[str, ...]:
    """The names of the events: what stands in the leading brackets, or all the text where there are none.

    A name may hold brackets of its own, so the last "]" before the document's "(<a …" or the end closes it.
    """
    text = _text(_MARKUP.sub("", description.partition("(<a")[0]))
    if text.startswith("["):
        text = text[1 : text.rfind("]")] if "]" in text else text[1:]
    return tuple(t for t in (p.strip() for p in text.split("] [")) if t)


def _text(value: object) -> str:
    """Text without markup tricks: C1 controls are windows-1252 characters that lost their name, references are undone."""
    return clean(html.unescape(str(value or "")).translate(_C1))


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return next((g for g in found.groups() if g), "") if found else ""


def _raw(entry: Mapping[str, Any]) -> bytes:
    """What is kept of an unreadable item, to be looked at."""
    parts = (f"{name}: {entry[name]}" for name in ("title", "link", "id", "published", "summary") if entry.get(name))
    return "\n".join(parts).encode("utf-8", errors="replace")


# --- cases ------------------------------------------------------------------------------------------------------------


def _record(case: _Case, court: str, plan: Plan[FeedOptions]) -> Record:
    newest = max(case.items, key=lambda i: (i.at, i.caption, i.url))
    titles = _captions(case.items)
    caption = titles[0] if titles else captions.Caption("")
    case_id = max(i.case_id for i in case.items)
    aliases = (docket.pacer_key(court, case_id),) if case_id and not courts.is_appellate(court) else ()
    facts: dict[str, object] = {
        "court": court,
        "court_name": courts.court_name(court),
        "case_number": newest.number,
    }
    if caption.text:
        facts["caption"] = caption.text
        facts["pseudonymous_plaintiff"] = caption.pseudonymous
    if case_id:
        facts["pacer_case_id"] = case_id
    if any(captions.is_schedule_a(c) for c in titles):
        facts["ever_schedule_a"] = True
    events = _events(case.items, court, captions.names_several(caption))
    known = _mentions(titles, courts.is_appellate(court))
    if ruled := [e.date for e in events if e.code in RULED]:
        facts["ruling_unread"] = max(ruled).isoformat()
    host = urlsplit(plan.urls.get(court, "")).hostname or f"ecf.{court}.uscourts.gov"
    return Record(
        source=plan.source,
        matter=case.key,
        kind="docket",
        title=caption.text or newest.number,
        url=f"https://{host}/cgi-bin/DktRpt.pl?{case_id}" if aliases else newest.url,
        as_of=newest.at.isoformat() if newest.dated else "",
        aliases=tuple(a for a in aliases if a != case.key),
        jurisdiction=plan.jurisdiction or "US",
        events=events,
        mentions=(*known, *named_in(events, known)),
        facts=facts,
    )


def _captions(items: Sequence[_Item]) -> tuple[captions.Caption, ...]:
    """The captions of one case, the current one first: after unsealing the store's name replaces the schedule."""
    newest_first = sorted((i for i in items if i.caption), key=lambda i: (i.at, i.caption), reverse=True)
    return tuple(captions.read(t) for t in dict.fromkeys(i.caption for i in newest_first))


def _mentions(titles: Iterable[captions.Caption], on_appeal: bool) -> tuple[Mention, ...]:
    found = (m for caption in titles for m in captions.mentions(caption, "title", on_appeal))
    return tuple({(m.text, m.role): m for m in found}.values())


def _events(items: Sequence[_Item], court: str, several: bool) -> tuple[Event, ...]:
    """The events of a case, oldest first. Items of one filing (same document, or same sequence) are one event per code;
    their names are joined as courts' own reports do."""
    zone = courts.court_zone(court)
    filings: dict[str, list[tuple[str, _Item]]] = {}
    for item in items:
        for label in item.labels or ("",):
            filings.setdefault(item.ident(label), []).append((label, item))
    found: list[tuple[datetime, Event]] = []
    for ident, entries in filings.items():
        by_event: dict[tuple[str, str], list[tuple[str, _Item, Event]]] = {}
        for label, item in entries:
            said = f"motion for {label}" if courts.bare_motion(court, label) else label
            day = item.at.astimezone(zone).date()
            filing = Filing(day, item.dated, ident, item.url, label, several, courts.is_appellate(court))
            for event in events_of(read_entry(said, day), filing):
                by_event.setdefault((event.code, event.ident), []).append((label, item, event))
        for same in by_event.values():
            _, first, event = min(same, key=lambda e: (e[1].at, e[1].url))
            names = " AND ".join(sorted({label for label, _, _ in same if label}))
            title = f"{names} (#{first.document_number})" if first.document_number else names or first.number
            found.append((first.at, replace(event, title=title)))
    return tuple(event for _, event in sorted(found, key=lambda e: (e[0], e[1].ident, e[1].code)))
