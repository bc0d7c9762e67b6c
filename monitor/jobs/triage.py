"""What persons do to hits (`monitor hit review|confirm|reject|…`): planned, shown or asked about, and carried out as one.

A plan is made of what stands in the store when the person looks; it is carried out only if that still stands then: of two people
at once the second is told what the first one did.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from monitor.assess.details import HitDetails, details_of
from monitor.bulletin.safe import one_line
from monitor.cases.actions import MOVES, NO_DETAILS, OF_THE_NAME, Action, Details, Doing, Ground, after, legal
from monitor.cases.casefile import CaseFile, casefile, not_undone, to_undo, undoing
from monitor.cases.states import CONFIRMED, SET_ASIDE, SETTLED
from monitor.clock import BEIJING, beijing
from monitor.errors import MonitorError, UsageError
from monitor.failpoints import reached
from monitor.issue.baseline import keep_what_was_shown
from monitor.jobs.around import Around
from monitor.matching.normalise import squash
from monitor.model import HitKind, State, Verdict
from monitor.store import HitRow, Store

_RUN = "-"  # as matching anew stands among the runs: the next issue tells what changed by the run it came with
_REASON_LIMIT = 500
_WORD_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants done. `hits`: in the order named; `where`: they come from a filter, and those for which it makes no sense are
    left out instead of stopping all; `seen`: the revision the person has seen, None: not said; `batch`: of an UNDO, that it takes back
    what that command did and nothing else."""

    doing: Doing
    hits: tuple[int, ...]
    actor: str
    account: str = ""
    reason: str = ""
    details: Details = NO_DETAILS
    where: bool = False
    seen: int | None = None
    batch: int | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """One hit of a plan. `action` is what will be kept, None where it cannot be (`why_not`); `entry_no`: its number in the bulletin;
    `running`: days of its clocks that will be silent; of a MERGE `own`: those that the kept one has not, told on under its number, and
    `apart`: why the two are hardly one ("owner", "own_filing", "": nothing says so); `overrules`: what another person decided, and this one decides otherwise."""

    details: HitDetails
    file: CaseFile
    action: Action | None
    entry_no: str = ""
    why_not: MonitorError | None = None
    running: tuple[tuple[str, date], ...] = ()
    own: tuple[tuple[str, date], ...] = ()
    apart: str = ""
    overrules: Action | None = None

    @property
    def hit(self) -> HitRow:
        return self.details.hit


@dataclass(frozen=True, slots=True)
class Plan:
    """`alike`: hits nobody has looked at with the same name in the same text, where these are called false alarms for it."""

    wanted: Wanted
    steps: tuple[Planned, ...]
    alike: tuple[int, ...] = ()

    @property
    def actions(self) -> tuple[Action, ...]:
        return tuple(s.action for s in self.steps if s.action is not None)


def plan(around: Around, wanted: Wanted) -> Plan:
    """What would be done, nothing being changed.

    Raises UsageError for an unknown hit, a missing reason or unit, a day that is past, and (unless the hits come from a filter) for
    a move that the table does not have, naming those it has."""
    _complete(wanted, around.clock.now())
    with Store.open(around.state, readonly=True) as store:
        return _plan(around, store, wanted)


def batch_of(around: Around, batch: int) -> tuple[int, ...]:
    """The hits to which one command did something. Raises UsageError where there is no such command."""
    with Store.open(around.state, readonly=True) as store:
        found = tuple(dict.fromkeys(a.hit for a in store.actions.of_batch(batch))) if 0 < batch < 2**63 else ()
    if not found:
        raise UsageError("errors.triage.unknown_batch", batch=batch)
    return found


def carry_out(around: Around, planned: Plan) -> Plan:
    """Do it, all or nothing. Raises UsageError where something was done to one of the hits since the plan was made, LockHeld."""
    wanted = planned.wanted
    with Store.open(around.state) as store, store.immediate():
        now = around.clock.now()
        then = {s.hit.id: s.file.revision for s in planned.steps}
        again = _plan(around, store, replace(wanted, hits=tuple(then)))
        for step in again.steps:
            # One that became another, since their records turned out to be one, was not what the person saw either.
            if step.file.revision != then.get(step.hit.id):
                raise _overtaken(around, step, then.get(step.hit.id, 0))
        done = _kept(store, again.actions, now)
        reached("triage_in_commit")
    reached("triage_committed")
    by_hit = {a.hit: a for a in done}
    return replace(planned, steps=tuple(replace(s, action=by_hit.get(s.hit.id)) for s in again.steps))


