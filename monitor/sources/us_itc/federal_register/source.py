"""Notices of the US International Trade Commission in the Federal Register (API v1, no key).

A list by agency and window, then the full text of every section 337 notice: titles and abstracts name no respondent
and no investigation number. The text request is not optional, because a text that is not there yet (fresh documents
answer 404 for some hours) means that parties were not read. Public-inspection documents tell of the same documents a
day or more earlier; they carry the number they are published under.

Traps of the API, all silent: `per_page` outside 2..1000 becomes 20, `page` beyond 50 becomes page 1, an answer without
hits has no `results`. A block shows a page "Request Access" with status 200.

urls: `documents` (…/api/v1/documents.json), `public_inspection` (…/api/v1/public-inspection-documents.json; optional).
Matters: `us-itc:337-TA-1511`, `us-itc:DN-3936`; `us-itc:FR-2026-12345` where a notice declares no number at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import Field

from monitor.errors import Blocked, Unparsed
from monitor.model import (
    Capture,
    Follow,
    Ignored,
    Outcome,
    ProvenEmpty,
    Request,
    Seen,
    Skip,
    Stated,
    Suspect,
    Unknown,
)
from monitor.sources.base import Gate, Options, Plan, Source
from monitor.sources.kit.fence import TRIPS
from monitor.sources.kit.fields import Fields, Missing
from monitor.sources.kit.text import clean
from monitor.sources.streams import StreamKind, Streams
from monitor.sources.us_itc.federal_register.acts import PER_PARTY, read_acts
from monitor.sources.us_itc.federal_register.classify import EVENTS, NotOne, classify
from monitor.sources.us_itc.federal_register.dates import NAMES, printed_days
from monitor.sources.us_itc.federal_register.notice import (
    UnreadableBlock,
    institution_parties,
    plain_text,
    read_notice,
    receipt_parties,
)
from monitor.sources.us_itc.federal_register.record import FACTS, Item, Reading, matters_of, record_of
from monitor.sources.us_itc.party import FIRM_INSIDE
from monitor.sources.us_itc.terms import (
    unique,
)

_FIELDS = (
    "document_number",
    "publication_date",
    "title",
    "abstract",
    "type",
    "html_url",
    "raw_text_url",
    "docket_ids",
)
_INSPECTION_FIELDS = (
    "document_number",
    "publication_date",
    "title",
    "type",
    "html_url",
    "raw_text_url",
    "docket_numbers",
    "filed_at",
)
_MAX_PAGE = 50
_PUBLISHED, _EARLY = "documents", "public_inspection"  # its streams


Stage = Literal["receipt", "institution", "order", "final", "review", "termination", "default", "other"]


class NoticesOptions(Options):
    """`agency` is the agency's slug; `per_page` 2..1000; `leave_out` names stages nobody wants."""

    agency: str = "international-trade-commission"
    per_page: int = Field(default=1000, ge=2, le=1000)
    leave_out: tuple[Stage, ...] = ()


class Notices(Source[NoticesOptions]):
    version = "3"
    gates = {
        "list": Gate(media_types=("application/json",), sentinels=(b'"count"', b'"errors"')),
        "inspection": Gate(media_types=("application/json",), sentinels=(b'"count"', b'"results"', b'"errors"')),
        "text": Gate(media_types=("text/plain", "text/html"), min_bytes=200),
        "inspection_text": Gate(media_types=("text/plain", "text/html"), min_bytes=200),
        "": Gate(),
    }
    authentication = None
    options = NoticesOptions
    streams = Streams(StreamKind.LIST, (_PUBLISHED, _EARLY))
    units = None
    writes = FACTS | NAMES
    events = EVENTS | PER_PARTY
    matched = frozenset({"complainant", "product", "respondent"})
    formerly = ("federal_register",)

    def requests(self, plan: Plan[NoticesOptions]) -> Iterable[Request]:
        """The list of the window (a long one in slices of a year: the API ends at 10,000 hits), then public inspection."""
        start = plan.since
        while start <= plan.until:
            end = min(start + timedelta(days=365), plan.until)
            yield _list_request(plan, start.isoformat(), end.isoformat(), 1, ())
            start = end + timedelta(days=1)
        if "public_inspection" in plan.urls:
            params = [("conditions[agencies][]", plan.options.agency), ("per_page", str(plan.options.per_page))]
            params += [("fields[]", name) for name in _INSPECTION_FIELDS]
            url = plan.urls["public_inspection"]
            yield Request(url, tag="inspection", params=tuple(params), optional=True, stream=_EARLY)

    def read(self, capture: Capture, plan: Plan[NoticesOptions]) -> Iterator[Outcome]:
        if capture.request.tag == "list":
            yield from _read_list(capture, plan)
        elif capture.request.tag == "inspection":
            yield from _read_inspection(capture, plan)
        else:
            yield from _read_text(capture, plan)


