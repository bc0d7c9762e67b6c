"""The template environments of the bulletin. Missing values are errors; nothing invisible reaches a reader."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.bulletin.issue import Entry
from monitor.bulletin.safe import visible, web_link
from monitor.resources import shipped
from monitor.texts import Texts


@cache
def environment(*, html: bool) -> Environment:
    """`html` switches escaping on by hand: Jinja's own guess from the file name misses "….html.j2"."""
    env = Environment(
        loader=FileSystemLoader(shipped("templates")),
        autoescape=html,
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    env.filters["web_link"] = web_link
    env.filters["host"] = _host
    env.filters["isolated"] = _isolated
    env.filters["gist"] = gist
    env.filters["doubt"] = doubt
    return env


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:\s+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*"
)


_NUMBER = re.compile(
    r"[A-Za-z0-9:]+(?:-[A-Za-z0-9]+)+"  # 2026-11-17, 337-TA-1511, 0351-0000000
    r"|(?:\d[\d,.]*[年月日天条个项期方])+"  # 2026年11月20日, 19,033条
    r"|（[\u4e00-\u9fff]{1,4}）"  # （晋中）
)
_NUMBER_LIMIT = 24  # characters of what is kept in one line


def _isolated(text: str) -> Markup:
    """Escaped, with every right-to-left run fenced in, so that it cannot reorder the words around it.

    A number is not parted from its unit, a short number with hyphens not broken. Markup is left as it is.
    """
    if isinstance(text, Markup):
        return text
    fenced = _RIGHT_TO_LEFT.sub(lambda m: f"<bdi>{m.group()}</bdi>", str(escape(visible(text))))
    return Markup(_NUMBER.sub(_unbroken, fenced))


def _unbroken(found: re.Match[str]) -> str:
    number = found.group()
    short = len(number) <= _NUMBER_LIMIT and (number[0] == "（" or any(c.isdigit() for c in number))
    return f'<span class="no">{number}</span>' if short else number


_TAILS = (
    "tail_lead", "tail_lead_same", "tail_confirmed", "tail_closed",
    "tail_firm", "tail_firm_doubt", "tail_firm_confirmed", "tail_firm_closed",
)  # fmt: skip


def gist(entry: Entry, t: Texts) -> str:
    """The first sentence of the entry: what was published, without the full stop."""
    return entry.sentence.removesuffix(_tail(entry, t))


def doubt(entry: Entry, t: Texts) -> str:
    """The second sentence: how far it is known to concern the watched name; "" where there is none."""
    return _tail(entry, t)[1:].lstrip()


def _tail(entry: Entry, t: Texts) -> str:
    tails = (t(f"bulletin.sentence.{key}", watched=entry.mark) for key in _TAILS)
    return next((tail for tail in tails if entry.sentence.endswith(tail)), "")


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0]
