"""What memory a daemon takes while it queries, and what it takes while it waits, with a list of so many names.

    python -m tests.benchmarks.bench_daemon [names, default 1000]

A daemon on the demo's answers does its first round and builds an issue; then it is left alone until whoever queried for it
has gone. MB of the daemon itself and of all its processes together: resident (RSS), and without what they share counted
twice (PSS).
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitor.resources import demo_folder
from tests.benchmarks.bench_matching import names
from tests.command import surroundings
from tests.demo_run import AT, monitor, with_demo_names
from tests.test_daemon_apart import children
from tests.test_daemon_duties import finished

_SOURCES = 6
_AT_MOST = 300.0  # seconds
_LOOKS = 0.2


def memory(pid: int) -> tuple[float, float]:
    """MB resident, and MB of its own share, of a process; zeros where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0, 0.0
    told = {line.split(":")[0]: int(line.split()[1]) / 1024 for line in lines[1:]}
    return told["Rss"], told["Pss"]


def all_of(pid: int) -> list[int]:
    return [pid, *(p for child in children(pid) for p in all_of(child))]


def row(what: str, pids: list[int]) -> str:
    found = [memory(pid) for pid in pids]
    rss, pss = found[0]
    return f"| {what} | {rss:.0f} | {pss:.0f} | {sum(f[1] for f in found):.0f} | {len(pids)} |"


def main(count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        state, listed = Path(folder) / "state", Path(folder) / "names.csv"
        with_demo_names(state)
        if count:
            listed.write_text(
                "商标名称\n" + "".join(f"{n.name}\n" for n in names(count, random.Random(7))), encoding="utf-8"
            )
            done = monitor(state, "watchlist", "import", str(listed), "--as", "bench", "--yes")
            assert done.returncode == 0, done.stderr
        with (Path(folder) / "log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "monitor", "--state", str(state), "--at", AT, "daemon", "--replay", str(demo_folder())],
                stderr=log, env=surroundings({"MONITOR_BULLETIN_SCHEDULE": "30 8 * * fri"}),
            )  # fmt: skip
            try:
                print(
                    f"{count} names and those of the demo\n\n| | RSS | PSS | PSS of all | processes |\n|---|---|---|---|---|"
                )
                issue = state / "bulletins" / "2026-W47" / "bulletin.html"
                print(_most(process, lambda: len(finished(state)) == _SOURCES and issue.is_file()), flush=True)
                _most(process, lambda: len(all_of(process.pid)) == 2)
                time.sleep(35)  # a beat of the heart
                print(row("waiting", all_of(process.pid)))
            finally:
                process.terminate()
                process.wait()


def _most(process: subprocess.Popen[bytes], over: object) -> str:
    """How it stood when all its processes took most, until what is waited for has come."""
    assert callable(over)
    most, told, until = 0.0, "", time.monotonic() + _AT_MOST
    while not over():
        assert process.poll() is None
        assert time.monotonic() < until
        pids = all_of(process.pid)
        together = sum(memory(pid)[1] for pid in pids)
        if together > most:
            most, told = together, row("at most, in its first round", pids)
        time.sleep(_LOOKS)
    return told


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
