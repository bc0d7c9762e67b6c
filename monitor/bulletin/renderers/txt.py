"""Plain text: complete in itself, one statement in each line, however long.

No line is broken here: a mail program breaks it where its window ends and by the rules of the language, which a fixed width
would do twice and within words. (The mail sends it in base64, which knows no longest line.)
"""

from __future__ import annotations

import re

from monitor.bulletin.issue import Issue
from monitor.bulletin.renderers._templates import columns, environment
from monitor.texts import Texts

MEDIA_TYPE = "text/plain"
SUFFIX = "txt"

RULE_WIDTH = 42
"""Columns of the line above and below a heading: 21 Chinese characters, what a phone shows in one line."""

_BLANKS = re.compile(r"\n{3,}")
_LAW = re.compile(r"(?:(?<=CFR)|(?<=USC)|(?<=C\.)|(?<=§)) (?=§|\d)")


def render(issue: Issue, t: Texts) -> bytes:
    template = environment(html=False).get_template("bulletin.txt.j2")
    rule = t("bulletin.text.rule")
    text = template.render(issue=issue, t=t, rule=rule * (RULE_WIDTH // columns(rule)))
    lines = (_LAW.sub("\u00a0", line.rstrip()) for line in text.split("\n"))
    return (_BLANKS.sub("\n\n", "\n".join(lines)).strip("\n") + "\n").encode("utf-8")
