"""How fast marks are matched: `python tests/benchmarks/bench_matching.py [--texts 1000000] [--names 1000,10000]`.

Prints a table: building the index, texts a second on one core, memory, and the same sample by brute force with
rapidfuzz. Texts and names are invented from a fixed seed: English-like words, made-up words, pinyin, Han, acronyms, and
one planted name in a thousand.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT))

from rapidfuzz import fuzz, process  # noqa: E402

from monitor.matching import build_matcher  # noqa: E402
from monitor.matching.variants.readings import character, syllable_table  # noqa: E402
from monitor.model import WatchedName  # noqa: E402

_SYLLABLES_LISTED = """
al an ar be bel bo ca can cer co da dan del do el en er fa fin for ga gen glo har hel in is ka kin la len lo lu ma
mar mer mi mon na nel no or pa per pi pro ra ren ri ro sa sen si so sta su ta ter ti to tra tri un va ven vi wa wil
"""
_WORDS_LISTED = """
alpha active air aqua art best blue bright care city clean clear cloud craft cream crystal data deep direct dream dry
easy eco energy fast fire first fit flex food free fresh garden gold grand green group health heart home house ice
ideal kids kitchen lab life light line link live logic lux magic max med metal mind mini mobile moon natural nature
north nova one organic park peak pet plus point power prime pro pure quick rapid red rock royal safe sea shop silver
smart snow soft solar sound source south spa sport spring star steel stone studio sun super swift tea tech time top
touch trade true ultra urban vital wave web west white wild wind wise wood world young zen
"""
_SYLLABLES, _WORDS = _SYLLABLES_LISTED.split(), _WORDS_LISTED.split()


def names(count: int, rng: random.Random) -> list[WatchedName]:
    """Invented marks of two to four characters of the standard's most usual third, the pinyin given for half of them."""
    from monitor.matching import tables

    usual = [row[0] for row in tables.rows("characters.tsv") if len(row[1].split()) == 1 and ord(row[0]) < 0x8000][
        :3500
    ]
    out: list[WatchedName] = []
    seen: set[str] = set()
    while len(out) < count:
        name = "".join(rng.choices(usual, k=rng.choice((2, 2, 2, 3, 3, 4))))
        if name in seen:
            continue
        seen.add(name)
        sounds = [c.pinyin[0] for c in map(character, name) if c]
        aliases = ("".join(sounds).replace("v", "u").upper(),) if rng.random() < 0.5 else ()
        out.append(WatchedName(f"w{len(out)}", name, aliases=aliases))
    return out


def texts(count: int, planted: list[WatchedName], rng: random.Random) -> Iterator[str]:
    pinyin = [s.upper() for s in syllable_table()]
    usual = [n.name for n in planted]
    for _ in range(count):
        kind = rng.random()
        if kind < 0.001:
            w = rng.choice(planted)
            yield rng.choice([w.name, *w.aliases]) + rng.choice(("", " GOLD", " & DESIGN"))
        elif kind < 0.45:
            yield " ".join(rng.choices(_WORDS, k=rng.choice((1, 2, 2, 3)))).upper()
        elif kind < 0.8:
            yield " ".join(
                "".join(rng.choices(_SYLLABLES, k=rng.choice((2, 3, 4)))) for _ in range(rng.choice((1, 1, 2)))
            ).upper()
        elif kind < 0.92:
            yield rng.choice(("", " ")).join(rng.choices(pinyin, k=rng.choice((2, 2, 3))))
        elif kind < 0.97:
            yield "".join(rng.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZ", k=rng.choice((3, 4, 5))))
        else:
            yield "".join(rng.choice(usual)[0] for _ in range(rng.choice((2, 3, 4))))


def one(name_count: int, text_count: int, sample: int) -> None:
    """Measure one size in this process and print its row."""
    rng = random.Random(20261120)
    watched = names(name_count, rng)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    matcher = build_matcher(watched)
    built = time.perf_counter() - start
    spellings = sum(len(matcher.variants_of(w.id)) for w in watched)
    hits = 0
    start = time.perf_counter()
    for text in texts(text_count, watched, random.Random(7)):
        hits += len(matcher.find(text))
    both = time.perf_counter() - start
    start = time.perf_counter()
    for _ in texts(text_count, watched, random.Random(7)):
        pass
    took = both - (time.perf_counter() - start)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    few = list(texts(sample, watched, random.Random(7)))
    plain = [v.text for w in watched for v in matcher.variants_of(w.id) if v.kind in ("given", "pinyin")]
    start = time.perf_counter()
    for text in few:
        process.extractOne(text, plain, scorer=fuzz.WRatio, score_cutoff=85)
    brute = (time.perf_counter() - start) / sample
    start = time.perf_counter()
    for text in few:
        matcher.find(text)
    ours = (time.perf_counter() - start) / sample
    print(
        f"| {name_count:,} | {spellings:,} | {text_count:,} | {built:.2f} | {took:.1f} | {took / text_count * 1e6:.1f} "
        f"| {hits:,} | {memory / 1024:.0f} (+{(memory - before) / 1024:.0f}) | {brute / ours:.0f}× |",
        flush=True,
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__)
    ap.add_argument("--texts", type=int, default=1_000_000)
    ap.add_argument("--names", default="1000,10000")
    ap.add_argument("--sample", type=int, default=300, help="texts compared by brute force too")
    ap.add_argument("--one", type=int, help=argparse.SUPPRESS)
    args = ap.parse_args()
    if args.one:
        one(args.one, args.texts, args.sample)
        return
    print("| names | spellings | texts | index s | find s | µs a text | hits | memory MB | faster than WRatio |")
    print("|---|---|---|---|---|---|---|---|---|", flush=True)
    for n in args.names.split(","):  # a process of its own for each size, so that memory is that size's
        command = [sys.executable, __file__, "--one", n, "--texts", str(args.texts), "--sample", str(args.sample)]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


if __name__ == "__main__":
    main()