def expire(store: Store, now: datetime) -> tuple[Action, ...]:
    """The program's own moves: firms that were told and did not answer by the day they were asked to (逾期未反馈)."""
    told = store.hits.in_state(State.NOTIFIED)
    if not told:
        return ()
    today, late = now.astimezone(BEIJING).date(), []
    with store.immediate():
        for hit, done in store.actions.of(told).items():
            due = casefile(done, State.NOTIFIED).reply_by
            if due is not None and due < today:
                late.append(Action(hit, Doing.OVERDUE, State.NOTIFIED, MOVES[Doing.OVERDUE].after, "", now))
        return _kept(store, late, now)


def _kept(store: Store, actions: Sequence[Action], now: datetime) -> tuple[Action, ...]:
    """Keep what was done, and tell the next issue of every move."""
    if not actions:
        return ()
    # What the issues of an earlier version showed is worked out before this is added to it: else this counts as told.
    keep_what_was_shown(store, now)
    kept = store.actions.add(actions)
    moved = [a for a in kept if a.after is not a.before]
    if moved:
        run = store.runs.begin(_RUN, now, None, None)
        for a in moved:
            store.hits.set_state(a.hit, a.after, run, now)
        store.runs.finish(run, Verdict.OK, now, "", counts={"changed": len(moved)}, newest_item=None)
    return kept


# --- planning ---------------------------------------------------------------------------------------------------------


def _complete(wanted: Wanted, now: datetime) -> None:
    move, told = MOVES.get(wanted.doing), wanted.details
    if not wanted.hits and not wanted.where:
        raise UsageError("errors.triage.which", command=wanted.doing.value)
    if move is not None and move.reason and not _cut(wanted.reason):
        raise UsageError("errors.triage.reason", command=wanted.doing.value)
    if wanted.doing is Doing.NOTE and not _cut(wanted.reason):
        raise UsageError("errors.triage.note")
    for what, said in (("unit", told.unit), ("person", told.person), ("whom", told.whom)):
        if len(said) > _WORD_LIMIT:  # cut, it would be found under no name
            what_in_words = {"key": f"triage.option.{what}", "params": {}}
            raise UsageError("errors.triage.long", what=what_in_words, most=_WORD_LIMIT, value=_cut(said))
    if wanted.doing is Doing.HANDOVER and not _cut(told.unit):
        raise UsageError("errors.triage.to")
    if wanted.doing is Doing.ASSIGN and not (_cut(told.unit) or _cut(told.person)):
        raise UsageError("errors.triage.whom")
    if told.reply_by is not None and told.reply_by < now.astimezone(BEIJING).date():
        raise UsageError("errors.triage.past", day=told.reply_by.isoformat())
    if wanted.doing is Doing.MERGE and told.into in wanted.hits:
        raise UsageError("errors.triage.into_itself", id=told.into)


def _plan(around: Around, store: Store, wanted: Wanted) -> Plan:
    now = around.clock.now()
    found = {}
    for number in dict.fromkeys(wanted.hits):
        hit = store.hits.get(number)
        if hit is None:
            raise UsageError("errors.unknown_hit", id=number)
        found[hit.id] = hit
    kept = None
    if wanted.doing is Doing.MERGE:
        kept = _kept_one(store, found, wanted, now, around.texts.lang)
        wanted = replace(wanted, details=replace(wanted.details, into=kept.hit.id))
    left = _left_behind(store, found) if wanted.doing in _TAKING_ALONG else {}
    leads = _of_leads(store, found) if wanted.doing in (Doing.CLOSE, Doing.HANDOVER) else frozenset()
    done = store.actions.of(found)
    numbers = store.issues.entry_numbers(found)
    settles = wanted.doing in MOVES and MOVES[wanted.doing].after in SETTLED
    judged = store.hits.judged(found) if settles else {}
    steps = []
    for details in details_of(store, list(found.values()), now, around.texts.lang):
        hit = details.hit
        file = casefile(done[hit.id], hit.state)
        running = tuple((d.rule, d.date) for d in details.running) if settles else ()
        told = wanted.details
        if settles:
            told = replace(told, clocks=tuple((rule, day.isoformat()) for rule, day in running))
        if settles and MOVES[wanted.doing].after in SET_ASIDE:
            told = replace(told, judged=judged[hit.id])
        step = Planned(details, file, None, numbers.get(hit.id, ""), running=running)
        if kept is not None:
            step = replace(step, running=(), own=_own_clocks(running, kept), apart=_apart(details, kept))
        try:
            if hit.id in leads:
                raise _illegal(around, step, wanted.doing)
            if left.get(hit.id):
                raise _with_duplicates(around, hit.id, left[hit.id], wanted)
            steps.append(replace(step, action=_action(around, step, replace(wanted, details=told), now)))
        except UsageError as error:
            if not wanted.where and wanted.batch is None:
                raise
            steps.append(replace(step, why_not=error, running=(), own=(), apart=""))
    return Plan(wanted, tuple(_overruling(s, wanted.actor) for s in steps), _alike(store, wanted, steps))


