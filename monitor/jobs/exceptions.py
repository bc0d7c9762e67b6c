"""Exception rules as `monitor rule add|expire|list|stats` makes and tells them.

A rule is shown before it is made: which hits it keeps out now, of which of them a clock runs, and which it does not touch.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from monitor.assess.details import HitDetails, details_of
from monitor.bulletin.safe import one_line
from monitor.cases.actions import Ground
from monitor.cases.casefile import casefile
from monitor.cases.exceptions import Agreed, ExceptionRule, RuleKind, Scope, Spared, is_narrow, latest_day
from monitor.clock import BEIJING, beijing
from monitor.errors import UsageError
from monitor.failpoints import reached
from monitor.jobs.around import Around
from monitor.jobs.confirming import office_in_words, take_back
from monitor.jobs.excepting import clocks_of, judged, settle_exceptions, today
from monitor.jobs.hits import names_called
from monitor.jobs.people import Actor
from monitor.matching.normalise import squash
from monitor.model import Role
from monitor.store import Store
from monitor.texts import Texts

OWN = "own-"
"""What the number of a confirmed own filer begins with, followed by the hit it was said of."""
_REASON_LIMIT = 500
_TEXT_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person asks for. `names` as the list has them; `like`: the hit whose owner and name are proposed, 0: none; `kind` "": that of
    the verdict on it, else a false alarm; `clocks`: whether hits with a running clock are kept out too, None: not said; `shown`: of such consent, the clocks the person
    was shown, None: all there are."""

    scope: Scope
    names: tuple[str, ...] = ()
    reason: str = ""
    until: str = ""
    kind: str = ""
    like: int = 0
    clocks: bool | None = None
    shown: tuple[Agreed, ...] | None = None


@dataclass(frozen=True, slots=True)
class PlannedRule:
    """`kept_out`: hits it keeps out from now on; `running`: those of them with a running clock, and those that stay listed for
    one, `clocks` being these; `spared`: hits it holds of and never keeps out; `scope`: in words."""

    rule: ExceptionRule
    kept_out: tuple[HitDetails, ...]
    running: tuple[HitDetails, ...]
    spared: tuple[HitDetails, ...]
    scope: str
    clocks: tuple[Agreed, ...] = ()


def plan_rule(around: Around, asked: Asked, who: Actor) -> PlannedRule:
    """What the rule would do, nothing being changed. Raises UsageError for a rule without scope, reason or last day, for one that
    ends in the past or too late, for a name or a hit that does not exist, and where there is such a rule."""
    with Store.open(around.state, readonly=True) as store:
        return _plan(around, store, asked, who)


def make_rule(around: Around, asked: Asked, who: Actor) -> PlannedRule:
    """Make it, and keep out what it holds of. Raises UsageError, LockHeld."""
    with Store.open(around.state) as store, store.immediate():
        planned = _plan(around, store, asked, who)
        rule = store.exceptions.add(planned.rule)
        settle_exceptions(store, around.clock.now())
        reached("rule_in_commit")
    reached("rule_committed")
    return replace(planned, rule=rule)


@dataclass(frozen=True, slots=True)
class EndedRule:
    """`number`: of the rule, as it is said; `freed`: hits that came back."""

    number: str
    freed: tuple[int, ...]


def end_rules(around: Around, numbers: Sequence[str], who: Actor, reason: str) -> tuple[EndedRule, ...]:
    """End rules before their day; what they kept out comes back. Confirmed own filers (own-12) are taken back. Raises UsageError for
    a rule that does not exist or has ended, then nothing is changed; LockHeld."""
    if not numbers:
        raise UsageError("errors.exception.which")
    now, said = around.clock.now(), tuple(dict.fromkeys(n.strip().casefold().lstrip("#") for n in numbers))
    own, rules = [n for n in said if n.startswith(OWN)], [n for n in said if not n.startswith(OWN)]
    result = []
    with Store.open(around.state) as store, store.immediate():
        hits = [_own_hit(store, n) for n in own]
        for rule in [_standing(store, n, today(now)) for n in rules]:
            store.exceptions.end(rule.id, who.name, who.account, one_line(reason, _REASON_LIMIT), now)
            freed = settle_exceptions(store, now).freed
            result.append(EndedRule(str(rule.id), freed))
        reached("rule_in_commit")
    reached("rule_committed")
    if hits:
        taken = take_back(around, hits, who.name, one_line(reason, _REASON_LIMIT))
        result += [EndedRule(f"{OWN}{t.hit}", t.changed) for t in taken]
    return tuple(result)


