"""Proposals of `lint`, made again on the list as it is now and carried out as one change, with history and undo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitor.errors import UsageError
from monitor.jobs.around import Around
from monitor.jobs.importing import Planned, kept_in
from monitor.matching import build_matcher, lint
from monitor.matching.expected import Noise, expected_noise
from monitor.matching.quieting import Proposal, carried_out, left_after, proposal, proposals
from monitor.model import ListAct, WatchedName
from monitor.store import Store
from monitor.watchlist import plan_listings
from monitor.watchlist.editing import Saying, with_fields


@dataclass(frozen=True, slots=True)
class Quieted:
    """What is done about one name, and what is expected of it per 10,000 filings before and after."""

    name: WatchedName
    chosen: tuple[Proposal, ...]
    before: float
    after: float


def proposed(names: Sequence[WatchedName], noise: Sequence[Noise]) -> dict[str, tuple[Proposal, ...]]:
    """All that can be carried out, by the id of the name: against its noise, and flags that its shape asks for. `names` is the
    whole list, `noise` what is known of some of them; the others get no figure."""
    by_id = {n.id: n for n in names}
    found: dict[str, list[Proposal]] = {n.watched_id: list(proposals(by_id[n.watched_id], n)) for n in noise}
    of_name = {n.watched_id: n for n in noise}
    for finding in lint(names):
        if finding.proposes_flag:
            here = found.setdefault(finding.watched_id, [])
            known = of_name.get(finding.watched_id)
            name = by_id[finding.watched_id]
            made = Proposal(name.id, "flag", finding.what, None)
            if made.id not in {p.id for p in here}:
                here.append(proposal(name, "flag", finding.what, known) if known else made)
    return {i: tuple(each) for i, each in found.items()}


def plan_quieting(around: Around, ids: Sequence[str]) -> tuple[Planned, tuple[Quieted, ...]]:
    """Carry out proposals by their ids. They are made again for the list as it is: one that no longer holds is refused, and so
    is what would leave a name without any spelling. Raises UsageError for both."""
    with Store.open(around.state, readonly=True) as store, store.snapshot():
        kept = kept_in(store)
        every = {n.id: n for n in kept.active}
        chosen = _chosen(list(kept.active), ids)
        names = [every[i] for i in chosen]
        noise = {n.watched_id: n for n in expected_noise(names)}
        quieted = tuple(
            Quieted(n, chosen[n.id], noise[n.id].per_10_000, left_after(n, chosen[n.id], noise[n.id])) for n in names
        )
        for each in quieted:
            _something_is_left(each)
        listings = kept.listings
        for each in quieted:
            for flag in (p.value for p in each.chosen if p.what == "flag"):
                listings, _ = with_fields(
                    replace(kept, listings=listings), [each.name], [Saying("flags", "+", frozenset({flag}))]
                )
        off = {n.id: n.disabled_variants for n in kept.known}
        off |= {q.name.id: carried_out(q.name, q.chosen).disabled_variants for q in quieted}
        plan = plan_listings(listings, kept, off=off)
        now_off = store.watchlist.contents().off | {
            (q.name.id, p.value) for q in quieted for p in q.chosen if p.what == "off"
        }
        subject = "；".join(f"{q.name.name} {_said(p)}" for q in quieted for p in q.chosen)[:200]
        return Planned(None, plan, store.watchlist.version(), ListAct("set", ""), off=now_off, subject=subject), quieted


def _chosen(names: Sequence[WatchedName], ids: Sequence[str]) -> dict[str, tuple[Proposal, ...]]:
    """The proposals of these ids by the id of their name, as they are made now. Raises UsageError for one that is not."""
    by_id = {n.id: n for n in names}
    wanted = list(dict.fromkeys(i.strip() for i in ids))
    about = [by_id[i.rpartition("-")[0]] for i in wanted if i.rpartition("-")[0] in by_id]
    now = proposed(names, expected_noise(list(dict.fromkeys(about))))
    found: dict[str, list[Proposal]] = {}
    for i in wanted:
        of_name = i.rpartition("-")[0]
        made = next((p for p in now.get(of_name, ()) if p.id == i), None)
        if made is None:
            others = [p.id for p in now.get(of_name, ()) if p.id]
            key = "proposal_gone" if of_name in by_id else "proposal_of_nobody"
            raise UsageError(f"watchlist.errors.{key}", id=i, others=others or ["–"])
        found.setdefault(of_name, []).append(made)
    return {i: tuple(each) for i, each in found.items()}


def _something_is_left(quieted: Quieted) -> None:
    after = carried_out(quieted.name, quieted.chosen)
    if not any(v.enabled for v in build_matcher([after]).variants_of(after.id)):
        raise UsageError("watchlist.errors.nothing_left", name=quieted.name.name)


def _said(each: Proposal) -> str:
    return f"-{each.value}" if each.what == "off" else f"+{each.value}"
