"""The hand-kept words of tables/words.toml and tables/products.tsv, as sets."""

from __future__ import annotations

from functools import cache

from monitor.matching import tables


@cache
def words(name: str) -> frozenset[str]:
    listed = tables.words("words.toml")[name]
    assert isinstance(listed, str)
    return frozenset(listed.split())


@cache
def noise() -> frozenset[str]:
    """Folded Latin words beside which a name is still the whole mark."""
    return words("noise") | words("provinces")


@cache
def han_noise() -> tuple[str, ...]:
    """Han strings cut off at either end of a mark, longest first."""
    provinces = words("han_provinces")
    wide = {p + s for p in provinces for s in words("han_joined_provinces")}
    return tuple(sorted(words("han_noise") | provinces | wide, key=len, reverse=True))


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
    return tuple(
        sorted({t for row in tables.rows("products.tsv") for t in row[1].split(";") if t}, key=len, reverse=True)
    )
