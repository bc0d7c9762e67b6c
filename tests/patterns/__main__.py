"""Every pattern of the rooms that read, on attacks of 100,000 characters: the slowest are listed, and none may take longer
than a second but those of accepted.toml.

    python -m tests.patterns [ROOM …]
"""

from __future__ import annotations

import sys

from tests.patterns.found import READING, Found, patterns_in
from tests.patterns.trying import Worst, accepted, is_accepted, worst_of

_SIZE = 100_000
_MOST = 1.0  # processor seconds
_SHOWN = 0.05


def main(rooms: tuple[str, ...]) -> int:
    slow: list[tuple[Worst, Found]] = []
    tried: set[tuple[object, int]] = set()
    for found in patterns_in(rooms):
        if found.pattern is None or (found.pattern.pattern, found.pattern.flags) in tried:
            continue
        tried.add((found.pattern.pattern, found.pattern.flags))
        worst = worst_of(found, _SIZE, _MOST)
        if worst.seconds >= _SHOWN:
            slow.append((worst, found))
    listed, bad = accepted(), 0
    for worst, found in sorted(slow, key=lambda s: -s[0].seconds):
        assert found.pattern is not None
        beyond = worst.seconds >= _MOST and is_accepted(found, listed) is None
        bad += beyond
        mark = "TOO SLOW" if beyond else "accepted" if worst.seconds >= _MOST else ""
        print(
            f"{worst.seconds:6.2f} s  {mark:8}  {found.place}  {str(found.pattern.pattern)[:60]!r}  {worst.text[:20]!r}"
        )
    print(f"{len(tried)} patterns, {bad} too slow")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or READING))
