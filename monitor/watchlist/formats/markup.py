"""XML read as a stream, without anything that could make much of little: no entities, no document type, no network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def plain_xml(stream: Any, events: tuple[str, ...] = ("start", "end")) -> Iterator[tuple[str, Any]]:
    """(event, element) of each element. Raises lxml's XMLSyntaxError for what is no XML, ValueError for a document type."""
    from lxml import etree

    found = etree.iterparse(
        stream,
        events=events,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    first = True
    for event, element in found:
        if first:
            first = False
            if element.getroottree().docinfo.doctype:
                raise ValueError("document type")
        yield event, element


def local(tag: object) -> str:
    """The name of an element without its address."""
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
