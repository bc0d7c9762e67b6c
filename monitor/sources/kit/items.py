"""Answers that are a list of like things: each as names and values, which `fields.Fields` then reads strictly.

For answers that fit into memory (`limits.bytes`); a file of a whole day goes through `pieces` or a streaming reader. None of
these mends anything: what is not well-formed is `Unparsed`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from monitor.errors import Unparsed
from monitor.model import Capture, Outcome, ProvenEmpty, Seen, Stated
from monitor.sources.kit.pieces import read_prolog
from monitor.sources.kit.xml import Malformed, read_xml


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a list. `where` finds it again ("item 3", "row 4"); `raw` is what a Skip of it keeps."""

    where: str
    values: Mapping[str, object]
    raw: bytes


def counted(what: str, total: int, read: int) -> Iterator[Outcome]:
    """What a source says of an answer that states how many things it has: the two numbers, compared by the count gate, and
    that there is nothing where it says 0. `total` is the stated number, `read` how many stood in the answer."""
    yield Stated(what, total)
    yield Seen(what, read)
    if total == read == 0:
        yield ProvenEmpty()


def read_json(capture: Capture) -> Mapping[str, object]:
    """The answer as a JSON object. Raises Unparsed where it is none."""
    try:
        found = json.loads(capture.read())
    except ValueError:  # of bytes that are no text too
        raise Unparsed("kit.errors.not_json", url=capture.request.url) from None
    if not isinstance(found, dict):
        raise Unparsed("kit.errors.not_json", url=capture.request.url)
    return found


def json_items(capture: Capture, name: str) -> list[Item]:
    """The objects of the list `name` of a JSON object. An empty list is one; raises Unparsed where there is no such list."""
    found = read_json(capture).get(name)
    if not isinstance(found, list):
        raise Unparsed("kit.errors.no_list", url=capture.request.url, name=name)
    return [
        Item(f"item {n}", value if isinstance(value, dict) else {}, json.dumps(value, ensure_ascii=False).encode())
        for n, value in enumerate(found, 1)
    ]


def json_number(capture: Capture, name: str) -> int:
    """A whole number that a JSON object states beside its list: how many there are. Raises Unparsed where there is none."""
    found = read_json(capture).get(name)
    if not isinstance(found, int) or isinstance(found, bool):
        raise Unparsed("kit.errors.no_number", url=capture.request.url, name=name)
    return found


def xml_number(capture: Capture, name: str) -> int:
    """A whole number that an XML answer states beside its list: an attribute of the root, or an element right below it, of
    this name. Raises Unparsed where there is none, or more than one."""
    root = _root_of(capture)
    found = [value for key, value in root.attrib.items() if _local(key) == name]
    found += [child.text or "" for child in root.iterchildren("{*}" + name)]
    text = found[0].strip() if len(found) == 1 else ""
    if not (text.isascii() and text.isdigit()):
        raise Unparsed("kit.errors.no_number", url=capture.request.url, name=name)
    return int(text)


def xml_items(capture: Capture, element: str) -> list[Item]:
    """The elements of this name, wherever they stand below the root; names without their namespaces. Raises Unparsed where
    the answer is not well-formed XML.

    Of `<mark no="7"><name>A</name><class>3</class><class>5</class></mark>` the values are no "7", name "A", class
    ["3", "5"]; of an element within an element the name is "owner/name"."""
    from lxml import etree

    return [
        Item(f"item {n}", _values(found), etree.tostring(found, with_tail=False))
        for n, found in enumerate(_root_of(capture).iter("{*}" + element), 1)
    ]


def _root_of(capture: Capture) -> Any:
    data = capture.read()
    try:
        return read_xml(data, read_prolog(data[:1024]).encoding)
    except Malformed:
        raise Unparsed("kit.errors.not_xml", url=capture.request.url) from None


def _values(element: Any) -> Mapping[str, object]:
    values: dict[str, object] = {}
    for name, text in _leaves(element, ""):
        before = values.get(name)
        values[name] = text if before is None else [*before, text] if isinstance(before, list) else [before, text]
    return values


def _leaves(element: Any, at: str) -> Iterator[tuple[str, str]]:
    for name, value in element.attrib.items():
        yield at + _local(name), value
    for child in element:
        name = at + _local(child.tag)
        if len(child) == 0:
            yield name, child.text or ""
        yield from _leaves(child, f"{name}/")


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def csv_items(capture: Capture, delimiter: str = ",") -> list[Item]:
    """The rows below the header of a table in UTF-8. Raises Unparsed where it is no such text, or a row has more cells than
    the header."""
    try:
        text = capture.read().decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except (UnicodeDecodeError, csv.Error):
        raise Unparsed("kit.errors.not_csv", url=capture.request.url) from None
    if any(None in row for row in rows):
        raise Unparsed("kit.errors.not_csv", url=capture.request.url)
    return [Item(f"row {n}", row, json.dumps(row, ensure_ascii=False).encode()) for n, row in enumerate(rows, 2)]
