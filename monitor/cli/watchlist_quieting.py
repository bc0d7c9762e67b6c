"""`monitor watchlist lint --apply`: proposals carried out, with what is expected before and after; and how one is worded."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from monitor.cli.common import Session
from monitor.cli.watchlist_changes import listed_or_not, recheck_json, say_done
from monitor.cli.watchlist_plan import agreed, plan_json, said_of

if TYPE_CHECKING:
    from monitor.jobs.quieting import Quieted
    from monitor.matching.quieting import Proposal
    from monitor.model import WatchedName


def apply_proposals(
    session: Session, ids: Sequence[str], *, by: str, reason: str, dry_run: bool, yes: bool, as_json: bool
) -> None:
    from monitor.jobs.importing import take_in
    from monitor.jobs.people import called
    from monitor.jobs.quieting import plan_quieting

    listed_or_not(session)
    planned, quieted = plan_quieting(session, ids)
    if not as_json:
        for each in quieted:
            _show(session, each)
    told: dict[str, Any] = {"applied": [_json(q) for q in quieted]}
    if dry_run:
        if as_json:
            session.print_json({**told, **plan_json(planned), "written": False})
        else:
            session.say("watchlist.cli.dry_change")
        return
    planned = agreed(session, planned, lambda _: planned, said_of((), ()), yes=yes)
    rematching = partial(session.say, "watchlist.cli.rechecking")
    done = take_in(session, planned, Path(), by=called(by), reason=reason.strip(), rematching=rematching)
    if as_json:
        session.print_json({**told, **plan_json(planned), "written": True, "recheck": recheck_json(done)})
        return
    say_done(session, done)
    session.say("watchlist.lint.undo_how")


def figure(session: Session, value: float) -> str:
    """How many filings of 10,000, in words."""
    if value < 1:
        return session.texts("watchlist.lint.below_one" if value else "watchlist.lint.none_left")
    return session.texts("watchlist.lint.about", count=round(value))


def proposal_said(session: Session, w: WatchedName, proposal: Proposal) -> str:
    """What a proposal would do, and what it would leave where that is known."""
    flag = session.texts.find(f"watchlist.flag.{proposal.value}") if proposal.what == "flag" else ""
    left = "" if proposal.left is None else figure(session, proposal.left)
    known = "" if left or proposal.what == "classes" else "_unknown"
    return session.texts(
        f"watchlist.lint.propose_{proposal.what}{known}", name=w.name, value=flag or proposal.value, left=left
    )


def _show(session: Session, quieted: Quieted) -> None:
    t = session.texts
    for each in quieted.chosen:
        value = t.find(f"watchlist.flag.{each.value}") if each.what == "flag" else each.value
        done = t(f"watchlist.lint.does_{each.what}", value=value or each.value)
        session.tell(t("cli.table.below", title=f"{quieted.name.id} {quieted.name.name}", value=done))
    before, after = figure(session, quieted.before), figure(session, quieted.after)
    session.say("watchlist.lint.before_after", name=quieted.name.name, before=before, after=after)


def _json(quieted: Quieted) -> dict[str, Any]:
    return {
        "id": quieted.name.id,
        "name": quieted.name.name,
        "proposals": [{"id": p.id, "what": p.what, "value": p.value} for p in quieted.chosen],
        "per_10_000": {"before": round(quieted.before, 2), "after": round(quieted.after, 2)},
    }