# --- planning ---------------------------------------------------------------------------------------------------------


def _plan(around: Around, store: Store, asked: Asked, who: Actor) -> PlannedRule:
    now = around.clock.now()
    asked = _proposed(around, store, asked)
    scope = replace(asked.scope, names=_ids(store, asked))
    _complete(scope, asked, today(now))
    for number in scope.hits:
        if store.hits.get(number) is None:
            raise UsageError("errors.unknown_hit", id=number)
    kind = RuleKind(asked.kind or RuleKind.FALSE_ALARM)
    if kind is not RuleKind.FALSE_ALARM and not scope.owners:
        raise UsageError("errors.exception.whose", kind=_word(kind))
    rule = ExceptionRule(
        kind=kind,
        scope=scope,
        reason=one_line(asked.reason, _REASON_LIMIT),
        author=who.name,
        account=who.account,
        made_at=now,
        until=date.fromisoformat(asked.until),
    )
    for other in store.exceptions.every():
        same = other.scope.compared(squash) == scope.compared(squash) and other.kind is kind
        if same and other.in_force(today(now)):
            raise UsageError("errors.exception.again", rule=other.id, until=other.until.isoformat())
    # As it would be with everybody's consent; which of them have a clock is then told.
    found = judged(store, [replace(rule, id=1)], now, agreed=True)
    of = {c.hit: d for c, d in found.items() if c.open}
    details = {
        d.hit.id: d
        for d in details_of(
            store, store.hits.find(ids=[h for h, d in of.items() if d.rule or d.sparing]), now, around.texts.lang
        )
    }
    held = tuple(details[h] for h, d in sorted(of.items()) if d.rule)
    clocked = clocks_of(held)
    clocks = tuple(sorted({(hit, *clock) for hit, of_hit in clocked.items() for clock in of_hit}))
    # Consent is to these clocks and no others: nobody has seen those that begin later.
    agreed = clocks if asked.shown is None else tuple(c for c in clocks if c in asked.shown)
    rule = replace(rule, clocks=agreed if asked.clocks else ())
    stay = {hit for hit, _, _ in set(clocks) - set(rule.clocks)}
    return PlannedRule(
        rule,
        tuple(d for d in held if d.hit.id not in stay),
        tuple(d for d in held if d.hit.id in clocked),
        tuple(details[h] for h, d in sorted(of.items()) if d.why == Spared.APPLICATION),
        scope_in_words(scope, _names(store, [rule]), around.texts),
        clocks,
    )


def _complete(scope: Scope, asked: Asked, day: date) -> None:
    if not is_narrow(scope):
        raise UsageError("errors.exception.scope")
    if any(not squash(text) for text in (*scope.owners, *scope.texts)):
        raise UsageError("errors.exception.empty")
    for number in scope.classes:
        if not 1 <= number <= 45:
            raise UsageError("errors.exception.class", value=number)
    for country in scope.countries:
        if not re.fullmatch(r"[A-Z]{2}", country):
            raise UsageError("errors.exception.country", value=country)
    if not one_line(asked.reason, _REASON_LIMIT):
        raise UsageError("errors.exception.reason")
    latest = latest_day(day)
    if not asked.until:
        raise UsageError("errors.exception.until", latest=latest.isoformat())
    try:
        until = date.fromisoformat(asked.until)
    except ValueError:
        raise UsageError("errors.triage.day", value=asked.until) from None
    if until < day:
        raise UsageError("errors.exception.past", until=asked.until)
    if until > latest:
        raise UsageError("errors.exception.late", until=asked.until, latest=latest.isoformat())


