"""A planned change of the lists as a person sees it and agrees to it: old → new, what would be watched less, renamings."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import typer

from monitor.cli.common import Session
from monitor.errors import UsageError

if TYPE_CHECKING:
    from monitor.jobs.importing import Planned, Stale
    from monitor.model import WatchedName
    from monitor.watchlist import Change, ImportPlan, Loss, Rename, Said

_SHOWN = 20  # lines of each sort on a terminal; --all and --json show all
_COUNTS = ("names", "spellings", "firms", "classes")


def show_differences(session: Session, plan: ImportPlan, *, whole: bool = False) -> None:
    """What is added, removed and changed, each field old → new; how much is watched before → after, and what less."""
    t = session.texts
    change, firms = plan.names_diff, plan.companies_diff
    counts = {w: len(getattr(change, w)) for w in ("added", "changed", "removed", "unchanged")}
    session.say("watchlist.cli.diff", **counts)
    lines = [_line(session, "removed", n) for n in change.removed]
    lines += [_changed(session, c) for c in change.changed]
    lines += [_line(session, "added", n) for n in change.added]
    _folded(session, lines, whole)
    if plan.kept:
        session.say("watchlist.cli.kept", fields=session.joined(t(f"watchlist.field.{f}") for f in plan.kept))
    counts = {"added": len(firms.added), "removed": len(firms.removed)}
    session.say("watchlist.cli.diff_companies", count=len(plan.companies), **counts)
    _folded(session, [_changed(session, c) for c in firms.changed if "name" in c.fields], whole)
    for renamed in plan.renamed:
        session.say("watchlist.plan.renamed", id=renamed.old.id, old=renamed.old.name, new=renamed.new.name)
    session.say("watchlist.plan.measured", said=measured_text(session, _measured(plan)))
    if plan.losses:
        session.say("watchlist.plan.losses", count=len(plan.losses))
        _folded(session, [_loss(session, loss) for loss in plan.losses], whole)


def measured_text(session: Session, measured: dict[str, tuple[int, int]]) -> str:
    """名称 139 → 139 · 写法 412 → 139 · 企业 91 → 0 · 类别 200 → 200."""
    said = (
        f"{session.texts(f'watchlist.plan.{k}')} {measured[k][0]} → {measured[k][1]}" for k in _COUNTS if k in measured
    )
    return " · ".join(said)


def agreed(session: Session, planned: Planned, again: Callable[[Said], Planned], said: Said, *, yes: bool) -> Planned:
    """The plan once a person has said what looks like a renaming, that an old copy may win, that less may be watched; planned
    `again` where renamings were answered. Raises UsageError where nobody can be asked, typer.Exit where the answer is no."""
    planned = _renamings_said(session, planned, again, said)
    _renames_fit(session, planned.plan, said)
    plan = planned.plan
    if plan.unchanged or yes:
        return planned
    if planned.stale:
        _ask(session, "watchlist.plan.agree_stale", _stale_error(planned.stale))
    if plan.shrinks:
        params = {"said": measured_text(session, _measured(plan)), "count": len(plan.losses), "list": planned.done.list}
        key = "needs_yes_import" if planned.done.act == "import" and plan.names_diff.removed else "needs_yes"
        _ask(session, "watchlist.plan.agree_losses", UsageError(f"watchlist.errors.{key}", **params), **params)
    return planned


def show_stale(session: Session, stale: Stale, *, whole: bool = False) -> None:
    """That the file is an old copy, and what has changed since it was made."""
    key, params = _stale_said(stale)
    session.tell(session.texts(key, **params))
    if since := stale.since:
        lines = [_line(session, "added", n) for n in since.added] + [_changed(session, c) for c in since.changed]
        _folded(session, lines + [_line(session, "removed", n) for n in since.removed], whole)


def plan_json(planned: Planned) -> dict[str, Any]:
    """The parts of a plan that every change of the lists has, for --json."""
    plan, stale = planned.plan, planned.stale
    change = plan.names_diff
    return {
        "list": planned.done.list,
        "added": [_name_json(n) for n in change.added],
        "changed": [_change_json(c) for c in change.changed],
        "removed": [{"id": n.id, "name": n.name} for n in change.removed],
        "unchanged": len(change.unchanged),
        "companies": len(plan.companies),
        "companies_added": [{"id": n.id, "name": n.name} for n in plan.companies_diff.added],
        "companies_removed": [{"id": n.id, "name": n.name} for n in plan.companies_diff.removed],
        "before": asdict(plan.before),
        "after": asdict(plan.after),
        "losses": [_loss_json(loss) for loss in plan.losses],
        "renamed": [_rename_json(r) for r in plan.renamed],
        "unclear": [_rename_json(r) for r in plan.unclear],
        "stale": {"version": stale.version, "at": stale.at, "changes": stale.count} if stale else None,
        "kept": list(plan.kept),
        "version": plan.version,
    }


def said_of(renames: Sequence[str] | None, apart: Sequence[str] | None, *, clear: bool = False) -> Said:
    """What --rename OLD=NEW and --not-renamed OLD say. Raises UsageError for one without both sides."""
    from monitor.watchlist import ALL_OF_THEM, Said

    pairs = {}
    for text in renames or ():
        old, _, new = (part.strip() for part in text.partition("="))
        if old == ALL_OF_THEM and not new:
            new = ALL_OF_THEM
        if not old or not new:
            raise UsageError("watchlist.errors.rename_form", said=text)
        pairs[old] = new
    return Said(pairs, frozenset(apart or ()), clear)


def _renamings_said(session: Session, planned: Planned, again: Callable[[Said], Planned], said: Said) -> Planned:
    from monitor.watchlist import ALL_OF_THEM, Said

    while unclear := planned.plan.unclear:
        if ALL_OF_THEM in (said.renames or {}):
            every = {r.old.id: r.new.name for r in unclear}
            said = Said({**every, **(said.renames or {})}, said.apart | set(every), said.clear)
            planned = again(said)
            continue
        if not sys.stdin.isatty():
            ways = "\n".join(_ways(session, r) for r in unclear[:_SHOWN])
            ways += "\n…" if len(unclear) > _SHOWN else ""
            raise UsageError("watchlist.errors.needs_rename", count=len(unclear), ways=ways)
        renames, apart = dict(said.renames or {}), set(said.apart)
        for rename in unclear:
            answer = session.answered(
                "watchlist.plan.agree_rename", id=rename.old.id, old=rename.old.name, new=rename.new.name
            )
            if answer is None:  # neither yes nor no: to end a watch takes an answer
                session.say("watchlist.cli.cancelled")
                raise typer.Exit(0)
            if answer:
                renames[rename.old.id] = rename.new.name
            else:
                apart.add(rename.old.id)
        said = Said(renames, frozenset(apart), said.clear)
        planned = again(said)
    return planned


def _renames_fit(session: Session, plan: ImportPlan, said: Said) -> None:
    """A renaming that was said and that fits nothing is no word about anything."""
    from monitor.watchlist import ALL_OF_THEM

    done = {name for r in plan.renamed for name in (r.old.id, r.old.name)}
    for old in said.renames or {}:
        if old != ALL_OF_THEM and old not in done and not any(old in (n.id, n.name) for n in plan.all):
            raise UsageError("watchlist.errors.rename_unknown", old=old, new=(said.renames or {})[old])


def _ask(session: Session, question: str, otherwise: UsageError, **params: object) -> None:
    if not sys.stdin.isatty():
        raise otherwise
    if not session.agrees(question, **params):
        session.say("watchlist.cli.cancelled")
        raise typer.Exit(0)


def _ways(session: Session, rename: Rename) -> str:
    t = session.texts
    return t("watchlist.plan.rename_ways", id=rename.old.id, old=rename.old.name, new=rename.new.name)


def _stale_error(stale: Stale) -> UsageError:
    key, params = _stale_said(stale)
    return UsageError("watchlist.errors.needs_yes_stale", why={"key": key, "params": params})


def _stale_said(stale: Stale) -> tuple[str, dict[str, object]]:
    from monitor.clock import BEIJING

    if stale.at is None:
        return "watchlist.plan.stale_unknown", {"version": stale.version}
    params = {
        "version": stale.version,
        "date": stale.at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M"),
        "count": stale.count,
    }
    return "watchlist.plan.stale" if stale.since else "watchlist.plan.stale_changes", params


def _measured(plan: ImportPlan) -> dict[str, tuple[int, int]]:
    before, after = asdict(plan.before), asdict(plan.after)
    return {k: (before[k], after[k]) for k in _COUNTS}


def _line(session: Session, what: str, name: WatchedName) -> str:
    return f"{session.texts(f'watchlist.cli.{what}')}  {name.id} {name.name}"


def _changed(session: Session, change: Change) -> str:
    t = session.texts
    name = f"{change.new.id} {change.new.name}"
    said = (
        t(
            "cli.table.below",
            title=t(f"watchlist.field.{f}"),
            value=f"{_shown(session, change.old, f)} → {_shown(session, change.new, f)}",
        )
        for f in change.fields
    )
    return f"{t('watchlist.cli.changed')}  {name}  {t('watchlist.plan.between').join(said)}"


def _shown(session: Session, name: WatchedName, field: str) -> str:
    t = session.texts
    if field == "kind":
        return t(f"watchlist.kind.{name.kind.value}")
    value = getattr(name, field)
    if field == "flags":
        return session.joined(t(f"watchlist.flag.{f}") for f in sorted(value)) or t("watchlist.plan.nothing")
    text = "; ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text or t("watchlist.plan.nothing")


def _loss(session: Session, loss: Loss) -> str:
    t = session.texts
    parts = []
    if loss.spellings:
        key = "loss_gone" if loss.gone else "loss_main" if loss.main else "loss_spellings"
        parts.append(t(f"watchlist.plan.{key}", spellings=session.joined(loss.spellings)))
    if loss.classes and not loss.gone:
        parts.append(t("watchlist.plan.loss_classes", classes=session.joined(map(str, loss.classes))))
    return t("cli.table.below", title=f"{loss.old.id} {loss.old.name}", value=t("watchlist.plan.between").join(parts))


def _folded(session: Session, lines: Sequence[str], whole: bool) -> None:
    for line in lines if whole else lines[:_SHOWN]:
        session.tell("  " + line)
    if not whole and len(lines) > _SHOWN:
        session.say("watchlist.plan.more", count=len(lines) - _SHOWN)


def _name_json(name: WatchedName) -> dict[str, Any]:
    return {**asdict(name), "kind": name.kind.value, "flags": sorted(name.flags)}


def _change_json(change: Change) -> dict[str, Any]:
    old, new = _name_json(change.old), _name_json(change.new)
    values = {f: {"old": old[f], "new": new[f]} for f in change.fields}
    return {"id": change.new.id, "name": change.new.name, "fields": list(change.fields), "values": values}


def _loss_json(loss: Loss) -> dict[str, Any]:
    said = {"id": loss.old.id, "name": loss.old.name, "spellings": list(loss.spellings)}
    return {**said, "classes": list(loss.classes), "main": loss.main, "gone": loss.gone}


def _rename_json(rename: Rename) -> dict[str, str]:
    return {"id": rename.old.id, "old": rename.old.name, "new": rename.new.name}