def _list_request(plan: Plan[NoticesOptions], since: str, until: str, page: int, seen: tuple[str, ...]) -> Request:
    options = plan.options
    params = [
        ("conditions[agencies][]", options.agency),
        ("conditions[publication_date][gte]", since),
        ("conditions[publication_date][lte]", until),
        ("order", "oldest"),
        ("per_page", str(options.per_page)),
    ]
    params += [("fields[]", name) for name in _FIELDS]
    if page > 1:
        params.append(("page", str(page)))
    context: dict[str, object] = {"since": since, "until": until, "page": page, "seen": list(seen)}
    return Request(plan.urls["documents"], tag="list", params=tuple(params), context=context, stream=_PUBLISHED)


# --- reading -----------------------------------------------------------------------------------------


def _read_list(capture: Capture, plan: Plan[NoticesOptions]) -> Iterator[Outcome]:
    page = _json_object(capture, plan)
    context = capture.request.context
    number, total = int(str(context.get("page", 1))), page.get("count")
    if not isinstance(total, int):
        raise Unparsed("us_itc.federal_register.errors.no_count", source=plan.source, url=capture.request.url)
    results = page.get("results")
    if results is None and total == 0:
        yield ProvenEmpty()
        return
    if not isinstance(results, list):
        raise Unparsed("us_itc.federal_register.errors.no_results", source=plan.source, url=capture.request.url)
    what = f"documents {context.get('since', '')}..{context.get('until', '')}"
    if number == 1:
        yield Stated(what, total)
        if total == 0:
            yield ProvenEmpty()
    before = context.get("seen")
    seen = {str(s): None for s in before} if isinstance(before, list | tuple) else {}
    fresh = 0
    unknown: set[str] = set()
    for position, raw in enumerate(results):
        where = f"page {number}, item {position + 1}"
        try:
            item, unread = _item(raw, "docket_ids")
        except (Missing, *TRIPS) as error:
            fresh += 1
            yield Skip("us_itc.federal_register.unreadable.list_item", f"{where}: {error}", json.dumps(raw).encode())
            continue
        key = f"{item.number} {item.dated}"
        if key in seen:
            continue
        seen[key] = None
        fresh += 1
        unknown.update(unread)
        yield from _listed(item, plan, early=False)
    for name in sorted(unknown):
        yield Unknown("kit.unknown.field", what, {"name": name})
    yield Seen(what, fresh)
    if results and not fresh:
        yield Suspect("us_itc.federal_register.suspect.repeated_page")
    elif next_url := page.get("next_page_url"):
        next_page = parse_qs(urlsplit(str(next_url)).query).get("page", [""])[0]
        if next_page.isdigit() and number < int(next_page) <= _MAX_PAGE:
            since, until = str(context["since"]), str(context["until"])
            yield Follow(_list_request(plan, since, until, int(next_page), tuple(seen)))
        else:
            yield Suspect("us_itc.federal_register.suspect.next_page")