def _ids(store: Store, asked: Asked) -> tuple[str, ...]:
    """Of the names said, all that are written so: one that stands twice on the list is one name here."""
    found = {s.id for name in asked.names for s in names_called(store, name)}
    return tuple(sorted({*asked.scope.names, *found}))


_KINDS = {Ground.LICENSED.value: RuleKind.DEALER.value}


def _proposed(around: Around, store: Store, asked: Asked) -> Asked:
    """With the owner and the name of the hit it is like, where the person says neither; of a matter without an applicant, the party
    that was met, or the text."""
    if not asked.like:
        return asked
    hit = store.hits.get(asked.like)
    if hit is None:
        raise UsageError("errors.unknown_hit", id=asked.like)
    file = casefile(store.actions.of([hit.id])[hit.id], hit.state)
    scope, names = asked.scope, asked.names
    if not (scope.hits or scope.owners or scope.texts or scope.classes or scope.countries):
        applicants = [m.text for _, m in store.mentions.of([hit.matter.id])[hit.matter.id] if m.role is Role.APPLICANT]
        parties = [e.text for e in store.hits.evidence([hit.id])[hit.id] if Role(e.role).is_party]
        owners = tuple(dict.fromkeys((*applicants, *parties)))
        scope = replace(scope, owners=owners) if owners else replace(scope, texts=(hit.text,))
    if not names and not scope.names and hit.watched_id:
        scope = replace(scope, names=tuple(sorted({hit.watched_id, *hit.match.also})))
    ground = file.last_move.details.ground if file.last_move else ""
    return replace(asked, scope=scope, reason=asked.reason or file.reason, kind=asked.kind or _KINDS.get(ground, ""))


def _standing(store: Store, number: str, day: date) -> ExceptionRule:
    rule = store.exceptions.by_id([int(number)]).get(int(number)) if number.isdecimal() and len(number) < 10 else None
    if rule is None:
        raise UsageError("errors.exception.unknown", rule=number)
    if rule.ended_at is not None:
        raise UsageError("errors.exception.ended", rule=rule.id, who=rule.ended_by, at=beijing(rule.ended_at))
    if not rule.in_force(day):
        raise UsageError("errors.exception.expired", rule=rule.id, until=rule.until.isoformat())
    return rule


def _own_hit(store: Store, number: str) -> int:
    said = number.removeprefix(OWN)
    hit = int(said) if said.isdecimal() and len(said) < 10 else 0
    if not any(r.undone_at is None for r in store.confirmed.all([hit])):
        raise UsageError("errors.exception.unknown", rule=number)
    return hit


def _word(kind: RuleKind) -> dict[str, object]:
    return {"key": f"exceptions.kind.{kind.value}", "params": {}}


# --- telling ----------------------------------------------------------------------------------------------------------


def rule_rows(around: Around, *, every: bool = False) -> list[dict[str, Any]]:
    """The rules in force, as `monitor rule list --json` prints them, and with `every` those that have ended; confirmed own filers
    beside them."""
    with Store.open(around.state, readonly=True) as store:
        day = today(around.clock.now())
        kept = Counter(k.rule for k in store.exceptions.kept_out(day) if k.now)
        rules = [r for r in store.exceptions.every() if every or r.in_force(day)]
        names = _names(store, rules)
        rows = [{**rule_json(r, names, day, around.texts), "suppresses": kept[r.id]} for r in rules]
        return rows + _own_rows(store, around.texts, every=every)


