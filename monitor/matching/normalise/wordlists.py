"""The words that identify nobody: of tables/words.toml, tables/products.tsv and the table of legal forms, as sets."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from monitor.legal_forms import Use, han_endings, latin_words
from monitor.matching import tables


@cache
def words(name: str) -> frozenset[str]:
    """One list of tables/words.toml. Raises KeyError for a name that is none."""
    listed = tables.words("words.toml")[name]
    assert isinstance(listed, str)
    return frozenset(listed.split())


@cache
def noise() -> frozenset[str]:
    """Folded Latin words beside which a name is still the whole mark."""
    return words("noise") | words("provinces") | latin_words(Use.MARK)


@cache
def han_noise() -> tuple[str, ...]:
    """Han strings cut off at either end of a mark, longest first."""
    provinces = words("han_provinces")
    wide = {p + s for p in provinces for s in words("han_joined_provinces")}
    return _longest_first(words("han_noise") | provinces | wide | set(han_endings(Use.MARK)))


@cache
def goods() -> dict[str, frozenset[str]]:
    """Folded goods word, those of several words joined (beanpaste) → the concepts it may mean."""
    out: dict[str, set[str]] = {}
    for concept, _, listed in tables.rows("products.tsv"):
        for word in listed.split(";"):
            out.setdefault(word.replace(" ", ""), set()).add(concept)
    return {w: frozenset(c) for w, c in out.items()}


@cache
def han_goods() -> tuple[str, ...]:
    """Han goods words, longest first."""
    return _longest_first({t for row in tables.rows("products.tsv") for t in row[1].split(";") if t})


def _longest_first(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda word: (-len(word), word)))
