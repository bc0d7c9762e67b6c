"""What the index of words holds, and what it should."""

from __future__ import annotations

from monitor.store import Store
from monitor.store.word_fields import Shelf
from monitor.store.words_index import terms_of_matter


def held(store: Store) -> dict[int, set[str]]:
    """Matter → every term the index has of it."""
    found: dict[int, set[str]] = {}
    store.db.connection.execute(
        "create virtual table if not exists temp.every_word using fts5vocab(main, words, instance)"
    )
    for term, matter in store.db.all("select term, doc from temp.every_word"):
        found.setdefault(matter, set()).add(term)
    return found


def wrong(store: Store) -> list[str]:
    """Where the index has other words than the matters have – docket entries and goods, which are only added to, left aside –
    or a word is not among the known ones."""
    expected: dict[int, set[str]] = {}
    for worded in store.matters.worded(store.db.column("select id from matters")):
        expected[worded.matter] = terms_of_matter(worded.title, worded.facts, worded.mentions)
    actual = held(store)
    kept = {m: {t for t in terms if t[0] not in (Shelf.ENTRY, Shelf.GOODS)} for m, terms in actual.items()}
    out = [
        f"{m}: {sorted(expected.get(m, set()) ^ kept.get(m, set()))}"
        for m in sorted(expected.keys() | kept.keys())
        if expected.get(m, set()) != kept.get(m, set())
    ]
    known = set(store.db.column("select word from words_known"))
    return out + sorted({t[1:] for terms in actual.values() for t in terms} - known)
