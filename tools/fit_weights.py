"""Fit monitor/matching/tables/weights.toml to labelled pairs. Run by a developer, never by users.

    python -m tools.fit_weights --fit PAIRS.csv… --report OTHERS.csv… [--names NAMES.csv] [--write]

Pairs are tables as tools/labelled.py describes them; so is what reviewers decided, once it is exported.

The score of a mark is a product of weights: its logarithm is a sum. That of a firm is a sum; its logarithm moves, as long as weights
move little, with each by the share that this one has in it (tools/labelled.py). With

    odds of a match = (score / 0.70) ^ STEEPNESS

the fit is a logistic regression in the logarithms of the weights: at 0.70, where review begins, a find is as likely a match as
not, at 0.85, where an alert begins, nine in ten are. Every weight is held near its present value with a standard deviation of
HELD of itself; rows that fewer than FEWEST finds exercise, what stands around a text (classes, roles), and the bounds of a
firm's score do not move.

Decisions stay: that a match of the fit falls by a band, or anything rises by one or vanishes, is charged for, and what the charge
does not prevent is drawn back. A table that was fitted says more by its score, and does not say something else.

Labelled pairs hold far more matches than a register does. With `--names` (a table with a column watch_name, name or word) each
name is tried on the background list of foreign brands, firms, cities and words that ships with the program; whatever is found
there, but for the name itself letter by letter, is somebody else's and counts as STRANGER pairs of label "no". Half of the
background (by a digest of its text) goes to the fit, the other half to the report.

Prints, for the present weights and the fitted ones, how many matches and how many others each part of the scale holds, in the
fit and on the pairs reported on, what moved, and every decision that would change. `--write` puts the fitted numbers into
the table.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from monitor.matching import build_matcher, weights
from monitor.matching.bands import ALERT, DIGEST, REVIEW, band_of
from monitor.matching.expected import background
from monitor.model import WatchedName
from tools.labelled import LabelledPair, judge, read_pairs

TABLE = Path(weights.__file__).parent / "tables" / weights.TABLE
STEEPNESS = math.log(9) / math.log(ALERT / REVIEW)
HELD = 0.04
STRANGER = 10
FEWEST = 5
HELD_FAST = (
    "spelling.pinyin", "spelling.part",  # what the office wrote, or would
    "stands.word", "stands.phrase", "near.letters_beside",
    "against.short_4", "against.short_5", "against.everyday_word",  # an office wants to see them, whatever they are worth
)  # fmt: skip
LADDER = tuple(f"near.one_letter_{least}" for least in (5, 6, 7, 8, 10, 13))
EDGES = (0.0, 0.60, 0.65, 0.70, 0.75, 0.80, 0.85, 0.90, 0.95)
_STEPS, _STILL, _LEAST = 6_000, 1e-4, 0.05
_CHARGE = 200.0  # for a decision that would change
_BANDS, _CLEAR, _ROUNDS = (DIGEST, REVIEW, ALERT), 0.001, 50
# What stands around a text is not in pairs of two names, and the bounds of a firm's score are decisions.
_FIXED = ("around.", "firm_least.", "firm_most.")


@dataclass(frozen=True, slots=True)
class Case:
    """One find with the rows that made its score and their shares in it; `weight`: how many pairs it counts as; `added`: its score
    is a sum, that of a firm."""

    said: str
    true: bool
    score: float
    rows: Mapping[str, float]
    weight: float = 1.0
    added: bool = False


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--fit", nargs="+", type=Path, required=True, metavar="PAIRS.csv")
    asked.add_argument("--report", nargs="*", type=Path, default=[], metavar="OTHERS.csv")
    asked.add_argument("--names", type=Path, metavar="NAMES.csv")
    asked.add_argument("--hold", nargs="*", default=HELD_FAST, metavar="ROW", help="rows that must not move")
    asked.add_argument("--write", action="store_true")
    options = asked.parse_args()
    here, there = strangers(options.names) if options.names else ([], [])
    fitted_on = [case for path in options.fit for case in cases(pairs_of(path))] + here
    others = {path.stem: list(cases(pairs_of(path))) for path in options.report}
    if there:
        others["strangers"] = there
    moves = with_decisions_kept(in_order(fit(fitted_on, frozenset(options.hold)), fitted_on), fitted_on)
    for name, held in {"fitted on": fitted_on, **others}.items():
        print(f"\n{name}")
        scale("  present", [(c.true, c.score) for c in held])
        scale("  fitted ", [(c.true, moved(c, moves)) for c in held])
        for case in held:
            before, after = band_of(case.score), band_of(moved(case, moves))
            if before is not after:
                print(f"    {'match' if case.true else 'no':5} {before or 'none'} → {after or 'none'}: {case.said}")
    print("\nrow, pairs, factor")
    used = Counter(row for case in fitted_on for row in case.rows)
    for row, factor in sorted(moves.items(), key=lambda m: m[1]):
        print(f"  {row:36} {used[row]:5} {factor:.3f}")
    if options.write:
        TABLE.write_text("".join(rewritten(TABLE.read_text(encoding="utf-8"), moves)), encoding="utf-8")


# --- what there is to learn from ---------------------------------------------------------------------


def pairs_of(path: Path) -> list[LabelledPair]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return read_pairs(file)
    except ValueError as wrong:
        raise SystemExit(f"{path}: {wrong}") from None


def cases(pairs: Sequence[LabelledPair]) -> Iterator[Case]:
    """Of each pair in which anything is found; what is related, and neither match nor not, is left out."""
    for one in judge([p for p in pairs if p.label != "related"]):
        if one.match is not None:
            said = f"{one.pair.watch_name} | {one.pair.filing_text}"
            added = one.match.operation == "company"
            yield Case(said, one.pair.label == "match", one.match.score, one.weighed, added=added)


def strangers(path: Path) -> tuple[list[Case], list[Case]]:
    """(for the fit, for the report): what the names of a table find in the background."""
    with path.open(encoding="utf-8", newline="") as file:
        table = csv.DictReader(file)
        column = next((c for c in ("watch_name", "word", "name") if c in (table.fieldnames or ())), None)
        if column is None:
            raise SystemExit(f"{path}: no column watch_name, word or name")
        names = dict.fromkeys(row[column] for row in table)
    matcher = build_matcher([WatchedName(name, name) for name in names])
    found: tuple[list[Case], list[Case]] = ([], [])
    for kind, texts in background().items():
        for text in texts if kind != "persons" else ():
            half = hashlib.sha256(text.encode()).digest()[0] % 2
            for match, rows in matcher.weighed(text):
                if match.operation not in ("whole", "core") or match.variant_kind not in ("given", "part"):
                    said = f"{match.watched_id} | {text}"
                    found[half].append(Case(said, False, match.score, Counter(rows), STRANGER))
    return found


# --- the fit -----------------------------------------------------------------------------------------


def fit(held: Sequence[Case], fast: frozenset[str]) -> dict[str, float]:
    """Row → by what its weight is multiplied. Gradient descent on the log loss with a normal prior, and a charge for every
    decision that would change; all of it is convex."""
    known = set(weights.movable()) - fast
    used = Counter(row for c in held for row in c.rows)
    rows = sorted(r for r, times in used.items() if times >= FEWEST and r in known and not r.startswith(_FIXED))
    place = {row: n for n, row in enumerate(rows)}
    total = sum(c.weight for c in held)
    data = []
    for c in held:
        least, most = _bounds(c)
        score = max(c.score, _LEAST)
        room = (math.log(max(least, _LEAST) / score), math.log(most / score))
        here = [(place[r], share) for r, share in c.rows.items() if r in place]
        data.append((here, math.log(score / REVIEW), c.true, c.weight, room))
    shift = [0.0] * len(rows)
    prior = 1 / (HELD * HELD) / total
    pace = 1 / (STEEPNESS**2 + prior + 3 * _CHARGE)
    for _ in range(_STEPS):
        slope = [s * prior for s in shift]
        for here, log_score, true, weight, (down, up) in data:
            by = sum(shift[n] * share for n, share in here)
            likely = 1 / (1 + math.exp(-STEEPNESS * (log_score + by)))
            pull = STEEPNESS * (likely - true) * weight / total + _CHARGE * (min(0.0, by - down) + max(0.0, by - up))
            for n, share in here:
                slope[n] += pull * share
        if max(map(abs, slope), default=0.0) < _STILL:
            break
        shift = [s - pace * g for s, g in zip(shift, slope, strict=True)]
    return {row: math.exp(shift[n]) for row, n in place.items()}


def _bounds(case: Case) -> tuple[float, float]:
    """Between which scores a find may move: a match stays in its band at least, nothing leaves the bands or rises by one."""
    least = max((edge for edge in _BANDS if case.score >= edge), default=0.0)
    most = min((edge for edge in _BANDS if case.score < edge), default=math.inf)
    return least if case.true else min(least, DIGEST), most


def in_order(moves: dict[str, float], held: Sequence[Case]) -> dict[str, float]:
    """The same, where a longer name does not lose more by a wrong letter than a shorter one: rows that would are pooled."""
    used = Counter(row for c in held for row in c.rows)
    pools: list[tuple[float, int, list[str]]] = []
    for row in LADDER:
        pools.append((weights.weight(row) * moves.get(row, 1.0), used[row] or 1, [row]))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, of_a, first), (b, of_b, second) = pools[-2:]
            pools[-2:] = [((a * of_a + b * of_b) / (of_a + of_b), of_a + of_b, [*first, *second])]
    return moves | {row: value / weights.weight(row) for value, _, rows in pools for row in rows if row in moves}


def with_decisions_kept(moves: dict[str, float], held: Sequence[Case]) -> dict[str, float]:
    """The same, drawn back towards 1 where a decision would still change."""
    kept = dict(moves)
    for _ in range(_ROUNDS):
        drawn = False
        for case in held:
            (least, most), after = _bounds(case), moved(case, kept)
            if after < least:
                drawn |= _draw_back(kept, case.rows, math.log((least + _CLEAR) / after))
            elif after >= most:
                drawn |= _draw_back(kept, case.rows, math.log((most - _CLEAR) / after))
        if not drawn:
            return kept
    return kept


def _draw_back(moves: dict[str, float], rows: Mapping[str, float], wanted: float) -> bool:
    """Moves the rows that speak against what is wanted (the logarithm of a factor) towards 1, all in the same proportion."""
    against = {row: math.log(moves[row]) * share for row, share in rows.items() if row in moves}
    against = {row: shift for row, shift in against.items() if shift * wanted < 0}
    if not against:
        return False
    undone = min(1.0, abs(wanted / sum(against.values())))
    for row in against:
        moves[row] = math.exp(math.log(moves[row]) * (1 - undone))
    return True


def moved(case: Case, moves: dict[str, float]) -> float:
    """The score with the fitted weights, but for the bounds of a band that a rule sets."""
    if case.added:
        return min(1.0, case.score * (1 + sum(share * (moves.get(row, 1.0) - 1) for row, share in case.rows.items())))
    return min(1.0, case.score * math.prod(moves.get(row, 1.0) ** share for row, share in case.rows.items()))


# --- what is said of it ------------------------------------------------------------------------------


def scale(title: str, scored: Iterable[tuple[bool, float]]) -> None:
    """Matches of all finds, part by part of the scale, and where a higher part holds a smaller share of matches."""
    parts: dict[float, list[bool]] = defaultdict(list)
    for true, score in scored:
        parts[max(edge for edge in EDGES if score >= edge)].append(true)
    said, highest, falls = [], 0.0, []
    for edge in EDGES:
        if here := parts.get(edge):
            share = sum(here) / len(here)
            said.append(f"{edge:.2f}: {sum(here)}/{len(here)} {share:.2f}")
            if share < highest:
                falls.append(f"{edge:.2f}")
            highest = max(highest, share)
    print(title, " · ".join(said), f"(falls at {', '.join(falls)})" if falls else "(never falls)")


def rewritten(table: str, moves: dict[str, float]) -> Iterator[str]:
    """The lines of the table with every number of a row that moved multiplied, never above 1; comments stay."""
    section = ""
    for line in table.splitlines(keepends=True):
        if heading := re.match(r"\[(\w+)\]", line):
            section = heading[1]
        row = re.match(r"(\w+) = ([^#\n]*)", line)
        here = {name: factor for name, factor in moves.items() if row and _is_of(name, f"{section}.{row[1]}")}
        if row is None or all(abs(factor - 1) < 0.002 for factor in here.values()):
            yield line
            continue
        comment = line[row.end() :]
        said = f"{row[1]} = {_multiplied(row[2].rstrip(), f'{section}.{row[1]}', here)}"
        yield said.ljust(row.end() if comment.startswith("#") else 0) + comment


def _is_of(name: str, row: str) -> bool:
    """Whether what moved is a row, or a grade of it."""
    return name == row or name.rpartition(".")[0] == row


def _multiplied(numbers: str, row: str, moves: Mapping[str, float]) -> str:
    """The numbers of a row, or of its grades each by its own factor."""

    def moved_by(number: re.Match[str]) -> str:
        factor = moves.get(f"{row}.{number['grade']}", moves.get(row, 1.0))
        return f"{number['key'] or ''}{min(1.0, float(number['n']) * factor):.3f}".rstrip("0").ljust(
            len(number["key"] or "") + 4, "0"
        )

    return re.sub(r"(?P<key>(?P<grade>\w+) = )?(?P<n>\d\.\d+)", moved_by, numbers)


if __name__ == "__main__":
    main()
