"""Words shared by the sources on the ITC: matter keys, event codes, rights and relief as the notices phrase them.

Event codes (code: what happened):
complaint_filed · receipt · receipt_amended · institution · proceeding_instituted (enforcement, modification,
rescission, advisory) · review_determination · determination (initial or final is not said) · final_determination · exclusion_order_general · exclusion_order_limited ·
cease_and_desist · remedial_orders · order_changed · default · consent_order · termination · termination_partial ·
remand · target_date_changed · notice (a notice of the investigation that is none of these) ·
party_added · party_disposition · stage_started · status.

`complaint_filed` and `institution` happen once to a matter: their ident is empty, so that both sources tell one event.
Every other event of a notice is identified by the number of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from monitor.sources.kit.text import clean

JURISDICTION = "US"

_TA = re.compile(r"337-TA-0*(\d{1,5})", re.IGNORECASE)
_MORE_TA = re.compile(r"337-TA-(\d{1,5})((?:\s*(?:,|/|&|and)\s*(?:and\s+)?\d{3,4}(?![\d-]))+)", re.IGNORECASE)
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))


def investigation_key(digits: str) -> str:
    return f"us-itc:337-TA-{int(digits)}"


def docket_key(digits: str) -> str:
    return f"us-itc:DN-{int(digits)}"


def plain_dashes(text: str) -> str:
    """En dashes and their kin as hyphens: printed numbers read "337–TA–1366"."""
    return text.translate(_DASHES)


def investigation_numbers(text: str) -> tuple[str, ...]:
    """Digits of every 337-TA number in the text, in order: "Nos. 337-TA-1190 and 1191" → ("1190", "1191")."""
    text = plain_dashes(text)
    found = [(m.start(), m[1]) for m in _TA.finditer(text)]
    for m in _MORE_TA.finditer(text):
        found += [(m.start(2) + i, n) for i, n in enumerate(re.findall(r"\d{3,4}", m[2]))]
    return tuple(dict.fromkeys(str(int(n)) for _, n in sorted(found)))


_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_MONTH = "|".join(rf"{m[:3]}(?:{m[3:]}|{'t' if m == 'September' else ''}\.)?" for m in _MONTHS)
DATE = rf"(?:{_MONTH})\s+\d{{1,2}},?\s+\d{{4}}"  # "November 3, 2026" · "Nov. 3, 2026"


def us_date(text: str) -> date | None:
    """ "November 3, 2026", "Nov. 3, 2026" → date; None where it is none."""
    m = re.fullmatch(r"\s*(\w{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})\s*", text)
    months = [
        n for n, name in enumerate(_MONTHS, 1) if m and name.lower().startswith(m[1].lower()[:4].removesuffix("."))
    ]
    if m is None or len(months) != 1 or not (len(m[1]) <= 4 or _MONTHS[months[0] - 1].lower() == m[1].lower()):
        return None
    try:
        return date(int(m[3]), months[0], int(m[2]))
    except ValueError:
        return None


# --- relief ---------------------------------------------------------------------------------------

ORDERS = {
    "exclusion_order_general": re.compile(r"general\s+exclusion\s+orders?", re.IGNORECASE),
    "exclusion_order_limited": re.compile(r"limited\s+exclusion\s+orders?", re.IGNORECASE),
    "cease_and_desist": re.compile(r"cease\s+and\s+desist\s+orders?", re.IGNORECASE),
}
_REQUEST = re.compile(r"requests?\s+that\s+the\s+Commission\b(?P<what>.{0,700}?)\.(?=\s|$)", re.IGNORECASE | re.DOTALL)


def relief_requested(text: str) -> tuple[str, ...]:
    """Which orders the complainant asks for; () where the sentence is missing."""
    m = _REQUEST.search(text)
    return tuple(code for code, words in ORDERS.items() if words.search(m["what"])) if m else ()


# --- rights ---------------------------------------------------------------------------------------

_NUMBERED = (
    # A list of patents mixes bare numbers, "U.S. Patent No." again and nicknames in brackets.
    (
        "patent",
        re.compile(r"Patent\s*(?:Nos?\.?)?,?\s*(?P<n>(?:RE|D|PP)?\d{0,2},?\d{3},\d{3}|(?:RE|D)\s?\d{2,3},?\d{3})"),
    ),
    ("trademark", re.compile(r"Trademark\s+Reg(?:istration|\.)?\s*(?:Nos?\.?)?\s*(?P<n>\d,?\d{3},?\d{3})")),
    ("copyright", re.compile(r"Copyright\s+Reg(?:istration|\.)?\s*(?:Nos?\.?)?\s*(?P<n>[A-Z]{2,3}[ u]?\d[\d-]+)")),
)
_NUMBER_LIST = re.compile(
    r"(?P<kind>Patent|Trademark\s+Registration|Trademark\s+Reg\.|Copyright\s+Registration)\s+Nos\.\s*(?P<list>[^.]{3,600}?)"
    r"(?=\.\s|\.$|\bThe\s+complaint|\bwhich\b|\bU\.?S\.?\s)",
)
_BARE_NUMBER = re.compile(r"(?<![\d,])(?:RE|D|PP)?\d{0,2},?\d{3},\d{3}(?![\d,]\d)|\b(?:RE|D)\d{2,3},\d{3}\b")
_UNNUMBERED = {
    "trade_dress": re.compile(r"trade\s+dress", re.IGNORECASE),
    "trade_secret": re.compile(r"trade\s+secrets?", re.IGNORECASE),
    "trademark": re.compile(r"trademark|\bmarks?\s+infring|false\s+designation", re.IGNORECASE),
    "copyright": re.compile(r"copyright", re.IGNORECASE),
    "false_advertising": re.compile(r"false\s+advertising|false\s+description", re.IGNORECASE),
    "unfair_competition": re.compile(r"unfair\s+competition|tortious|gray\s+market|passing\s+off", re.IGNORECASE),
    "patent": re.compile(r"\bpatents?\b", re.IGNORECASE),
}


def asserted_rights(text: str) -> tuple[dict[str, str], ...]:
    """Rights a notice names as infringed: [{"type": "patent", "number": "10,945,648"}, {"type": "trade_dress", "number": ""}]."""
    text = " ".join(text.split())
    rights: dict[tuple[str, str], None] = {}
    for kind, shape in _NUMBERED:
        for m in shape.finditer(text):
            rights[kind, clean(m["n"])] = None
    for m in _NUMBER_LIST.finditer(text):
        for n in _BARE_NUMBER.finditer(m["list"]):
            rights[m["kind"].split()[0].lower(), n[0]] = None
    kinds = {kind for kind, _ in rights}
    for kind, words in _UNNUMBERED.items():
        if kind not in kinds and words.search(text):
            rights[kind, ""] = None
    return tuple({"type": kind, "number": number} for kind, number in rights)


# --- product --------------------------------------------------------------------------------------

# A line of print that ended in a hyphen: "Touch- Controlled"; "pre- and post-" stays.
_BROKEN_HYPHEN = re.compile(r"(?<=\w)- (?!(?:and|or|to)\b)(?=\w)")


def product_name(text: str) -> str:
    """ "In the Matter of Certain Light- Emitting Diodes;" → "Certain Light-Emitting Diodes"."""
    text = _BROKEN_HYPHEN.sub("-", clean(text))
    text = re.sub(r"^(?:In the Matter of|In re)\s+", "", text, flags=re.IGNORECASE)
    return text.strip(" ,.;:")


def unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
