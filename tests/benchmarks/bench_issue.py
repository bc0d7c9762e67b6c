"""What one issue costs beside a short and a long history: SQL statements, and processor time.

    python -m tests.benchmarks.bench_issue [new hits, default 100] [told hits, default 2000] [times as many, default 10]

Two stores are filled, one with ten times the hits told by earlier issues that the other has; in both the same number is
new. The issue is built in turns, so that what else the machine does falls on both; seconds are those of the best round,
ratios the median of the rounds.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from monitor.store import Store
from tests.issue.many_hits import AT, counted, tell, with_history

_ROUNDS = 5


def seconds_of(folder: Path) -> float:
    """Of the processor, for one issue; the store is opened anew, as a command does it."""
    with Store.open(folder) as store:
        began = time.process_time()
        tell(store, AT)
        return time.process_time() - began


def main(new: int, told: int, times: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        stores = {n: Path(name) / str(n) for n in (told, told * times)}
        for count, folder in stores.items():
            began = time.process_time()
            with Store.open(folder) as store:
                with_history(store, count, new)
            print(f"{count} told and {new} new hits stored in {time.process_time() - began:.0f} s", flush=True)
        asked = {}
        for count, folder in stores.items():
            with Store.open(folder) as store, counted(store) as statements:
                tell(store, AT)
            asked[count] = len(statements)
        took: dict[int, list[float]] = {count: [] for count in stores}
        for _ in range(_ROUNDS):
            for count, folder in stores.items():
                took[count].append(seconds_of(folder))
        print("\n| told | new | statements | CPU s |\n|---|---|---|---|")
        for count in stores:
            print(f"| {count} | {new} | {asked[count]} | {min(took[count]):.2f} |")
        ratio = statistics.median(b / a for a, b in zip(took[told], took[told * times], strict=True))
        print(
            f"\n{times} times the history: {asked[told * times] / asked[told]:.2f} times the statements, "
            f"{ratio:.2f} times the processor time (median of {_ROUNDS} rounds)"
        )


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [100, 2000, 10][len(given) :]))
