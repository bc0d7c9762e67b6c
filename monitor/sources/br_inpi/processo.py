"""One <processo> of the Brazilian gazette (RPI, section trademarks) as a Record.

Two layouts exist and both are read: until about 2017 <classe-nice> stands directly in <processo>; later it stands in
<lista-classe-nice> and each Vienna class carries its own edition. A process published for a petition only has no
<marca>: it is a record without a mark, still with its holders. What an act is stands in acts.py, what its note says in
notes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from monitor.model import Event, Mention, Record, Role, Unknown
from monitor.sources.br_inpi.acts import (
    ANNULMENTS,
    APPEALABLE,
    UNKNOWN,
    Kind,
    Known,
    decided,
    events_of_the_tables,
    kind_of,
    plain,
)
from monitor.sources.br_inpi.notes import LONGEST, Cited, Named, asked_in, cited_in, parties_of, taken_back
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.text import clean
from monitor.sources.kit.xml import read_xml

GOODS_SHOWN = 1000  # characters of goods text kept per class
_NUMBER = re.compile(r"[0-9]{9}")
_PENDING = frozenset({"office_action", "suspended"})
"""Acts after which a transfer that was asked for is not made yet."""

EVENTS = frozenset({"filed", APPEALABLE, "owner_changed"} | events_of_the_tables())
FACTS = frozenset(
    [
        "mark",
        "mark_missing",
        "classes",
        "goods",
        "presentation",
        "nature",
        "acts",
        "act_names",
        "act_notes",
        "refused_over",
        "suspended_over",
        "disclaimer",
        "priority",
        "gazette",
        "published",
        "filed",
        "registered",
        "expires",
        "national_classes",
        "attorney",
        "madrid",
        "ir_number",
    ]
)


class Issue:
    """The issue a process was published in: number and date (None where the file does not say), and its address."""

    __slots__ = ("day", "number", "url")

    def __init__(self, number: str, day: date | None, url: str) -> None:
        self.number, self.day, self.url = number, day, url


def day_of(text: str) -> date | None:
    """ "25/05/2021" → that day; None for anything else."""
    found = re.fullmatch(r"\s*(\d{2})/(\d{2})/(\d{4})\s*", text)
    try:
        return date(int(found[3]), int(found[2]), int(found[1])) if found else None
    except ValueError:
        return None


def read_processo(data: bytes, encoding: str, issue: Issue, source: str, unknown: list[Unknown]) -> Record:
    """The record of one fragment. What has no known meaning is appended to `unknown`. Raises Malformed, Missing."""
    root = read_xml(data, encoding)
    tags = _tags(root, unknown)
    number = root.get("numero", "").strip()
    if root.tag != "processo" or not _NUMBER.fullmatch(number):
        raise Missing(f"processo numero {number!r}")
    mark = clean(root.findtext("marca/nome") or "") if "nome" in tags else ""
    classes, goods = _classes(root) if "classe-nice" in tags else ((), {})
    acts = [_Act(element) for element in root.iterfind("despachos/despacho")]
    _report_acts(acts, unknown)
    events = tuple(_events(root, acts, issue))
    cited = _cited(root, tags, acts)
    facts = _facts(root, tags, mark, classes, goods, acts, cited, events, issue, unknown)
    mentions = []
    if mark:
        mentions.append(Mention(mark, Role.MARK, "marca/nome", nice_classes=classes))
    mentions += _parties(root, acts)
    if cited:
        mentions += _cited_mentions(cited)
    ir = facts.get("ir_number")
    return Record(
        source=source,
        matter=f"tm:BR:{number}",
        kind="application",
        title=mark or f"BR {number}",
        url=issue.url,
        as_of=issue.day.isoformat() if issue.day else "",
        aliases=(f"ir:{ir}",) if ir else (),
        jurisdiction="BR",
        events=events,
        mentions=tuple(mentions),
        facts=facts,
    )


# --- what it says ---------------------------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def _head(code: str, name: str) -> tuple[str, str, Kind]:
    """Code, name and kind of an act, from what is printed: an issue has some forty of them, and thousands of each."""
    code, name = code.strip(), clean(name)
    return code, name, kind_of(code, name)


class _Act:
    """One despacho: its element, code and name as printed, what it is, its notes ("" for none), whom they name, and the
    number of the petition it answers to ("" for none)."""

    __slots__ = ("code", "element", "kind", "name", "note", "parties", "petition", "transfer")

    def __init__(self, element: Any) -> None:
        self.element = element
        self.code, self.name, self.kind = _head(element.get("codigo", ""), element.get("nome", ""))
        self.note, self.parties, self.transfer = "", tuple[Named, ...](), False
        self.petition = ""
        if len(element):
            self._look_inside(element)

    def _look_inside(self, element: Any) -> None:
        self.note = " ".join(
            text
            for tag in ("texto-complementar", "texto-sobrestamento")
            for e in element.iterfind(tag)
            if (text := clean(e.text or "", LONGEST))
        )
        protocol = element.find("protocolo")
        self.petition = protocol.get("numero", "").strip() if protocol is not None else ""
        assignor, assignee = _one_of(element, "cedente"), _one_of(element, "cessionario")
        if self.note:
            self.parties = tuple(parties_of(self.note))
            named = {n.part: n.text for n in self.parties}
            assignor = assignor or named.get("assignor", "")
            assignee = assignee or named.get("assignee", "")
        # A change of form or of name prints the same firm on both sides.
        same = plain(assignor) == plain(assignee)
        if self.kind.event == "petition":
            service = protocol.get("codigoServico", "") if protocol is not None else ""
            asked, surely = asked_in(self.note) if self.note else ("", False)
            transfers = bool(assignor and assignee) and not same
            decision = decided(self.name or self.kind.pt, asked, service, transfers, surely=surely)
            if decision is not None and not (decision.event == "owner_changed" and assignor and same):
                self.kind = replace(decision, words=self.kind.words, pt=self.kind.pt, known=self.kind.known)
        not_made = self.kind.event == "petition" or self.kind.event in ANNULMENTS or self.kind.event in _PENDING
        self.transfer = bool(assignor or assignee) and not same and not not_made


def _one_of(element: Any, tag: str) -> str:
    return next((text for e in element.iter(tag) if (text := clean(e.get("nome-razao-social", "")))), "")


def _report_acts(acts: Iterable[_Act], unknown: list[Unknown]) -> None:
    for act in acts:
        if act.kind.known is not Known.CODE:
            not_read = act.kind.known is Known.NOT
            unknown.append(
                Unknown(
                    "br_inpi.unknown.despacho" if not_read else "br_inpi.unknown.despacho_by_name",
                    params={"code": act.code or "-", "name": act.name or "-"},
                )
            )


def _events(root: Any, acts: Iterable[_Act], issue: Issue) -> Iterator[Event]:
    """The filing, and each act at the date of the issue. Without that date no act can be dated, and none is.

    Of acts of one code those answered to different petitions are several (two oppositions in one issue): from the second
    on their identity counts them, "IPAS423:2915#2". What is printed twice is one."""
    if filed := day_of(root.get("data-deposito", "")):
        yield Event("filed", filed, "Depósito do pedido")
    if issue.day is None:
        return
    met: dict[str, list[str]] = {}  # code → the petitions of its acts
    for act in acts:
        kind = act.kind
        title = act.name or kind.pt or act.code
        ident = f"{act.code}:{issue.number}"
        petitions = met.setdefault(act.code, [])
        if act.petition not in petitions:
            petitions.append(act.petition)
        if place := petitions.index(act.petition):
            ident += f"#{place + 1}"
        if kind.event in ANNULMENTS and (which := taken_back(act.note)):
            ident += f">{which}"
        yield Event(kind.event, issue.day, title, ident, issue.url)
        if kind.also:
            yield Event(kind.also, issue.day, title, ident, issue.url)
        if act.transfer and "owner_changed" not in (kind.event, kind.also) and kind.event != UNKNOWN:
            yield Event("owner_changed", issue.day, title, ident, issue.url)


def _facts(
    root: Any,
    tags: set[str],
    mark: str,
    classes: tuple[int, ...],
    goods: dict[str, str],
    acts: list[_Act],
    cited: list[tuple[_Act | None, Cited]],
    events: tuple[Event, ...],
    issue: Issue,
    unknown: list[Unknown],
) -> dict[str, object]:
    marca = root.find("marca") if "marca" in tags else None
    madrid = root.find("dados-de-madri") if "dados-de-madri" in tags else None
    national = root.iter("classe-nacional") if "classe-nacional" in tags else ()
    published = [e.date.isoformat() for e in events if e.code in ("published", "republished")]
    facts: dict[str, object] = {}
    for name, value in (
        ("mark", mark),
        ("mark_missing", not mark),
        ("classes", list(classes)),
        ("goods", goods),
        ("presentation", clean(marca.get("apresentacao", "")) if marca is not None else ""),
        ("nature", clean(marca.get("natureza", "")) if marca is not None else ""),
        ("acts", [act.code for act in acts]),
        ("act_names", [dict(act.kind.words) for act in acts if act.kind.words]),
        ("act_notes", [act.note[:500] for act in acts if act.note]),
        ("refused_over", _over(cited, "refused") if cited else []),
        ("suspended_over", _over(cited, "suspended") if cited else []),
        ("disclaimer", clean(root.findtext("apostila") or "", 500) if "apostila" in tags else ""),
        ("priority", _earliest(root, unknown) if "prioridade" in tags else ""),
        ("gazette", issue.number),
        ("published", published[-1] if published else ""),
        ("filed", _iso(root.get("data-deposito", ""), unknown)),
        ("registered", _iso(root.get("data-concessao", ""), unknown)),
        ("expires", _iso(root.get("data-vigencia", ""), unknown)),
        ("national_classes", [c.get("codigo", "") for c in national if c.get("codigo")]),
        ("attorney", clean(root.findtext("procurador") or "") if "procurador" in tags else ""),
        ("madrid", madrid is not None),
        ("ir_number", clean(madrid.get("numero-inscricao-internacional", "")) if madrid is not None else ""),
    ):
        # A later notice without a mark (a petition) must not blank what an earlier one said.
        if value not in ("", [], {}, False):
            facts[name] = value
    return facts


def _earliest(root: Any, unknown: list[Unknown]) -> str:
    days = [_iso(p.get("data", ""), unknown) for p in root.iterfind("prioridade-unionista/prioridade")]
    return min((day for day in days if day), default="")


def _iso(text: str, unknown: list[Unknown]) -> str:
    if not text.strip():
        return ""
    day = day_of(text)
    if day is None:
        unknown.append(Unknown("kit.unknown.date"))
    return day.isoformat() if day else ""


def _classes(root: Any) -> tuple[tuple[int, ...], dict[str, str]]:
    """Nice classes, and goods text by class."""
    classes: dict[int, None] = {}
    goods: dict[str, str] = {}
    for entry in root.iter("classe-nice"):
        code = entry.get("codigo", "").strip()
        if code.isdigit() and 1 <= int(code) <= 45:
            classes[int(code)] = None
            if text := clean(entry.findtext("especificacao") or "", GOODS_SHOWN):
                goods[str(int(code))] = text
    return tuple(classes), goods


_COUNTRY = re.compile(r"[A-Z]{2}")


def _parties(root: Any, acts: Iterable[_Act]) -> Iterator[Mention]:
    """Holders; petitioners; who gave the right away and who has it now; in elements and in notes, each once."""
    told: set[tuple[str, Role]] = set()
    sides: set[str] = set()  # whose side is known: such a name is not told again as a mere petitioner
    found = list(_named(root, acts))
    several = len(found) > 1
    if several:
        found.sort(key=_side_unknown)
    for role, field, text, country, region, code in found:
        name = plain(text) if several else ""
        if not text or (name, role) in told or (role is Role.PARTY and name in sides):
            continue
        told.add((name, role))
        sides.add(name)
        yield Mention(
            text=text,
            role=role,
            field=field,
            country=country if _COUNTRY.fullmatch(country) else "",
            address=clean(f"{region}, {country}" if region and country else region or country),
            extra={"act": code} if code else {},
        )


_Name = tuple[Role, str, str, str, str, str]
"""Role, field, text, country, region, code of the act."""


def _side_unknown(name: _Name) -> bool:
    return name[0] is Role.PARTY


def _named(root: Any, acts: Iterable[_Act]) -> Iterator[_Name]:
    for element in root.iterfind("titulares/titular"):
        yield _element(Role.APPLICANT, element, "")
    for act in acts:
        if not len(act.element):
            continue
        role_of = {
            "petitioner": Role.OPPONENT if act.kind.against else Role.PARTY,
            "opponent": Role.OPPONENT,
            "former_name": Role.FORMER_OWNER,
            "new_name": Role.APPLICANT,
            "assignor": Role.FORMER_OWNER if act.transfer else Role.PARTY,
            "assignee": Role.APPLICANT if act.transfer else Role.PARTY,
        }
        for element in act.element.iter("requerente", "cedente", "cessionario"):
            yield _element(role_of[_PART[element.tag]], element, act.code)
        for named in act.parties:
            yield role_of[named.part], "texto-complementar", named.text, named.country, "", act.code


_PART = {"requerente": "petitioner", "cedente": "assignor", "cessionario": "assignee"}


def _element(role: Role, element: Any, code: str) -> _Name:
    name, country = clean(element.get("nome-razao-social", "")), element.get("pais", "").strip().upper()
    return role, element.tag, name, country, element.get("uf", ""), code


# --- marks that stand in its way ------------------------------------------------------------------------------------


def _cited(root: Any, tags: set[str], acts: Iterable[_Act]) -> list[tuple[_Act | None, Cited]]:
    """The earlier marks that hold this process up or that it was refused over; without an act where only listed."""
    found: list[tuple[_Act | None, Cited]] = []
    if "sobrestador" in tags:
        for element in root.iterfind("sobrestadores/sobrestador"):
            if text := clean(element.get("marca", "")):
                found.append((None, Cited(text, clean(element.get("processo", "")))))
    for act in acts:
        if act.note and act.kind.event in ("refused", "suspended"):
            found += [(act, cited) for cited in cited_in(act.note)]
    return found


def _over(cited: Iterable[tuple[_Act | None, Cited]], event: str) -> list[str]:
    """The marks an act of this event was based on: "NAME (number)"."""
    found = (
        f"{c.text} ({c.process})" if c.process else c.text
        for act, c in cited
        if c.held_against and (act.kind.event if act else "suspended") == event
    )
    return list(dict.fromkeys(found))


def _cited_mentions(cited: Iterable[tuple[_Act | None, Cited]]) -> Iterator[Mention]:
    told: set[str] = set()
    for act, c in cited:
        if c.text.casefold() in told:
            continue
        told.add(c.text.casefold())
        extra = {"process": c.process, "act": act.code if act else ""}
        field = "texto-complementar" if act else "sobrestador"
        yield Mention(c.text, Role.CITED, field, extra={k: v for k, v in extra.items() if v})


# --- what it should not say without our noticing --------------------------------------------------------------------

_KNOWN: dict[str, frozenset[str]] = {
    "processo": frozenset({"numero", "data-deposito", "data-concessao", "data-vigencia"}),
    "despachos": frozenset(),
    "despacho": frozenset({"codigo", "nome"}),
    "texto-complementar": frozenset(),
    "texto-sobrestamento": frozenset(),
    "protocolo": frozenset({"numero", "data", "codigoServico"}),
    "requerente": frozenset({"nome-razao-social", "pais", "uf"}),
    "cedentes": frozenset(),
    "cedente": frozenset({"nome-razao-social", "pais", "uf"}),
    "cessionarios": frozenset(),
    "cessionario": frozenset({"nome-razao-social", "pais", "uf"}),
    "procurador": frozenset(),
    "titulares": frozenset(),
    "titular": frozenset({"nome-razao-social", "pais", "uf"}),
    "marca": frozenset({"apresentacao", "natureza"}),
    "nome": frozenset(),
    "lista-classe-nice": frozenset(),
    "classe-nice": frozenset({"codigo", "edicao"}),
    "especificacao": frozenset(),
    "traducao-especificacao": frozenset(),
    "status": frozenset(),
    "classes-vienna": frozenset({"edicao"}),
    "classe-vienna": frozenset({"codigo", "edicao"}),
    "classe-nacional": frozenset({"codigo"}),
    "especificacao-nacional": frozenset(),
    "sub-classes-nacional": frozenset(),
    "sub-classe-nacional": frozenset({"codigo"}),
    "sobrestadores": frozenset(),
    "sobrestador": frozenset({"processo", "marca"}),
    "dados-de-madri": frozenset({"numero-inscricao-internacional", "data-recebimento-inpi"}),
    "prioridade-unionista": frozenset(),
    "prioridade": frozenset({"data", "numero", "pais"}),
    "apostila": frozenset(),
}  # fmt: skip


def _tags(root: Any, unknown: list[Unknown]) -> set[str]:
    """The names of its elements; those that are not known, and attributes that are not, are appended to `unknown`."""
    tags = set()
    for element in root.iter():
        tag = element.tag
        tags.add(tag)
        attributes = _KNOWN.get(tag)
        if attributes is None:
            unknown.append(Unknown("kit.unknown.element", params={"name": tag}))
        elif not attributes.issuperset(names := element.keys()):
            unknown += [
                Unknown("kit.unknown.attribute", params={"name": f"{tag}@{a}"}) for a in names if a not in attributes
            ]
    return tags
