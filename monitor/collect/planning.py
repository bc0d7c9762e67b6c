"""What a run is going to do, decided before anything is asked for: how far back it looks, what it may believe it knows
already, how it asks. Functions of what they are given; nothing is fetched or stored here.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Any

from pydantic import ValidationError

from monitor import sources
from monitor.collect.faults import fault, tripped
from monitor.config import SourceConfig
from monitor.errors import BrokenSource, ConfigError
from monitor.fetch import FetchRules
from monitor.fetch.transport import request_url
from monitor.model import Request, WatchedName
from monitor.sources.base import Options, Source
from monitor.store.sources import Document

# For this long "the same as before" is believed. Then the answer is fetched without conditions and read again, so that
# a server that says 304 for ever, or a frozen feed among live ones, is met by its parser's own checks.
TRUSTED_FOR = timedelta(hours=36)


@dataclass(frozen=True, slots=True)
class Reach:
    """What a run looks at. `leaves_hole`: somebody wants it to begin after the instant the source was checked until.
    `lost`: it should begin there, and the source reaches no further back than `since`."""

    since: datetime
    until: datetime
    leaves_hole: bool = False
    lost: datetime | None = None


def reach_of(
    config: SourceConfig,
    now: datetime,
    checked_until: datetime | None,
    *,
    asked: date | None = None,
    anew: bool = False,
    unread: date | None = None,
) -> Reach:
    """From where the last checked run left off, with the overlap; a first run looks back `window.days`, and so does one
    that reads otherwise than those before it (`anew`). `asked` is the day somebody wants it to begin with; `unread` the
    first day of which the calendar promised something that was not read yet."""
    window = config.window
    first = now - timedelta(days=window.days)
    since = first
    if checked_until is not None and checked_until <= now:  # later than now: a run was made with the clock set forward
        since = checked_until - timedelta(days=window.overlap_days)
        if anew:
            since = min(since, first)
    if unread is not None:
        since = min(since, datetime.combine(unread, datetime.min.time(), UTC))
    wanted = since if asked is None else datetime.combine(asked, datetime.min.time(), UTC)
    leaves_hole = wanted > since
    lost = None
    if window.reach_hours is not None:  # the source itself reaches no further back, whatever is asked
        furthest = now - timedelta(hours=window.reach_hours)
        wanted = max(wanted, furthest)
        if checked_until is not None and checked_until < furthest:
            lost = checked_until
    return Reach(wanted, now, leaves_hole, lost)


def options_of(config: SourceConfig, source: Source[Any] | None = None) -> Options:
    """The source's own options, built from `options:`. Raises ConfigError naming file, line and the key that is wrong,
    BrokenSource where the source itself is at fault."""
    source = source or sources.load(config.format)
    try:
        options: Options = source.options(**config.options)
    except ValidationError as error:
        raise config.explained(error, "options") from None
    except Exception as error:
        raise fault(config.format, "errors.source_options", error) from error
    return options


def fault_of(config: SourceConfig) -> BrokenSource | None:
    """What is wrong with the program of a source, so that no run of it can read anything; None where nothing is."""
    try:
        options_of(config)
    except BrokenSource as error:
        return error
    except ConfigError:
        return None  # of the file, not of the program
    return None


def reading_of(config: SourceConfig, source: Source[Any], options: Options) -> str:
    """How answers are read: the source by its oldest name, its version, and a digest of every setting that a record may
    depend on. What was read in another way is not known: it is read again."""
    settings = {
        "options": options.model_dump(mode="json"),
        "urls": dict(config.urls),
        "jurisdiction": config.jurisdiction,
        "category": config.category.value,
    }
    digest = hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()[:12]
    return f"{(*source.formerly, config.format)[0]}/{source.version}/{digest}"


def believed(known: Document | None, reading: str, now: datetime, *, once: bool) -> Document | None:
    """What is known of a document, if it may still be believed: it was read as it would be today, and, unless it never
    changes, not too long ago. A date to come says nothing: the clock was wrong when it was written."""
    if known is None or known.version != reading:
        return None
    if not once and not timedelta() <= now - known.at <= TRUSTED_FOR:
        return None
    return known


def key_of(request: Request) -> str:
    """Under which a document is known: the name of an immutable one, a file's name, or all that was asked."""
    if request.once:
        return f"once:{request.once}"
    if request.path is not None:
        return f"file:{request.path.name}"
    body = f" {request.body.decode('latin-1')}" if request.body else ""
    return f"{request.method} {request_url(request)}{body}"


def latin_names(watched: Iterable[WatchedName]) -> tuple[str, ...]:
    """Names a source must be asked for one by one: given Latin spellings of firms and marks."""
    names: dict[str, None] = {}
    for name in watched:
        for text in (*name.aliases, name.owner_en, *name.owner_aliases):
            if text and text.isascii() and len(text) >= 5:
                names[text] = None
    return tuple(names)


def values_of(config: SourceConfig, secret: Callable[[str], str | None]) -> dict[str, str]:
    """The keys of a source by what they are to it; {} unless every one of them is set."""
    found = {what: secret(name) for what, name in config.secrets.items()}
    return {what: value for what, value in found.items() if value} if all(found.values()) else {}


def rules_of(
    config: SourceConfig,
    source: Source[Any],
    secret: Callable[[str], str | None],
    known: Document | None,
    left: Callable[[], float] = lambda: math.inf,
) -> FetchRules:
    """How a source wants to be asked, with its key and with what is known of the document. `left`: seconds left of the run."""
    headers: dict[str, str] = {}
    if source.authentication is not None and (values := values_of(config, secret)):
        name, template = source.authentication
        for what, value in values.items():
            template = template.replace(f"{{{what}}}", value)
        headers[name] = template
    return FetchRules(
        source=config.id,
        limits=config.limits,
        pace=config.pace,
        hosts=config.allowed_hosts,
        keep_body=config.keep.what == "body",
        secret=headers,
        throttle=partial(_throttle, config, source),
        etag=known.etag if known else "",
        last_modified=known.last_modified if known else "",
        left=left,
    )


def _throttle(config: SourceConfig, source: Source[Any], body: bytes) -> float | None:
    """What the source reads from a 429. Raises SourceFault."""
    try:
        wait = source.throttle(body)
        return None if wait is None else float(wait)
    except Exception as error:
        raise tripped(config, error) from error
