"""One <case-file> of the USPTO daily applications, from bytes to named fields. Nothing is judged here.

Two readers, one answer. A record that follows the DTD to the letter is read by patterns made from the DTD
(_uspto_patterns), at a multiple of the speed of any parser; whatever deviates by one byte (a comment, a character
reference, another order, a broken tag) goes to a strict XML parser, which decides whether it is a record at all. So a
malformed byte anywhere spoils its record and no other, and a property test holds both readers to the same answer.

Structure: "trademark-applications-daily" DTD v2.0 (2005-04-01).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from monitor.sources.kit.xml import Malformed, read_xml
from monitor.sources.us_uspto.applications.dtd import CASE_READ, CLASS_READ, HEADER_READ, KNOWN, OWNER_READ
from monitor.sources.us_uspto.applications.patterns import CaseFile, History, past_space, read_by_patterns

OPEN, CLOSE = b"<case-file>", b"</case-file>"
Leaves = list[tuple[str, str]]  # name and text of the leaves directly inside a container


def case_files(run: bytes, at: int, wanted: History, encoding: str) -> Iterator[tuple[int, int, CaseFile | None]]:
    """The records from `at` of `run`, which ends with </case-file>: where each begins (with what precedes it) and ends,
    and the record, or None where it, or what precedes it, is not as the DTD has it. Wanted: see read_case_file()."""
    text = _ascii(run) if encoding == "utf-8" else None  # then positions in the text are positions in the bytes
    size = len(run)
    while at < size:
        if text is not None and (found := read_by_patterns(text, past_space(text, at), wanted)):
            case, end = found
            yield at, end, case
        else:
            end = run.find(CLOSE, at) + len(CLOSE)
            yield at, end, _by_patterns(run[at:end], wanted) if text is None and encoding == "utf-8" else None
        at = end


def read_case_file(data: bytes, wanted: History, encoding: str = "utf-8") -> CaseFile:
    """The record in `data`, which begins with <case-file> and ends with </case-file>. Of the prosecution history only
    entries whose (code, type) is `wanted` are kept. Raises Malformed."""
    case = _by_patterns(data, wanted) if encoding == "utf-8" else None
    return case or parse_case_file(data, wanted, encoding)


def _ascii(run: bytes) -> str | None:
    try:
        return run.decode("ascii")
    except UnicodeDecodeError:
        return None


def _by_patterns(data: bytes, wanted: History) -> CaseFile | None:
    """The one record `data` is, but for white space before it; None if a parser must look."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    found = read_by_patterns(text, past_space(text, 0), wanted)
    return found[0] if found and found[1] == len(text) else None


def parse_case_file(data: bytes, wanted: History, encoding: str = "utf-8") -> CaseFile:
    """The same, by the strict parser alone."""
    root = read_xml(data, encoding)
    if root.tag != "case-file":
        raise Malformed(f"<{root.tag}>")
    case = CaseFile()
    for name, leaves in list(_containers(root)):  # a container is yielded before its leaves are met: take all first
        known = KNOWN.get(name)
        if known is None:
            case.unknown.append(name)
            continue
        case.unknown += [f"{name}/{leaf}" for leaf, _ in leaves if leaf not in known]
        if take := _TAKE.get(name):
            take(case, leaves, wanted)
    case.history.sort()
    return case


def _containers(element: Any) -> Iterator[tuple[str, Leaves]]:
    leaves: Leaves = []
    yield element.tag, leaves
    for child in element:
        if len(child):
            yield from _containers(child)
        else:
            leaves.append((child.tag, (child.text or "").strip()))


# --- what the containers hold -----------------------------------------------------------------------------


def _read(leaves: Leaves, wanted: frozenset[str]) -> dict[str, str]:
    """The wanted leaves that are not empty."""
    return {name: text for name, text in leaves if text and name in wanted}


def _take_case(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    values = _read(leaves, CASE_READ)
    case.serial = values.get("serial-number", "")
    case.registration_number = values.get("registration-number", "")
    case.transaction_date = values.get("transaction-date", "")


def _take_header(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    case.header.update(_read(leaves, HEADER_READ))
    if len(signs := [text for name, text in leaves if name == "mark-identification" and text]) > 1:
        case.header["mark-identification"] = " ".join(signs)  # one sign in several fields
    case.flags |= {name for name, text in leaves if text == "T" and name.endswith("-in")}


def _take_statement(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    code = " ".join([text for name, text in leaves if name == "type-code"])
    case.statements.append((code, " ".join([text for name, text in leaves if name == "text"])))


def _take_history(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    values = dict(leaves)
    code, kind = values.get("code", ""), values.get("type", "")
    if (code, kind) in wanted:
        case.history.append((code, kind, values.get("description-text", ""), values.get("date", "")))


def _take_class(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    values: dict[str, list[str]] = {}
    for name, text in leaves:
        if name in CLASS_READ and (text or name != "primary-code"):
            values.setdefault(name, []).append(text)
    case.classes.append(values)


def _take_owner(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    case.owners.append(_read(leaves, OWNER_READ))


def _take_nationality(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    if case.owners:
        case.owners[-1].update({f"nationality-{name}": text for name, text in leaves if text})


def _take_madrid(case: CaseFile, leaves: Leaves, wanted: History) -> None:
    case.madrid.update(_read(leaves, KNOWN["international-registration"]))


_TAKE: dict[str, Callable[[CaseFile, Leaves, History], None]] = {
    "case-file": _take_case,
    "case-file-header": _take_header,
    "case-file-statement": _take_statement,
    "case-file-event-statement": _take_history,
    "classification": _take_class,
    "case-file-owner": _take_owner,
    "nationality": _take_nationality,
    "international-registration": _take_madrid,
}
