"""The template environments of the bulletin. Missing values are errors; nothing invisible reaches a reader."""

from __future__ import annotations

import re
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from monitor.bulletin.safe import visible, web_link
from monitor.resources import shipped


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
    return env


def _shown(value: object) -> object:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


_RIGHT_TO_LEFT = re.compile(
    r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+(?:\s+[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+)*"
)


def _isolated(text: str) -> Markup:
    """Escaped, with every right-to-left run fenced in, so that it cannot reorder the words around it."""
    return Markup(_RIGHT_TO_LEFT.sub(lambda m: f"<bdi>{m.group()}</bdi>", str(escape(visible(text)))))


def _host(url: str) -> str:
    return url.split("//", 1)[-1].split("/", 1)[0].split("?", 1)[0]
