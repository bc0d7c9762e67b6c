"""One case of CourtListener's answers as a record: a search result, the parties of a docket, or its attorneys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any
from urllib.parse import urlsplit

from monitor.model import Capture, Event, Ignored, Mention, Outcome, Record, Role, Seen, Skip, Unknown
from monitor.sources.base import Plan
from monitor.sources.kit.fields import Fields, Missing
from monitor.sources.kit.text import clean
from monitor.sources.us_courts import caption as captions
from monitor.sources.us_courts import courts, docket
from monitor.sources.us_courts.courtlistener import counsel
from monitor.sources.us_courts.courtlistener.queries import queries
from monitor.sources.us_courts.entries import TELLS_RULING, Filing, events_of, named_in, read_texts
from monitor.sources.us_courts.entries.stored import LONGEST_TITLE
from monitor.sources.us_courts.mass_suits import is_mass_suit

FACTS = frozenset(
    [
        "court",
        "court_name",
        "case_number",
        "caption",
        "pseudonymous_plaintiff",
        "docket_id",
        "pacer_case_id",
        "filed",
        "terminated",
        "nature_of_suit",
        "cause",
        "judge",
        "referred_to",
        "jury_demand",
        "court_title",
        "attorneys",
        "firms",
        "counsel",
        "ever_schedule_a",
        "parties_read_at",
        "ruling_read",
    ]
)
_SITE = "https://www.courtlistener.com"
_NAMES_KEPT = 60  # attorneys and firms of one case; big suits list hundreds
_TWO_SIDES = 2  # parties of a suit between one and one

# Read by nobody here, on purpose.
_UNUSED = frozenset(
    {
        "assigned_to_id", "attorney_id", "chapter", "court_citation_string", "dateArgued", "firm_id", "jurisdictionType",
        "party_id", "referred_to_id", "trustee_str", "id",
    }
)  # fmt: skip
_UNUSED_DOCUMENT = frozenset(
    {
        "attachment_number", "cites", "docket_entry_id", "docket_id", "document_type", "entry_number", "filepath_local",
        "id", "is_available", "meta", "page_count", "snippet",
    }
)  # fmt: skip


def case(
    result: Mapping[str, object], capture: Capture, plan: Plan[Any], types: Sequence[str]
) -> tuple[Record | Ignored, tuple[str, ...]]:
    """A search result, and the names of its fields nobody knows. Raises Missing where a mandatory field is absent."""
    fields = Fields(result)
    court, docket_id = fields.text("court_id"), str(fields.take("docket_id"))
    caption = captions.read(fields.text("caseName"))
    case_id, raw_number = str(fields.maybe("pacer_case_id") or ""), fields.maybe_text("docketNumber")
    cause, nature = fields.maybe_text("cause"), fields.maybe_text("suitNature")
    if foreign := _foreign(court, cause, nature):
        return foreign, ()
    key, number, kind = _identity(court, raw_number, case_id)
    if kind and kind not in types:
        return Ignored("us_courts.ignored.type", {"type": kind}), ()

    filed, terminated = _day(fields.maybe("dateFiled")), _day(fields.maybe("dateTerminated"))
    documents = fields.maybe("recap_documents")
    parties_listed = _names(fields.maybe("party"))
    several = captions.names_several(caption) or len(parties_listed) > _TWO_SIDES
    events, strange = _events(
        documents if isinstance(documents, list) else [], capture, several, courts.is_appellate(court)
    )
    if filed and not courts.is_appellate(court) and not any(e.code == "complaint" for e in events):
        events = (Event("complaint", filed, caption.text, ident="filed"), *events)
    if terminated:
        events = (*events, Event("terminated", terminated, caption.text, ident="terminated"))
    ruled = [e.date for e in events if e.code in TELLS_RULING]
    meta = fields.maybe("meta")
    full = fields.maybe_text("case_name_full")
    facts = {
        "court": court,
        "court_name": courts.court_name(court),
        "case_number": number,
        "caption": caption.text,
        "pseudonymous_plaintiff": caption.pseudonymous,
        "docket_id": docket_id,
        "pacer_case_id": case_id,
        "filed": filed.isoformat() if filed else "",
        "terminated": terminated.isoformat() if terminated else "",
        "nature_of_suit": nature,
        "cause": cause,
        "judge": fields.maybe_text("assignedTo"),
        "referred_to": fields.maybe_text("referredTo"),
        "jury_demand": fields.maybe_text("juryDemand"),
        "court_title": fields.maybe_text("court"),
        "attorneys": _names(fields.maybe("attorney"))[:_NAMES_KEPT],
        "firms": _names(fields.maybe("firm"))[:_NAMES_KEPT],
        "ruling_read": max(ruled).isoformat() if ruled else "",
        "ever_schedule_a": any(
            is_mass_suit(c, _filed(documents), nature=nature, cause=cause, parties=len(parties_listed))
            for c in (caption, captions.read(full))
            if c.text
        ),
    }
    known = _mentions(caption, full, parties_listed, courts.is_appellate(court))
    record = Record(
        source=plan.source,
        matter=key,
        kind="docket",
        title=caption.text or number or _number_in(key),
        url=_page_url(fields.maybe("docket_absolute_url"), docket_id),
        as_of=_instant(meta.get("timestamp")) if isinstance(meta, Mapping) else "",
        aliases=_aliases(court, case_id, key),
        jurisdiction=plan.jurisdiction or "US",
        events=events,
        mentions=(*known, *named_in(events, known)),
        facts={name: value for name, value in facts.items() if value not in ("", [], None) and value is not False}
        | {"pseudonymous_plaintiff": caption.pseudonymous},
    )
    return record, (*fields.unread(_UNUSED), *strange)


def parties(page: Mapping[str, Any], capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
    """One page of the parties of a stored case, as a record of that case with the sides as the court names them.

    A party whom the case was ended against carries the date as its disposition. Entries of other cases, which the
    service adds where a party or attorney appears in several, are left out.
    """
    context = capture.request.context
    key, docket_id = str(context["key"]), str(context["docket_id"])
    found: list[Mention] = []
    yield Seen("parties", len(page["results"]))
    for number, entry in enumerate(page["results"], 1):
        try:
            fields = Fields(entry if isinstance(entry, dict) else {})
            name, roles = fields.text("name"), fields.maybe("party_types")
        except Missing as missing:
            yield Skip("us_courts.courtlistener.skip.missing_field", f"{key} parties #{number}: {missing}")
            continue
        here = _types_in(roles, docket_id)
        for strange in sorted({str(r.get("name", "")) for r in here if _side(str(r.get("name", ""))) is None}):
            yield Unknown("us_courts.courtlistener.unknown.part", key, {"name": clean(strange, 80)})
        mention = captions.party(name, _role(here), "parties.name", _disposition(here))
        if mention is None:
            yield Ignored("us_courts.courtlistener.ignored.placeholder_party")
        else:
            found.append(mention)
    facts: dict[str, object] = {"docket_id": docket_id}
    if not page.get("next"):
        facts["parties_read_at"] = capture.fetched_at.isoformat()
    yield Record(
        source=plan.source,
        matter=key,
        kind="docket",
        title=_number_in(key),  # the list names no caption: it must not stand for one
        url=f"{_SITE}/docket/{docket_id}/",
        as_of=capture.fetched_at.isoformat(),
        jurisdiction=plan.jurisdiction or "US",
        mentions=tuple(found),
        facts=facts,
    )


def attorneys(page: Mapping[str, Any], capture: Capture, plan: Plan[Any]) -> Iterator[Outcome]:
    """One page of the attorneys of a stored case, as a record of that case: who represents which side. Those of the pages before it
    stand in it too, so that the last page holds them all."""
    context = capture.request.context
    key, docket_id = str(context["key"]), str(context["docket_id"])
    yield Seen("attorneys", len(page["results"]))
    yield Record(
        source=plan.source,
        matter=key,
        kind="docket",
        title=_number_in(key),
        url=f"{_SITE}/docket/{docket_id}/",
        as_of=capture.fetched_at.isoformat(),
        jurisdiction=plan.jurisdiction or "US",
        facts={"docket_id": docket_id, "counsel": counsel_to(page, context)},
    )


def represented_to(page: Mapping[str, Any], context: Mapping[str, object]) -> dict[str, list[list[str]]]:
    """Who represents whom by this page of parties and those before it."""
    docket_id, before = str(context["docket_id"]), context.get("represented")
    found: Mapping[str, Any] = before if isinstance(before, Mapping) else {}
    for entry in page["results"]:
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            here = _types_in(entry.get("party_types"), docket_id)
            said = counsel.represented(entry.get("attorneys"), docket_id, _role(here), entry["name"])
            found = counsel.united(found, said)
    return dict(found)


def counsel_to(page: Mapping[str, Any], context: Mapping[str, object]) -> list[dict[str, object]]:
    """The rows of this page of attorneys and those before it."""
    before, represented = context.get("counsel_rows"), context.get("represented")
    rows = list(before) if isinstance(before, list) else []
    return rows + counsel.named(page["results"], represented if isinstance(represented, Mapping) else {})


# --- identity ---------------------------------------------------------------------------------------------------------


def _foreign(court: str, cause: str, nature: str) -> Ignored | None:
    """Why a result does not belong here; None where it does."""
    if courts.is_bankruptcy(court):
        return Ignored("us_courts.courtlistener.ignored.bankruptcy")
    if not courts.is_district(court) and not courts.is_appellate(court):
        return Ignored("us_courts.courtlistener.ignored.other_court")
    ignored = queries()["ignored"]
    if any(cause.startswith(c) for c in ignored["cause"]) or any(nature.startswith(n) for n in ignored["nature"]):
        return Ignored("us_courts.courtlistener.ignored.false_friend")
    return None


def _identity(court: str, raw_number: str, case_id: str) -> tuple[str, str, str]:
    """Key, number and kind ("cv", "" for appeals). Raises Missing where nothing identifies the case."""
    if courts.is_appellate(court):
        short = docket.appellate(raw_number)
        if short is None:
            raise Missing(f"docketNumber: {raw_number[:80]!r}")
        return docket.appellate_key(court, short), short, ""
    number = docket.district(raw_number)
    if number is not None:
        return docket.district_key(court, number, case_id), str(number), number.type
    if raw_number or not case_id:
        raise Missing(f"docketNumber: {raw_number[:80]!r}")
    return docket.pacer_key(court, case_id), "", ""


def _number_in(key: str) -> str:
    """What a key says behind its court: "us-dct:ilnd:1:26-cv-00011" → "1:26-cv-00011"."""
    return key.split(":", 2)[-1]


def _aliases(court: str, case_id: str, key: str) -> tuple[str, ...]:
    if not case_id or courts.is_appellate(court):
        return ()
    alias = docket.pacer_key(court, case_id)
    return () if alias == key else (alias,)


# --- filings ----------------------------------------------------------------------------------------------------------


def _events(
    documents: Sequence[object], capture: Capture, several: bool, appeal: bool
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """One event per filing and code, oldest first, and the names of unknown fields.

    Attachments are left out: a proposed order attached to a motion is no order.
    """
    events: list[Event] = []
    strange: set[str] = set()
    for document in documents:
        if not isinstance(document, dict):
            continue
        fields = Fields(document)
        text = fields.maybe_text("description")
        short = fields.maybe_text("short_description")
        filed = _day(fields.maybe("entry_date_filed"))
        number, pacer_id = str(fields.maybe("document_number") or ""), str(fields.maybe("pacer_doc_id") or "")
        url = _page_url(fields.maybe("absolute_url"), "")
        strange.update(f"recap_documents.{name}" for name in fields.unread(_UNUSED_DOCUMENT))
        if document.get("attachment_number") is not None or document.get("document_type") == "Attachment":
            continue
        ident = (
            docket.document_id(pacer_id)
            if pacer_id
            else f"entry-{document.get('entry_number') or number or document.get('id')}"
        )
        title = (text or short)[:LONGEST_TITLE]
        day = filed or capture.fetched_at.date()
        filing = Filing(
            day, filed is not None, ident, url, f"{title} (#{number})" if number else title, several, appeal
        )
        events += events_of(read_texts((text, short), day), filing)
    return tuple(sorted(events, key=lambda e: (e.date, e.ident, e.code))), tuple(sorted(strange))


def _filed(documents: object) -> list[str]:
    """What the documents of a result are said to be, attachments too."""
    listed = [d for d in documents if isinstance(d, dict)] if isinstance(documents, list) else []
    said = (d.get(name) for d in listed for name in ("description", "short_description"))
    return [clean(text, 4_000) for text in said if isinstance(text, str)]


# --- names ------------------------------------------------------------------------------------------------------------


def _mentions(caption: captions.Caption, full: str, names: Sequence[str], on_appeal: bool) -> tuple[Mention, ...]:
    """Caption, its sides, and the listed parties.

    The list does not say who stands on which side: a party has the side whose caption name it is, and none otherwise.
    """
    found = list(captions.mentions(caption, "caseName", on_appeal))
    if full and not captions.same_name(full, caption.text):
        found += captions.mentions(captions.read(full), "case_name_full", on_appeal)
    for name in names:
        plaintiff, defendant = (captions.same_name(name, side) for side in (caption.plaintiff, caption.defendant))
        if plaintiff != defendant:
            continue  # the caption has said it
        mention = captions.party(name, Role.PARTY, "party")
        if mention:
            found.append(mention)
    return tuple({(m.text, m.role): m for m in found}.values())


def _names(value: object) -> list[str]:
    texts = value if isinstance(value, list) else [value]
    return [t for t in dict.fromkeys(clean(x, 500) for x in texts if isinstance(x, str)) if t]


def _role(types: Sequence[Mapping[str, object]]) -> Role:
    """The side the court gives a party. Counter and cross claims change no side; two sides at once are none."""
    sides = {_side(str(t.get("name", ""))) for t in types} & {Role.PLAINTIFF, Role.DEFENDANT}
    return Role.PLAINTIFF if sides == {Role.PLAINTIFF} else Role.DEFENDANT if sides == {Role.DEFENDANT} else Role.PARTY


def _side(name: str) -> Role | None:
    word = clean(name, 80).casefold()
    for side, words in queries()["party_types"].items():
        if word in words:
            return Role(side)
    return None


def _disposition(types: Sequence[Mapping[str, object]]) -> dict[str, object]:
    ended = sorted(str(t["date_terminated"])[:10] for t in types if _day(t.get("date_terminated")))
    if ended and len(ended) == len(types):
        return {"disposition": "terminated", "terminated": ended[-1]}
    return {}


def _types_in(types: object, docket_id: str) -> list[dict[str, object]]:
    return [t for t in types if isinstance(t, dict) and _of_docket(t, docket_id)] if isinstance(types, list) else []


def _of_docket(party_type: Mapping[str, object], docket_id: str) -> bool:
    said = party_type.get("docket_id") or party_type.get("docket")
    return said is None or str(said).rstrip("/").rpartition("/")[2] == docket_id


# --- small things -----------------------------------------------------------------------------------------------------


def _page_url(path: object, docket_id: str) -> str:
    """An address on the service's own site; a path from the answer is never trusted to lead elsewhere."""
    text = str(path or "")
    if text.startswith("/") and not text.startswith("//") and not urlsplit(text).netloc:
        return _SITE + clean(text, 500).replace(" ", "%20")
    return f"{_SITE}/docket/{docket_id}/" if docket_id else ""


def _instant(value: object) -> str:
    """An instant in UTC, so that texts compare as times do; "" where it is none."""
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return ""
    return at.astimezone(UTC).isoformat() if at.tzinfo else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None
