"""When two printed names are one firm's, so that a firm that several sources print is one."""

from __future__ import annotations

import re

from monitor.matching.normalise.folding import fold, key

# The forms one firm is printed with, each way of writing one as one word. Which form it is stays: "Foo Group Co., Ltd." and
# "Foo Co., Ltd." are two firms of one case as often as not.
_SAME = {
    "company": "co",
    "limited": "ltd",
    "corporation": "corp",
    "incorporated": "inc",
    "and": "",
    "the": "",
}
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")  # L.L.C.
_WORD = re.compile(r"[^\W_]+")


def folded_firm(name: str) -> str:
    """The same for every way of printing one name; "" where nothing of it is a letter or a digit.

    >>> folded_firm("Foo Metal Co., Ltd.") == folded_firm("FOO METAL COMPANY LIMITED")
    True
    """
    plain = _DOTTED.sub(lambda m: m[0].replace(".", ""), fold(name))
    return key("".join(_SAME.get(word, word) for word in _WORD.findall(plain))) or key(name)