def _read_inspection(capture: Capture, plan: Plan[NoticesOptions]) -> Iterator[Outcome]:
    """The earlier signal. It proves nothing about the window: no ProvenEmpty, no Suspect."""
    page = _json_object(capture, plan)
    results = page.get("results")
    if results is None:
        if page.get("count", 0) != 0:
            raise Unparsed("us_itc.federal_register.errors.no_results", source=plan.source, url=capture.request.url)
        return
    if not isinstance(results, list):
        raise Unparsed("us_itc.federal_register.errors.no_results", source=plan.source, url=capture.request.url)
    for position, raw in enumerate(results):
        try:
            item, _ = _item(raw, "docket_numbers")
        except (Missing, *TRIPS) as error:
            yield Skip(
                "us_itc.federal_register.unreadable.list_item",
                f"public inspection {position + 1}: {error}",
                json.dumps(raw).encode(),
            )
            continue
        yield from _listed(item, plan, early=True)


def _listed(item: Item, plan: Plan[NoticesOptions], early: bool) -> Iterator[Outcome]:
    told = classify(item.title, item.abstract, item.dockets)
    if isinstance(told, NotOne):
        yield Ignored(told.key)
        return
    if told.stage in plan.options.leave_out:
        yield Ignored("us_itc.federal_register.ignored.stage")
        return
    reading = Reading(told)
    if told.stage not in ("receipt", "institution"):
        reading = Reading(told, acts=read_acts(item.abstract, item.title), printed=printed_days(item.abstract))
    for matter, aliases in matters_of(told, None, item):
        yield record_of(plan, item, reading, matter, aliases)
    url = item.text_url or _text_url(item, plan)
    if url:
        yield Follow(
            Request(
                url,
                tag="inspection_text" if early else "text",
                once=f"{'pi' if early else 'fr'}:{item.number}:{item.dated}",
                context=item.context(),
                optional=early,
                stream=_EARLY if early else _PUBLISHED,
            )
        )


def _read_text(capture: Capture, plan: Plan[NoticesOptions]) -> Iterator[Outcome]:
    early = capture.request.tag == "inspection_text"
    raw = capture.read()
    if re.search(rb"request\s+access", raw[:20_000], re.IGNORECASE) and b"FR Doc" not in raw:
        raise Blocked("us_itc.federal_register.errors.request_access", source=plan.source, url=capture.request.url)
    item = Item.of_context(capture.request.context)
    text = plain_text(raw)
    if "trade commission" not in " ".join(text.split()).lower():
        raise Unparsed("us_itc.federal_register.errors.not_a_notice", source=plan.source, url=capture.request.url)
    notice = read_notice(text)
    if notice.document_number and document_number(notice.document_number) != item.number:
        yield from _refused(UnreadableBlock("us_itc.federal_register.unreadable.other_document"), item, raw, early)
        return
    told = classify(item.title, item.abstract or _summary(notice.body), item.dockets or notice.numbers_as_printed)
    if isinstance(told, NotOne):
        yield Ignored(told.key)
        return
    reading = Reading(told, notice, printed=printed_days(text, notice.issued))
    if told.stage in ("receipt", "institution"):
        try:
            parties = receipt_parties(text) if told.stage == "receipt" else institution_parties(text)
        except UnreadableBlock as error:
            yield from _refused(error, item, raw, early)
        else:
            reading = replace(reading, parties=parties)
            for name in (p.name for p in parties.respondents if not p.country):
                yield Unknown("us_itc.federal_register.unknown.no_country", item.number, {"name": name})
    else:
        reading = replace(reading, acts=read_acts(notice.body, item.title))
    matters = list(matters_of(told, notice, item))
    keys = unique(key for matter, aliases in matters for key in (matter, *aliases)) or (f"us-itc:FR-{item.number}",)
    yield from _doubts(reading, item, early, keys)
    if not matters:
        if told.stage == "other":
            yield Ignored("us_itc.federal_register.ignored.rules")  # a word to all investigations declares none
            return
        yield from _refused(UnreadableBlock("us_itc.federal_register.unreadable.no_number"), item, raw, early)
        matters = [(f"us-itc:FR-{item.number}", ())]
    for matter, aliases in matters:
        yield record_of(plan, item, reading, matter, aliases)


