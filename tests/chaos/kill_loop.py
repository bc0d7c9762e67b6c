"""Kill the command at random moments, again and again, and compare the store with that of an undisturbed run.

    python -m tests.chaos.kill_loop [rounds, default 60]

Each round begins where the last was killed; every tenth round the state is finished, compared, and begun anew.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from monitor.resources import demo_folder
from monitor.store import Store
from tests.demo_run import AT, run_replay, with_demo_names
from tests.store.contents import contents


def said(state: Path) -> object:
    with Store.open(state) as store:
        assert store.db.value("pragma quick_check") == "ok"
        return contents(store)


def main(rounds: int) -> int:
    seed = int.from_bytes(os.urandom(4), "big")
    dice = random.Random(seed)
    kills = compared = different = 0
    with tempfile.TemporaryDirectory() as name:
        calm = Path(name) / "calm"
        with_demo_names(calm)
        start = time.perf_counter()
        run_replay(calm, interpreter=True)
        usual = time.perf_counter() - start
        wanted = said(calm)
        for number in range(rounds):
            state = Path(name) / f"state-{number // 10}"
            if number % 10 == 0:
                with_demo_names(state)
            process = subprocess.Popen(
                [sys.executable, "-m", "monitor", "--state", str(state), "--at", AT, "run", "--replay", str(demo_folder())],
                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={**os.environ, "MONITOR_BATCH": "3"},
            )  # fmt: skip
            time.sleep(dice.uniform(0.3, usual))
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
                kills += 1
            process.wait()
            if number % 10 == 9 or number == rounds - 1:
                run_replay(state)
                compared += 1
                different += said(state) != wanted
    print("| rounds | kills | stores compared | different | seed |\n|---|---|---|---|---|")
    print(f"| {rounds} | {kills} | {compared} | {different} | {seed} |")
    return int(different > 0)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 60))
