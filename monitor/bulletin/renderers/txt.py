"""Plain text: complete in itself, wrapped for a phone, counting a Chinese character as two columns."""

from __future__ import annotations

import re
import unicodedata

from monitor.bulletin.issue import Issue
from monitor.bulletin.renderers._templates import environment
from monitor.texts import Texts

MEDIA_TYPE = "text/plain"
SUFFIX = "txt"

WIDTH = 42
"""Columns: 21 Chinese characters, what a phone shows in one line."""

_NO_LINE_START = frozenset("，。、；：？！）》】」』”’…—·%,.;:?!)]}")
_NO_LINE_END = frozenset("（《【「『“‘([{\u00a0")
_UNITS = frozenset("年月日天条个项期方")  # not parted from their number
_WORD = re.compile(r"https?://\S+|[!-~\u00a0-\u024f]+| +|.", re.DOTALL)
_BLANKS = re.compile(r"\n{3,}")


def render(issue: Issue, t: Texts) -> bytes:
    template = environment(html=False).get_template("bulletin.txt.j2")
    text = template.render(issue=issue, t=t, rule=t("bulletin.text.rule") * (WIDTH // columns(t("bulletin.text.rule"))))
    lines = [wrapped for line in text.split("\n") for wrapped in wrap(line)]
    return (_BLANKS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n").encode("utf-8")


def columns(text: str) -> int:
    """Display width: wide and full-width characters take two columns, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )


def wrap(line: str, width: int = WIDTH) -> list[str]:
    """`line` in pieces of at most `width` columns; the pieces after the first stand under its text.

    An address is never broken, a Latin word only where it is wider than the line, and no line begins with a
    closing mark or ends with an opening one.
    """
    body = line.rstrip()
    if columns(body) <= width:
        return [body]
    indent = body[: len(body) - len(body.lstrip(" "))]
    lines, current = [], indent
    for word in _words(body[len(indent) :], width - columns(indent)):
        if columns(current + word.rstrip(" ")) <= width or current == indent:
            current += word if current != indent else word.lstrip(" ")
            continue
        lines.append(current.rstrip())
        current = indent + word.lstrip(" ")
    if current.strip():
        lines.append(current.rstrip())
    return lines


def _words(text: str, width: int) -> list[str]:
    """Pieces a line may be broken between."""
    pieces: list[str] = []
    for match in _WORD.finditer(text):
        piece = match.group()
        unit = piece in _UNITS and bool(pieces) and pieces[-1][-1].isdecimal()
        glued = pieces and (unit or piece in _NO_LINE_START or pieces[-1][-1] in _NO_LINE_END)
        if glued and columns(pieces[-1] + piece) <= width:
            pieces[-1] += piece
        elif columns(piece) > width and not piece.startswith(("http://", "https://")):
            pieces.extend(piece[i : i + width] for i in range(0, len(piece), width))
        else:
            pieces.append(piece)
    return pieces
