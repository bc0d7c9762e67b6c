"""Choosing hits by what is known of them: `--where "name=汾酒 country=BR band=digest"`.

Conditions are joined by "and", the values of one by "or" (a comma between them; owners and texts, which have commas of their own,
are parted by "|"). A misspelt condition must not read as "nothing
found", nor a misspelt value.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from monitor.assess.details import HitDetails, details_of
from monitor.clock import BEIJING
from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.matching.firms.printed import folded_firm
from monitor.matching.normalise import squash
from monitor.model import Band, Category, HitKind, Role, State, Subject, SubjectKind
from monitor.places.countries import country_codes
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
        parts = said.split("|") if name in _WITH_COMMAS else said.replace("，", ",").split(",")
        values = tuple(v for v in (v.strip() for v in parts) if v)
        if not equals or not values or name not in _TESTS:
            raise UsageError("errors.where.unknown", said=word, known=", ".join(_TESTS))
        allowed = _VALUES.get(name)
        for value in values:
            if allowed is not None and value not in allowed:
                raise UsageError("errors.where.value", name=name, value=value, known=", ".join(allowed))
            if name in ("found-since", "found-before"):
                _day(name, value)
            if name == "class" and not (value.isdecimal() and len(value) < 4 and 1 <= int(value) <= 45):
                raise UsageError("errors.where.value", name=name, value=value, known="1–45")
        found.append(Condition(name, values))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Chosen:
    """`left_out`: how many more the conditions hold of that an exception rule keeps out, or that a new version no longer finds: nobody who
    looks at a list sees these."""

    hits: tuple[HitDetails, ...]
    left_out: int


def chosen(around: Around, store: Store, text: str) -> Chosen:
    """The hits for which every condition holds, the latest found first; those that are kept out only where `suppressed=yes` is among
    the conditions. Raises UsageError."""
    wanted = conditions(text)
    check_known(around, store, wanted)
    state = next((c.values[0] for c in wanted if c.name == "status" and len(c.values) == 1), "")
    details = details_of(store, store.hits.find(state=state), around.clock.now(), around.texts.lang)
    found = [d for d in details if holds(d, wanted)]
    seen = tuple(d for d in found if asks_for_kept_out(wanted) or not (d.suppressed or d.hit.fallen_run))
    return Chosen(seen, len(found) - len(seen))


def hits_where(around: Around, text: str) -> tuple[tuple[int, ...], int]:
    """Their ids, and how many were left out. Raises UsageError, also where there is none."""
    with Store.open(around.state, readonly=True) as store:
        found = chosen(around, store, text)
    if not found.hits:
        key = "errors.where.none_listed" if found.left_out else "errors.where.none"
        raise UsageError(key, text=text, count=found.left_out)
    return tuple(d.hit.id for d in found.hits), found.left_out


def asks_for_kept_out(wanted: Iterable[Condition]) -> bool:
    return any(c.name == "suppressed" and "yes" in c.values for c in wanted)


def check_known(around: Around, store: Store, wanted: Iterable[Condition]) -> None:
    """That every name is on the list or that of a firm that was met, and every source and country one that can be. Raises UsageError."""
    for condition in wanted:
        if condition.name == "name":
            for value in condition.values:
                subjects_called(store, value)
        elif condition.name == "source":
            known = {*around.sources, *(s for h in store.hits.find() for s in h.matter.sources)}
            _one_of(condition, known, ", ".join(sorted(known)))
        elif condition.name == "country":
            met = {h.matter.jurisdiction for h in store.hits.find()}
            _one_of(condition, {c.casefold() for c in (*country_codes(), *met)}, "US, BR, EU …", str.casefold)


def _one_of(condition: Condition, known: Collection[str], shown: str, fold: Callable[[str], str] = str) -> None:
    for value in condition.values:
        if fold(value) not in known:
            raise UsageError("errors.where.value", name=condition.name, value=value, known=shown)


def subjects_called(store: Store, name: str) -> set[Subject]:
    """A watched name, by its id too; or a firm that is not on the list, as it is printed. Raises UsageError for neither."""
    every = store.watchlist.names(inactive=True)
    listed = {Subject(w.id) for w in every if name in (w.id, w.name)}
    # 岚谷禾 of 岚谷禾及图, where no name is written so.
    listed = listed or {Subject(w.id) for w in every if identity(w.name) == identity(name) != ""}
    firm = Subject(folded_firm(name), SubjectKind.FIRM)
    if store.hits.find(subject=firm):
        listed.add(firm)
    if not listed:
        raise UsageError("errors.unknown_name", name=name)
    return listed


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
    "suppressed": lambda d, v: d.suppressed is (v == "yes"),
    "found-since": lambda d, v: _found(d) >= _day("found-since", v),
    "found-before": lambda d, v: _found(d) < _day("found-before", v),
}
_WITH_COMMAS = frozenset({"owner", "text"})
_VALUES: Mapping[str, tuple[str, ...]] = {
    "status": tuple(s.value for s in State),
    "band": tuple(b.value for b in Band),
    "risk": ("high", "medium", "low"),
    "kind": tuple(k.value for k in HitKind),
    "category": tuple(c.value for c in Category),
    "suppressed": ("yes", "no"),
}
