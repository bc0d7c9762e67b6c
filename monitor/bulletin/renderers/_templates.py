"""The template environments of the bulletin. Missing values are errors; nothing invisible reaches a reader."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import Entry
from monitor.bulletin.safe import mail_link, phone_link, visible, web_link
from monitor.resources import shipped
from monitor.texts import Texts
from monitor.texts.links import link_words


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
    env.filters["tel"] = phone_link
    env.filters["mailto"] = mail_link
    env.filters["source_link"] = _source_link
    env.filters["fitted"] = fitted
    env.filters["clause"] = clause
    env.filters["shortened"] = shortened
    env.filters["dated"] = dated
    env.filters["lacks"] = _lacks
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
    r"第\d[\w.]*条(?:\([0-9A-Za-z]{1,5}\)[款项目])+"  # 第55条(a)款, 第210.13条(a)款(1)项
    r"|[A-Za-z0-9:]+(?:-[A-Za-z0-9]+)+"  # 2026-11-17, 337-TA-1511, 0351-0000000
    r"|第?[约剩]{0,2}(?:\d[\d,.]*[年月日天条个项期方件家起号类条款章次])+(?:\d\d?:\d\d)?"  # 约18天, 第19期, 11月20日10:00
    r"|(?:(?:CFR|U\.S\.C\.|USC) )?§+ ?\d[\w.()]*"  # CFR § 2.149(a)
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
    return f"<nobr>{number}</nobr>" if short else number


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


_ISO_DAY = re.compile(r"(?<![A-Za-z0-9_./-])\d{4}-\d\d-\d\d(?![A-Za-z0-9_/-])")


def dated(text: str, t: Texts) -> str:
    """The same text with its days in the words of the language: 2026-11-18 becomes 2026年11月18日."""

    def in_words(found: re.Match[str]) -> str:
        try:
            return when.day(date.fromisoformat(found.group()), t)
        except ValueError:  # 2026-13-40 is no day
            return found.group()

    return _ISO_DAY.sub(in_words, text)


def columns(text: str) -> int:
    """Display width: wide and full-width characters take two columns, combining marks none."""
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in ("W", "F") else 1 for c in text
    )


_OPENING, _CLOSING = "（(“《[", "）)”》]"


def fitted(text: str, width: int) -> str:
    """`text` in at most `width` columns; what does not fit is cut and ends in "…".

    A bracket or quotation that would be torn apart falls whole, unless it is most of the text.
    """
    if columns(text) <= width:
        return text
    kept = text
    while kept and columns(kept) > width - 2:
        kept = kept[:-1]
    open_at: list[int] = []
    for place, sign in enumerate(kept):
        if sign in _OPENING:
            open_at.append(place)
        elif sign in _CLOSING and open_at:
            open_at.pop()
    if open_at and columns(kept[: open_at[0]]) * 2 >= width:
        kept = kept[: open_at[0]]
    return kept.rstrip(" ，、；：,;:" + _OPENING) + "…"


_QUOTED = re.compile(r"(?<=“)[^”]{12,}(?=”)")


def shortened(text: str, width: int) -> str:
    """`text` in at most `width` columns. A long quotation gives way before the words around it: they say what it is about."""
    longest = max(_QUOTED.finditer(text), key=lambda m: columns(m.group()), default=None)
    over = columns(text) - width
    if over > 0 and longest is not None:
        left = max(24, columns(longest.group()) - over)
        text = text[: longest.start()] + fitted(longest.group(), left) + text[longest.end() :]
    return fitted(text, width)


def clause(text: str, width: int) -> str:
    """As many whole clauses of `text` as fit `width` columns, ending in "…"; not even one: cut like `fitted`."""
    if columns(text) <= width:
        return text
    for stops in (r"[；。]|[;.](?=\s)", r"，|,(?=\s)"):  # half a sentence says something else than the whole
        ends = [m.start() for m in re.finditer(stops, text) if columns(text[: m.start()]) <= width - 2]
        if ends:
            return text[: ends[-1]] + "…"
    return fitted(text, width)


def _lacks(sentence: str, names: str) -> bool:
    """Whether the sentence does not name the first of `names`."""
    first = re.split(r"[；;（(]", names)[0].strip()
    return first.casefold() not in sentence.casefold()


def _source_link(url: str, t: Texts) -> str:
    """What an address is, in words; where no source says so, that it is the source, and the host."""
    return link_words(url, t.lang) or f"{t('bulletin.entry.source_link')} {_host(url)}"


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0]
