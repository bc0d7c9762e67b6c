"""What stands before the first record: set aside whatever it is, in one pass."""

from __future__ import annotations

import pytest

from monitor.sources.kit.pieces import read_prolog


@pytest.mark.parametrize(
    ("head", "body"),
    [
        (b'<?xml version="1.0"?><!-- a -->\n<!DOCTYPE r SYSTEM "r.dtd"><r>', b"<r>"),
        (b"<!DOCTYPE r [ <!ELEMENT r (#PCDATA)> <!-- ] --> ] >\n<r>", b"<r>"),
        (b"<!DOCTYPE a><!DOCTYPE b [ <!ENTITY c 'd'> ]><r>", b"<r>"),
        (b"<!-- never ends <r>", b"<!-- never ends <r>"),
        (b"<!DOCTYPE r [ never ends <r>", b"<!DOCTYPE r [ never ends <r>"),
        (b"<r><!----><!-- a --><!-- b -->", b"<r>"),
    ],
)
def test_comments_and_document_types_are_set_aside(head: bytes, body: bytes) -> None:
    assert read_prolog(head).body == body


def test_entities_are_seen_wherever_they_stand_but_in_a_comment() -> None:
    assert read_prolog(b"<!DOCTYPE r [ <!ENTITY a 'b'> ]><r>").declares_entities
    assert not read_prolog(b"<!-- <!ENTITY a 'b'> --><r>").declares_entities
