"""One <case-file> of the USPTO daily applications, from bytes to named fields. Nothing is judged here.

A record is as regular as a table: nested containers without attributes, leaves of plain text. Patterns that match
nothing but well-formed markup read such a record at four times the speed of a parser that builds a tree; the first
byte they cannot account for (a comment, a character reference, an odd nesting, a broken tag) sends the whole record to
a strict XML parser, which decides. So a record is read exactly as the parser alone would read it, and a malformed byte
anywhere spoils its record and no other. A property test holds both ways to the same answer.

Structure: "trademark-applications-daily" DTD v2.0 (2005-04-01).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml import etree

History = frozenset[tuple[bytes, bytes]]  # (code, type) of the entries of the prosecution history worth keeping
Names = list[bytes]
Values = Sequence[bytes | str]  # the texts belonging to the names; str where the parser has decoded them
Container = tuple[bytes, Names, Any]  # name, and the names and texts of the leaves directly inside


class Malformed(Exception):
    """The record is not well-formed, or is no <case-file>."""


class _Irregular(Exception):
    """Something the patterns cannot account for; the parser must look."""


@dataclass(slots=True)
class CaseFile:
    """The fields of one record as printed, stripped; empty = absent. `flags` holds the indicators that are T.

    `history` entries are (code, type, description, date); `statements` (type-code, text); `classes` and `owners` one
    mapping each per entry; `unknown` names elements the DTD does not have.
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


def read_case_file(data: bytes, wanted: History, encoding: str = "utf-8") -> CaseFile:
    """The record in `data`, which begins with <case-file> and ends with </case-file>. Of the prosecution history only
    entries whose (code, type) is `wanted` are kept. Raises Malformed."""
    if encoding == "utf-8":
        try:
            return _read_regular(data, wanted)
        except _Irregular:
            pass
    return parse_case_file(data, wanted, encoding)


def parse_case_file(data: bytes, wanted: History, encoding: str = "utf-8") -> CaseFile:
    """The same, by the strict parser alone."""
    try:
        root = etree.fromstring(data, _parser(encoding))
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise Malformed(str(error)) from None
    if root.tag != "case-file":
        raise Malformed(f"<{root.tag}>")
    return _filled(CaseFile(), _containers_of(root), wanted)


# --- the regular way --------------------------------------------------------------------------------------

_FLAGS_FROM, _FLAGS_TO = b"<principal-register-amended-in>", b"</case-file-header>"
_FLAGS = re.compile(rb"(?:<([a-z][a-z0-9-]*-in)>[TF]</\1>\s*)+")
_FLAG = re.compile(rb"<([a-z][a-z0-9-]*-in)>([TF])<")
# Possessive quantifiers (*+): nothing here ever needs to step back, and not keeping the way back halves the cost.
_WORD = rb"([!-%'-;=?-~]*+)"  # printable ASCII without blank & < >
_PART = rb"[^<>&\x00-\x08\x0b-\x1f]*+"
_TEXT = rb"(" + _PART + rb"(?:&(?:amp|lt|gt|quot|apos);" + _PART + rb")*+)"
_LEAF = re.compile(rb"<([a-z][a-z0-9-]*+)>" + _TEXT + rb"</\1>")


def _row(name: bytes, *leaves: tuple[bytes, bytes]) -> re.Pattern[bytes]:
    """A pattern for an entry of a block that has exactly these leaves, and white space between them."""
    inside = rb"\s*+".join(rb"<%b>%b</%b>" % (leaf, text, leaf) for leaf, text in leaves)
    return re.compile(rb"<%b>\s*+" % name + inside + rb"\s*+</%b>" % name)


_STATEMENTS = (
    b"<case-file-statements>",
    b"</case-file-statements>",
    _row(b"case-file-statement", (b"type-code", _WORD), (b"text", _TEXT)),
)
_HISTORY = (
    b"<case-file-event-statements>",
    b"</case-file-event-statements>",
    _row(
        b"case-file-event-statement",
        (b"code", _WORD),
        (b"type", _WORD),
        (b"description-text", _TEXT),
        (b"date", _WORD),
        (b"number", rb"[0-9]*+"),
    ),
)
_CODE = rb"[0-9A-Z]*+"
_CLASSES = (
    b"<classifications>",
    b"</classifications>",
    re.compile(
        rb"<classification>\s*+(?:<international-code-total-no>[0-9]*+</international-code-total-no>\s*+)?+"
        rb"(?:<us-code-total-no>[0-9]*+</us-code-total-no>\s*+)?+"
        rb"<international-code>(" + _CODE + rb")</international-code>\s*+"
        rb"(?:<us-code>" + _CODE + rb"</us-code>\s*+)*+<status-code>(" + _CODE + rb")</status-code>\s*+"
        rb"(?:<status-date>[0-9]*+</status-date>\s*+)?+"
        rb"(?:<first-use-anywhere-date>[0-9]*+</first-use-anywhere-date>\s*+)?+"
        rb"(?:<first-use-in-commerce-date>[0-9]*+</first-use-in-commerce-date>\s*+)?+"
        rb"<primary-code>" + _CODE + rb"</primary-code>\s*+</classification>"
    ),
)
_TAGS = re.compile(rb"(?:\s*<(/?)([a-z][a-z0-9-]*)(/?)>)*\s*")
_TAG = re.compile(rb"<(/?)([a-z][a-z0-9-]*)(/?)>")


