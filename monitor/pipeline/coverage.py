"""What was really checked in a period: the coverage box of the bulletin, and `status`."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from monitor.clock import beijing
from monitor.config import SourceConfig
from monitor.health import Stretch, first_gap
from monitor.model import Coverage, Reason
from monitor.schedule import last_due
from monitor.store import Store
from monitor.store.views import RunRow
from monitor.texts import Texts

_REMEMBERED = timedelta(days=28)


def coverage_of(
    store: Store, sources: Mapping[str, SourceConfig], begin: datetime, end: datetime, texts: Texts
) -> tuple[Coverage, ...]:
    """Coverage of [begin, end) per enabled source, and of those that were enabled until lately.

    A stretch counts as checked when a run that counts reached over it. The part after the last scheduled fetch is not
    owed yet; a pause of up to a day between runs is not called a gap, since windows overlap.
    """
    result = []
    for config in sources.values():
        if not config.enabled:
            continue
        runs = store.runs(config.id, until=end + timedelta(seconds=1))
        inside = [r for r in runs if r.started >= begin]
        checked = [Stretch(r.since or r.started, r.started) for r in runs if r.verdict and r.verdict.checked]
        gap = first_gap(checked, begin, max(begin, last_due(config.schedule, end)))
        if not inside and gap is None:
            gap = None if checked and checked[0].until >= last_due(config.schedule, end) else Stretch(begin, end)
        last = inside[0] if inside else None
        last_ok = next((r for r in runs if r.verdict and r.verdict.checked), None)
        result.append(
            Coverage(
                source=config.id,
                title=config.title_in(texts.lang),
                category=config.category,
                jurisdiction=config.jurisdiction,
                verdict=last.verdict if last else None,
                last_ok=last_ok.started if last_ok else None,
                newest_item=max((r.newest_item for r in runs if r.newest_item), default=None),
                items=sum(r.items for r in inside),
                usual=store.usual_items(config.id, begin),
                complete=gap is None,
                message=_why(last, texts),
                gap_from=gap.since if gap else None,
                attribution=config.terms.attribution,
            )
        )
    return (*result, *_given_up(store, sources, begin, end, texts))


def _given_up(
    store: Store, sources: Mapping[str, SourceConfig], begin: datetime, end: datetime, texts: Texts
) -> Iterator[Coverage]:
    """Sources that were run until lately and are now switched off or taken out of sources.yaml: readers who counted on
    them must be told, for some issues, that nobody looks there any more."""
    for source in store.sources_run(begin - _REMEMBERED, end):
        config = sources.get(source)
        if config is not None and config.enabled:
            continue
        runs = store.runs(source, until=end + timedelta(seconds=1))
        inside = [r for r in runs if r.started >= begin]
        last_ok = next((r.started for r in runs if r.verdict and r.verdict.checked), None)
        category, jurisdiction = (config.category, config.jurisdiction) if config else store.kind_of_source(source)
        why = "health.removed" if config is None else "health.disabled"
        yield Coverage(
            source=source,
            title=config.title_in(texts.lang) if config else source,
            category=category,
            jurisdiction=jurisdiction,
            verdict=inside[0].verdict if inside else None,
            last_ok=last_ok,
            newest_item=max((r.newest_item for r in runs if r.newest_item), default=None),
            items=sum(r.items for r in inside),
            usual=store.usual_items(source, begin),
            complete=False,
            message=texts(why, since=beijing(runs[0].started) if runs else "-"),
            gap_from=max(begin, last_ok) if last_ok else begin,
            attribution=config.terms.attribution if config else "",
        )


def _why(last: RunRow | None, texts: Texts) -> str:
    """Why a period was not checked. What a run that counts remarks on besides is no reason."""
    if last is None:
        return texts("health.never_ran")
    return "" if last.verdict and last.verdict.checked else message_of(last.message, texts)


def message_of(stored: str, texts: Texts) -> str:
    """The reasons a run was recorded with, as sentences of one language."""
    if not stored:
        return ""
    return "；".join(texts.reason(Reason(key, params)) for key, params in json.loads(stored))
