"""`python -m tests.pages [SOURCE [CHANGE…]]`: play one source and print what is said; without one, all of them, and write the page."""

from __future__ import annotations

import sys

from tests.pages.playbill import PAGE, Noticed, bill, play, sources, written


def main(arguments: list[str]) -> int:
    results: dict[str, dict[str, Noticed]] = {}
    unsaid = 0
    for source in arguments[:1] or sources():
        alarms, results[source] = play(source, arguments[1:])
        for alarm in alarms:
            print(f"{source} healthy: {alarm}")
        changes = {c.name: c for c in bill(source).changes}
        for name, found in results[source].items():
            change = changes.get(name)
            expected = change is None or change.harmless
            unsaid += (found.day is None) != expected and not (change and change.why)
            print(f"{source} {name or 'healthy'}: {found.day} {found.how} {found.said[:150]}", flush=True)
    if not arguments:
        PAGE.write_text(written(results), encoding="utf-8")
    return 1 if unsaid else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
