"""`python -m tests.mutation`: change the functions that decide one place at a time, and see whether a test notices.

Exit code 0 where the share of killed mutants reaches the floor and every known fault is noticed, else 1; 2 where the tests
fail without any change, or what was to be changed is nowhere."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.mutation.faults import Fault, LostFault, place_of, read_faults
from tests.mutation.mutants import NoSuchTarget, code_of
from tests.mutation.page import Stale, Tally, faults_noticed_on, read_reasons, with_rows_kept, write_page
from tests.mutation.runner import Job, Outcome, RedTests, Runner
from tests.mutation.targets import Plan, Target, read_plan

HERE = Path(__file__).parent


def main(words: Sequence[str] | None = None) -> int:
    options = _options(words)
    try:
        plan = read_plan(options.targets)
        faults = read_faults(options.faults) if options.faults.is_file() else []
        mutants = {t.name: _jobs_of(t) for t in plan.targets}
        known = [_job_of(f, plan) for f in faults]
    except (NoSuchTarget, LostFault) as lost:
        print(f"not where it was: {lost}", file=sys.stderr)
        return 2
    jobs = [job for each in mutants.values() for job in each]
    if options.only:
        jobs = [j for j in jobs if any(name in j.id for name in options.only)]
        known = [j for j in known if any(name in j.id for name in options.only)]
    if options.list:
        for job in [*known, *jobs]:
            print(job.id)
        return 0
    if not jobs and not known:
        print(f"no mutant and no fault is named like {' or '.join(options.only)}", file=sys.stderr)
        return 2
    runner = Runner(plan.root, plan.package, options.processes, options.limit)
    began = time.monotonic()
    try:
        runner.baseline([j.tests for j in [*known, *jobs]])
    except RedTests as red:
        print(f"these tests fail without any change:\n{red}", file=sys.stderr)
        return 2
    outcomes = []
    for outcome in runner.run([*known, *jobs]):
        outcomes.append(outcome)
        _progress(outcomes, len(known) + len(jobs))
    killed = {o.job.id for o in outcomes if o.killed}
    slow = Counter({o.job.id: o.seconds for o in outcomes}).most_common(3)
    print(f"{len(outcomes)} runs in {time.monotonic() - began:.0f} s; hung: {sum(o.how == 'hung' for o in outcomes)};"
          f" slowest: {', '.join(f'{i} {s:.0f} s' for i, s in slow)}")  # fmt: skip
    wanted = {j.id for j in jobs}
    tallies = [
        Tally(t.name, tuple((j.id, j.id in killed) for j in mutants[t.name] if j.id in wanted)) for t in plan.targets
    ]
    tallies = [t for t in tallies if t.mutants]
    unnoticed = [j.id for j in known if j.id not in killed]
    share = _told(tallies, unnoticed)
    if options.page and (options.again or not options.only):
        if options.only:
            page = options.page.read_text(encoding="utf-8")
            every = {name: [j.id for j in jobs_of] for name, jobs_of in mutants.items() if jobs_of}
            ran = [t for t in tallies if len(t.mutants) == len(every[t.name])]  # of one run in part the row is kept
            try:
                tallies = with_rows_kept(page, ran, every)
            except Stale as stale:
                print(f"the page is not written; these must be run too: {stale}", file=sys.stderr)
                return 2
            met = {j.id for j in known}
            killed |= {f"fault {i}" for i in faults_noticed_on(page) if f"fault {i}" not in met}
        write_page(options.page, tallies, faults, killed, read_reasons(options.reasons))
    return int(share < plan.floor or bool(unnoticed))


def _options(words: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("--only", action="append", default=[], metavar="NAME", help="mutants and faults so named")
    parser.add_argument("--again", action="store_true", help="write the rows of what --only names, keep the others")
    parser.add_argument("--list", action="store_true", help="name them and run nothing")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--limit", type=float, default=None, metavar="SECONDS", help="when a mutant counts as hanging")
    parser.add_argument("--targets", type=Path, default=HERE / "targets.toml")
    parser.add_argument("--faults", type=Path, default=None)
    parser.add_argument("--reasons", type=Path, default=None)
    parser.add_argument("--page", type=Path, default=None, help="where the table is written after a whole run")
    options = parser.parse_args(words)
    beside = options.targets.parent
    options.faults = options.faults or beside / "faults.toml"
    options.reasons = options.reasons or beside / "survivors.toml"
    if options.page is None and options.targets == HERE / "targets.toml":
        options.page = HERE.parents[1] / "docs" / "mutants.md"
    return options


def _jobs_of(target: Target) -> list[Job]:
    source, path, function = target.source, target.path, target.function

    def job(name: str, place: int) -> Job:
        return Job(name, target.module, path, lambda: code_of(source, str(path), function, place), target.tests)

    return [job(m.id, m.place) for m in target.mutants()]


def _job_of(fault: Fault, plan: Plan) -> Job:
    path, source = place_of(fault, plan.root / plan.package)
    parts = path.relative_to(plan.root).with_suffix("").parts
    module = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return Job(f"fault {fault.id}", module, path, lambda: compile(source, str(path), "exec"), fault.tests)


def _progress(outcomes: list[Outcome], total: int) -> None:
    """Where it stands, on the talk side: every fifty runs, and each survivor as it is met."""
    last = outcomes[-1]
    if not last.killed:
        print(f"survived: {last.job.id}", file=sys.stderr, flush=True)
    if len(outcomes) % 50 == 0 or len(outcomes) == total:
        survived = sum(not o.killed for o in outcomes)
        print(f"{len(outcomes)}/{total}, survived {survived}", file=sys.stderr, flush=True)


def _told(tallies: Sequence[Tally], unnoticed: Sequence[str]) -> float:
    """Print what came of each function; the share of all that was killed."""
    for tally in tallies:
        print(f"{tally.killed:4}/{len(tally.mutants):<4} {tally.name}")
        for name in tally.survivors:
            print(f"          survived: {name}")
    for name in unnoticed:
        print(f"          NOT NOTICED: {name}")
    every = sum(len(t.mutants) for t in tallies)
    killed = sum(t.killed for t in tallies)
    share = killed / every if every else 1.0
    print(f"killed {killed} of {every} ({share:.1%}); known faults not noticed: {len(unnoticed)}")
    return share


if __name__ == "__main__":
    sys.exit(main())
