"""What an act (despacho) of the gazette is: by its code, by its name where the code is not listed, and, of a decision on a
petition, by what the petition asked for.

An act that neither list knows is an unknown act: it may have stopped or started any period, and is never taken for a
publication.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from monitor.model.events import EVENTS as WORDS
from monitor.sources.kit.tables import table

UNKNOWN = "unknown_act"
ANNULMENTS = frozenset({"act_annulled", "petition_annulled"})
APPEALABLE = "appealable"

_AGAINST = frozenset(
    [
        "opposition",
        "opposition_sustained",
        "opposition_dismissed",
        "opposition_ended",
        "nonuse_action",
        "nonuse_granted",
        "nonuse_dismissed",
        "nullity",
        "nullity_dismissed",
        "cancellation_ended",
    ]
)
"""In these acts the petitioner stands against the holder; elsewhere it may be anybody, the holder too."""


class Known(StrEnum):
    """How an act was recognised."""

    CODE = "code"
    NAME = "name"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Kind:
    """What an act is: its event, `also` a second one ("" for none), whether its petitioner is against the holder, its name in
    Portuguese as the table has it, and its words by language."""

    event: str
    also: str = ""
    against: bool = False
    pt: str = ""
    words: Mapping[str, str] | None = None
    known: Known = Known.CODE


def plain(text: str) -> str:
    """Lower case and without accents: "Anulação" → "anulacao"."""
    if text.isascii():
        return text.lower()
    return _ACCENTS.sub("", unicodedata.normalize("NFD", text.casefold()))


_ACCENTS = re.compile("[\u0300-\u036f]")


_CODE = re.compile(r"\s*(?:(?:IPAS|DESP)[\s.-]*)?0*([0-9]{1,5})\s*")
"""A code of an act: INPI writes IPAS in the gazette and DESP elsewhere, with the same numbers."""


def kind_of(code: str, name: str) -> Kind:
    """The kind of an act by its code, as printed, and its name."""
    number = _CODE.fullmatch(code.upper())
    listed = _listed().get(f"IPAS{int(number[1]):03d}") if number else None
    if listed is not None:
        return listed
    event = event_of(name)
    if not event:
        return Kind(UNKNOWN, words=WORDS[UNKNOWN].words, known=Known.NOT)
    return Kind(event, against=event in _AGAINST, words=WORDS[event].words, known=Known.NAME)


def event_of(name: str) -> str:
    """What the name of an act says it is; "" where it says nothing that is known."""
    said = plain(name)
    return next((event for event, pattern in _names() if pattern.search(said)), "") if said else ""


@cache
def _listed() -> Mapping[str, Kind]:
    return {
        row["code"]: Kind(
            row["event"],
            row["also"] if row["also"] != "against" else "",
            row["also"] == "against" or row["event"] in _AGAINST,
            row["pt"],
            {lang: row[lang] for lang in ("zh", "en")},
        )
        for row in table(__file__, "despachos.csv")
    }


@cache
def _names() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((row["event"], re.compile(row["pattern"])) for row in table(__file__, "despacho_names.csv"))


def events_of_the_tables() -> frozenset[str]:
    """Every event an act can become."""
    found = {UNKNOWN, *(event for event, _ in _names())}
    for kind in _listed().values():
        found |= {kind.event, kind.also} - {""}
    for outcomes in _DECIDED.values():
        found |= set(outcomes)
    return frozenset(found)


# --- decisions on petitions -----------------------------------------------------------------------------------------

_ASKED = (
    ("transfer", re.compile(r"transfer|\bcessao|\bcisao|incorporac|\bfusao|\bsucess")),
    ("renewal", re.compile(r"prorrog(?!\w{0,20} d\w{1,20} prazo)|renovac")),
    ("nonuse", re.compile(r"caducidade")),
    ("nullity", re.compile(r"nulidade")),
    ("opposition", re.compile(r"oposic")),
    ("appeal", re.compile(r"recurso")),
    ("surrender_in_part", re.compile(r"renuncia parcial|(limitac|restric)")),
    ("surrender", re.compile(r"renuncia")),
    ("withdrawal", re.compile(r"desistencia (total )?d\w{1,20} (pedido|designacao|registro)")),
    ("details", re.compile(r"alterac\w{0,20} .{0,200}(nome|endereco|sede|razao)")),
    ("restoration", re.compile(r"restaur|desarquiv")),
)
_ATTACKS = frozenset({"nonuse", "nullity", "opposition", "appeal"})
_ABOUT_ANOTHER = re.compile(r"manifestac|contrarraz|contra-raz|contestac|cumprimento|resposta|impugnac|juntada|prova")
"""A paper in somebody else's proceedings: granting it decides nothing in them."""

_SERVICES = {
    "349": "transfer",
    "374": "renewal",
    "375": "renewal",
    "337": "nonuse",
    "336": "nullity",
    "332": "opposition",
}
"""The first digits of the code of the service a petition pays for, where they tell what it asks."""

_DECIDED: Mapping[str, tuple[str, str]] = {  # asked for → (granted, refused)
    "transfer": ("owner_changed", "petition"),
    "renewal": ("renewed", "petition"),
    "nonuse": ("nonuse_granted", "nonuse_dismissed"),
    "nullity": ("cancelled", "nullity_dismissed"),
    "opposition": ("opposition_sustained", "opposition_dismissed"),
    "appeal": ("appeal_granted", "appeal_dismissed"),
    "surrender_in_part": ("cancelled_in_part", "petition"),
    "surrender": ("cancelled", "petition"),
    "withdrawal": ("abandoned", "petition"),
    "details": ("details_changed", "petition"),
    "restoration": ("revived", "petition"),
}
_GRANTED = re.compile(r"^deferimento|\bdeferid|provid|atendida")
_REFUSED = re.compile(r"indefer|nao conhec|nao atendid|nao provid|deneg|prejudic")


def decided(name: str, asked: str, service: str, transfers: bool, *, surely: bool = True) -> Kind | None:
    """What the decision on a petition (event "petition") comes to. `asked`: what the gazette says of the petition, `surely`
    where it says so behind a label and not only somewhere in its note; `service` its code; `transfers`: whether an assignor
    and an assignee are named. None where that is not said."""
    said = plain(name)
    refused = _REFUSED.search(said) is not None
    if not refused and not _GRANTED.search(said):
        return None
    words = plain(asked)
    if _ABOUT_ANOTHER.search(words):
        return None
    what = next((w for w, pattern in _ASKED if pattern.search(words) and (surely or w not in _ATTACKS)), "")
    what = what or ("transfer" if transfers else _SERVICES.get(service.strip()[:3], ""))
    if not what:
        return None
    event = _DECIDED[what][refused]
    return Kind(event, against=event in _AGAINST) if event != "petition" else None
