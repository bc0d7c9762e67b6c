"""A person says that a filing is the listed firm's own, or takes that back (`monitor hit confirm-own`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from monitor.assess.rematch import ListInUse, confirmed_in, list_in_use, rejudge
from monitor.assess.whose import office_of
from monitor.bulletin.places import forum_name
from monitor.clock import beijing
from monitor.errors import UsageError
from monitor.forums import SHIPPED
from monitor.jobs.around import Around, settings_of
from monitor.matching.normalise import squash
from monitor.model import Category, HitKind, Mention, Role
from monitor.store import HitRow, Store
from monitor.store.confirmed import ConfirmedRow
from monitor.texts import Texts


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of one hit: its owners, at which office ("tm:US", and in words), which watched name and whose it is on
    the list ("" where the list does not say), what the hit is from now on, and the hits that are another kind now."""

    hit: int
    owners: tuple[str, ...]
    office: str
    office_name: str
    watched: str
    registrant: str
    kind: HitKind
    changed: tuple[int, ...]


def confirm_own(around: Around, ids: Sequence[int], by: str, reason: str = "") -> list[Said]:
    """The owners of these hits' matters are the listed firm, in all they file at that office, read or to be read.

    Raises UsageError for an unknown hit, and for one whose matter names no owner; then nothing is changed."""
    now = around.clock.now()
    with _begun(around) as (store, using):
        result = []
        for hit_id in dict.fromkeys(ids):
            hit = _hit(store, hit_id)
            office = office_of(hit.matter.key)
            family = using.families.of.get(hit.watched_id, hit.watched_id)
            present = _owners(m for _, m in store.mentions.of([hit.matter.id])[hit.matter.id])
            if not present:
                raise UsageError("errors.no_owner_to_confirm", id=hit_id)
            ever = _owners(m for stored in store.matters.stored_of([hit.matter.id]) for m in stored.mentions)
            rows = [
                ConfirmedRow(
                    family, owner, squash(owner), office, hit.matter.key, hit.id, owner not in present, by, reason, now
                )
                for owner in ever
            ]
            store.confirmed.add(rows)
            result.append(_judged_again(around, store, using, hit, present, office))
        return result


def take_back(around: Around, ids: Sequence[int], by: str, reason: str = "") -> list[Said]:
    """What was confirmed of these hits holds no more, and why. Raises UsageError for an unknown hit, or one nothing was said of."""
    now = around.clock.now()
    with _begun(around) as (store, using):
        result = []
        for hit_id in dict.fromkeys(ids):
            hit = _hit(store, hit_id)
            said = [r for r in store.confirmed.all([hit.id]) if r.undone_at is None]
            if not store.confirmed.take_back(hit.id, by, now, reason):
                raise UsageError("errors.nothing_confirmed", id=hit_id)
            owners = tuple(dict.fromkeys(r.owner for r in said if not r.past))
            result.append(_judged_again(around, store, using, hit, owners, office_of(hit.matter.key)))
        return result


def confirmed_rows(store: Store, hits: Sequence[int] | None = None) -> list[dict[str, Any]]:
    """What was said, as JSON prints it."""
    return [
        {
            "hit": r.hit,
            "owner": r.owner,
            "office": r.office,
            "matter": r.matter,
            "by": r.by,
            "at": beijing(r.at),
            "reason": r.reason,
            "undone_at": beijing(r.undone_at) if r.undone_at else None,
            "undone_by": r.undone_by,
            "undone_reason": r.undone_reason,
        }
        for r in store.confirmed.all(hits)
        if not r.past
    ]


def _hit(store: Store, hit_id: int) -> HitRow:
    hit = store.hits.get(hit_id)
    if hit is None:
        raise UsageError("errors.unknown_hit", id=hit_id)
    return hit


def _owners(mentions: Iterable[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.text for m in mentions if m.role is Role.APPLICANT))


def _judged_again(
    around: Around, store: Store, using: ListInUse, hit: HitRow, owners: Sequence[str], office: str
) -> Said:
    filings = store.confirmed.filings_of(owners)
    matters = {hit.matter.id, *(m for m, key in filings.items() if office_of(key) == office)}
    using = replace(using, families=replace(using.families, confirmed=confirmed_in(store)))
    changed = rejudge(store, using, matters, around.clock.now())
    name = next((w for w in using.names if w.id == hit.watched_id), None)
    return Said(
        hit=hit.id,
        owners=tuple(owners),
        office=office,
        office_name=office_in_words(hit.matter.key, around.texts),
        watched=name.name if name else hit.watched_id or hit.text,
        registrant=name.owner if name else "",
        kind=_hit(store, hit.id).kind,
        changed=tuple(sorted(changed)),
    )


def office_in_words(matter: str, t: Texts) -> str:
    """The office a matter lies with, as its forum file calls it in short; where no file answers for it, as the bulletin
    calls it."""
    forum = SHIPPED.for_matter(Category.TRADEMARK, "", matter)
    return forum.short[t.lang] if forum else forum_name(matter, "", Category.TRADEMARK, t)


@contextmanager
def _begun(around: Around) -> Iterator[tuple[Store, ListInUse]]:
    """The store, and a matcher of its list that was made before the transaction began: that takes a while."""
    with Store.open(around.state) as store:
        using = list_in_use(store, settings_of(around, store).region)
        with store.immediate():
            yield store, using
