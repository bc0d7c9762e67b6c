"""Several readings of one filing: a feed prints its label alone, the docket its words."""

from __future__ import annotations

_RULED = "_ruled"


def filing_of(ident: str) -> str:
    """The identity of a filing; its acts of one code are numbered behind it."""
    return ident.partition("#")[0]


def is_label(code: str) -> bool:
    """Whether an event says only that something was ruled, and not how."""
    return code.endswith(_RULED)


def says_how(code: str) -> bool:
    """Whether an event of the same filing makes its label superfluous."""
    return not is_label(code) and code != "other"