def _read_regular(data: bytes, wanted: History) -> CaseFile:
    if not data.isascii():
        _check_utf8(data)
    case = CaseFile()
    rest = []
    done = 0
    begin = data.find(_FLAGS_FROM)
    if begin >= 0:
        stop = data.find(_FLAGS_TO, begin)
        done = data.rfind(b"-in>", begin, stop) + 4 if stop > 0 else begin
        case.flags = _flags_of(data[begin:done])
        rest.append(data[:begin])
    rows, begin, end = _rows(data, done, *_STATEMENTS)
    if rows:
        case.statements = [(_short(c), _text(t)) for c, t in zip(rows[1::3], rows[2::3], strict=True)]
        rest.append(data[done:begin])
        done = end
    rows, begin, end = _rows(data, done, *_HISTORY)
    if rows:
        for code, kind, text, day in zip(rows[1::5], rows[2::5], rows[3::5], rows[4::5], strict=True):
            if (code, kind) in wanted:
                case.history.append((_short(code), _short(kind), _short(text), _short(day)))
        rest.append(data[done:begin])
        done = end
    rows, begin, end = _rows(data, done, *_CLASSES)
    if rows:
        case.classes = [
            {"international-code": [_short(c)], "status-code": [_short(s)]}
            for c, s in zip(rows[1::3], rows[2::3], strict=True)
        ]
        rest.append(data[done:begin])
        done = end
    rest.append(data[done:])
    return _filled(case, _containers(b"".join(rest)), wanted)


def _rows(data: bytes, start: int, opens: bytes, closes: bytes, row: re.Pattern[bytes]) -> tuple[list[bytes], int, int]:
    """A block split by `row`, and where its inside begins and ends. Empty unless the block is nothing but such rows."""
    begin = data.find(opens, start) + len(opens)
    end = data.find(closes, begin)
    if begin < len(opens) or end < 0:
        return [], 0, 0
    parts = row.split(data[begin:end])
    if len(parts) == 1 or not b"".join(parts[:: row.groups + 1]).isspace():
        return [], 0, 0
    return parts, begin, end


def _check_utf8(data: bytes) -> None:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _Irregular from None
    if "\ufffe" in text or "\uffff" in text:
        raise _Irregular


@lru_cache(maxsize=4096)
def _flags_of(block: bytes) -> frozenset[str]:
    """Names of the flags that are T. Few different blocks exist, so nearly all are answered from the cache. Raises
    _Irregular where the block holds anything that is no flag of the DTD."""
    if len(block) > 8192 or not _FLAGS.fullmatch(block):
        raise _Irregular
    flags = _FLAG.findall(block)
    if any(name not in _HEADER for name, _ in flags):
        raise _Irregular
    return frozenset(name.decode("ascii") for name, value in flags if value == b"T")


def _containers(data: bytes) -> list[Container]:
    """All containers, in the order of their opening. Raises _Irregular unless `data` is one well-formed element made
    of nothing but containers, leaves and white space between them."""
    parts = _LEAF.split(data)  # what stands between two leaves, name, text, between, name, text … between
    found: list[Container] = []
    stack: list[Container] = []
    done = 1
    for i in [i for i, between in enumerate(parts[::3]) if not between.isspace()]:
        if done < 3 * i:
            if not stack:
                raise _Irregular
            _, names, texts = stack[-1]
            names += parts[done : 3 * i : 3]
            texts += parts[done + 1 : 3 * i : 3]
            done = 3 * i + 1
        for kind, name in _steps(parts[3 * i]):
            if kind is _OPENS:
                if found and not stack:
                    raise _Irregular
                stack.append((name, [], []))
                found.append(stack[-1])
            elif not stack:
                raise _Irregular
            elif kind is _EMPTY:
                stack[-1][1].append(name)
                stack[-1][2].append(b"")
            elif stack.pop()[0] != name:
                raise _Irregular
    if stack or not found or done < len(parts):
        raise _Irregular
    return found


