"""The DTD of a USPTO case file as patterns: the fast reader of records that follow it to the letter.

Each pattern matches nothing but well-formed markup: known elements in the order of the DTD, without attributes, texts
without stray signs. Together they must account for every character of a record, or read_by_patterns() declines it.
Possessive quantifiers (*+) throughout: nothing here ever needs to step back, and not keeping the way back halves the cost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from monitor.sources.us_uspto.applications.dtd import HEADER, HEADER_READ, KNOWN, OWNER_READ

History = frozenset[tuple[str, str]]  # (code, type) of the entries of the prosecution history worth keeping


@dataclass(slots=True)
class CaseFile:
    """The fields of one record as printed, stripped; empty = absent. `flags` holds the indicators that are T.

    `history` entries are (code, type, description, date), sorted; `statements` (type-code, text); `classes` and
    `owners` one mapping each per entry; `unknown` names elements the DTD does not have.
    """

    serial: str = ""
    registration_number: str = ""
    transaction_date: str = ""
    header: dict[str, str] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()
    statements: list[tuple[str, str]] = field(default_factory=list)
    history: list[tuple[str, str, str, str]] = field(default_factory=list)
    classes: list[dict[str, list[str]]] = field(default_factory=list)
    owners: list[dict[str, str]] = field(default_factory=list)
    madrid: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def read_by_patterns(data: str, at: int, wanted: History) -> tuple[CaseFile, int] | None:
    """The record that begins at `at` of `data`, and where it ends; None unless every character of it is as the DTD has
    it and in Latin-1: then a parser must look."""
    case = CaseFile()
    at = _read_header(data, case, at)
    at = _read_blocks(data, case, at, wanted) if at else 0
    at = _read_owners(data, case, at) if at else 0
    end = _END.match(data, at) if at else None
    if end is None:
        return None
    if end[1]:
        case.madrid = _named(_MADRID_NAMES, end.groups()[1:])
    return case, end.end()


# --- texts ------------------------------------------------------------------------------------------------


def _plain(text: str) -> str:
    return (text if "&" not in text else _unescaped(text)).strip()


def _unescaped(text: str) -> str:
    for reference, sign in _REFERENCES:
        text = text.replace(reference, sign)
    return text


_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


def _named(names: Sequence[str], values: Sequence[str | None]) -> dict[str, str]:
    """The values that are not empty."""
    return {
        name: text
        for name, value in zip(names, values, strict=True)
        if value and (text := (value if "&" not in value else _unescaped(value)).strip())
    }


# Latin-1 but < > & and control characters. Said by what it takes: a negated set is matched at half the speed, and one
# that goes beyond Latin-1 slower still.
_PART = r"[\t\n -%'-;=?-\xff]*+"
_TEXT = _PART + r"(?:&(?:amp|lt|gt|quot|apos);" + _PART + r")*+"
_S = r"\s*+"


def _compiled(pattern: str) -> re.Pattern[str]:
    """White space is at most a line break and an indentation, which is matched twice as fast as any white space."""
    return re.compile(pattern.replace(r"\s*+", r"\r?\n? *+"))


def _leaf(name: str, *, taken: bool) -> str:
    """An element that may be absent, empty, or hold a text."""
    text = "(" + _TEXT + ")" if taken else _TEXT
    return rf"(?:<{name}>{text}</{name}>{_S}|<{name}/>{_S})?+"


def _leaves(in_order: str, taken: frozenset[str]) -> tuple[str, tuple[str, ...]]:
    """A sequence of them in this order; the names of those that are taken."""
    every = in_order.split()
    return "".join(_leaf(n, taken=n in taken) for n in every), tuple(n for n in every if n in taken)


def _block(name: str, inside: str) -> str:
    """A container that may be absent."""
    return rf"(?:<{name}>{_S}{inside}</{name}>{_S})?+"


def _rows_of(name: str, inside: str) -> str:
    """Any number of containers of that name."""
    return rf"(?:<{name}>{_S}{inside}</{name}>{_S})*+"


# --- the head of the record -------------------------------------------------------------------------------------

_BEFORE_FLAGS, _HEADER_NAMES = _leaves(
    "filing-date registration-date status-code status-date mark-identification mark-drawing-code "
    "published-for-opposition-date amend-to-register-date abandonment-date cancellation-code cancellation-date "
    "republished-12c-date domestic-representative-name attorney-docket-number attorney-name",
    HEADER_READ,
)
_HEAD = _compiled(
    r"<case-file>\s*+<serial-number>(" + _TEXT + r")</serial-number>\s*+"
    + _leaf("registration-number", taken=True) + _leaf("transaction-date", taken=True)
    + r"<case-file-header>\s*+" + _BEFORE_FLAGS
)  # fmt: skip
_AFTER_FLAGS, _ = _leaves(
    "renewal-date law-office-assigned-location-code current-location location-date employee-name", frozenset()
)
_HEADER_END = _compiled(_AFTER_FLAGS + r"</case-file-header>\s*+")
_FLAG = _compiled(r"<([a-z0-9-]+-in)>([TF])</\1>\s*+")
_FLAGS = _compiled(r"(?:<([a-z0-9-]+-in)>[TF]</\1>\s*+)*+")


def _read_header(data: str, case: CaseFile, at: int) -> int:
    """Where the header ends; 0 if it is another one."""
    head = _HEAD.match(data, at)
    if head is None:
        return 0
    serial, registration, transaction, *values = head.groups("")
    case.serial, case.registration_number, case.transaction_date = (
        _plain(serial),
        _plain(registration),
        _plain(transaction),
    )
    begin = head.end()
    end = data.rfind("-in>", begin, data.find("</case-file-header>", begin)) + 4
    if end < 4:
        end = begin
    flags = _flags_of(data[begin:end])
    close = _HEADER_END.match(data, past_space(data, end))
    if flags is None or close is None:
        return 0
    case.flags = flags
    case.header = _named(_HEADER_NAMES, values)
    return close.end()


_LEADING_SPACE = _compiled(r"\s*+")


def past_space(data: str, at: int) -> int:
    """Where the line break and the indentation at `at` end."""
    space = _LEADING_SPACE.match(data, at)
    return space.end() if space else at


@lru_cache(maxsize=4096)
def _flags_of(block: str) -> frozenset[str] | None:
    """Names of the flags that are T; None where the block holds anything that is no flag of the DTD. Few different
    blocks exist, so nearly all are answered from the cache."""
    if len(block) > 8192 or not _FLAGS.fullmatch(block):
        return None
    flags = [(name, value) for name, value in _FLAG.findall(block)]
    return frozenset(n for n, value in flags if value == "T") if all(n in HEADER for n, _ in flags) else None


# --- statements, history, classes -----------------------------------------------------------------------------------

_UNTAKEN = r"[!-%'-;=?-~]*+"  # printable ASCII without blank & < >
_CODE = r"(" + _UNTAKEN + r")"
_STATEMENT = _compiled(
    r"<case-file-statement>\s*+<type-code>" + _CODE + r"</type-code>\s*+<text>(" + _TEXT + r")</text>\s*+"
    r"</case-file-statement>"
)
_HISTORY = _compiled(
    _S
    + r"(?:<case-file-event-statement>\s*+<code>" + _UNTAKEN + r"</code>\s*+<type>" + _UNTAKEN + r"</type>\s*+"
    r"<description-text>" + _TEXT + r"</description-text>\s*+<date>" + _UNTAKEN + r"</date>\s*+"
    r"<number>" + _UNTAKEN + r"</number>\s*+</case-file-event-statement>\s*+)*+</case-file-event-statements>\s*+"
)  # fmt: skip


@lru_cache(maxsize=4)
def _taken_from(wanted: History) -> re.Pattern[str]:
    """Finds the entries with a wanted code in a block that _HISTORY matched; their type is still to be looked at."""
    codes = _one_of({code for code, _ in wanted})
    return _compiled(
        r"<code>(" + (codes or r"(?!)") + r")</code>\s*+<type>([^<]*+)</type>\s*+"
        r"<description-text>([^<]*+)</description-text>\s*+<date>([^<]*+)<"
    )


def _one_of(words: Iterable[str]) -> str:
    """A pattern of these words that looks at each sign once: of two hundred codes few begin alike."""
    heads: dict[str, list[str]] = {}
    for word in sorted(words):
        heads.setdefault(word[:1], []).append(word[1:])
    if len(heads) == 1 and "" in heads:
        return ""
    branches = [re.escape(head) + (_one_of(rest) if any(rest) else "") for head, rest in heads.items() if head]
    return f"(?:{'|'.join(branches)})" + ("?" if "" in heads else "")


_CLASS_CODE = r"[0-9A-Z]*+"
_CLASS = _compiled(
    r"<classification>\s*+" + _leaf("international-code-total-no", taken=False) + _leaf("us-code-total-no", taken=False)
    + r"((?:<international-code>" + _CLASS_CODE + r"</international-code>\s*+)*+)"
    + r"(?:<us-code>" + _CLASS_CODE + r"</us-code>\s*+)*+<status-code>(" + _CLASS_CODE + r")</status-code>\s*+"
    + _leaves("status-date first-use-anywhere-date first-use-in-commerce-date", frozenset())[0]
    + r"(?:<primary-code>(" + _CLASS_CODE + r")</primary-code>\s*+|<primary-code/>\s*+)?+</classification>"
)  # fmt: skip
_INTERNATIONAL = _compiled(r">([0-9A-Z]*+)</")
_FOREIGN, _ = _leaves(
    "filing-date registration-date registration-expiration-date registration-renewal-date "
    "registration-renewal-expiration-date entry-number application-number country other registration-number "
    "renewal-number foreign-priority-claim-in",
    frozenset(),
)
_RELATED = _compiled(
    _block(
        "prior-registration-applications",
        r"(?:<other-related-in>" + _TEXT + r"</other-related-in>\s*+)*+"
        + _rows_of("prior-registration-application", _leaves("relationship-type number", frozenset())[0]),
    )
    + _block("foreign-applications", _rows_of("foreign-application", _FOREIGN))
)  # fmt: skip


def _read_blocks(data: str, case: CaseFile, at: int, wanted: History) -> int:
    """Where the classes end, having read statements, history and classes; 0 if one of them is another."""
    if data.startswith("<case-file-statements>", at):
        rows, at = _rows(data, at + 22, "</case-file-statements>", _STATEMENT)
        case.statements = [(c, _plain(t)) for c, t in zip(rows[1::3], rows[2::3], strict=True)]
    if at and data.startswith("<case-file-event-statements>", at):
        history = _HISTORY.match(data, at + 28)
        if history is None:
            return 0
        for code, kind, text, day in _taken_from(wanted).findall(data, at + 28, history.end()):
            if (code, kind) in wanted:
                case.history.append((code, kind, _plain(text), day))
        case.history.sort()
        at = history.end()
    if at and (related := _RELATED.match(data, at)):
        at = related.end()
    if at and data.startswith("<classifications>", at):
        rows, at = _rows(data, at + 17, "</classifications>", _CLASS)
        case.classes = [_class(*of) for of in zip(rows[1::4], rows[2::4], rows[3::4], strict=True)]
    return at


def _class(codes: str, status: str, primary: str | None) -> dict[str, list[str]]:
    values = {"status-code": [status]}
    if international := _INTERNATIONAL.findall(codes):
        values["international-code"] = international
    if primary:
        values["primary-code"] = [primary]
    return values


def _rows(data: str, begin: int, closes: str, row: re.Pattern[str]) -> tuple[list[Any], int]:
    """The inside of a block split by `row`, and where the block ends; ([], 0) unless it is nothing but such rows."""
    end = data.find(closes, begin)
    if end < 0:
        return [], 0
    parts = row.split(data[begin:end])
    if "".join(parts[:: row.groups + 1]).strip(" \t\r\n"):
        return [], 0
    return parts, past_space(data, end + len(closes))


# --- owners and the end -------------------------------------------------------------------------------------------

_FIRST = _leaf("entry-number", taken=False) + _leaf("party-type", taken=True)
_THEN, _THEN_NAMES = _leaves(
    "legal-entity-type-code entity-statement party-name address-1 address-2 city state country other postcode "
    "dba-aka-text composed-of-statement",
    OWNER_READ,
)
_NATION, _NATION_NAMES = _leaves("state country other", KNOWN["nationality"])
_OWNER = _compiled(r"<case-file-owner>\s*+" + _FIRST)
_OWNER_REST = _compiled(
    _block("nationality", _NATION)
    + _THEN
    + r"(?:<name-change-explanation>" + _TEXT + r"</name-change-explanation>\s*+|<name-change-explanation/>\s*+)*+"
    + r"</case-file-owner>\s*+"
)  # fmt: skip
_OWNERS_FROM = _compiled(
    _block("correspondent", _leaves("address-1 address-2 address-3 address-4 address-5", frozenset())[0])
    + r"(<case-file-owners>\s*+)?+"
)
_OWNERS_TO = _compiled(r"</case-file-owners>\s*+")


def _read_owners(data: str, case: CaseFile, at: int) -> int:
    """Where the owners end, having passed the correspondent; 0 if they are others."""
    begin = _OWNERS_FROM.match(data, at)
    if begin is None or not begin[1]:
        return begin.end() if begin else 0
    at = begin.end()
    same, owner = "", {}
    while first := _OWNER.match(data, at):
        at = first.end()
        if same and data.startswith(same, at):  # applicant, owner at publication and registrant are mostly the same
            at = past_space(data, at + len(same))
        elif rest := _OWNER_REST.match(data, at):
            same, owner = rest[0].rstrip(), _named(_OWNER_NAMES, rest.groups())
            at = rest.end()
        else:
            return 0
        kind = _plain(first[1] or "")
        case.owners.append({"party-type": kind, **owner} if kind else owner.copy())
    end = _OWNERS_TO.match(data, at)
    return end.end() if end else 0


_OWNER_NAMES = (*(f"nationality-{n}" for n in _NATION_NAMES), *_THEN_NAMES)
_MADRID, _MADRID_NAMES = _leaves(
    "international-registration-number international-registration-date international-publication-date "
    "international-renewal-date auto-protection-date international-death-date international-status-code "
    "international-status-date priority-claimed-in priority-claimed-date first-refusal-in",
    KNOWN["international-registration"],
)
_OUTGOING, _ = _leaves(
    "entry-number reference-number original-filing-date-uspto international-registration-number "
    "international-registration-date international-status-code international-status-date irregularity-reply-by-date "
    "international-renewal-date",
    frozenset(),
)
_END = _compiled(
    _block("design-searches", _rows_of("design-search", _leaf("code", taken=False)))
    + r"(?:(<international-registration>)\s*+" + _MADRID + r"</international-registration>\s*+)?+"
    + _block(
        "madrid-international-filing-requests",
        _rows_of(
            "madrid-international-filing-record",
            _OUTGOING
            + _block(
                "madrid-history-events",
                _rows_of("madrid-history-event", _leaves("code date description-text entry-number", frozenset())[0]),
            ),
        ),
    )
    + r"</case-file>"
)  # fmt: skip
