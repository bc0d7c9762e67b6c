"""Our matcher beside general ones on labelled pairs, in one run. For a developer; no test uses it.

    python tools/compare_matchers.py PAIRS.csv…

PAIRS.csv has the columns watch_name, watch_variants ("|" inside), filing_text, label (match, no, related), synthetic.
rapidfuzz scores take the best of the given spellings after default_process. OpenSanctions' logic-v2 joins when
nomenklatura is installed (it needs PyICU, so use an environment of its own that also holds this project's libraries).
"""

from __future__ import annotations

import csv
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from rapidfuzz import fuzz, utils

from monitor.matching import build_matcher
from monitor.model import WatchedKind, WatchedName

Pair = dict[str, str]
Scorer = Callable[[Pair], float]
_COMPANY = ("公司",)


def main(paths: list[str]) -> None:
    if not paths:
        sys.exit(__doc__)
    pairs: list[Pair] = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            pairs += list(csv.DictReader(file))
    pairs = [p for p in pairs if p["label"] in ("match", "no")]
    if not pairs:
        sys.exit("no row is labelled match or no: " + ", ".join(paths))
    print("| scorer | threshold | recall, real | recall, all | false alarms | ms a pair |")
    print("|---|---|---|---|---|---|")
    for name, scorer, thresholds in scorers(pairs):
        start = time.perf_counter()
        scores = [scorer(p) for p in pairs]
        each = (time.perf_counter() - start) / len(pairs) * 1000
        for t in thresholds:
            print(row(name, t, pairs, scores, each))


def scorers(pairs: list[Pair]) -> list[tuple[str, Scorer, tuple[float, ...]]]:
    found: list[tuple[str, Scorer, tuple[float, ...]]] = [("this matcher", ours(pairs), (0.70, 0.85))]
    for name, function in (("rapidfuzz WRatio", fuzz.WRatio), ("rapidfuzz token_set_ratio", fuzz.token_set_ratio)):
        found.append((name, ratio(function), (0.80, 0.85, 0.90)))
    v2 = logic_v2()
    if v2 is not None:
        found.append(("OpenSanctions logic-v2", v2, (0.70, 0.80)))
    return found


def ours(pairs: list[Pair]) -> Scorer:
    names = {p["watch_name"]: tuple(p["watch_variants"].split("|")) for p in pairs}
    kinds = {n: WatchedKind.COMPANY if n.endswith(_COMPANY) else WatchedKind.TRADEMARK for n in names}
    matcher = build_matcher([WatchedName(n, n, kinds[n], aliases=a) for n, a in names.items()])

    def score(pair: Pair) -> float:
        return max(
            (m.score for m in matcher.find(pair["filing_text"]) if m.watched_id == pair["watch_name"]), default=0.0
        )

    return score


def ratio(function: Callable[..., float]) -> Scorer:
    def score(pair: Pair) -> float:
        spellings = [pair["watch_name"], *pair["watch_variants"].split("|")]
        return max(function(s, pair["filing_text"], processor=utils.default_process) for s in spellings) / 100

    return score


def logic_v2() -> Scorer | None:
    try:
        from followthemoney import model
        from nomenklatura.matching import get_algorithm
        from nomenklatura.matching.types import ScoringConfig
    except ImportError as error:
        print(f"logic-v2 left out: {error}", file=sys.stderr)
        return None
    algorithm = get_algorithm("logic-v2")
    assert algorithm is not None
    config = ScoringConfig.defaults()
    count = 0

    def entity(names: list[str]) -> object:
        nonlocal count
        count += 1  # it remembers names by id: every entity needs its own
        return model.get_proxy({"id": f"e{count}", "schema": "Organization", "properties": {"name": names}})

    def score(pair: Pair) -> float:
        watched = entity([pair["watch_name"], *pair["watch_variants"].split("|")])
        return float(algorithm.compare(watched, entity([pair["filing_text"]]), config).score)

    return score


def row(name: str, threshold: float, pairs: list[Pair], scores: list[float], each: float) -> str:
    def share(wanted: Callable[[Pair], bool]) -> str:
        hit = [s >= threshold for p, s in zip(pairs, scores, strict=True) if wanted(p)]
        return f"{sum(hit) / len(hit):.3f}" if hit else "–"

    no = [s >= threshold for p, s in zip(pairs, scores, strict=True) if p["label"] == "no"]
    real = share(lambda p: p["label"] == "match" and p["synthetic"] != "synthetic")
    every = share(lambda p: p["label"] == "match")
    return f"| {name} | {threshold:.2f} | {real} | {every} | {sum(no)} of {len(no)} | {each:.3f} |"


if __name__ == "__main__":
    main(sys.argv[1:])
