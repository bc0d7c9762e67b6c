"""CourtListener's REST API v4: the search over US federal dockets, and the parties and attorneys of single dockets.

Search needs no token (100 requests a day); a token allows more, and the parties. The answer is JSON with 20 cases a page;
`next` is followed word for word. Unknown parameters of the search are ignored without a word, and a query it does not
understand finds nothing: queries that cannot be empty are therefore marked in queries.toml.

A sweep asks for its window in slices of days (slices.py), the newest first; a slice that holds too much is asked for in
parts. What was read to its end stays read, so that a month of suits is read in a few runs within the published limits
(5 requests a minute, 50 an hour, 125 a day), and later runs ask for the days in which something can still come in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import zip_longest
from typing import Any
from urllib.parse import urlsplit

from pydantic import Field

from monitor.errors import Blocked, Unparsed
from monitor.model import Advance, Capture, Event, Follow, Outcome, Request, Seen, Skip, Stated, Suspect, Unknown
from monitor.sources.base import Gate, Options, Plan, Source
from monitor.sources.kit.fence import TRIPS, tripped
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.names_query import any_of, batches, phrases, rotated
from monitor.sources.streams import StreamKind, Streams
from monitor.sources.us_courts.courtlistener import case as cases
from monitor.sources.us_courts.courtlistener.queries import queries
from monitor.sources.us_courts.courtlistener.slices import EVERY_RUN, Days, due, parted, stretches
from monitor.sources.us_courts.entries import EVENTS, WRITES
from monitor.sources.us_courts.entries.stored import entry_again, reader_version

_OVERLAP = timedelta(days=7)  # a docket can be listed for days before it has a filing date
_PAGE_SIZE = 20  # fixed by the service
_ESTIMATE = 1.06  # above 2,000 the stated total is off by up to 6 %
_NAME_PAGES = 2
_SLICE = 10  # days asked for at once: some hundred Schedule A suits, as many are filed
_SETTLED = timedelta(days=10)  # a docket can be listed for days before it has a filing date
_A_WEEK = 7  # days in which a sweep that "must hit" cannot be empty
_LIGHT_RUN = 3  # times as many suits have their parties read in a run that has little else to ask
_PARTIES_OF_CLOSED = timedelta(days=30)
_SEALED_AT_LEAST = timedelta(days=5)
_SEALED_FOR = timedelta(days=30)  # until then most lists of defendants are unsealed
_RULINGS_WITHIN = timedelta(days=14)
_WATCHED_FOR = timedelta(days=180)


class SearchOptions(Options):
    """`docket_types` are the kinds of cases that become records. `max_pages` bounds one question (20 cases a page): a
    stretch of days that holds more is asked for in parts.
    Names: `batch` names a request, at most `batches` requests of each kind a run (the rest has its turn in the next
    runs), looking back `name_days`; `brands` also asks for them in the texts of filings. Parties: at most `revisits`
    stored Schedule A suits a run (three times as many in one that reads the newest days alone), each again after
    `parties_days`, later and once defendants are known more rarely. `rulings`: at most so many dockets a run in
    which a feed saw a ruling without its outcome."""

    docket_types: tuple[str, ...] = ("cv",)
    max_pages: int = Field(default=10, ge=1)
    batch: int = Field(default=10, ge=1, le=25)
    batches: int = Field(default=8, ge=0)
    name_days: int = Field(default=365, ge=7)
    brands: bool = True
    revisits: int = Field(default=10, ge=0)
    rulings: int = Field(default=5, ge=0)
    parties_days: int = Field(default=3, ge=1)


_JSON = Gate(media_types=("application/json",), min_bytes=2, sentinels=(b'"results"', b'"detail"'))


class CourtListener(Source[SearchOptions]):
    version = f"4.{reader_version()}"
    gates = {"": _JSON, "search": _JSON, "names": _JSON, "parties": _JSON, "rulings": _JSON, "attorneys": _JSON}
    authentication = ("Authorization", "Token {key}")
    options = SearchOptions
    streams = Streams(StreamKind.QUERY, (*(str(q["name"]) for q in queries()["query"]), "names", "parties", "rulings"))
    units = None
    writes = cases.FACTS | WRITES
    events = EVENTS
    matched = frozenset({"caption", "party", "plaintiff"})
    formerly = ("courtlistener",)
    asks_by_name = True
    revisit_fact = "ever_schedule_a"  # the parties of these suits are read again until they are known

    def again(self, event: Event, matter: str, several: bool) -> tuple[Event, ...] | None:
        return entry_again(event, matter, several=several)

    def requests(self, plan: Plan[SearchOptions]) -> Iterable[Request]:
        """The first page of every question, most important first: the latest suits, rulings of which only the label is known,
        parties of known suits, watched names, the suits of the days before.

        The run is complete without the rulings, the parties and the names in the texts of filings (all `optional`); it is not
        complete without the sweeps for new suits and the watched names as parties.
        """
        newest, older = _sweeps(plan)
        yield from newest
        yield from _rulings(plan)
        # A run that reads the newest days alone has requests to spare.
        light = not older and all(r.days and (r.days[1] - r.days[0]).days < EVERY_RUN for r in newest)
        yield from _parties(plan, plan.options.revisits * (_LIGHT_RUN if light else 1))
        yield from _names(plan)
        yield from older

    def read(self, capture: Capture, plan: Plan[SearchOptions]) -> Iterator[Outcome]:
        """The cases of one page of results, or the parties or attorneys of one case. Raises Blocked for a throttled or refused answer,
        Unparsed where the answer has another shape."""
        page = _page(capture)
        match capture.request.tag:
            case "parties":
                yield from cases.parties(page, capture, plan)
                yield from _attorneys(page, capture, plan)
            case "attorneys":
                yield from cases.attorneys(page, capture, plan)
            case _:
                yield from _results(page, capture, plan)
        yield from _next(page, capture, plan)

    def throttle(self, body: bytes) -> float | None:
        """Seconds to wait before the next request, from the body of a 429; None where it does not say."""
        found = retry_after(body)
        return found[0] if found and found[0] > 0 else None


def retry_after(body: bytes) -> tuple[float, str] | None:
    """Seconds to wait and the window that is used up ("sec", "min", "hour", "day"), from the body of a throttled answer:
    {"detail": "Request was throttled. Rate limit exceeded: 5/min. Expected available in 7 seconds."}.

    None where it is no such body. The seconds are 0 where it does not say them, the window "" likewise.
    """
    text = body[:4_096].decode("utf-8", errors="replace")
    if "throttled" not in text.lower():
        return None
    window = re.search(r"Rate limit exceeded:\s*\d+\s*/\s*(s|m|h|d)[a-z]*", text, re.IGNORECASE)
    wait = re.search(r"available in\s+([\d,]{1,9})\s+second", text, re.IGNORECASE)
    scope = {"s": "sec", "m": "min", "h": "hour", "d": "day"}[window[1].lower()] if window else ""
    return float(wait[1].replace(",", "") or 0) if wait else 0.0, scope


# --- asking -----------------------------------------------------------------------------------------------------------


def _sweeps(plan: Plan[SearchOptions]) -> tuple[list[Request], list[Request]]:
    """The newest slice of every sweep, and the older ones, of all sweeps side by side."""
    since = min(plan.since, plan.until - _OVERLAP)
    slices = []
    for query in queries()["query"]:
        days = due(plan.days_read.get(str(query["name"]), {}), since, plan.now, _SETTLED)
        slices.append([_slice_of(plan, query, part) for part in stretches(days, _SLICE)])
    older = [s for side in zip_longest(*(of_query[1:] for of_query in slices)) for s in side if s is not None]
    return [of_query[0] for of_query in slices if of_query], older


def _slice_of(plan: Plan[SearchOptions], query: Mapping[str, Any], days: Days) -> Request:
    context = {"name": query["name"], "must_hit": query["must_hit"] and _is_a_week(days)}
    asked = _search(plan, str(query["q"]), str(query["by"]), days[0], "search", context)
    return replace(asked, params=_within(asked.params, days, plan.until), days=days)


def _within(params: Sequence[tuple[str, str]], days: Days, today: date) -> tuple[tuple[str, str], ...]:
    """The question, asked for these days. Both ends are included. Of a stretch up to today the end is left open."""
    kept = [(name, value) for name, value in params if not name.endswith(("_after", "_before"))]
    (window,) = (name.removesuffix("_after") for name, _ in params if name.endswith("_after"))
    bounds = [(f"{window}_after", days[0].isoformat())]
    if days[1] < today:
        bounds.append((f"{window}_before", days[1].isoformat()))
    return (*kept, *bounds)


def _is_a_week(days: Days) -> bool:
    return (days[1] - days[0]).days + 1 >= _A_WEEK


def _search(
    plan: Plan[SearchOptions],
    q: str,
    by: str,
    since: date,
    tag: str,
    context: Mapping[str, object],
    optional: bool = False,
) -> Request:
    window, order = {
        "filed": ("filed_after", "dateFiled desc"),
        "entry": ("entry_date_filed_after", "entry_date_filed desc"),
    }[by]
    params = (("type", "r"), ("q", q), ("order_by", order), (window, since.isoformat()))
    stream = str(context["name"]) if tag == "search" else tag
    held = {"page": 1, **context}
    return Request(plan.urls["search"], tag=tag, params=params, context=held, optional=optional, stream=stream)


def _names(plan: Plan[SearchOptions]) -> Iterator[Request]:
    options = plan.options
    names, left = phrases(plan.watched_queries)
    asked = rotated(names, plan.cursor.get("names_after", ""))[: options.batch * options.batches]
    since = plan.until - timedelta(days=options.name_days)
    waiting = len(names) - len(asked)
    for number, batch in enumerate(batches(asked, options.batch), 1):
        context = {
            "name": f"names-{number}",
            "last": batch[-1],
            "left": list(left) if number == 1 else [],
            "waiting": waiting if number == 1 else 0,
        }
        q = queries()["names"]["parties"].format(names=any_of(batch))
        yield _search(plan, q, "filed", since, "names", context)
    if options.brands:
        for number, batch in enumerate(batches(asked, options.batch), 1):
            q = queries()["names"]["brands"].format(names=any_of(batch))
            yield _search(plan, q, "entry", since, "names", {"name": f"brands-{number}"}, optional=True)


def _rulings(plan: Plan[SearchOptions]) -> Iterator[Request]:
    """Stored suits in which a feed saw a ruling whose outcome it does not tell, the latest first: what was docketed since."""
    ruled = [
        (day, str(matter["docket_id"]))
        for matter in plan.revisit
        if matter.get("docket_id")
        and (day := _day(matter.get("ruling_unread")))
        and plan.until - day <= _RULINGS_WITHIN
        and day > (_day(matter.get("ruling_read")) or date.min)
    ]
    for day, docket_id in sorted(ruled, reverse=True)[: plan.options.rulings]:
        q = queries()["rulings"]["q"].format(docket=docket_id)
        yield _search(plan, q, "entry", day, "rulings", {"name": f"ruling-{docket_id}"}, optional=True)


def _parties(plan: Plan[SearchOptions], most: int) -> Iterator[Request]:
    """Stored Schedule A suits whose parties are due: the list of defendants is sealed at first and grows later."""
    if not plan.has_key or "parties" not in plan.urls:
        return
    asked = []
    for matter in plan.revisit:
        docket_id, read_at = matter.get("docket_id"), _instant(matter.get("parties_read_at"))
        closed = _day(matter.get("terminated"))
        if not docket_id or not matter.get("ever_schedule_a"):
            continue
        if closed and plan.until - closed > _PARTIES_OF_CLOSED and read_at:
            continue
        known = bool(matter.get("defendants"))
        age = plan.until - (_day(matter.get("filed")) or plan.until)
        if read_at and not _again(plan.now - read_at, age, known, plan.options.parties_days):
            continue
        # Never read before read, unless its list is surely sealed yet; a list that may be sealed before one that may grow.
        early = not read_at and age < _SEALED_AT_LEAST and "filed" in matter
        order = (
            read_at is not None or early,
            known,
            read_at.isoformat() if read_at else "",
            str(matter.get("key", "")),
        )
        asked.append((order, matter))
    for (*_, key), facts in sorted(asked, key=lambda d: d[0])[:most]:
        yield Request(
            plan.urls["parties"],
            tag="parties",
            params=(("docket", str(facts["docket_id"])), ("filter_nested_results", "True")),
            context={
                "key": key,
                "docket_id": str(facts["docket_id"]),
                "page": 1,
                "counsel": _known_counsel(facts.get("counsel")),
            },
            optional=True,
            stream="parties",
        )


def _known_counsel(rows: object) -> list[str]:
    """Numbers of the attorneys whose names are stored."""
    listed = rows if isinstance(rows, list) else []
    return sorted({str(row["id"]) for row in listed if isinstance(row, Mapping) and row.get("id")})


def _again(since: timedelta, age: timedelta, known: bool, days: int) -> bool:
    """Whether the parties of a suit of this age, last read so long ago, are read again. A sealed list is looked for often
    while most are unsealed, then rarely; a list with defendants in it may still grow, and is read again once in a while."""
    if age > _WATCHED_FOR:
        return False
    pause = 4 * days if known or age > _SEALED_FOR else days
    return since >= timedelta(days=pause)


# --- reading ----------------------------------------------------------------------------------------------------------


def _page(capture: Capture) -> Mapping[str, Any]:
    try:
        page = json.loads(capture.read())
    except (ValueError, RecursionError):
        raise Unparsed("us_courts.courtlistener.errors.not_json") from None
    if not isinstance(page, dict):
        raise Unparsed("us_courts.courtlistener.errors.no_results")
    detail = page.get("detail")
    if "results" not in page and isinstance(detail, str):
        raise Blocked("us_courts.courtlistener.errors.refused", detail=detail[:200])
    if not isinstance(page.get("results"), list):
        raise Unparsed("us_courts.courtlistener.errors.no_results")
    return page


def _results(page: Mapping[str, Any], capture: Capture, plan: Plan[SearchOptions]) -> Iterator[Outcome]:
    context, results = capture.request.context, page["results"]
    name, first = _called(capture.request), context.get("page", 1) == 1
    if first:
        yield from _stated(page, capture)
    yield Seen(name, len(results))
    yield from _unknown(page, {"count", "document_count", "next", "previous", "results"})
    strange: set[str] = set()
    for number, result in enumerate(results, 1):
        where = f"{name} p{context.get('page', 1)} #{number}"
        if not isinstance(result, dict):
            yield Skip("us_courts.courtlistener.skip.no_object", where, _raw(result))
            continue
        try:
            record, unread = cases.case(result, capture, plan, plan.options.docket_types)
        except Missing as missing:
            yield Skip("us_courts.courtlistener.skip.missing_field", f"{where}: {missing}", _raw(result))
            continue
        except TRIPS as error:
            yield tripped(where, error, _raw(result))
            continue
        strange.update(unread)
        yield record
    for field in sorted(strange):
        yield Unknown("kit.unknown.field", name, {"name": field})
    if capture.request.tag == "names" and first and context.get("last"):
        yield Advance("names_after", str(context["last"]))


def _called(request: Request) -> str:
    """The name of a question; of a slice with its days, which have a total of their own."""
    name = str(request.context.get("name", "search"))
    return name if request.days is None else f"{name} {request.days[0]}/{request.days[1]}"


def _stated(page: Mapping[str, Any], capture: Capture) -> Iterator[Outcome]:
    context = capture.request.context
    name, total = _called(capture.request), page.get("count")
    if not isinstance(total, int):
        yield Suspect("us_courts.courtlistener.suspect.no_count")
        return
    # Only where this page is all there is: of several pages some may be known already and not be read again. There the
    # chain of `next` is followed to its end, and _next() sees whether it ends where the total says.
    if not page.get("next"):
        yield Stated(name, total, approximate=True)
    if total == 0 and page["results"]:
        yield Suspect("us_courts.courtlistener.suspect.count_zero")
    if total == 0 and context.get("must_hit"):
        yield Suspect("us_courts.courtlistener.suspect.nothing_found")
    left = context.get("left")
    for unasked in left if isinstance(left, list) else ():
        yield Unknown("us_courts.courtlistener.unknown.unaskable", name, {"name": unasked})
    if context.get("waiting"):
        yield Unknown("us_courts.courtlistener.unknown.waiting", params={"count": context["waiting"]})


def _next(page: Mapping[str, Any], capture: Capture, plan: Plan[SearchOptions]) -> Iterator[Outcome]:
    """The next page, word for word, if it lies on the same host. Names are read newest first, so that two pages of a very
    common word still show every new suit; a sweep must be read to its end."""
    link, request, number = page.get("next"), capture.request, _page_number(capture)
    if not link:
        total = page.get("count")
        if number > 1 and isinstance(total, int) and total > _PAGE_SIZE * number * _ESTIMATE:
            yield Suspect("us_courts.courtlistener.suspect.ended_early")
        return
    here, there = urlsplit(request.url), urlsplit(str(link))
    if (there.scheme, there.netloc, there.path) != (here.scheme, here.netloc, here.path) or link == request.url:
        yield Suspect("us_courts.courtlistener.suspect.next_elsewhere")
    elif not page["results"]:
        yield Suspect("us_courts.courtlistener.suspect.empty_page")
    elif number == 1 and (parts := _parts(page, request, plan)):
        for part in parts:
            yield Follow(part)
    elif number < _pages(capture, plan) or request.days is not None:
        context = {**request.context, **_carried(page, request), "page": number + 1}
        yield Follow(replace(request, url=str(link), params=(), context=context))
    elif request.tag == "names":
        batch = str(request.context.get("name", ""))
        yield Unknown("us_courts.courtlistener.unknown.too_common", params={"batch": batch})
    else:
        yield Suspect("us_courts.courtlistener.suspect.too_many_pages")


def _carried(page: Mapping[str, Any], request: Request) -> dict[str, object]:
    """What a page hands to the one after it."""
    match request.tag:
        case "parties":
            return {"represented": cases.represented_to(page, request.context)}
        case "attorneys":
            return {"counsel_rows": cases.counsel_to(page, request.context)}
        case _:
            return {}


def _attorneys(page: Mapping[str, Any], capture: Capture, plan: Plan[SearchOptions]) -> Iterator[Outcome]:
    """After the last page of parties: what those who represent them are called, unless it is known of just these."""
    request = capture.request
    if page.get("next") or "attorneys" not in plan.urls:
        return
    represented = cases.represented_to(page, request.context)
    if not represented or sorted(represented) == request.context.get("counsel"):
        return
    yield Follow(
        Request(
            plan.urls["attorneys"],
            tag="attorneys",
            params=(
                ("docket", str(request.context["docket_id"])),
                ("filter_nested_results", "True"),
                ("fields", "id,name,contact_raw"),
            ),
            context={
                "key": request.context["key"],
                "docket_id": request.context["docket_id"],
                "page": 1,
                "represented": represented,
            },
            optional=True,
            stream="parties",
        )
    )


def _parts(page: Mapping[str, Any], request: Request, plan: Plan[SearchOptions]) -> list[Request]:
    """A slice that holds more than one question may be read for, in parts; [] where it is read as it is. Where a part
    holds as much as the whole did, all of it lies on those days; where what it shows lies behind them, the service does not heed
    them. Either is read to its end."""
    total, most = page.get("count"), plan.options.max_pages * _PAGE_SIZE
    if request.days is None or not isinstance(total, int) or total <= most:
        return []
    if request.context.get("of") == total or _is_behind(page["results"], request.days[1]):
        return []
    return [
        replace(
            request,
            params=_within(request.params, days, plan.until),
            days=days,
            context={**request.context, "of": total, "must_hit": request.context.get("must_hit") and _is_a_week(days)},
        )
        for days in parted(request.days, total, most)
    ]


def _is_behind(results: Sequence[object], last: date) -> bool:
    """Whether the first of some results, the newest, has no date of up to that day."""
    first = results[0] if results and isinstance(results[0], dict) else {}
    documents = first.get("recap_documents")
    listed = [d for d in documents if isinstance(d, dict)] if isinstance(documents, list) else []
    days = (_day(first.get("dateFiled")), *(_day(d.get("entry_date_filed")) for d in listed))
    dated = [day for day in days if day is not None]
    return bool(dated) and min(dated) > last


def _page_number(capture: Capture) -> int:
    number = capture.request.context.get("page", 1)
    return number if isinstance(number, int) else 1


def _pages(capture: Capture, plan: Plan[SearchOptions]) -> int:
    return _NAME_PAGES if capture.request.tag in ("names", "rulings") else plan.options.max_pages


def _unknown(data: Mapping[str, Any], known: set[str]) -> Iterator[Unknown]:
    for name in sorted(set(data) - known):
        yield Unknown("kit.unknown.field", "page", {"name": name})


def _raw(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode("utf-8", errors="replace")[:65_536]


def _instant(value: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
