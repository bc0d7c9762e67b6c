"""In which of its fields a matter holds words, and the texts of each: what the index of words is made of, and where a finding
is shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum

from monitor.model import Mention, Role


class Holds(StrEnum):
    """Where in a matter words stand. A closed set; the words for each stand in the texts (`lookup.holds`)."""

    TITLE = "title"  # title of the record, caption of a case
    PRODUCT = "product"
    MARK = "mark"  # the sign, its transliteration or translation, a domain
    PARTY = "party"  # whoever stands in the record as a party, applicant or owner
    ALIAS = "alias"  # a name beside a party's: store names, d/b/a, a/k/a
    FORMER = "former"  # a former owner
    COUNSEL = "counsel"
    FIRM = "firm"  # law firm
    JUDGE = "judge"
    CAUSE = "cause"
    NATURE = "nature"  # nature of suit
    SCOPE = "scope"  # of the products, as a notice words it
    TARIFF = "tariff"  # HTS numbers
    NOTE = "note"  # notes, limits and disclaimers of a register
    CITED = "cited"  # named in passing
    ENTRY = "entry"  # the title of a docket entry
    GOODS = "goods"


class Shelf(StrEnum):
    """How near to the heart of a matter a field is. The index keeps each word under the letter of its shelf."""

    FIRST = "a"  # title, product, marks, parties
    BESIDE = "b"  # counsel, judge, cause, scope …
    ENTRY = "e"
    GOODS = "g"


_FIRST = frozenset({Holds.TITLE, Holds.PRODUCT, Holds.MARK, Holds.PARTY, Holds.ALIAS})

_OF_FACTS: Mapping[str, Holds] = {
    "title": Holds.TITLE,
    "caption": Holds.TITLE,
    "product": Holds.PRODUCT,
    "mark": Holds.MARK,
    "attorney": Holds.COUNSEL,
    "attorneys": Holds.COUNSEL,
    "firms": Holds.FIRM,
    "judge": Holds.JUDGE,
    "referred_to": Holds.JUDGE,
    "cause": Holds.CAUSE,
    "unfair_acts": Holds.CAUSE,
    "nature_of_suit": Holds.NATURE,
    "scope": Holds.SCOPE,
    "hts": Holds.TARIFF,
    "previous_owners": Holds.FORMER,
    "disclaimer": Holds.NOTE,
    "act_notes": Holds.NOTE,
    "parallel_litigation": Holds.NOTE,
}
SEARCHED_FACTS = frozenset(_OF_FACTS) | {"goods"}
"""Names of the facts whose words are found."""

_OF_ROLES: Mapping[Role, Holds] = {
    Role.CAPTION: Holds.TITLE,
    Role.PRODUCT: Holds.PRODUCT,
    Role.GOODS: Holds.GOODS,
    Role.CITED: Holds.CITED,
    Role.FORMER_OWNER: Holds.FORMER,
}


def shelf_of(field: Holds) -> Shelf:
    if field in _FIRST:
        return Shelf.FIRST
    return Shelf.ENTRY if field is Holds.ENTRY else Shelf.BESIDE


def texts_of(title: str, facts: Mapping[str, object], mentions: Iterable[Mention]) -> Iterator[tuple[Holds, str]]:
    """Every text of a matter whose words are found, but for its goods and the entries of its docket."""
    yield Holds.TITLE, title
    for name in facts.keys() & _OF_FACTS.keys():
        for text in _listed(facts[name]):
            yield _OF_FACTS[name], text
    for mention in mentions:
        field = _OF_ROLES.get(mention.role)
        if field is None:
            field = Holds.MARK if mention.role.is_mark else Holds.PARTY
        yield field, mention.text
        for alias in mention.aliases:
            yield Holds.ALIAS, alias


def goods_of(facts: Mapping[str, object]) -> tuple[str, ...]:
    """The goods and services a record states, class by class."""
    goods = facts.get("goods")
    return tuple(text for text in goods.values() if isinstance(text, str)) if isinstance(goods, Mapping) else ()


def _listed(value: object) -> Iterator[str]:
    """A fact comes from a source: of what is no text nothing is read."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (v for v in value.values() if isinstance(v, str))
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _listed(each)
