"""Texts that stand where a name should be and name nobody: a field that holds one is not filled."""

from __future__ import annotations

import re

_NOTHING = frozenset(
    """unknown|not known|none|null|nil|nan|n a|na|n/a|not available|not applicable|not provided|not specified|unspecified|undefined|
    withheld|name withheld|name withheld by request|redacted|confidential|restricted|sealed|to be determined|tbd|tba|pending|
    missing|no data|no name|test|xxx|desconhecido|não informado|nao informado|sem nome|inconnu|unbekannt|desconocido|不详|未知|无""".replace(
        "\n    ", ""
    ).split("|")
)
_MARKS = re.compile(r"[\s.,;:*_\-–—()\[\]\"'?]+")


def says_nothing(text: str) -> bool:
    """Whether a text names nobody: nothing but marks, or a word for "not known".

    >>> says_nothing("UNKNOWN"), says_nothing("* Name Withheld *"), says_nothing("Unknown Sellers Ltd")
    (True, True, False)
    """
    bare = _MARKS.sub(" ", text).strip().casefold()
    return not bare or bare in _NOTHING
