"""Which courts the sources read, and of which of them new suits can be seen: for `source show`, and for `doctor` at set-up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from monitor.bulletin import streams_in_words
from monitor.bulletin.places import us_court_name
from monitor.clock import beijing
from monitor.config import SourceConfig
from monitor.coverage import reason_in_public
from monitor.installation import FILE
from monitor.jobs.around import Around
from monitor.jobs.described import told_of
from monitor.model import LeftOut, StreamState
from monitor.sources.streams import StreamKind
from monitor.store import Store
from monitor.texts import Texts


def courts_of(around: Around, config: SourceConfig) -> tuple[StreamState, ...]:
    """The courts of a source: those of its entry, and what its runs found of each; () for a source that reads no feeds of
    courts. One that was never read has no `read_at`."""
    described = told_of(config)
    if described.source.streams.kind is not StreamKind.COURT:
        return ()
    found: tuple[StreamState, ...] = ()
    if (around.state / FILE).is_file():
        with Store.open(around.state, readonly=True) as store:
            found = store.streams.of([config.id])[config.id]
    known = {s.name: s for s in found}
    unread = {n: StreamState(n, StreamKind.COURT, around.clock.now()) for n in described.streams}
    return tuple(s for _, s in sorted((unread | known).items()))


def courts_json(courts: tuple[StreamState, ...], t: Texts) -> list[dict[str, Any]]:
    """`new_suits` and `motions` are "with", "without", "not_said" or "unread" (`streams_in_words.seen`)."""
    return [
        {
            "name": s.name,
            "title": us_court_name(s.name, t),
            "new_suits": streams_in_words.seen(s),
            "motions": "without" if LeftOut.MOTIONS in (s.left_out or ()) else streams_in_words.seen(s),
            "read_at": beijing(s.read_at) if s.read_at else None,
            "newest_item": s.newest.isoformat() if s.newest else None,
            "stands_still": s.stands_still,
            "doubts": [reason_in_public(doubt, t) for doubt in s.doubts],
        }
        for s in courts
    ]


def courts_lines(courts: tuple[StreamState, ...], t: Texts) -> Iterator[tuple[str, str]]:
    """The same for a person: the name of each court, and what is seen of it."""
    for court in courts:
        said = [t(f"cli.source.courts.{streams_in_words.seen(court)}")]
        if LeftOut.MOTIONS in (court.left_out or ()):
            said.append(t("cli.source.courts.no_motions"))
        if court.newest is not None:
            said.append(t("cli.source.courts.newest", day=court.newest.isoformat()))
        said += [reason_in_public(doubt, t) for doubt in court.doubts]
        if court.stands_still and not court.doubts:
            said.append(t("cli.source.courts.still"))
        if court.read_at is not None:
            said.append(t("cli.source.courts.read_at", at=beijing(court.read_at)))
        yield f"{us_court_name(court.name, t)} {court.name}", t("cli.list.then").join(said)


def courts_found(around: Around) -> Iterator[tuple[str, str]]:
    """What `doctor` says: which courts are read at all, and a warning for those of which new suits cannot be seen."""
    t = around.texts
    for config in around.sources.values():
        courts = courts_of(around, config) if config.enabled else ()
        if not courts:
            continue
        names = t("cli.list.and").join(us_court_name(c.name, t) for c in courts)
        title = config.title_in(t.lang)
        yield "fine", t("cli.doctor.courts.read", title=title, count=len(courts), courts=names)
        for what in ("without", "not_said", "unread"):
            if some := [us_court_name(c.name, t) for c in courts if streams_in_words.seen(c) == what]:
                listed = t("cli.list.and").join(some)
                yield "warn", t(f"cli.doctor.courts.{what}", title=title, source=config.id, courts=listed)
