"""The product as a library (docs/api.md): compare a pair, screen rows, read a list, replay stored answers.

`import monitor` offers these names and loads this module when one of them is first used. Nothing here opens a socket or
touches a state folder of the user's. What is wrong is raised as a MonitorError, whose sentence `explain` gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from monitor.clock import BEIJING, Clock, FixedClock, SystemClock
from monitor.errors import MonitorError, UsageError
from monitor.model import Match, Mention, Reason, Role, WatchedName
from monitor.texts import Texts

if TYPE_CHECKING:  # a pair is compared without configuration, store and readers
    from monitor.collect.run import RunResult
    from monitor.config import SourceConfig
    from monitor.config.settings import Settings
    from monitor.watchlist import ReadResult, RowProblem

_T = TypeVar("_T")

__all__ = ["Found", "Replayed", "Row", "explain", "match", "read_watchlist", "replay", "screen"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row to screen: a text and what is known around it.

    `role` is the capacity in which the text names somebody (a mark, unless told otherwise), `classes` the Nice classes
    of the row, `country` that of its owners (ISO 3166-1 alpha-2), `owners` its applicants or owners as printed."""

    text: str
    id: str = ""
    role: Role = Role.MARK
    classes: tuple[int, ...] = ()
    country: str = ""
    owners: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A watched name in a row. `number` counts the rows from 1; `text` is what it was found in: the row's text or, where
    `in_owners`, one of its owners. `match.own_filing`: the owner is the firm whose name it is, and it is no warning."""

    number: int
    row: Row
    name: WatchedName
    text: str
    in_owners: bool
    match: Match


@dataclass(frozen=True, slots=True)
class Replayed:
    """What stored answers yielded: a run for each source asked, and the hits of all.

    `hits` are as `monitor hit list --json` prints them. Without `checked` no hits does not mean that there is nothing:
    the verdict of some run says that its source was not, or not wholly, read; its `reasons` say why."""

    runs: tuple[RunResult, ...]
    hits: tuple[Mapping[str, Any], ...]

    @property
    def checked(self) -> bool:
        """Whether every run counts as checked."""
        return all(run.verdict.checked for run in self.runs)


def match(name: str | WatchedName, text: str, *, classes: Iterable[int] = ()) -> Match | None:
    """How a name stands in a text that is a mark of these Nice classes (none: unknown); None if they share nothing.

    `score` is in [0, 1]; `band` is None below what a bulletin tells. A name given as text is a company if it ends like
    one; a WatchedName brings its aliases, owner and classes. Raises UsageError: nothing to compare, or no such class."""
    from monitor.assess.pair import compared, named

    listed = _classes(classes)
    watched = named(name) if isinstance(name, str) else replace(name, id=name.id or "name")
    return compared(watched, text, listed)


def screen(rows: Iterable[str | Row], names: Iterable[str | WatchedName]) -> Iterator[Found]:
    """The watched names found in rows, in the order of the rows, each name once a row, as the hit list would tell them.

    Rows are read as they are asked for, so that they may be many. A row without letters finds nothing. Raises UsageError:
    no names, one that cannot be looked for, an id twice (at once), no such class (when the row is reached)."""
    from monitor.screening import ScreenRow
    from monitor.screening import screen as screened

    watched = _watched(names)
    by_id = {w.id: w for w in watched}
    given: dict[int, Row] = {}

    def as_read() -> Iterator[ScreenRow]:
        for number, row in enumerate(_several(rows), 1):
            given[number] = Row(row) if isinstance(row, str) else row
            yield ScreenRow(number, given[number].id, _mentions(given[number]), table=True)

    def found() -> Iterator[Found]:
        for _, hits in screened(as_read(), watched, jobs=1):
            for hit in hits:
                row = given[hit.row.row]
                name = by_id[hit.match.watched_id]
                yield Found(hit.row.row, row, name, hit.text, hit.in_owner_column, hit.match)
            given.clear()

    return found()


def read_watchlist(path: str | Path, *, columns: Sequence[str] = ()) -> ReadResult:
    """A list of names as the office keeps it (any format of docs/watchlist.md), with the names an import would watch: each with an id,
    and the firms that own them beside them.

    `problems` say what is wrong with single rows (`explain` gives the sentence); `refused` are those whose name was not
    taken. Raises InputFileError where the file as a whole cannot be used."""
    from monitor.watchlist import assign_ids, companies_of
    from monitor.watchlist import read_watchlist as read

    result = read(Path(path), columns)
    listed = assign_ids(result.names, ())
    return replace(result, names=(*listed, *companies_of(listed)))


def replay(
    path: str | Path,
    names: Iterable[str | WatchedName],
    *,
    sources: Iterable[str] = (),
    sources_file: str | Path | None = None,
    at: datetime | None = None,
    lang: str = "zh",
) -> Replayed:
    """Run sources on stored answers (a WARC file, a folder of them, or a folder with replay.yaml) in a throw-away folder.

    `sources` are ids of the shipped entries, or of `sources_file`; none: all that are enabled. `at` is the moment the
    runs take for now (without a zone: Beijing time), which settles windows and days left. A request that has no stored
    answer fails its run. Whether a source's key is set decides what is asked, as ever. Raises UsageError, InputFileError."""
    from tempfile import TemporaryDirectory

    from monitor.config import load_sources
    from monitor.config.settings import Settings
    from monitor.jobs.collect import collect
    from monitor.jobs.hits import hit_rows
    from monitor.resources import shipped
    from monitor.store import Store
    from monitor.watchlist import version_of

    watched, ids = _watched(names), tuple(_several(sources))
    texts = Texts(lang)
    entries = load_sources(Path(sources_file) if sources_file is not None else shipped("sources.yaml"))
    with TemporaryDirectory(prefix="monitor-") as folder:
        around = _ThrowAway(Path(folder), _clock(at), texts, Settings.model_construct(), entries)
        with Store.open(around.state) as store, store.immediate():
            store.watchlist.replace(watched, version_of(watched), "-", around.clock.now())
        runs = collect(around, ids, replay=Path(path))
        return Replayed(tuple(runs), tuple(hit_rows(around)[0]))


