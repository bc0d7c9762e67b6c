"""What the free text of an act says (texto-complementar, texto-sobrestamento): parties behind their labels, marks it cites,
and the act an annulment takes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.sources.br_inpi.acts import plain

LONGEST = 4000  # characters of one note that are read

_LABELS = {
    "cedente": "assignor", "cedentes": "assignor",
    "cessionario": "assignee", "cessionarios": "assignee", "cessionaria": "assignee", "cessionarias": "assignee",
    "titular anterior": "assignor", "antigo titular": "assignor", "antiga titular": "assignor", "titular cedente": "assignor",
    "novo titular": "assignee", "nova titular": "assignee", "titular atual": "assignee", "titular cessionario": "assignee",
    "requerente": "petitioner", "requerentes": "petitioner", "peticionario": "petitioner", "peticionaria": "petitioner",
    "interessado": "petitioner", "recorrente": "petitioner", "autor": "petitioner", "autora": "petitioner",
    "nome anterior": "former_name", "razao social anterior": "former_name", "antigo nome": "former_name",
    "nome atual": "new_name", "novo nome": "new_name", "razao social atual": "new_name", "nova razao social": "new_name",
    "oponente": "opponent", "oponentes": "opponent", "opoente": "opponent", "opoentes": "opponent",
    "impugnante": "opponent", "requerente da caducidade": "opponent", "requerente da nulidade": "opponent",
    "peticao (tipo)": "asked", "tipo de peticao": "asked", "peticao": "asked", "servico": "asked",
    "procurador": "", "procuradores": "", "protocolo": "", "protocolos": "", "detalhes do despacho": "", "detalhes": "",
    "titular": "", "titulares": "", "sobrestadores": "", "sobrestador": "", "processo": "", "processos": "", "registro": "",
    "observacao": "", "observacoes": "", "obs": "", "motivo": "", "rpi": "", "data": "", "pais": "", "uf": "", "cnpj": "", "cpf": "",
    "endereco": "", "marca": "", "classe": "", "despacho": "", "numero": "",
}  # fmt: skip
"""A label of a note, without accents → what stands behind it; "" ends what stood before it and is not read."""

_LONGEST_LABEL = 32
_SEVERAL = re.compile(r"\s*\((?:s|as|es|a)\)$")
_DASHED = re.compile(r"(?<!\w)(cedentes?|cession[aá]ri[oa]s?|oponentes?)\s+[-–]\s+", re.IGNORECASE)
_WORD_START = re.compile(r"(?<!\w)[\w(]")
_COUNTRY = re.compile(r"[\[(]\s*([A-Z]{2})(?:\s*[/,-]\s*[A-Z]{2})?\s*[\])]")
_BETWEEN = re.compile(r"\s*(?:;|(?<=[\])])\s*(?:,|/|\be\b)?)\s*")
_FROM_TO = re.compile(
    r"\b(?:transfer|cess[aã]o|cedid|cedeu)\w*\b[^.:;]{0,60}?\bde:?\s+(?!titularidade|direitos|registro|marca|pedido)(.{3,200}?)\s+(?:para|a favor de|em favor de):?\s+"
    r"(.{3,200}?)(?=\s*(?:;|\.?$|,? conforme|,? nos termos|,? protocolo|\.\s+(?!(?-i:Ltd|Ltda|Inc|Corp|Co|Cia|Limited)\b)(?-i:[A-ZÀ-Ý][a-zà-ÿ]+\s)))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Named:
    """A party a note names: `part` is "assignor", "assignee", "petitioner", "opponent", "former_name" or "new_name"; `country` "" where none is said."""

    part: str
    text: str
    country: str = ""


def _labels(note: str) -> Iterator[tuple[int, int, str]]:
    """(begin, end, what) of each label, in order of the note."""
    found = []
    colon = note.find(":")
    while colon >= 0:
        low = max(0, colon - _LONGEST_LABEL)
        before = plain(note[low:colon])
        if len(before) == colon - low:  # letter by letter
            words = _SEVERAL.sub("", before.rstrip())
            for start in _WORD_START.finditer(words):
                if (what := _LABELS.get(words[start.start() :])) is not None:
                    found.append((low + start.start(), colon + 1, what))
                    break  # the longest
        colon = note.find(":", colon + 1)
    if " - " in note or " – " in note:
        found += [(m.start(), m.end(), _LABELS[plain(m[1])]) for m in _DASHED.finditer(note)]
        found.sort()
    yield from found


def labelled(note: str) -> Iterator[tuple[str, str]]:
    """(what, text) for each label of a note that is read."""
    found = list(_labels(note))
    for (_, end, what), following in zip(found, [*found[1:], None], strict=False):
        text = note[end : following[0] if following else len(note)].strip(" \t,;-–")
        if what and text:
            yield what, text


def parties_of(note: str) -> Iterator[Named]:
    """Whom a note names and as what: behind labels ("Cedente: A [BR] Cessionário: B"), or in a sentence ("transferido de A
    para B")."""
    told = False
    for what, text in labelled(note):
        if what == "asked":
            continue
        for name, country in _names(text):
            told = True
            yield Named(what, name, country)
    if not told and (found := _FROM_TO.search(note)):
        for part, text in (("assignor", found[1]), ("assignee", found[2])):
            for name, country in _names(text):
                yield Named(part, name, country)


def asked_in(note: str) -> tuple[str, bool]:
    """What a petition asked for, as its note says, and whether behind a label; else the whole note."""
    said = next((text for what, text in labelled(note) if what == "asked"), "")
    return said or note, bool(said)


def _names(text: str) -> Iterator[tuple[str, str]]:
    """ "A S.A. [BR], B Ltd [CN]" → (A S.A., BR), (B Ltd, CN)."""
    for part in _BETWEEN.split(text):
        country = _COUNTRY.search(part)
        name = (part[: country.start()] if country else part).strip(" \t,;-–")
        if len(name) > 1 and any(c.isalpha() for c in name):
            yield name, country[1] if country else ""


# --- marks it cites -------------------------------------------------------------------------------------------------

_NUMBER = r"\d{3}[.\s]?\d{3}[.\s]?\d{3}(?!\d)|\d{6,9}(?!\d)"
_QUOTED = r"[\"“”'‘’«»(\[]"
_BY_NUMBER = re.compile(
    rf"(?<!\d)({_NUMBER})\s*[-–:,]?\s*(?:marca\s*:?\s*)?[(\[\"“'‘«]\s*([^()\[\]\"“”»]{{1,120}}?)\s*[)\]\"”'’»]",
    re.IGNORECASE,
)
_NUMBER_BEHIND = re.compile(
    rf"(?:marca|com|de|por|e|:)\s+[\"“'‘«]?([A-ZÀ-Ý0-9][A-ZÀ-Ý0-9&'’.\- ]{{1,80}}?)[\"”'’»]?\s*[,(\[-]\s*(?:processo|registro|reg\.?|pedido|n[.ºo°]*)?\s*(?:n[.ºo°]*\s*)?({_NUMBER})"
)
_COLLIDES = re.compile(
    r"(?i:(?:colid|conflit|confund|semelhan|anteriorid|id[eê]ntic)\w{1,20}|(?:imita|reproduz)\w{0,20})\s+(?:(?i:ou\s+)?(?i:imita)\w{0,20}\s+)?(?:à|a|ao|com|com a|com as|com o|de)?\s*"
    r"(?:(?:a|as|o|os)\s+)?(?i:(?:marcas?|sinais|sinal|registros?|express[aã]o)\s+)?(?:anterior\w{0,20}\s+|registrad\w{1,20}\s+|alhei\w{1,20}\s+)?"
    r"(?:[\"“'‘«]([^\"”'’»]{1,120})[\"”'’»]|([A-ZÀ-Ý0-9][A-ZÀ-Ý0-9&'’.\- ]*[A-ZÀ-Ý0-9]))"
)
_ANY_QUOTED = re.compile(r"[\"“«]\s*([^\"“”«»]{1,120}?)\s*[\"”»]")
_STATUTE = re.compile(r"\bArt(?:igo|\.)?\s*\d+\s*[-–.:]\s*(?:N[aã]o s[aã]o|[IVXL]+\b)")
_NO_MARK = re.compile(r"LPI|Art|INPI|RPI|[IVXL]+|Lei|NCL")


@dataclass(frozen=True, slots=True)
class Cited:
    """A mark a note cites. `process` is its number, "" where none is said. `held_against`: the note says that it stands in the
    way; else it is only quoted, or the `text` is a sentence that nobody could take apart."""

    text: str
    process: str = ""
    held_against: bool = True


def cited_in(note: str) -> tuple[Cited, ...]:
    """The marks a refusal or a suspension cites, each once; where none could be taken out of it, its sentence as a whole."""
    said = note[: found.start()] if (found := _STATUTE.search(note)) else note
    marks: dict[str, Cited] = {}

    def add(text: str, process: str = "", held_against: bool = True) -> None:
        text = text.strip(" .,;:-–")
        if len(text) > 1 and any(c.isalpha() for c in text) and not _NO_MARK.fullmatch(text):
            marks.setdefault(text.casefold(), Cited(text, re.sub(r"\D", "", process), held_against))

    for match in _BY_NUMBER.finditer(said):
        add(match[2], match[1])
    for match in _NUMBER_BEHIND.finditer(said):
        add(match[1], match[2])
    for match in _COLLIDES.finditer(said):
        add(match[1] or match[2])
    for match in _ANY_QUOTED.finditer(said):
        add(match[1], held_against=False)
    if not marks and len(said) > 20 and (re.search(_NUMBER, said) or _EARLIER.search(said)):
        marks[""] = Cited(said.strip(), held_against=False)
    return tuple(marks.values())


_EARLIER = re.compile(r"anterior|colid|imita|reproduz|conflit|registro de terceiro", re.IGNORECASE)


# --- what an annulment takes back ----------------------------------------------------------------------------------

_CODE = re.compile(r"\bIPAS\s*0*(\d{1,4})\b|\bc[oó]digo\s+(?:do\s+despacho\s+)?0*(\d{3,4})\b", re.IGNORECASE)
_GAZETTE = re.compile(r"\b(?:RPI|revista)\s*(?:n[.ºo°]*\s*|n[uú]mero\s*)?(\d{1}[.]?\d{3})\b", re.IGNORECASE)
_WHICH = (
    (re.compile(r"arquiv|inexist|desist"), "abandoned"),
    (re.compile(r"indefer"), "refused"),
    (re.compile(r"\bdefer"), "allowed"),
    (
        re.compile(r"caducidade|extinc|cancel|renuncia|nulidade"),
        "cancelled|expired|nonuse_action|nonuse_granted|nullity",
    ),
    (re.compile(r"concess"), "registered"),
    (re.compile(r"exigenc"), "office_action"),
    (re.compile(r"sobrest"), "suspended"),
    (re.compile(r"notificac\w{0,20} de oposic"), "opposition"),
    (
        re.compile(
            r"publicac\w{0,20} (d\w{1,20} )?(pedido|designac|marca|para)|republicac|publicac\w{0,20}\W{0,20}$|pedido publicado"
        ),
        "published|republished",
    ),
    (re.compile(r"transfer|\bcessao"), "owner_changed"),
    (re.compile(r"prorrog"), "renewed"),
    (re.compile(r"\bpublicac"), "published|republished"),
)


def taken_back(note: str) -> str:
    """Which act an annulment takes back, as an identity says it ("2915", "IPAS009", "published|republished"); "" where the
    note does not say. A number of the gazette or a code says more than words."""
    codes = "|".join(dict.fromkeys(f"IPAS{int(a or b):03d}" for a, b in _CODE.findall(note)))
    numbers = "|".join(dict.fromkeys(n.replace(".", "") for n in _GAZETTE.findall(note)))
    exact = ",".join(t for t in (numbers, codes) if t)
    if exact:
        return exact
    said = plain(note)
    return next((code for pattern, code in _WHICH if pattern.search(said)), "")
