"""HTML: a finished page that is also safe to mail (tables, inlined style, nothing loaded from elsewhere)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import css_inline

from monitor.bulletin.issue import Issue
from monitor.bulletin.renderers._templates import environment
from monitor.texts import Texts

MEDIA_TYPE = "text/html"
SUFFIX = "html"

MAIL_LIMIT = 100_000
"""Bytes. Mail services cut a longer message; the reader would lose the coverage box at its end."""

_BLANK = re.compile(r"\n\s+")


def render(issue: Issue, t: Texts) -> bytes:
    """The page, at most MAIL_LIMIT bytes where that is possible: every entry on its card, the details
    of as many as fit.

    What was shortened is said on the page. The full text stands in the text part of the mail.
    """
    entries = len(issue.warnings) + len(issue.full) + len(issue.firms) + len(issue.baseline) + len(issue.reread)
    page = _page(issue, t, entries, None, None)
    if len(page) <= MAIL_LIMIT:
        return page
    lists = (
        issue.firms_brief, issue.baseline_brief, issue.baseline_names, issue.reread_brief, issue.reread_progress, issue.brief, issue.old, issue.progress,
        issue.settled, issue.ended, issue.kept_out, issue.own, issue.orders,
    )  # fmt: skip
    found = (
        _fullest(entries - 1, lambda n: _page(issue, t, n, None, None), over=len(page))
        or _fullest(max(map(len, lists)), lambda n: _page(issue, t, 0, n, None))
        or _fullest(len(issue.table), lambda n: _page(issue, t, 0, 0, n))
    )
    return found or _page(issue, t, 0, 0, 0)


def _fullest(most: int, page: Callable[[int], bytes], *, over: int = 0) -> bytes | None:
    """The page of the largest n in 0…most that fits, None if not even that of 0 does. A page of more n is not smaller.
    `over`: how many bytes one of most + 1 has, where that is known.

    Pages are slow to make and grow nearly evenly: the next n to try is where they should reach the limit; where that has
    twice left more than half of what there was to choose from, the middle comes next."""
    low, high = 0, most + 1
    best = page(low)
    if len(best) > MAIL_LIMIT:
        return None
    missed = 0
    while high - low > 1:
        left = high - low
        step = left * (MAIL_LIMIT - len(best)) // (over - len(best)) if over and missed < 2 else left // 2
        middle = low + min(max(step, 1), left - 1)
        tried = page(middle)
        if len(tried) <= MAIL_LIMIT:
            low, best = middle, tried
        else:
            high, over = middle, len(tried)
        missed = missed + 1 if 2 * (high - low) > left else 0
    return best


def _page(issue: Issue, t: Texts, full: int, lines: int | None, shown: int | None) -> bytes:
    """The page with the details of the first `full` entries, those of firms that are not on the list and those of what was
    judged again last, at most `lines` rows in every list and `shown` cards (None = all)."""
    env = environment(html=True)
    text = env.get_template("bulletin.html.j2").render(issue=issue, t=t, full=full, lines=lines, shown=shown)
    finish, paper = (env.get_template(f"bulletin/{name}.css").render() for name in ("finish", "print"))
    return _BLANK.sub("\n", _with_styles(_inliner().inline(text), finish, paper)).encode("utf-8")


def _with_styles(page: str, finish: str, paper: str) -> str:
    """`finish`, the @media rules and the rules for `paper` at the end of the head, without needless blanks.

    The inliner puts the rules before everything else; the charset must stand in the first 1,024 bytes.
    """
    start, _, rest = page.partition("<style>")
    rules, _, rest = rest.partition("</style>")
    head, _, body = rest.partition("</head>")
    return f"{start}{head}<style>{_compact(finish)}{_compact(rules)}{_compact(paper)}</style></head>{body}"


def _compact(css: str) -> str:
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    return re.sub(r"\s*([{};,])\s*|:\s+|\s*(!)\s*", lambda m: m[1] or m[2] or ":", css).strip()


@cache
def _inliner() -> css_inline.CSSInliner:
    return css_inline.CSSInliner(
        inline_style_tags=True,
        keep_style_tags=False,
        keep_at_rules=True,
        load_remote_stylesheets=False,
        minify_css=True,
    )
