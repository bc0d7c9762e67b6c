"""All benchmarks, one after the other, each in a process of its own: `make bench`."""

from __future__ import annotations

import subprocess
import sys

BENCHES = (
    "bench_uspto",
    "bench_ids",
    "bench_pipeline",
    "bench_matching",
    "bench_lookup",
    "bench_issue",
    "bench_daemon",
)

if __name__ == "__main__":
    for name in BENCHES:
        print(f"\n=== {name} ===", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{name}"], check=True)
