"""The texts a run did not understand, and those of them that a person looked at."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from monitor.model import Reason
from monitor.store import Store
from monitor.store.as_json import dumps, loads
from monitor.store.doubts import Looked


class DoubtsOfRun:
    """`seen`: remarks on what a person looked at."""

    def __init__(self, source: str, store: Store, now: datetime) -> None:
        self._source = source
        self._store = store
        self._now = now
        known = store.doubts.of(source)
        self._looked = {doubt.what: looked for doubt in known if (looked := doubt.seen)}
        self._taken_back = {d.what: d.matters for d in known if d.looked and not d.seen}
        self._met: dict[str, tuple[str, ...]] = {}
        self.seen: list[Reason] = []

    def is_seen(self, key: str, params: Mapping[str, object], about: tuple[str, ...]) -> bool:
        """Whether a person looked at this very text; if so that is remarked."""
        if not about:
            return False
        what = _what(key, params)
        looked = self._looked.get(what)
        if looked is not None and what not in self._met:
            self.seen.append(_remark(params, about, looked))
        self._met[what] = about
        return looked is not None

    def open_again(self) -> list[Reason]:
        """What a person took back and this run did not meet: its document was read already and is not asked for again."""
        return [Reason(str(key), params) for key, params in map(loads, self._taken_back.keys() - self._met.keys())]

    def keep(self) -> None:
        self._store.doubts.note(self._source, self._met, self._now)


def _what(key: str, params: Mapping[str, object]) -> str:
    return dumps([key, {name: str(params[name]) for name in sorted(params)}])


def _remark(params: Mapping[str, object], about: tuple[str, ...], looked: Looked) -> Reason:
    text = str(params.get("text", ""))
    said = {"matter": about[0], "text": text, "by": looked.by, "date": looked.at.date().isoformat()}
    return Reason("health.seen_by_person", {**said, "reason": looked.reason})
