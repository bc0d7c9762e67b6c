"""Memory and time of the ITC snapshot reader on a file of 40 MB (synthetic: the demo's rows with other numbers).

python -m tests.benchmarks.bench_ids [MB, default 40]
"""

from __future__ import annotations

import json
import re
import resource
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

from monitor.collect.planning import options_of
from monitor.config import load_sources
from monitor.model import Capture, Record, Request
from monitor.resources import demo_folder, shipped
from monitor.sources.base import Plan
from monitor.sources.us_itc.ids.source import Investigations


def write_snapshot(path: Path, size: int) -> int:
    rows = json.loads((demo_folder() / "us-itc-ids" / "investigations.json").read_text(encoding="utf-8"))["data"]
    texts = [json.dumps(r) for r in rows if "337" in json.dumps(r)]
    written = count = 0
    with path.open("w", encoding="utf-8") as out:
        out.write('{"data": [')
        while written < size:
            text = texts[count % len(texts)]
            # Another case each time: four digits of the number, the docket and the ids are replaced.
            text = re.sub(r'"(337-)(?:TA-)?\d+', rf'"\g<1>{2000 + count}', text)
            text = re.sub(r'("(?:Investigation ID|Case ID)": )\d+', rf"\g<1>{10_000 + count}", text)
            text = re.sub(r'("Docket Number": ")\d+', rf"\g<1>{5000 + count}", text)
            out.write(("," if count else "") + text)
            written += len(text)
            count += 1
        out.write(f'], "date": "2026-11-19T22:00:01.996+00:00", "count": {count}}}')
    return count


def main(megabytes: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "investigations.json"
        rows = write_snapshot(path, megabytes * 1_000_000)
        config = load_sources(shipped("sources.yaml"))["us-itc-ids"]
        now = datetime(2026, 11, 20, 2, tzinfo=UTC)
        plan = Plan(
            "us-itc-ids", config.urls, date(2026, 11, 6), now.date(), now, options=options_of(config), jurisdiction="US"
        )
        request = next(iter(Investigations().requests(plan)))
        assert isinstance(request, Request)
        capture = Capture(
            "sha256:" + "0" * 64, request, 200, {"content-type": "application/json"}, now, path.stat().st_size, path
        )
        start = time.perf_counter()
        records = sum(isinstance(o, Record) for o in Investigations().read(capture, plan))
        took = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print("| file MB | rows | matters | seconds | MB/s | peak memory MB |\n|---|---|---|---|---|---|")
        print(
            f"| {path.stat().st_size / 1e6:.0f} | {rows} | {records} | {took:.1f} | {megabytes / took:.1f} | {peak:.0f} |"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 40)
