"""Builds the background list: texts as foreign registers hold them, against which `monitor watchlist lint` tries each name.

Run by a developer, not at run time, from clones of openly licensed collections that lie side by side in one folder:

    python tools/build_background.py CLONES [--without FILE.csv:COLUMN]…

where CLONES holds `simple-icons`, `openbrewerydb`, `corpora`, `nasdaq-listings`, `nyse-other-listings`, `world-cities`,
`NameDatabases` and `LatinIME` (see monitor/matching/background/ORIGINS.md for whose they are and their licences); a clone may
be bare. `--without` leaves out every text that stands in a column of a file, so that figures measured on that file are not
measured on rows that were shipped. The same clones give the same files, byte for byte: nothing is drawn by chance.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import subprocess
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from monitor.matching.normalise.folding import key

OUT = Path(__file__).parents[1] / "monitor" / "matching" / "background"
TABLE = OUT.parent / "tables" / "frequent_words.txt"
_HEAD = """\
# Frequent words of eleven languages, folded, the most frequent first; a line each, its first word the code of the language.
# Origin: word lists of the Android keyboard LatinIME (Apache-2.0, (c) The Android Open Source Project), by
# tools/build_background.py.
"""
LANGUAGES = ("en", "fr", "de", "es", "it", "pt_BR", "nl", "pl", "tr", "sv", "ru")
WORDS_EACH = 3_000  # the most frequent of each language
FREQUENT = 10_000  # of each language, in tables/frequent_words.txt
FREQUENT_ENGLISH = 40_000
CITIES = 8_000
BREWERIES = 6_000
PERSONS = 4_000
_FUNDS = re.compile(
    r"\b(ETF|ETN|Fund|Trust|Warrants?|Units?|Rights?|Notes?|Bonds?|Preferred|Depositary|Debentures?|Income|Index)\b"
)
_SHARES = re.compile(
    r"\s+(-\s.*|(Class\s\w\s)?(Common|Ordinary|Capital)\s+(Stock|Shares?|Units).*|American\s+Depositary.*|ADS.*|Common.*|Class\s\w$)"
)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("clones", type=Path)
    arguments.add_argument("--without", action="append", default=[], metavar="FILE.csv:COLUMN")
    given = arguments.parse_args()
    left_out = frozenset(_columns(given.without))
    clones: Path = given.clones
    for kind, texts in (
        ("brands", _brands(clones)),
        ("firms", _firms(clones)),
        ("cities", _every(_cities(clones), CITIES)),
        ("words", _words(clones)),
        ("persons", _persons(clones)),
    ):
        kept = sorted(
            {text for text in texts if _plain(text) and _plain(text) not in left_out}, key=lambda t: (_plain(t), t)
        )
        (OUT / f"{kind}.txt").write_text("\n".join(kept) + "\n", encoding="utf-8")
        print(f"{kind}: {len(kept)}")
    TABLE.write_text(_HEAD + "\n".join(_frequent(clones)) + "\n", encoding="utf-8")


def _frequent(clones: Path) -> Iterator[str]:
    """A line for each language: its code, then its words folded, the most frequent first. Of the proper names, which the lists
    write with a capital, only the better known half is kept."""
    for language in LANGUAGES:
        most = FREQUENT_ENGLISH if language == "en" else FREQUENT
        listed = re.findall(
            r"^ word=([^,]+),",
            gzip.decompress(_blob(clones, "LatinIME", f"dictionaries/{language}_wordlist.combined.gz")).decode(),
            re.MULTILINE,
        )
        found: dict[str, None] = {}
        for word in listed:
            if word.isalpha() and (word.islower() or len(found) < most // 2) and len(folded := key(word)) >= 3:
                found[folded] = None
                if len(found) == most:
                    break
        yield " ".join((language[:2], *found))


def _brands(clones: Path) -> Iterator[str]:
    for icon in json.loads(_shown(clones, "simple-icons", "data/simple-icons.json")):
        yield _line(icon["title"])
    breweries = csv.DictReader(io.StringIO(_shown(clones, "openbrewerydb", "breweries.csv")))
    yield from _every((_line(row["name"]) for row in breweries), BREWERIES)
    for name, field in (("cars", "cars"), ("newspapers", "newspapers"), ("plastic-brands", "brands")):
        found = json.loads(
            _shown(clones, "corpora", f"data/{'materials' if field == 'brands' else 'corporations'}/{name}.json")
        )
        listed = found if isinstance(found, list) else next(v for v in found.values() if isinstance(v, list))
        yield from (_line(text) for text in listed if isinstance(text, str))


def _firms(clones: Path) -> Iterator[str]:
    for clone, path, column in (
        ("nasdaq-listings", "data/nasdaq-listed.csv", "Security Name"),
        ("nyse-other-listings", "data/nyse-listed.csv", "Company Name"),
    ):
        for row in csv.DictReader(io.StringIO(_shown(clones, clone, path))):
            name = _SHARES.sub("", _line(row[column]))
            if not _FUNDS.search(name):
                yield name
    yield from map(_line, json.loads(_shown(clones, "corpora", "data/corporations/fortune500.json"))["companies"])


def _cities(clones: Path) -> Iterator[str]:
    for row in csv.DictReader(io.StringIO(_shown(clones, "world-cities", "data/world-cities.csv"))):
        if row["country"] not in ("China", "Taiwan", "Hong Kong", "Macao"):
            yield _line(row["name"])


def _words(clones: Path) -> Iterator[str]:
    for language in LANGUAGES:
        found = 0
        for line in (
            gzip.decompress(_blob(clones, "LatinIME", f"dictionaries/{language}_wordlist.combined.gz"))
            .decode()
            .split("\n")
        ):
            word = re.match(r" word=([^,]+),f=(\d+)", line)
            if word and len(word[1]) >= 4 and word[1].isalpha() and found < WORDS_EACH:
                found += 1
                yield word[1]


def _persons(clones: Path) -> Iterator[str]:
    """Given names and family names of one list each, put together in turn: names as applicants have them, of nobody."""
    first = json.loads(_shown(clones, "corpora", "data/humans/firstNames.json"))["firstNames"]
    last: list[str] = []
    lists = [
        _lines(clones, "NameDatabases", f"NamesDatabases/surnames/{c}.txt")
        for c in ("us", "de", "es", "it", "fr", "pl", "pt", "ru", "il")
    ]
    for names in lists:
        last += _every(names, PERSONS // len(lists) + 1)
    for n, name in enumerate(last[:PERSONS]):
        yield f"{first[n * 7 % len(first)]} {name}"


def _every(texts: Iterable[str], count: int) -> list[str]:
    """`count` of them at equal distances."""
    known = list(dict.fromkeys(texts))
    step = max(1.0, len(known) / count)
    return [known[int(n * step)] for n in range(min(count, len(known)))]


def _lines(clones: Path, clone: str, path: str) -> list[str]:
    return [line for text in _shown(clones, clone, path).splitlines() if (line := _line(text)).isalpha()]


def _line(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum())


def _columns(given: Sequence[str]) -> Iterator[str]:
    for one in given:
        path, _, column = one.rpartition(":")
        with open(path, encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield _plain(row[column])


def _shown(clones: Path, clone: str, path: str) -> str:
    return _blob(clones, clone, path).decode("utf-8", "replace")


def _blob(clones: Path, clone: str, path: str) -> bytes:
    return subprocess.run(["git", "-C", clones / clone, "show", f"HEAD:{path}"], check=True, capture_output=True).stdout


if __name__ == "__main__":
    main()