_OPENS, _CLOSES, _EMPTY = "opens", "closes", "empty"


@lru_cache(maxsize=4096)
def _steps(between: bytes) -> tuple[tuple[str, bytes], ...]:
    """The tags in what stands between two leaves. Raises _Irregular if anything else stands there."""
    if len(between) > 2048 or not _TAGS.fullmatch(between):
        raise _Irregular
    steps = []
    for slash, name, empty in _TAG.findall(between):
        if slash and empty:
            raise _Irregular
        steps.append((_CLOSES if slash else _EMPTY if empty else _OPENS, name))
    return tuple(steps)


# --- the strict parser ------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _parser(encoding: str) -> Any:
    """A parser that expands nothing, loads nothing and repairs nothing."""
    return etree.XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        recover=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def _containers_of(element: Any) -> Iterator[Container]:
    names: Names = []
    texts: list[str] = []
    yield element.tag.encode(), names, texts
    for child in element:
        if len(child):
            yield from _containers_of(child)
        else:
            names.append(child.tag.encode())
            texts.append(child.text or "")


# --- what the containers hold -----------------------------------------------------------------------------


def _filled(case: CaseFile, containers: Iterable[Container], wanted: History) -> CaseFile:
    # A tree yields a container before it has met its leaves: take them all first.
    for name, names, texts in list(containers):
        known = _KNOWN.get(name)
        if known is None:
            case.unknown.append(name.decode())
            continue
        if not known.issuperset(names):
            case.unknown += [f"{name.decode()}/{leaf.decode()}" for leaf in names if leaf not in known]
        if take := _TAKE.get(name):
            take(case, names, texts, wanted)
    case.history.sort()
    return case


def _text(value: bytes | str) -> str:
    if isinstance(value, bytes):
        value = value.decode("utf-8")
        if "&" in value:
            for reference, sign in _REFERENCES:
                value = value.replace(reference, sign)
    return value.strip()


# Names, addresses, codes and dates come back again and again: in the owners of one record, and in the next record.
_short = lru_cache(maxsize=16384)(_text)

_REFERENCES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))


_decoded = lru_cache(maxsize=512)(bytes.decode)


def _read(names: Names, texts: Values, wanted: frozenset[bytes]) -> dict[str, str]:
    """The wanted leaves that are not empty."""
    pairs = zip(names, texts, strict=True)
    return {_decoded(name): text for name, value in pairs if name in wanted and (text := _short(value))}


