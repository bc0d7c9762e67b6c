"""Text of a source made safe to show. All text from a source is hostile: it may try to steer the page.

Removed: control characters, line and paragraph separators, bidirectional controls (a title could show a reversed
address), invisible characters, unpaired surrogates. Joiners U+200C and U+200D stay: several scripts need them.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, urlsplit

_INVISIBLE = frozenset("\u00ad\u061c\u180e\u200b\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufeff\ufff9\ufffa\ufffb") | {
    chr(c) for block in (range(0x202A, 0x202F), range(0x2066, 0x2070), range(0xE0000, 0xE0080)) for c in block
}
_KEPT_FORMAT = frozenset("\u200c\u200d")


def visible(text: str) -> str:
    """`text` without anything that cannot be seen or that changes direction; line feeds and tabs stay."""
    if text.isprintable():  # most text is, Chinese too: no character of it has to be looked at
        return text
    return "".join(c for c in text if c in "\n\t" or _harmless(c))


def _harmless(char: str) -> bool:
    if char in _INVISIBLE:
        return False
    category = unicodedata.category(char)
    if category == "Cf":
        return char in _KEPT_FORMAT
    return category not in ("Cc", "Cs", "Co", "Zl", "Zp")


def one_line(text: str, limit: int = 0) -> str:
    """One visible line; runs of white space become one space. Longer than `limit` characters: cut, ending in "…"."""
    if not text.isprintable():
        text = visible("".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text))
    line = " ".join(text.split())
    if limit and len(line) > limit:
        return line[: limit - 1].rstrip() + "…"
    return line


def web_link(url: str) -> str:
    """`url` if it is a plain http(s) address that may become a link, else "". Addresses with credentials are refused."""
    text = url.strip()
    if not text.isprintable() or any(c in '<>"\\^`{|} ' for c in text) or visible(text) != text:
        return ""
    try:
        parts = urlsplit(text)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in ("http", "https") or not host or "@" in parts.netloc:
        return ""
    return text


_PHONE = re.compile(r"\+?\d[\d -]{4,18}\d")
_ADDRESS = re.compile(r"[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def phone_link(phone: str) -> str:
    """tel: of the first number in `phone`, "0351-0000000、0000001" being two; "" where none stands in it."""
    found = _PHONE.search(phone)
    return f"tel:{found.group().replace(' ', '')}" if found else ""


def mail_link(address: str, subject: str) -> str:
    """mailto: with that subject, everything encoded; "" where `address` is not one plain address."""
    text = address.strip()
    return f"mailto:{text}?subject={quote(one_line(subject), safe='')}" if _ADDRESS.fullmatch(text) else ""