def _doubts(reading: Reading, item: Item, early: bool, keys: tuple[str, ...]) -> Iterator[Outcome]:
    """What of a text was not understood. Only a text about parties in which a firm stands that became no party makes the
    run suspicious; whether a watched name stands in it, matching finds out. The early text will come again."""
    for text in reading.residue:
        if FIRM_INSIDE.search(text):
            said = clean(text, 300)
            if early:
                yield Unknown(
                    "us_itc.federal_register.suspect.unread_party", item.number, {"number": item.number, "text": said}
                )
            else:
                yield Suspect(
                    "us_itc.federal_register.suspect.unread_party", {"number": item.number, "text": said}, keys
                )
    for code in reading.nameless:
        yield Unknown(
            "us_itc.federal_register.unknown.nameless_act", item.number, {"number": item.number, "code": code}
        )
    for text in reading.printed.unread:
        yield Unknown(
            "us_itc.federal_register.unknown.day", item.number, {"number": item.number, "text": clean(text, 200)}
        )


def _refused(why: UnreadableBlock, item: Item, raw: bytes, early: bool) -> Iterator[Outcome]:
    """What could not be read. The early text is another print of a document that will come again."""
    if early:
        yield Unknown(why.key, f"public inspection {item.number}")
    else:
        yield Skip(why.key, f"{item.number} {item.dated}", raw)
        yield Suspect(why.key)


# --- reading list items -----------------------------------------------------------------------------


def document_number(text: str) -> str:
    """One spelling of a document number: "2012-7333" and "2012-07333" are one; "C1-2024-1234" stays as it is."""
    m = re.fullmatch(r"(\d{4})-(\d{1,5})", text.strip())
    return f"{m[1]}-{int(m[2]):05d}" if m else text.strip()


def _item(raw: object, dockets_field: str) -> tuple[Item, tuple[str, ...]]:
    """Raises Missing or ValueError."""
    if not isinstance(raw, dict):
        raise Missing(type(raw).__name__)
    f = Fields(raw)
    number, title, url = document_number(f.text("document_number")), f.text("title"), f.text("html_url")
    published, filed = f.maybe_text("publication_date"), f.maybe_text("filed_at")[:10]
    if not published and not filed:
        raise Missing("publication_date")
    if filed:
        date.fromisoformat(filed)
    dockets = f.maybe(dockets_field)
    item = Item(
        number=number,
        published=date.fromisoformat(published) if published else None,
        title=title,
        abstract=f.maybe_text("abstract"),
        url=url,
        text_url=f.maybe_text("raw_text_url"),
        dockets=unique(clean(d) for d in dockets if isinstance(d, str)) if isinstance(dockets, list) else (),
        filed=filed,
    )
    return item, f.unread(frozenset({"type"}))


def _text_url(item: Item, plan: Plan[NoticesOptions]) -> str:
    """Where the text of a published document lies when the list does not say; "" before publication."""
    if item.published is None or item.filed:
        return ""
    base = urlsplit(plan.urls["documents"])
    return f"{base.scheme}://{base.netloc}/documents/full_text/text/{item.published:%Y/%m/%d}/{item.number}.txt"


def _summary(body: str) -> str:
    """The SUMMARY of a text, which is the abstract of its list item; public inspection has no abstract."""
    m = re.search(r"\bSUMMARY:\s*(.+?)\s*(?=\b[A-Z][A-Z ]{5,60}:|$)", body)
    return m[1] if m else ""


def _json_object(capture: Capture, plan: Plan[NoticesOptions]) -> Mapping[str, object]:
    raw = capture.read()
    if re.match(rb"\s*<", raw):
        if re.search(rb"request\s+access", raw[:20_000], re.IGNORECASE):
            raise Blocked("us_itc.federal_register.errors.request_access", source=plan.source, url=capture.request.url)
        raise Unparsed("us_itc.federal_register.errors.html_for_json", source=plan.source, url=capture.request.url)
    try:
        page = json.loads(raw)
    except (ValueError, RecursionError):
        raise Unparsed("us_itc.federal_register.errors.not_json", source=plan.source, url=capture.request.url) from None
    if not isinstance(page, dict):
        raise Unparsed("us_itc.federal_register.errors.not_json", source=plan.source, url=capture.request.url)
    if "errors" in page:
        raise Unparsed(
            "us_itc.federal_register.errors.refused_query",
            source=plan.source,
            url=capture.request.url,
            why=str(page["errors"])[:200],
        )
    return page
