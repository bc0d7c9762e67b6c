"""One Federal Register notice as records: its item of the list, the matters it is about, events, mentions and facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitor.model import Event, Mention, Record, Role
from monitor.sources.base import Plan
from monitor.sources.kit.text import clean
from monitor.sources.us_itc.federal_register.classify import Notice337
from monitor.sources.us_itc.federal_register.notice import Notice, Parties
from monitor.sources.us_itc.terms import (
    JURISDICTION,
    asserted_rights,
    docket_key,
    investigation_key,
    investigation_numbers,
    relief_requested,
)

FACTS = frozenset(
    [
        "title",
        "product",
        "stage",
        "docket",
        "investigation",
        "complaint_date",
        "relief",
        "geo_requested",
        "temporary_relief",
        "asserted_rights",
        "violation",
        "scope",
        "issued",
        "published",
        "parties",
    ]
)
_FULL_TEXT_LIMIT = 200_000  # characters of a notice kept as a mention


@dataclass(frozen=True, slots=True)
class Item:
    """One document of a list."""

    number: str
    published: date | None
    title: str
    abstract: str
    url: str
    text_url: str
    dockets: tuple[str, ...]
    filed: str = ""  # ISO date of filing for public inspection

    @property
    def dated(self) -> date:
        return self.published or date.fromisoformat(self.filed)

    def context(self) -> Mapping[str, object]:
        return {
            "number": self.number,
            "published": self.published.isoformat() if self.published else "",
            "title": self.title,
            "abstract": self.abstract,
            "url": self.url,
            "dockets": list(self.dockets),
            "filed": self.filed,
        }

    @classmethod
    def of_context(cls, context: Mapping[str, object]) -> Item:
        published = str(context.get("published", ""))
        dockets = context.get("dockets")
        return cls(
            number=str(context["number"]),
            published=date.fromisoformat(published) if published else None,
            title=str(context["title"]),
            abstract=str(context["abstract"]),
            url=str(context["url"]),
            text_url="",
            dockets=tuple(str(d) for d in dockets) if isinstance(dockets, list | tuple) else (),
            filed=str(context.get("filed", "")),
        )


def matters_of(told: Notice337, notice: Notice | None, item: Item) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Keys and aliases of the matters a document is about. A later notice counts only for numbers it declares."""
    docket = told.docket or (notice.docket if notice else "")
    if told.stage == "receipt":
        if docket:
            yield docket_key(docket), ()
        return
    numbers = (notice.numbers if notice else ()) or investigation_numbers(" ".join(item.dockets))
    alias = (docket_key(docket),) if docket and told.stage == "institution" and len(numbers) == 1 else ()
    for number in numbers:
        yield investigation_key(number), alias


def record_of(
    plan: Plan[Any],
    item: Item,
    told: Notice337,
    matter: str,
    aliases: tuple[str, ...],
    notice: Notice | None = None,
    parties: Parties | None = None,
) -> Record:
    filed = told.complaint_date
    if not filed and parties and parties.complaint_date:
        filed = parties.complaint_date.isoformat()
    certain = item.published is not None
    events = [_event(code, item, certain) for code in told.codes]
    if filed:
        events.append(Event("complaint_filed", date.fromisoformat(filed), told.product or item.title, url=item.url))
    mentions = [Mention(told.product, Role.PRODUCT, "title", "en")] if told.product else []
    if parties:
        for party in parties.complainants:
            mentions += party.mentions(Role.COMPLAINANT, "complainant")
        for party in parties.respondents:
            mentions += party.mentions(Role.RESPONDENT, "respondent")
    if notice:
        rest = parties.rest if parties else notice.body
        mentions.append(Mention(clean(rest, _FULL_TEXT_LIMIT), Role.CITED, "full_text", "en"))
    return Record(
        source=plan.source,
        matter=matter,
        kind="investigation",
        title=told.product or item.title,
        url=item.url,
        as_of=item.filed if item.filed else item.dated.isoformat(),
        aliases=aliases,
        jurisdiction=JURISDICTION,
        events=tuple(events),
        mentions=tuple(mentions),
        facts=_facts(item, told, matter, filed, notice, parties),
    )


def _event(code: str, item: Item, certain: bool) -> Event:
    # Both sources tell of one institution of a matter; everything else is told by one document.
    ident = "" if code == "institution" else item.number
    return Event(code, item.dated, item.title, ident=ident, url=item.url, certain=certain)


def _facts(
    item: Item, told: Notice337, matter: str, filed: str, notice: Notice | None, parties: Parties | None
) -> dict[str, object]:
    facts: dict[str, object] = {"title": told.product or item.title, "stage": told.stage}
    if item.published:
        facts["published"] = item.published.isoformat()
    if told.product:
        facts["product"] = told.product
    if ":337-TA-" in matter:
        facts["investigation"] = matter.removeprefix("us-itc:")
    if docket := told.docket or (notice.docket if notice and told.stage in ("receipt", "institution") else ""):
        facts["docket"] = f"DN {docket}"
    if filed:
        facts["complaint_date"] = filed
    if told.violation:
        facts["violation"] = told.violation
    if told.stage in ("receipt", "institution"):
        relief = relief_requested(item.abstract) or (relief_requested(notice.body) if notice else ())
        if relief:
            facts["relief"] = list(relief)
            facts["geo_requested"] = "exclusion_order_general" in relief
        rights = asserted_rights(item.abstract) if told.stage == "institution" else ()
        if rights:
            facts["asserted_rights"] = list(rights)
        if re.search(r"motion for temporary relief", f"{item.abstract} {notice.body if notice else ''}", re.IGNORECASE):
            facts["temporary_relief"] = True
        if notice:
            facts["parties"] = "read" if parties else "unparsed"
            if notice.scope:
                facts["scope"] = clean(notice.scope)
    if notice and notice.issued:
        facts["issued"] = notice.issued.isoformat()
    return facts
