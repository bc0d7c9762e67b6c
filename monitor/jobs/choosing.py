"""Choosing hits by what is known of them: `--where "name=汾酒 country=BR band=digest"`.

Conditions are joined by "and", the values of one by "or" (a comma between them). A misspelt condition must not read as "nothing
found", nor a misspelt value.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.assess.details import HitDetails, details_of
from monitor.clock import BEIJING
from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.matching.normalise import squash
from monitor.model import Band, Category, HitKind, Role, State
from monitor.store import Store
from monitor.watchlist.identity import identity


@dataclass(frozen=True, slots=True)
class Condition:
    name: str
    values: tuple[str, ...]


def conditions(text: str) -> tuple[Condition, ...]:
    """Raises UsageError naming what is no condition, or no value of one."""
    try:
        words = shlex.split(text)
    except ValueError:
        raise UsageError("errors.where.quotes", text=text) from None
    if not words:
        raise UsageError("errors.where.empty", known=", ".join(_TESTS))
    found = []
    for word in words:
        name, equals, said = word.partition("=")
        values = tuple(v for v in (v.strip() for v in said.replace("，", ",").split(",")) if v)
        if not equals or not values or name not in _TESTS:
            raise UsageError("errors.where.unknown", said=word, known=", ".join(_TESTS))
        allowed = _VALUES.get(name)
        for value in values:
            if allowed is not None and value not in allowed:
                raise UsageError("errors.where.value", name=name, value=value, known=", ".join(allowed))
            if name in ("found-since", "found-before"):
                _day(name, value)
        found.append(Condition(name, values))
    return tuple(found)


def chosen(around: Around, store: Store, text: str) -> list[HitDetails]:
    """The hits for which every condition holds, the latest found first. Raises UsageError."""
    wanted = conditions(text)
    state = next((c.values[0] for c in wanted if c.name == "status" and len(c.values) == 1), "")
    details = details_of(store, store.hits.find(state=state), around.clock.now(), around.texts.lang)
    return [d for d in details if holds(d, wanted)]


def hits_where(around: Around, text: str) -> tuple[int, ...]:
    """Their ids. Raises UsageError, also where there is none."""
    with Store.open(around.state, readonly=True) as store:
        found = tuple(d.hit.id for d in chosen(around, store, text))
    if not found:
        raise UsageError("errors.where.none", text=text)
    return found


def holds(details: HitDetails, wanted: Iterable[Condition]) -> bool:
    return all(any(_TESTS[c.name](details, value) for value in c.values) for c in wanted)


def _day(name: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise UsageError("errors.where.value", name=name, value=value, known="YYYY-MM-DD") from None


def _found(details: HitDetails) -> date:
    return details.hit.first_seen.astimezone(BEIJING).date()


def _is_name(details: HitDetails, value: str) -> bool:
    watched = details.watched
    return value in (watched.id, watched.name) or identity(value) == identity(watched.name) != ""


def _has_owner(details: HitDetails, value: str) -> bool:
    wanted = squash(value)
    return any(m.role is Role.APPLICANT and squash(m.text) == wanted for _, m in details.mentions)


def _has_class(details: HitDetails, value: str) -> bool:
    classes = details.facts.get("classes")
    return isinstance(classes, Sequence) and value.lstrip("0") in {str(c) for c in classes}


def _in_city(details: HitDetails, value: str) -> bool:
    return bool(value) and details.watched.city.removesuffix("市") == value.removesuffix("市")


_TESTS: Mapping[str, Callable[[HitDetails, str], bool]] = {
    "status": lambda d, v: d.hit.state == v,
    "band": lambda d, v: d.hit.band == v,
    "risk": lambda d, v: d.risk == v,
    "kind": lambda d, v: d.hit.kind == v,
    "category": lambda d, v: d.hit.matter.category == v,
    "country": lambda d, v: d.hit.matter.jurisdiction.casefold() == v.casefold(),
    "class": _has_class,
    "name": _is_name,
    "owner": _has_owner,
    "text": lambda d, v: squash(d.hit.text) == squash(v),
    "city": _in_city,
    "source": lambda d, v: v in d.hit.matter.sources,
    "found-since": lambda d, v: _found(d) >= _day("found-since", v),
    "found-before": lambda d, v: _found(d) < _day("found-before", v),
}
_VALUES: Mapping[str, tuple[str, ...]] = {
    "status": tuple(s.value for s in State),
    "band": tuple(b.value for b in Band),
    "risk": ("high", "medium", "low"),
    "kind": tuple(k.value for k in HitKind),
    "category": tuple(c.value for c in Category),
}
