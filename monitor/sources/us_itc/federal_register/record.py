"""One Federal Register notice as records: its item of the list, the matters it is about, events, mentions and facts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from monitor.model import Event, Mention, Record, Role
from monitor.sources.base import Plan
from monitor.sources.kit.text import clean
from monitor.sources.us_itc.federal_register.acts import PER_PARTY, Act, Acts
from monitor.sources.us_itc.federal_register.classify import Notice337
from monitor.sources.us_itc.federal_register.dates import Printed, as_said
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
        "target_date",
        "instituted",
        "unread",
        "respondents_printed",
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


@dataclass(frozen=True, slots=True)
class Reading:
    """What was made of a document. `told` is what it tells; `notice` its full text, None while only the list item is
    known; `parties` those of its blocks or list; `acts` what a later notice does to single parties; `printed` its days."""

    told: Notice337
    notice: Notice | None = None
    parties: Parties | None = None
    acts: Acts = field(default_factory=Acts)
    printed: Printed = field(default_factory=Printed)

    @property
    def residue(self) -> tuple[str, ...]:
        """Texts about parties from which no party was read."""
        return (*(self.parties.residue if self.parties else ()), *self.acts.residue)

    @property
    def nameless(self) -> tuple[str, ...]:
        """Codes of acts that concern single parties, where the full text names none."""
        if self.notice is None:
            return ()
        return tuple(c for c in self.told.codes if c in PER_PARTY and not self.acts.of(c))


def record_of(plan: Plan[Any], item: Item, reading: Reading, matter: str, aliases: tuple[str, ...]) -> Record:
    told, parties = reading.told, reading.parties
    filed = told.complaint_date
    if not filed and parties and parties.complaint_date:
        filed = parties.complaint_date.isoformat()
    events = list(_events(item, reading))
    if filed:
        events.append(Event("complaint_filed", date.fromisoformat(filed), told.product or item.title, url=item.url))
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
        mentions=tuple(_mentions(reading)),
        facts=_facts(item, reading, matter, filed),
    )


def _mentions(reading: Reading) -> Iterator[Mention]:
    told, parties, acts = reading.told, reading.parties, reading.acts
    if told.product:
        yield Mention(told.product, Role.PRODUCT, "title", "en")
    for role, name, of_role in (
        (Role.COMPLAINANT, "complainant", (*(parties.complainants if parties else ()), *acts.complainants)),
        (Role.RESPONDENT, "respondent", (*(parties.respondents if parties else ()), *acts.respondents)),
        (Role.RESPONDENT, "respondent_proposed", acts.proposed),
    ):
        for party in of_role:
            yield from party.mentions(role, name)
    if reading.notice:
        rest = parties.rest if parties else reading.notice.body
        yield Mention(clean(rest, _FULL_TEXT_LIMIT), Role.CITED, "full_text", "en")
    blocks = (*parties.complainants, *parties.respondents) if parties and told.stage == "institution" else ()
    if addresses := dict.fromkeys(text for p in blocks if (text := _without(p.address, p.care_of))):
        yield Mention(
            clean(" ¶ ".join(addresses)), Role.CITED, "party_addresses", "en", extra={"unread": True, "seeks": "firms"}
        )
    for text in reading.residue:
        # Matched like any other text: whoever is named in it is looked at by a person.
        yield Mention(clean(text), Role.CITED, "unread_parties", "en", extra={"unread": True})


def _without(address: str, named: tuple[str, ...]) -> str:
    """An address without those named in it, who have a mention of their own."""
    for name in named:
        address = address.replace(name, "")
    return address


def _events(item: Item, reading: Reading) -> Iterator[Event]:
    told, acts = reading.told, reading.acts
    said = as_said(reading.printed.days, reading.printed.days.keys() - {"instituted", "show_cause_due"})
    if reading.notice and reading.notice.issued:
        said["issued"] = reading.notice.issued.isoformat()
    own = [*told.codes, *(a.code for a in acts.acts if a.code == "party_added" and not a.recalled)]
    for code in dict.fromkeys(own):
        yield _event(code, item, said, acts.of(code) if code in PER_PARTY else ())
    for act in acts.acts:
        if act.code not in own and act.parties:
            yield _earlier(act, item, reading.printed)


def _event(code: str, item: Item, said: Mapping[str, object], parties: tuple[str, ...]) -> Event:
    # Both sources tell of one institution of a matter; everything else is told by one document.
    ident = "" if code == "institution" else item.number
    whole = {"termination": True, "termination_partial": False}.get(code)
    certain = item.published is not None
    return Event(code, item.dated, item.title, ident, item.url, certain, said, parties, whole)


def _earlier(act: Act, item: Item, printed: Printed) -> Event:
    """An act the notice tells of that is none of its own: found in default by an order of May. Without that day it is
    dated by the notice, which is not certain. Whatever notice recalls it, it is one event."""
    who = "/".join(sorted(p.casefold() for p in act.parties))
    ident = f"{act.on.isoformat() if act.on else 'earlier'}:{who}"[:200]
    says = as_said(printed.days, ("show_cause_due",) if act.code == "show_cause" else ())
    whole = False if act.code == "termination_partial" else None
    certain = act.on is not None
    return Event(
        act.code, act.on or item.dated, clean(act.text, 300), ident, item.url, certain, says, act.parties, whole
    )


def _facts(item: Item, reading: Reading, matter: str, filed: str) -> dict[str, object]:
    told, notice, days = reading.told, reading.notice, reading.printed.days
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
            facts["parties"] = "read" if reading.parties else "unparsed"
            if reading.parties and told.stage == "institution":
                facts["respondents_printed"] = len({p.name.casefold() for p in reading.parties.respondents})
            if notice.scope:
                facts["scope"] = clean(notice.scope)
    if notice and notice.issued:
        facts["issued"] = notice.issued.isoformat()
    facts |= as_said(days, ("target_date", "instituted"))
    if unread := [*reading.residue, *reading.printed.unread]:
        facts["unread"] = [f"{item.number}: {clean(text, 600)}" for text in unread]
    return facts