def _take_case(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    values = _read(names, texts, _CASE_READ)
    case.serial = values.get("serial-number", "")
    case.registration_number = values.get("registration-number", "")
    case.transaction_date = values.get("transaction-date", "")


def _take_header(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    case.header.update(_read(names, texts, _HEADER_READ))
    flags = [n.decode() for n, v in zip(names, texts, strict=True) if v in (b"T", "T") and n.endswith(b"-in")]
    if flags:
        case.flags |= frozenset(flags)


def _take_statement(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    if names == _CODE_AND_TEXT:
        case.statements.append((_short(texts[0]), _text(texts[1])))
        return
    pairs = [(n, _text(v)) for n, v in zip(names, texts, strict=True)]
    code = " ".join([v for n, v in pairs if n == b"type-code"])
    case.statements.append((code, " ".join([v for n, v in pairs if n == b"text"])))


def _take_history(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    values = _read(names, texts, _KNOWN[b"case-file-event-statement"])
    code, kind = values.get("code", ""), values.get("type", "")
    if (code.encode(), kind.encode()) in wanted:
        case.history.append((code, kind, values.get("description-text", ""), values.get("date", "")))


def _take_class(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    values: dict[str, list[str]] = {}
    for name, value in zip(names, texts, strict=True):
        if name in _CLASS_READ:
            values.setdefault(_decoded(name), []).append(_short(value))
    case.classes.append(values)


def _take_owner(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    case.owners.append(_read(names, texts, _OWNER_READ))


def _take_nationality(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    if case.owners:
        values = _read(names, texts, _KNOWN[b"nationality"])
        case.owners[-1].update({f"nationality-{k}": v for k, v in values.items()})


def _take_madrid(case: CaseFile, names: Names, texts: Values, wanted: History) -> None:
    case.madrid.update(_read(names, texts, _KNOWN[b"international-registration"]))


_decoded = lru_cache(maxsize=512)(bytes.decode)
_CODE_AND_TEXT = [b"type-code", b"text"]
_TAKE: dict[bytes, Callable[[CaseFile, Names, Any, History], None]] = {
    b"case-file": _take_case,
    b"case-file-header": _take_header,
    b"case-file-statement": _take_statement,
    b"case-file-event-statement": _take_history,
    b"classification": _take_class,
    b"case-file-owner": _take_owner,
    b"nationality": _take_nationality,
    b"international-registration": _take_madrid,
}


def _names(text: str) -> frozenset[bytes]:
    return frozenset(text.encode().split())


# What each container of the DTD may hold, and the leaves that are read.
_HEADER_READ = _names(
    "filing-date registration-date status-code status-date mark-identification mark-drawing-code "
    "published-for-opposition-date abandonment-date cancellation-date attorney-name renewal-date"
)
_CASE_READ = _names("serial-number registration-number transaction-date")
_CLASS_READ = _names("international-code status-code")
_OWNER_READ = _names(
    "party-type legal-entity-type-code entity-statement party-name address-1 address-2 city state country other "
    "postcode dba-aka-text composed-of-statement"
)
_HEADER = _HEADER_READ | _names(
    "filing-date registration-date status-code status-date mark-identification mark-drawing-code "
    "amend-to-register-date cancellation-code "
    "republished-12c-date domestic-representative-name attorney-docket-number "
    "law-office-assigned-location-code current-location location-date employee-name "
    "principal-register-amended-in supplemental-register-amended-in trademark-in collective-trademark-in "
    "service-mark-in collective-service-mark-in collective-membership-mark-in certification-mark-in "
    "cancellation-pending-in published-concurrent-in concurrent-use-in concurrent-use-proceeding-in "
    "interference-pending-in opposition-pending-in section-12c-in section-2f-in section-2f-in-part-in "
    "renewal-filed-in section-8-filed-in section-8-partial-accept-in section-8-accepted-in "
    "section-15-acknowledged-in section-15-filed-in supplemental-register-in foreign-priority-in "
    "change-registration-in intent-to-use-in intent-to-use-current-in filed-as-use-application-in "
    "amended-to-use-application-in use-application-currently-in amended-to-itu-application-in "
    "filing-basis-filed-as-44d-in amended-to-44d-application-in filing-basis-current-44d-in "
    "filing-basis-filed-as-44e-in filing-basis-current-44e-in amended-to-44e-application-in "
    "without-basis-currently-in filing-current-no-basis-in color-drawing-filed-in color-drawing-current-in "
    "drawing-3d-filed-in drawing-3d-current-in standard-characters-claimed-in filing-basis-filed-as-66a-in "
    "filing-basis-current-66a-in"
)
_KNOWN: dict[bytes, frozenset[bytes]] = {
    b"case-file": _names(
        "serial-number registration-number transaction-date case-file-header case-file-statements "
        "case-file-event-statements prior-registration-applications foreign-applications classifications "
        "correspondent case-file-owners design-searches international-registration "
        "madrid-international-filing-requests"
    ),
    b"case-file-header": _HEADER,
    b"case-file-statements": _names("case-file-statement"),
    b"case-file-statement": _names("type-code text"),
    b"case-file-event-statements": _names("case-file-event-statement"),
    b"case-file-event-statement": _names("code type description-text date number"),
    b"prior-registration-applications": _names("other-related-in prior-registration-application"),
    b"prior-registration-application": _names("relationship-type number"),
    b"foreign-applications": _names("foreign-application"),
    b"foreign-application": _names(
        "filing-date registration-date registration-expiration-date registration-renewal-date "
        "registration-renewal-expiration-date entry-number application-number country other registration-number "
        "renewal-number foreign-priority-claim-in"
    ),
    b"classifications": _names("classification"),
    b"classification": _CLASS_READ
    | _names(
        "primary-code international-code-total-no us-code-total-no us-code status-date first-use-anywhere-date "
        "first-use-in-commerce-date"
    ),
    b"correspondent": _names("address-1 address-2 address-3 address-4 address-5"),
    b"case-file-owners": _names("case-file-owner"),
    b"case-file-owner": _OWNER_READ | _names("entry-number nationality name-change-explanation"),
    b"nationality": _names("state country other"),
    b"design-searches": _names("design-search"),
    b"design-search": _names("code"),
    b"international-registration": _names(
        "international-registration-number international-registration-date international-publication-date "
        "international-renewal-date auto-protection-date international-death-date international-status-code "
        "international-status-date priority-claimed-in priority-claimed-date first-refusal-in"
    ),
    b"madrid-international-filing-requests": _names("madrid-international-filing-record"),
    b"madrid-international-filing-record": _names(
        "entry-number reference-number original-filing-date-uspto international-registration-number "
        "international-registration-date international-status-code international-status-date "
        "irregularity-reply-by-date international-renewal-date madrid-history-events"
    ),
    b"madrid-history-events": _names("madrid-history-event"),
    b"madrid-history-event": _names("code date description-text entry-number"),
}
