"""The DTD of a USPTO case file as patterns: the fast reader of records that follow it to the letter.

Each pattern matches nothing but well-formed markup: known elements in the order of the DTD, without attributes, texts
without stray signs. Together they must account for every byte of a record, or read_by_patterns() declines it.
Possessive quantifiers (*+) throughout: nothing here ever needs to step back, and not keeping the way back halves the cost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from monitor.sources._uspto_dtd import HEADER, HEADER_READ, KNOWN, OWNER_READ, names

History = frozenset[tuple[bytes, bytes]]  # (code, type) of the entries of the prosecution history worth keeping


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


def read_by_patterns(data: bytes, at: int, wanted: History) -> tuple[CaseFile, int] | None:
    """The record that begins at `at` of `data`, which is_text(), and where it ends; None unless every byte of it is as
    the DTD has it: then a parser must look."""
    case = CaseFile()
    at = _read_header(data, case, at)
    at = _read_blocks(data, case, at, wanted) if at else 0
    at = _read_owners(data, case, at) if at else 0
    end = _END.match(data, at) if at else None
    if end is None:
        return None
    if end[1]:
        case.madrid = _named(_readers(_MADRID_NAMES), end.groups()[1:])
    return case, end.end()


def is_text(data: bytes) -> bool:
    """UTF-8 without the characters that XML does not have (control characters are left to the patterns)."""
    if data.isascii():
        return True
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return "\ufffe" not in text and "\uffff" not in text


# --- texts ------------------------------------------------------------------------------------------------


def _plain(value: bytes) -> str:
    text = value.decode("utf-8")
    if "&" in text:
        for reference, sign in _REFERENCES:
            text = text.replace(reference, sign)
    return text.strip()


_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
# Codes and dates come back in nearly every record; names and addresses do not, and would only push them out.
_short = lru_cache(maxsize=16384)(_plain)
_UNIQUE = names(
    "mark-identification attorney-name party-name address-1 address-2 city postcode dba-aka-text entity-statement "
    "composed-of-statement other international-registration-number"
)
Readers = tuple[tuple[str, Callable[[bytes], str]], ...]


def _readers(of: Iterable[str]) -> Readers:
    return tuple((name, _plain if name in _UNIQUE else _short) for name in of)


def _named(readers: Readers, values: Sequence[bytes | None]) -> dict[str, str]:
    return {name: text for (name, read), value in zip(readers, values, strict=True) if value and (text := read(value))}


# All but < > & and control characters. Said by what it takes: a negated set is matched at half the speed.
_PART = rb"[\t\n -%'-;=?-\xff]*+"
_TEXT = _PART + rb"(?:&(?:amp|lt|gt|quot|apos);" + _PART + rb")*+"
_S = rb"\s*+"


def _compiled(pattern: bytes) -> re.Pattern[bytes]:
    """White space is at most a line break and an indentation, which is matched twice as fast as any white space."""
    return re.compile(pattern.replace(rb"\s*+", rb"\r?\n? *+"))


def _leaf(name: str, *, taken: bool) -> bytes:
    """An element that may be absent, empty, or hold a text."""
    tag = name.encode()
    text = b"(" + _TEXT + b")" if taken else _TEXT
    return rb"(?:<%b>%b</%b>%b|<%b/>%b)?+" % (tag, text, tag, _S, tag, _S)


def _leaves(in_order: str, taken: frozenset[str]) -> tuple[bytes, tuple[str, ...]]:
    """A sequence of them in this order; the names of those that are taken."""
    every = in_order.split()
    return b"".join(_leaf(n, taken=n in taken) for n in every), tuple(n for n in every if n in taken)


def _block(name: str, inside: bytes) -> bytes:
    """A container that may be absent."""
    tag = name.encode()
    return rb"(?:<%b>%b%b</%b>%b)?+" % (tag, _S, inside, tag, _S)


def _rows_of(name: str, inside: bytes) -> bytes:
    """Any number of containers of that name."""
    tag = name.encode()
    return rb"(?:<%b>%b%b</%b>%b)*+" % (tag, _S, inside, tag, _S)


# --- the head of the record -------------------------------------------------------------------------------------

_BEFORE_FLAGS, _HEADER_NAMES = _leaves(
    "filing-date registration-date status-code status-date mark-identification mark-drawing-code "
    "published-for-opposition-date amend-to-register-date abandonment-date cancellation-code cancellation-date "
    "republished-12c-date domestic-representative-name attorney-docket-number attorney-name",
    HEADER_READ,
)
_HEAD = _compiled(
    rb"<case-file>\s*+<serial-number>(" + _TEXT + rb")</serial-number>\s*+"
    + _leaf("registration-number", taken=True) + _leaf("transaction-date", taken=True)
    + rb"<case-file-header>\s*+" + _BEFORE_FLAGS
)  # fmt: skip
_AFTER_FLAGS, _AFTER_NAMES = _leaves(
    "renewal-date law-office-assigned-location-code current-location location-date employee-name", HEADER_READ
)
_HEADER_READERS, _AFTER_READERS = _readers(_HEADER_NAMES), _readers(_AFTER_NAMES)
_HEADER_END = _compiled(_AFTER_FLAGS + rb"</case-file-header>\s*+")
_FLAG = _compiled(rb"<([a-z0-9-]+-in)>([TF])</\1>\s*+")
_FLAGS = _compiled(rb"(?:<([a-z0-9-]+-in)>[TF]</\1>\s*+)*+")


def _read_header(data: bytes, case: CaseFile, at: int) -> int:
    """Where the header ends; 0 if it is another one."""
    head = _HEAD.match(data, at)
    if head is None:
        return 0
    serial, registration, transaction, *values = head.groups(b"")
    case.serial, case.registration_number, case.transaction_date = (
        _plain(serial),
        _plain(registration),
        _short(transaction),
    )
    begin = head.end()
    end = data.rfind(b"-in>", begin, data.find(b"</case-file-header>", begin)) + 4
    if end < 4:
        end = begin
    flags = _flags_of(data[begin:end])
    close = _HEADER_END.match(data, past_space(data, end))
    if flags is None or close is None:
        return 0
    case.flags = flags
    case.header = _named(_HEADER_READERS, values) | _named(_AFTER_READERS, close.groups(b""))
    return close.end()


_LEADING_SPACE = _compiled(rb"\s*+")


def past_space(data: bytes, at: int) -> int:
    """Where the line break and the indentation at `at` end."""
    space = _LEADING_SPACE.match(data, at)
    return space.end() if space else at


@lru_cache(maxsize=4096)
def _flags_of(block: bytes) -> frozenset[str] | None:
    """Names of the flags that are T; None where the block holds anything that is no flag of the DTD. Few different
    blocks exist, so nearly all are answered from the cache."""
    if len(block) > 8192 or not _FLAGS.fullmatch(block):
        return None
    flags = [(name.decode(), value) for name, value in _FLAG.findall(block)]
    return frozenset(n for n, value in flags if value == b"T") if all(n in HEADER for n, _ in flags) else None


# --- statements, history, classes -----------------------------------------------------------------------------------

_UNTAKEN = rb"[!-%'-;=?-~]*+"  # printable ASCII without blank & < >
_CODE = rb"(" + _UNTAKEN + rb")"
_STATEMENT = _compiled(
    rb"<case-file-statement>\s*+<type-code>" + _CODE + rb"</type-code>\s*+<text>(" + _TEXT + rb")</text>\s*+"
    rb"</case-file-statement>"
)
_HISTORY = _compiled(
    _S
    + rb"(?:<case-file-event-statement>\s*+<code>" + _UNTAKEN + rb"</code>\s*+<type>" + _UNTAKEN + rb"</type>\s*+"
    rb"<description-text>" + _TEXT + rb"</description-text>\s*+<date>" + _UNTAKEN + rb"</date>\s*+"
    rb"<number>" + _UNTAKEN + rb"</number>\s*+</case-file-event-statement>\s*+)*+</case-file-event-statements>\s*+"
)  # fmt: skip


@lru_cache(maxsize=4)
def _taken_from(wanted: History) -> re.Pattern[bytes]:
    """Finds the entries with a wanted code in a block that _HISTORY matched; their type is still to be looked at."""
    codes = rb"|".join(sorted(re.escape(code) for code in {code for code, _ in wanted}))
    return _compiled(
        rb"<code>(" + (codes or rb"(?!)") + rb")</code>\s*+<type>([^<]*+)</type>\s*+"
        rb"<description-text>([^<]*+)</description-text>\s*+<date>([^<]*+)<"
    )


_CLASS_CODE = rb"[0-9A-Z]*+"
_CLASS = _compiled(
    rb"<classification>\s*+" + _leaf("international-code-total-no", taken=False) + _leaf("us-code-total-no", taken=False)
    + rb"((?:<international-code>" + _CLASS_CODE + rb"</international-code>\s*+)*+)"
    + rb"(?:<us-code>" + _CLASS_CODE + rb"</us-code>\s*+)*+<status-code>(" + _CLASS_CODE + rb")</status-code>\s*+"
    + _leaves("status-date first-use-anywhere-date first-use-in-commerce-date primary-code", frozenset())[0]
    + rb"</classification>"
)  # fmt: skip
_INTERNATIONAL = _compiled(rb">([0-9A-Z]*+)</")
_FOREIGN, _ = _leaves(
    "filing-date registration-date registration-expiration-date registration-renewal-date "
    "registration-renewal-expiration-date entry-number application-number country other registration-number "
    "renewal-number foreign-priority-claim-in",
    frozenset(),
)
_RELATED = _compiled(
    _block(
        "prior-registration-applications",
        rb"(?:<other-related-in>" + _TEXT + rb"</other-related-in>\s*+)*+"
        + _rows_of("prior-registration-application", _leaves("relationship-type number", frozenset())[0]),
    )
    + _block("foreign-applications", _rows_of("foreign-application", _FOREIGN))
)  # fmt: skip


def _read_blocks(data: bytes, case: CaseFile, at: int, wanted: History) -> int:
    """Where the classes end, having read statements, history and classes; 0 if one of them is another."""
    if data.startswith(b"<case-file-statements>", at):
        rows, at = _rows(data, at + 22, b"</case-file-statements>", _STATEMENT)
        case.statements = [(_short(c), _plain(t)) for c, t in zip(rows[1::3], rows[2::3], strict=True)]
    if at and data.startswith(b"<case-file-event-statements>", at):
        history = _HISTORY.match(data, at + 28)
        if history is None:
            return 0
        for code, kind, text, day in _taken_from(wanted).findall(data, at + 28, history.end()):
            if (code, kind) in wanted:
                case.history.append((_short(code), _short(kind), _short(text), _short(day)))
        case.history.sort()
        at = history.end()
    if at and (related := _RELATED.match(data, at)):
        at = related.end()
    if at and data.startswith(b"<classifications>", at):
        rows, at = _rows(data, at + 17, b"</classifications>", _CLASS)
        case.classes = [_class(codes, status) for codes, status in zip(rows[1::3], rows[2::3], strict=True)]
    return at


def _class(codes: bytes, status: bytes) -> dict[str, list[str]]:
    international = [_short(c) for c in _INTERNATIONAL.findall(codes)]
    values = {"international-code": international} if international else {}
    return values | {"status-code": [_short(status)]}


def _rows(data: bytes, begin: int, closes: bytes, row: re.Pattern[bytes]) -> tuple[list[bytes], int]:
    """The inside of a block split by `row`, and where the block ends; ([], 0) unless it is nothing but such rows."""
    end = data.find(closes, begin)
    if end < 0:
        return [], 0
    parts = row.split(data[begin:end])
    if b"".join(parts[:: row.groups + 1]).strip(b" \t\r\n"):
        return [], 0
    return parts, past_space(data, end + len(closes))


# --- owners and the end -------------------------------------------------------------------------------------------

_FIRST, _FIRST_NAMES = _leaves("entry-number party-type", OWNER_READ)
_THEN, _THEN_NAMES = _leaves(
    "legal-entity-type-code entity-statement party-name address-1 address-2 city state country other postcode "
    "dba-aka-text composed-of-statement",
    OWNER_READ,
)
_NATION, _NATION_NAMES = _leaves("state country other", KNOWN["nationality"])
_OWNER = _compiled(rb"<case-file-owner>\s*+" + _FIRST)
_OWNER_REST = _compiled(
    _block("nationality", _NATION)
    + _THEN
    + rb"(?:<name-change-explanation>" + _TEXT + rb"</name-change-explanation>\s*+|<name-change-explanation/>\s*+)*+"
    + rb"</case-file-owner>\s*+"
)  # fmt: skip
_OWNERS_FROM = _compiled(
    _block("correspondent", _leaves("address-1 address-2 address-3 address-4 address-5", frozenset())[0])
    + rb"(<case-file-owners>\s*+)?+"
)
_OWNERS_TO = _compiled(rb"</case-file-owners>\s*+")


def _read_owners(data: bytes, case: CaseFile, at: int) -> int:
    """Where the owners end, having passed the correspondent; 0 if they are others."""
    begin = _OWNERS_FROM.match(data, at)
    if begin is None or not begin[1]:
        return begin.end() if begin else 0
    at = begin.end()
    same, owner = b"", {}
    while first := _OWNER.match(data, at):
        at = first.end()
        if same and data.startswith(same, at):  # applicant, owner at publication and registrant are mostly the same
            at = past_space(data, at + len(same))
        elif rest := _OWNER_REST.match(data, at):
            same, owner = rest[0].rstrip(), _named(_OWNER_READERS, rest.groups())
            at = rest.end()
        else:
            return 0
        case.owners.append(_named(_FIRST_READERS, first.groups()) | owner)
    end = _OWNERS_TO.match(data, at)
    return end.end() if end else 0


_FIRST_READERS = _readers(_FIRST_NAMES)
_OWNER_READERS = _readers((*(f"nationality-{n}" for n in _NATION_NAMES), *_THEN_NAMES))
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
    + rb"(?:(<international-registration>)\s*+" + _MADRID + rb"</international-registration>\s*+)?+"
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
    + rb"</case-file>"
)  # fmt: skip
