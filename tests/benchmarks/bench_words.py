"""Asking by words among a million stored applications, in the store that bench_lookup makes.

    python -m tests.benchmarks.bench_words STATE [words …]

STATE is a state folder that bench_lookup filled. Each question is asked twice in one process; the second is measured, by the
processor's time. Words that stand in hundreds of thousands of matters, beginnings of two letters, phrases and words that stand
nowhere are among them.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from monitor.lookup.words import look_up_words
from monitor.store import Store

_ASKED = (
    "home", "home garden", '"home garden"', "technology shenzhen home", "guangzhou", "ho", "xi", "jia", "ware", "greenworld",
    "谷禾", "山海天星", "陈醋", "zzqqy",
)  # fmt: skip


def main(folder: Path, asked: tuple[str, ...]) -> None:
    print("| words | found | second question, CPU ms |\n|---|---|---|")
    with Store.open(folder, readonly=True) as store:
        for text in asked:
            look_up_words(store, text)
            began = time.process_time()
            answer = look_up_words(store, text)
            took = time.process_time() - began
            least = "at least " if answer.at_least else ""
            print(f"| {text} | {least}{answer.total} | {took * 1000:.0f} |", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), tuple(sys.argv[2:]) or _ASKED)