def _alike(store: Store, wanted: Wanted, steps: Sequence[Planned]) -> tuple[int, ...]:
    if wanted.doing is not Doing.REJECT or (wanted.details.ground or Ground.OTHER) not in OF_THE_NAME:
        return ()
    taken = {s.hit.id for s in steps}
    pairs = {(s.hit.subject, squash(s.hit.text)) for s in steps if s.action}
    found = (h for subject in {p[0] for p in pairs} for h in store.hits.find(subject=subject, state=State.NEW.value))
    return tuple(sorted(h.id for h in found if h.id not in taken and (h.subject, squash(h.text)) in pairs))


_TAKING_ALONG = frozenset({Doing.REJECT, Doing.CLOSE, Doing.HANDOVER, Doing.MERGE})
"""What would take what was merged into a hit out of sight with it."""


def _kept_one(store: Store, found: Mapping[int, HitRow], wanted: Wanted, now: datetime, lang: str) -> HitDetails:
    """The hit that stays of those that are one. Raises UsageError where there is none, or it is not in sight itself: settled, kept out by
    an exception rule, or not found any more."""
    kept = store.hits.get(wanted.details.into)
    if kept is None:
        raise UsageError("errors.unknown_hit", id=wanted.details.into)
    if kept.id in found:
        raise UsageError("errors.triage.into_itself", id=kept.id)
    if kept.state in SETTLED:
        raise UsageError("errors.triage.into_aside", id=kept.id, state=_word_of(kept.state))
    if kept.fallen_run:
        raise UsageError("errors.triage.into_fallen", id=kept.id)
    (details,) = details_of(store, [kept], now, lang)
    if details.suppressed:
        raise UsageError("errors.triage.into_kept_out", id=kept.id, rule=kept.exception)
    return details


def _own_clocks(running: Sequence[tuple[str, date]], kept: HitDetails) -> tuple[tuple[str, date], ...]:
    theirs = {(d.rule, d.date) for d in (*kept.deadlines, *kept.passed)}
    return tuple(clock for clock in running if clock not in theirs)


def _apart(gone: HitDetails, kept: HitDetails) -> str:
    """What says that two hits are hardly one: another firm's, or a filing of our own beside one that is not."""
    if (gone.watched.owner or gone.watched.name) != (kept.watched.owner or kept.watched.name):
        return "owner"
    return "own_filing" if (gone.hit.kind is HitKind.OWN_FILING) != (kept.hit.kind is HitKind.OWN_FILING) else ""


def _left_behind(store: Store, found: Mapping[int, HitRow]) -> Mapping[int, list[int]]:
    """Hit → what was merged into it and is not named with it."""
    return {hit: [h for h in gone if h not in found] for hit, gone in store.actions.merged(found).items()}


def _of_leads(store: Store, found: Mapping[int, HitRow]) -> frozenset[int]:
    """Duplicates of what nobody has confirmed: as little as that they are closed or handed over."""
    into = store.actions.kept_of(h.id for h in found.values() if h.state is State.DUPLICATE)
    confirmed = {h.id for h in store.hits.find(ids={k for kept in into.values() for k in kept}) if h.state in CONFIRMED}
    return frozenset(hit for hit, kept in into.items() if not confirmed & set(kept))


