"""One <processo> of the Brazilian gazette (RPI, section trademarks) as a Record.

Two layouts exist and both are read: until about 2017 <classe-nice> stands directly in <processo>; later it stands in
<lista-classe-nice> and each Vienna class carries its own edition. A process published for a petition only has no
<marca>: it is a record without a mark, still with its holders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from monitor.model import Event, Mention, Record, Role, Unknown
from monitor.sources.kit.fields import Missing
from monitor.sources.kit.tables import table
from monitor.sources.kit.text import clean
from monitor.sources.kit.xml import read_xml

GOODS_SHOWN = 1000  # characters of goods text kept per class
_NUMBER = re.compile(r"[0-9]{9}")
_DESPACHO = {row["code"]: row for row in table(__file__, "despachos.csv")}
# The petitioner of these acts stands against the holder; elsewhere it may be anybody, the holder too.
_AGAINST = frozenset({"opposition", "cancellation", "cancellation_ended"})

EVENTS = frozenset({"filed", "notice", *(row["event"] for row in _DESPACHO.values())})
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
    _report_unknown(root, unknown)
    number = root.get("numero", "").strip()
    if root.tag != "processo" or not _NUMBER.fullmatch(number):
        raise Missing(f"processo numero {number!r}")
    mark = clean(root.findtext("marca/nome") or "")
    classes, goods = _classes(root)
    events = tuple(_events(root, issue, unknown))
    facts = _facts(root, mark, classes, goods, events, issue, unknown)
    mentions = []
    if mark:
        mentions.append(Mention(mark, Role.MARK, "marca/nome", nice_classes=classes))
    mentions += _parties(root)
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


def _events(root: Any, issue: Issue, unknown: list[Unknown]) -> Iterator[Event]:
    """The filing, and each act at the date of the issue. Without that date no act can be dated, and none is."""
    if filed := day_of(root.get("data-deposito", "")):
        yield Event("filed", filed, "Depósito do pedido")
    for despacho in root.iterfind("despachos/despacho"):
        code = despacho.get("codigo", "").strip()
        known = _DESPACHO.get(code)
        if known is None:
            unknown.append(Unknown("br_inpi.unknown.despacho", params={"code": code or "-"}))
        if issue.day is None:
            continue
        title = clean(despacho.get("nome", "")) or (known["pt"] if known else code)
        ident = f"{code}:{issue.number}"
        yield Event(known["event"] if known else "notice", issue.day, title, ident, issue.url)


def _facts(
    root: Any,
    mark: str,
    classes: tuple[int, ...],
    goods: dict[str, str],
    events: tuple[Event, ...],
    issue: Issue,
    unknown: list[Unknown],
) -> dict[str, object]:
    acts = [d.get("codigo", "").strip() for d in root.iterfind("despachos/despacho")]
    notes = [clean(t.text or "", 500) for t in root.iterfind("despachos/despacho/texto-complementar")]
    marca = root.find("marca")
    madrid = root.find("dados-de-madri")
    published = [e.date.isoformat() for e in events if e.code in ("published", "republished")]
    facts: dict[str, object] = {}
    for name, value in (
        ("mark", mark),
        ("mark_missing", not mark),
        ("classes", list(classes)),
        ("goods", goods),
        ("presentation", clean(marca.get("apresentacao", "")) if marca is not None else ""),
        ("nature", clean(marca.get("natureza", "")) if marca is not None else ""),
        ("acts", acts),
        ("act_names", [row for code in acts if (row := _names(code))]),
        ("act_notes", [n for n in notes if n]),
        ("gazette", issue.number),
        ("published", published[-1] if published else ""),
        ("filed", _iso(root.get("data-deposito", ""), unknown)),
        ("registered", _iso(root.get("data-concessao", ""), unknown)),
        ("expires", _iso(root.get("data-vigencia", ""), unknown)),
        ("national_classes", [c.get("codigo", "") for c in root.iter("classe-nacional") if c.get("codigo")]),
        ("attorney", clean(root.findtext("procurador") or "")),
        ("madrid", madrid is not None),
        ("ir_number", clean(madrid.get("numero-inscricao-internacional", "")) if madrid is not None else ""),
    ):
        # A later notice without a mark (a petition) must not blank what an earlier one said.
        if value not in ("", [], {}, False):
            facts[name] = value
    return facts


def _names(code: str) -> dict[str, str]:
    """What an act means, by language."""
    row = _DESPACHO.get(code)
    return {lang: row[lang] for lang in ("zh", "en")} if row else {}


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


def _parties(root: Any) -> Iterator[Mention]:
    told: set[tuple[str, Role]] = set()
    for role, field, element, code in _named(root):
        text = clean(element.get("nome-razao-social", ""))
        if not text or (text, role) in told:
            continue
        told.add((text, role))
        country = element.get("pais", "").strip().upper()
        yield Mention(
            text=text,
            role=role,
            field=field,
            country=country if _COUNTRY.fullmatch(country) else "",
            address=clean(", ".join(v for v in (element.get("uf", ""), element.get("pais", "")) if v)),
            extra={"act": code} if code else {},
        )


def _named(root: Any) -> Iterator[tuple[Role, str, Any, str]]:
    for element in root.iterfind("titulares/titular"):
        yield Role.APPLICANT, "titular", element, ""
    for despacho in root.iterfind("despachos/despacho"):
        code = despacho.get("codigo", "").strip()
        against = _DESPACHO.get(code, {}).get("event") in _AGAINST
        for element in despacho.iter("requerente", "cedente", "cessionario"):
            role = Role.OPPONENT if against and element.tag == "requerente" else Role.PARTY
            yield role, element.tag, element, code


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
    "classe-nice": frozenset({"codigo"}),
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


def _report_unknown(root: Any, unknown: list[Unknown]) -> None:
    for element in root.iter():
        attributes = _KNOWN.get(element.tag)
        if attributes is None:
            unknown.append(Unknown("kit.unknown.element", params={"name": element.tag}))
        elif not attributes.issuperset(element.attrib):
            unknown += [
                Unknown("kit.unknown.attribute", params={"name": f"{element.tag}@{a}"})
                for a in element.attrib
                if a not in attributes
            ]
