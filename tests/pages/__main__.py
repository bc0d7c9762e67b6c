"""`python -m tests.pages [SOURCE [CHANGE…]]`: play all sources, or one, or some changes of one, and write what was noticed into
docs/page-mutations.md. Exits 1 where something is silent that should not be, or told that is harmless."""

from __future__ import annotations

import sys

from tests.pages.playbill import PAGE, bill, play, recorded, sources, written, wrong


def main(arguments: list[str]) -> int:
    found_wrong = False
    for source in arguments[:1] or sources():
        alarms, found = play(source, arguments[1:])
        for alarm in alarms:
            print(f"{source} healthy: {alarm}")
        for name, noticed in found.items():
            print(f"{source} {name or 'healthy'}: {noticed.day} {noticed.how} {noticed.said[:150]}", flush=True)
        found_wrong |= bool(alarms) or wrong(bill(source), found)
        before = recorded()
        if source in before or not arguments[1:]:
            kept = before.get(source, {}) if arguments[1:] else {}
            PAGE.write_text(written({**before, source: {**kept, **found}}), encoding="utf-8")
    return 1 if found_wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