def rule_json(rule: ExceptionRule, names: dict[str, str], day: date, t: Texts) -> dict[str, Any]:
    scope = rule.scope
    state = "in_force" if rule.in_force(day) else "ended" if rule.ended_at else "expired"
    return {
        "id": str(rule.id),
        "kind": rule.kind.value,
        "state": state,
        "hits": list(scope.hits),
        "owners": list(scope.owners),
        "names": [names.get(i, i) for i in scope.names],
        "names_ids": list(scope.names),
        "classes": list(scope.classes),
        "countries": list(scope.countries),
        "texts": list(scope.texts),
        "reason": rule.reason,
        "by": rule.author,
        "at": beijing(rule.made_at),
        "until": rule.until.isoformat(),
        "days_left": (rule.until - day).days if state == "in_force" else None,
        "clocks": [{"hit": hit, "rule": clock, "date": day} for hit, clock, day in rule.clocks],
        "ended_at": beijing(rule.ended_at) if rule.ended_at else None,
        "ended_by": rule.ended_by,
        "ended_reason": rule.ended_reason,
        "office": "",
        "scope": scope_in_words(scope, names, t),
    }


def scope_in_words(scope: Scope, names: dict[str, str], t: Texts) -> str:
    """申请人 X；名称 岚谷禾；国家 BR"""
    parts = {
        "hit": [f"#{h}" for h in scope.hits],
        "owner": [one_line(o, _TEXT_LIMIT) for o in scope.owners],
        "name": list(dict.fromkeys(names.get(i, i) for i in scope.names)),
        "class": [str(c) for c in scope.classes],
        "country": list(scope.countries),
        "text": [one_line(x, _TEXT_LIMIT) for x in scope.texts],
    }
    said = [
        t(f"exceptions.scope.{name}", value=t("cli.list.and").join(value)) for name, value in parts.items() if value
    ]
    return t("exceptions.scope.between").join(said)


def stats_rows(around: Around) -> list[dict[str, Any]]:
    """What each rule has kept out, ended ones too: how many ever and at present, the latest, and how many of each watched name."""
    with Store.open(around.state, readonly=True) as store:
        day = today(around.clock.now())
        rules = store.exceptions.every()
        names = _names(store, rules)
        kept = store.exceptions.kept_out(day)
        hits = store.hits.find(ids={k.hit for k in kept})
        details = details_of(store, hits, around.clock.now(), around.texts.lang, filers=())
    found = {d.hit.id: d for d in details}
    rows = []
    for rule in rules:
        of = [k for k in kept if k.rule == rule.id]
        told = Counter(found[k.hit].watched.name for k in of if k.hit in found)
        latest = max((found[k.hit].hit.first_seen for k in of if k.hit in found), default=None)
        rows.append(
            {
                **rule_json(rule, names, day, around.texts),
                "suppressed": len(of),
                "suppresses": sum(k.now for k in of),
                "last": latest.astimezone(BEIJING).date().isoformat() if latest else None,
                "by_name": dict(told.most_common()),
            }
        )
    return rows


def _names(store: Store, rules: Sequence[ExceptionRule]) -> dict[str, str]:
    return {i: w.name for i, w in store.watchlist.by_id({n for r in rules for n in r.scope.names}).items()}


def _own_rows(store: Store, t: Texts, *, every: bool) -> list[dict[str, Any]]:
    """Filers a person confirmed to be the listed firm itself: what they file at that office is ours."""
    rows: dict[int, dict[str, Any]] = {}
    for r in store.confirmed.all():
        if r.past or (r.undone_at is not None and not every):
            continue
        row = rows.setdefault(
            r.hit,
            {
                "id": f"{OWN}{r.hit}",
                "kind": "own",
                "state": "ended" if r.undone_at else "in_force",
                "hits": [],
                "owners": [],
                "names": [],
                "names_ids": [],
                "classes": [],
                "countries": [],
                "texts": [],
                "reason": r.reason,
                "by": r.by,
                "at": beijing(r.at),
                "until": None,
                "days_left": None,
                "clocks": [],
                "ended_at": beijing(r.undone_at) if r.undone_at else None,
                "ended_by": r.undone_by,
                "ended_reason": r.undone_reason,
                "office": office_in_words(r.matter, t),
                "suppresses": 0,
            },
        )
        row["owners"] = list(dict.fromkeys((*row["owners"], r.owner)))
    for row in rows.values():
        owners = t("cli.list.and").join(one_line(o, _TEXT_LIMIT) for o in row["owners"])
        row["scope"] = t("exceptions.scope.own", value=owners, office=row["office"])
    return list(rows.values())
