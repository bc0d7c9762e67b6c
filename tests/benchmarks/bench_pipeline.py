"""A day of US trademark applications through the whole run – read, match 230 names, store – and a look-up after it; and what
room a stored application takes, its indexes included.

    python -m tests.benchmarks.bench_pipeline [MB of XML, default 100]

Synthetic: case files of realistic size, as in bench_uspto.
"""

from __future__ import annotations

import json
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitor.resources import demo_folder, shipped
from tests.benchmarks.bench_uspto import write_zip


def monitor(state: Path, *words: str) -> tuple[float, float, str]:
    """Seconds, peak memory in MB and stdout of one command."""
    command = [sys.executable, "-m", "monitor", "--state", str(state), "--at", "2026-11-20T20:00:00+08:00", *words]
    env = {k: v for k, v in os.environ.items() if not k.startswith("MONITOR_")}
    start = time.perf_counter()
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=env)
    took = time.perf_counter() - start
    assert done.returncode in (0, 3, 6), done.stderr
    return took, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, done.stdout


_GROUPS = {  # part of the store → how its tables and their indexes begin
    "matters": ("matters", "matter_keys", "phrases", "sqlite_autoindex_phrases"),
    "events": ("event_rows",),
    "mentions": ("mention",),
    "by name": ("names",),
    "by number": ("number",),
    "by word": ("words",),
    "goods": ("goods",),
}


def room(state: Path, records: int) -> dict[str, float]:
    """Bytes of the database a record takes, by part of the store; {} where SQLite was built without dbstat."""
    connection = sqlite3.connect(f"file:{state / 'monitor.db'}?mode=ro", uri=True)
    try:
        found = connection.execute("select name, sum(pgsize) from dbstat group by name").fetchall()
    except sqlite3.OperationalError:
        return {}
    finally:
        connection.close()
    taken = dict.fromkeys([*_GROUPS, "other"], 0.0)
    for name, size in found:
        group = next((g for g, heads in _GROUPS.items() if name.startswith(heads)), "other")
        taken[group] += size / records
    return {**{g: size for g, size in taken.items() if size}, "all": sum(taken.values())}


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "zips"
        folder.mkdir()
        write_zip(folder / "apc261118.zip", megabytes)
        text = shipped("sources.yaml").read_text(encoding="utf-8")
        entry = text[text.index("us-uspto-applications:") : text.index("br-inpi:")]
        sources = Path(name) / "sources.yaml"
        sources.write_text(entry.replace("  # folder: /data/uspto", f"  folder: {folder}\n  #"), encoding="utf-8")
        state = Path(name) / "state"
        monitor(state, "watchlist", "import", str(demo_folder() / "watchlist.xlsx"), "--yes")
        took, peak, out = monitor(state, "run", "--json", "--sources", str(sources))
        run = json.loads(out)["runs"][0]
        again, _, _ = monitor(state, "run", "--json", "--sources", str(sources))
        look, _, _ = monitor(state, "lookup", "岚谷禾", "--json", "--sources", str(sources))
        size = sum(p.stat().st_size for p in state.glob("monitor.db*")) / 1e6
        print(
            "| XML MB | records | run s | records/s | peak MB | second run s | look-up s | database MB |\n"
            + "|---" * 8
            + "|"
        )
        print(
            f"| {megabytes} | {run['records']} | {took:.1f} | {run['records'] / took:.0f} | {peak:.0f} | {again:.1f} "
            f"| {look:.1f} | {size:.0f} |"
        )
        if taken := room(state, run["records"]):
            print("\n| bytes a record: " + " | ".join(taken) + " |\n" + "|---" * len(taken) + "|")
            print("| " + " | ".join(f"{size:.0f}" for size in taken.values()) + " |")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100)