def explain(what: Match | Reason | RowProblem | MonitorError, lang: str = "zh") -> str:
    """The sentence a person is given: why a match is one, what a run or a row of a list has to say, what went wrong."""
    texts = Texts(lang)
    if isinstance(what, Match):
        from monitor.matching.explain import sentence

        return sentence(what, texts)
    return texts(what.key, **what.params)


@dataclass(frozen=True, slots=True)
class _ThrowAway:
    """The surroundings of the jobs of one replay; nothing of the office's or of this machine is read."""

    state: Path
    clock: Clock
    texts: Texts
    settings: Settings
    sources: Mapping[str, SourceConfig]


def _clock(at: datetime | None) -> Clock:
    if at is None:
        return SystemClock()
    return FixedClock((at if at.tzinfo else at.replace(tzinfo=BEIJING)).astimezone(UTC))


def _watched(names: Iterable[str | WatchedName]) -> tuple[WatchedName, ...]:
    """Names that can be looked for, each with an id of its own. Against no names everything would be well."""
    from monitor.assess.pair import checked, named
    from monitor.watchlist import assign_ids

    typed = [replace(named(n), id="") if isinstance(n, str) else n for n in _several(names)]
    if not typed:
        raise UsageError("screen.errors.no_names")
    given = [n.id for n in typed if n.id]
    if twice := next((i for i in given if given.count(i) > 1), ""):
        raise UsageError("screen.errors.same_id", id=twice)
    return tuple(checked(n) for n in assign_ids(typed, ()))


def _mentions(row: Row) -> tuple[Mention, ...]:
    """As the rows of a table are read (screen_input)."""
    country = row.country.strip().upper()
    return (
        Mention(row.text, row.role, "text", country=country, nice_classes=_classes(row.classes)),
        *(Mention(owner, Role.APPLICANT, "owner", country=country) for owner in _several(row.owners) if owner.strip()),
    )


def _classes(classes: Iterable[int]) -> tuple[int, ...]:
    """A class that does not exist would only lower scores, without a word."""
    listed = tuple(classes)
    wrong = [c for c in listed if c not in range(1, 46)]
    if wrong:
        raise UsageError("screen.errors.no_such_class", value=wrong[0])
    return listed


def _several(things: Iterable[_T]) -> Iterable[_T]:
    """A text is a series of letters too, and would be taken for as many names."""
    if isinstance(things, str):
        raise TypeError(f"several are expected, not the one text {things!r}")
    return things