def _with_duplicates(around: Around, hit: int, gone: Sequence[int], wanted: Wanted) -> UsageError:
    kept = (wanted.details.into,) if wanted.doing is Doing.MERGE else ()
    return UsageError(
        "errors.triage.with_duplicates",
        id=hit,
        which=around.texts("cli.list.and").join(f"#{h}" for h in gone),
        doing={"key": f"triage.doing.{wanted.doing.value}", "params": {}},
        together=" ".join(map(str, (wanted.doing.value, *kept, hit, *gone))),
        undo=" ".join(map(str, gone)),
    )


def _action(around: Around, step: Planned, wanted: Wanted, now: datetime) -> Action:
    hit, file = step.hit, step.file
    if wanted.seen is not None and wanted.seen != file.revision:
        raise _overtaken(around, step, wanted.seen)
    if wanted.doing is Doing.UNDO:
        last = to_undo(file.actions)
        if last is None:
            raise UsageError("errors.triage.nothing_to_undo", id=hit.id)
        if wanted.batch not in (None, last.batch):
            later = any(a.batch == wanted.batch for a in not_undone(file.actions))
            raise UsageError(f"errors.triage.{'after_it' if later else 'nothing_to_undo'}", id=hit.id)
        if last.doing in MOVES and last.after is not hit.state:
            raise UsageError("errors.triage.moved_since", id=hit.id, state=_word_of(hit.state))
        undone = undoing(last, file.actions, wanted.actor, now, hit.state)
        return replace(undone, hit=hit.id, reason=_cut(wanted.reason), account=wanted.account, details=NO_DETAILS)
    state = after(wanted.doing, hit.state)
    if state is None:
        raise _illegal(around, step, wanted.doing)
    told = wanted.details
    if wanted.doing is Doing.REJECT and not told.ground:
        told = replace(told, ground=Ground.OTHER.value)
    told = replace(
        told,
        unit=_cut(told.unit, _WORD_LIMIT),
        person=_cut(told.person, _WORD_LIMIT),
        whom=_cut(told.whom, _WORD_LIMIT),
    )
    return Action(hit.id, wanted.doing, hit.state, state, wanted.actor, now, _cut(wanted.reason), wanted.account, told)


def _cut(text: str, limit: int = _REASON_LIMIT) -> str:
    return one_line(text, limit)


def _overruling(step: Planned, actor: str) -> Planned:
    """Whether this takes back, or decides otherwise, or ends, what somebody else did last."""
    action = step.action
    if action is None:
        return step
    if action.doing is Doing.UNDO:
        last = next(a for a in step.file.actions if a.id == action.undoes)
    else:
        moved = step.file.last_move
        turns = action.doing in _TURNING or action.after in SET_ASIDE or action.before is State.WATCHING
        if moved is None or action.after is action.before or not turns:
            return step
        last = moved
    return step if last.actor in ("", actor) else replace(step, overrules=last)


_TURNING = frozenset({Doing.REOPEN, Doing.REVIEW, Doing.WATCH, Doing.REJECT, Doing.CLOSE, Doing.HANDOVER})


def _illegal(around: Around, step: Planned, doing: Doing) -> UsageError:
    state, t = step.hit.state, around.texts
    can = [f"{d.value} {t(f'triage.doing.{d.value}')}" for d in legal(state)]
    last = step.file.last_move
    by = {"key": f"errors.triage.state_{'by' if last else 'new'}", "params": _told(around, last) if last else {}}
    return UsageError(
        "errors.triage.illegal",
        id=step.hit.id,
        state=_word_of(state),
        by=by,
        doing={"key": f"triage.doing.{doing.value}", "params": {}},
        legal=can,
    )


def _overtaken(around: Around, step: Planned, seen: int) -> UsageError:
    """What was done to a hit since somebody looked at it."""
    since = [a for a in step.file.actions if a.id > seen]
    if not since:
        return UsageError("errors.triage.seen_wrong", id=step.hit.id, seen=seen, now=step.file.revision)
    return UsageError(
        "errors.triage.overtaken",
        id=step.hit.id,
        now=step.file.revision,
        state=_word_of(step.hit.state),
        **_told(around, since[-1]),
    )


def _told(around: Around, action: Action) -> dict[str, object]:
    t = around.texts
    return {
        "who": action.actor or t("triage.program"),
        "at": beijing(action.at),
        "what": t(f"triage.doing.{action.doing.value}"),
        "why": t("triage.because", reason=action.reason) if action.reason else "",
    }


def _word_of(state: State) -> Mapping[str, object]:
    return {"key": f"word.state.{state.value}", "params": {}}
