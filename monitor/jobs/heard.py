"""What the last runs of a source said beside their verdict: their remarks, and what no reader has an opinion on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from monitor.clock import beijing
from monitor.coverage import sentences_of
from monitor.jobs.around import Around
from monitor.model import Reason
from monitor.store import Store
from monitor.store.rows import RunRow
from monitor.store.unread import Met
from monitor.texts import Texts

_MOST = 20  # remarks, and things not understood, shown in words; --json has them all


@dataclass(frozen=True, slots=True)
class Heard:
    """`run` is the last finished one, None before the first; `met` what was not understood, the latest met first."""

    run: RunRow | None
    notes: str = "[]"
    met: tuple[Met, ...] = ()

    def json(self, t: Texts) -> dict[str, Any]:
        last = self.run and {
            "started": self.run.started.isoformat(),
            "verdict": self.run.verdict,
            "message": sentences_of(self.run.message, t),
            "notes": sentences_of(self.notes, t),
        }
        unknown = [
            {"what": said(m, t), "where": m.where, "first_seen": m.first.isoformat(), "last_seen": m.last.isoformat()}
            for m in self.met
        ]
        return {"last_run": last, "not_understood": unknown}

    def lines(self, t: Texts) -> Iterator[tuple[str, str]]:
        """The same for a person: title and text of each line."""
        if self.run is None or self.run.verdict is None:
            yield t("cli.source.heard.started"), t("cli.source.heard.never")
            return
        yield t("cli.source.heard.started"), beijing(self.run.started)
        yield t("cli.source.heard.verdict"), t(f"health.verdict.{self.run.verdict}")
        yield from _row(t, "message", sentences_of(self.run.message, t))
        yield from _row(t, "notes", sentences_of(self.notes, t))
        found = [
            t(
                "cli.source.heard.met",
                what=said(m, t),
                where=m.where or "-",
                first=beijing(m.first),
                last=beijing(m.last),
            )
            for m in self.met
        ]
        yield from _row(t, "not_understood", found)


def heard_of(around: Around, source: str) -> Heard:
    """From the store, if there is one yet."""
    if not (around.state / "monitor.db").is_file():
        return Heard(None)
    with Store.open(around.state, readonly=True) as store:
        run = store.runs.last(source)
        return Heard(run, store.runs.notes(run.id) if run else "[]", store.unread.met(source))


def said(met: Met, t: Texts) -> str:
    """In words; what an earlier version wrote down in words of its own stays as it is."""
    try:
        key, params = json.loads(met.what)
    except ValueError:
        return met.what
    return t.reason(Reason(str(key), params))


def _row(t: Texts, name: str, found: list[str]) -> Iterator[tuple[str, str]]:
    title = t(f"cli.source.heard.{name}")
    for at, text in enumerate(found[:_MOST]):
        yield "" if at else title, text
    if len(found) > _MOST:
        yield "", t("cli.source.heard.more", count=len(found) - _MOST)
