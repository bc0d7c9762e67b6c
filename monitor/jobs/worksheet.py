"""The worksheet of the list: made from what is kept and from the owners' own filings, and taken back in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.jobs.importing import Planned, kept_in
from monitor.matching import build_matcher
from monitor.model import OUR_RIGHTS, Category, ListAct, Role, WatchedKind, WatchedName
from monitor.store import Store
from monitor.texts import LANGUAGES, Texts
from monitor.watchlist import is_derived, owners_of, plan_listings
from monitor.watchlist.cells import fold_name, has_han
from monitor.watchlist.worksheet.answers import Answered, read_answers
from monitor.watchlist.worksheet.applying import Applied, applied
from monitor.watchlist.worksheet.form import COLUMNS, FIRMS, MARKS, Asked
from monitor.watchlist.worksheet.proposals import Filed, Known, is_spelt_abroad, proposals_for
from monitor.watchlist.worksheet.writing import write_worksheet


def questions(around: Around, *, every: bool = False) -> dict[str, list[Asked]]:
    """By sheet the names without a foreign spelling; with `every` the others too, behind them. Raises UsageError where
    there is no list."""
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        names = store.watchlist.names()
        if not names:
            raise UsageError("watchlist.errors.none_yet")
        known = _known(store, names)
    wanted = sorted(names, key=is_spelt_abroad)
    asked = [Asked(n, proposals_for(n, names, known)) for n in wanted if every or not is_spelt_abroad(n)]
    return {
        MARKS: [a for a in asked if a.name.kind is not WatchedKind.COMPANY],
        FIRMS: [a for a in asked if a.name.kind is WatchedKind.COMPANY],
    }


def worksheet(around: Around, asked: dict[str, list[Asked]]) -> bytes:
    return write_worksheet(asked, around.texts)


def answers_in(around: Around, file: Path) -> tuple[Answered, ...] | None:
    """What a worksheet answers, in whichever language it was made; None for a file that is none."""
    headings = {
        fold_name(t(f"worksheet.column.{column.key}")): column.key
        for t in map(Texts, LANGUAGES)
        for columns in COLUMNS.values()
        for column in columns
    }
    return read_answers(file, headings)


def plan_answers(around: Around, answers: Sequence[Answered], file: Path) -> tuple[Planned, Applied]:
    """What the answers change; the names that the worksheet does not hold stay. Creates nothing."""
    if not (around.state / "monitor.db").is_file():
        raise UsageError("watchlist.errors.none_yet")
    labels = {c.key: around.texts(f"worksheet.column.{c.key}") for columns in COLUMNS.values() for c in columns}
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        kept = kept_in(store)
        done = applied(kept.listings, kept.active, answers, file.name, labels)
        plan = plan_listings(done.listings, kept)
        return Planned(None, plan, store.watchlist.version(), ListAct("set", ""), subject=file.name), done


def _known(store: Store, names: Sequence[WatchedName]) -> Known:
    """The owners' own filings that are stored, and the spellings the matcher makes."""
    by_id = {n.id: n for n in names}
    hits = [h for h in store.hits.find() if h.kind in OUR_RIGHTS and h.watched_id in by_id]
    hits = [h for h in hits if h.matter.category is Category.TRADEMARK]
    said = store.mentions.plain({h.matter.id for h in hits})
    filed: dict[str, list[Filed]] = {}
    by_firm: dict[str, list[Filed]] = {}
    firms = {fold_name(n.name): n.id for n in names if n.kind is WatchedKind.COMPANY}
    for hit in hits:
        name, matter = by_id[hit.watched_id], hit.matter
        mentions = said.get(matter.id, [])
        owners = (name.name,) if name.kind is WatchedKind.COMPANY else owners_of(name)
        if name.kind is WatchedKind.COMPANY:
            for owner in owners:
                by_firm.setdefault(fold_name(owner), []).append(Filed(matter.title, matter.key))
        else:
            filed.setdefault(name.id, []).append(Filed(matter.title, matter.key))
        if len(owners) == 1 and (firm := firms.get(fold_name(owners[0]))):
            applicants = _texts(m.text for m in mentions if m.role is Role.APPLICANT)
            filed.setdefault(firm, []).extend(Filed(text, matter.key) for text in applicants)
    matcher = build_matcher(names)
    made = {n.id: matcher.variants_of(n.id) for n in names if n.kind is WatchedKind.COMPANY or not is_derived(n)}
    return Known(filed, by_firm, made)


def _texts(texts: Iterable[str]) -> list[str]:
    return [t for t in dict.fromkeys(texts) if not has_han(t)]
