"""The strict XML parser of single records: what is not well-formed is refused, never mended."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lxml import etree


class Malformed(Exception):
    """The record is not well-formed XML, or is another element."""


def read_xml(data: bytes, encoding: str) -> Any:
    """The root element of `data`, without comments and processing instructions; no entity is expanded, nothing else is
    opened. Raises Malformed."""
    try:
        return etree.fromstring(data, _parser(encoding))
    except (etree.XMLSyntaxError, LookupError, ValueError) as error:
        raise Malformed(str(error)) from None


@lru_cache(maxsize=8)
def _parser(encoding: str) -> Any:
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
