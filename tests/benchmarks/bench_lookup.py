"""Looking names up among a million stored applications: by the index, and by reading everything.

    python -m tests.benchmarks.bench_lookup [applications, default 1000000] [state folder to keep, or made before]

Synthetic applications – a mark, its owner, now and then a second name beside the owner, a statement, a pseudo-mark, a
name in Han – are stored by the store's own code, two thousand a transaction; one in ten thousand writes one of the names
asked for in some way. Each name is looked up twice by the index (the first time the tables of the matcher and the pages
of the file are not in memory); the first also by reading everything, for minutes, and the answers must be the same.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path

from monitor.lookup.names import Answer, kind_of, look_up
from monitor.matching.indexing.needles import needles_of
from monitor.model import Category, Event, Mention, Record, Role, WatchedName
from monitor.store import Store
from monitor.store.records import Scored

_BATCH = 2000
_READ_IN_FULL = 1
_AT = datetime(2026, 11, 20, 2, tzinfo=UTC)
_ASKED = (
    "岚谷禾",  # not on a list: fifty spellings are made of it
    "山西岚谷禾酒业有限公司",
    "云杼",
    "Shenzhen Aoshidu Technology Co., Ltd.",  # thousands of names are like it
    "HENGYUEZHU",
    "JCYGLASS",
    "岚谷",
    "JCY",
    "太原重工股份有限公司",  # place and trade, no name of its own
    "QZ",
)
_WRITTEN = (
    "LANGUHE", "LAN GU HE", "L A N G U H E", "嵐谷禾", "Lán Gǔ Hé", "LAN-KU-HO", "LANGUHA", "ЛАНЬГУХЭ", "YUNZHU", "云抒",
    "Shanxi Languhe Liquor Co., Ltd.", "山西岚谷禾酒业有限公司", "HENGYUEZHU", "HENGYUEZU", "JCY GLASS", "JCYGLAS",
    "JCY", "Taiyuan Heavy Industry Co., Ltd.", "QZ", "Shenzhen Aoshidu Technology Co., Ltd.",
)  # fmt: skip
_SYLLABLES_TEXT = (
    "ao bai bo chang chen da dong fei fu gang guo hai heng hong hua huan jia jin jing ju kai lan lei li lin long lu mei ming "
    "nan ning peng qi qing rong rui san sheng shi shun tai tian tong wan wei xi xiang xin xing xu yang yi ying yong you yu yuan "
    "yun ze zhen zheng zhi zhong zhou zhu zi"
)
_PARTS_TEXT = (
    "al an ar ba bel bo ca cor da den do el en er fa fin ga gal glo go har hel in ka kel la lan lex li lor lu ma mar mel mi mon "
    "na nex no nor o or pa pel pri pro qua ra rel ri ro sa sel si sol sta su ta tel ti to tra tri u ul va ver vi vo we wi xe yo za"
)
_WORDS_TEXT = (
    "home pure bright smart green urban wild silver north light garden happy little blue magic royal fresh first open true "
    "kitchen beauty studio outdoor sports pet baby health power energy design craft coffee fitness travel music store"
)
_SYLLABLES, _PARTS, _WORDS = _SYLLABLES_TEXT.split(), _PARTS_TEXT.split(), _WORDS_TEXT.split()
_PLACES = ("Shenzhen", "Guangzhou", "Yiwu", "Hangzhou", "Dongguan", "Quanzhou", "Xiamen", "Taiyuan", "Zhengzhou")
_TRADES = (
    "Technology",
    "E-Commerce",
    "Trading",
    "Electronic Technology",
    "Network Technology",
    "Clothing",
    "Industrial",
)
_HAN = "华盛龙泰鑫源恒达瑞丰宏远嘉美佳信安康明德福顺兴隆谷禾云山海天星月光城江河锦绣"


def _pinyin(dice: random.Random, least: int, most: int) -> str:
    return "".join(dice.choices(_SYLLABLES, k=dice.randint(least, most)))


def _mark(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.30:
        return "".join(dice.choices(_PARTS, k=dice.randint(2, 4))).upper()
    if kind < 0.55:
        return " ".join(dice.choices(_WORDS, k=dice.randint(1, 3))).upper()
    if kind < 0.75:
        return _pinyin(dice, 2, 3).upper()
    if kind < 0.95:
        return f"{dice.choice(_WORDS)} {''.join(dice.choices(_PARTS, k=3))}".upper()
    return "".join(dice.choices("BCDFGHJKLMNPRSTVWXZ", k=dice.randint(3, 5)))


def _owner(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.30:
        return f"{dice.choice(_PLACES)} {_pinyin(dice, 2, 3).title()} {dice.choice(_TRADES)} Co., Ltd."
    if kind < 0.40:
        return f"{_pinyin(dice, 1, 1).title()}, {_pinyin(dice, 1, 2).title()}"
    if kind < 0.75:
        words = f"{''.join(dice.choices(_PARTS, k=3))} {dice.choice(_WORDS)}".title()
        return f"{words} {dice.choice(('LLC', 'Inc.', 'Corp.', 'Limited', 'GmbH'))}"
    return f"{''.join(dice.choices(_PARTS, k=2)).title()} {''.join(dice.choices(_PARTS, k=3)).title()}"


def records(count: int) -> Iterator[Record]:
    dice = random.Random(2026)
    goods = [" ".join(dice.choices(_WORDS, k=60)) for _ in range(500)]
    for n in range(count):
        mark = dice.choice(_WRITTEN) if n % 10_000 == 5_000 else _mark(dice)
        classes = (dice.randint(1, 45),)
        beside = (f"{dice.choice(_WORDS)} {dice.choice(_PARTS)}".title(),) if n % 25 == 0 else ()
        mentions = [
            Mention(mark, Role.MARK, "mark-identification", nice_classes=classes),
            Mention(
                _owner(dice), Role.APPLICANT, "party-name", country="CN", aliases=beside, address="1 Example Street"
            ),
        ]
        if n % 3 == 0:
            mentions.append(Mention(" ".join(dice.choices(_WORDS, k=3)), Role.PSEUDO_MARK, "PM0001", "en"))
        if n % 30 == 0:
            han = "".join(dice.choices(_HAN, k=dice.randint(2, 4)))
            mentions.append(Mention(han, Role.TRANSLITERATION, "TLIT00"))
        if n % 40 == 0:
            said = f'The English translation of the word "{_pinyin(dice, 2, 3).upper()}" in the mark is "{dice.choice(_WORDS)}".'
            mentions.append(Mention(said, Role.TRANSLATION, "TR0000", "en"))
        yield Record(
            "us-uspto-applications",
            f"tm:US:{80_000_000 + n}",
            "application",
            mark,
            f"https://tsdr.uspto.gov/#caseNumber={80_000_000 + n}&caseType=SERIAL_NO&searchType=statusSearch",
            as_of="2026-11-01",
            jurisdiction="US",
            events=(
                Event("filed", date(2026, 4, 20), "Application filed"),
                Event("examiner_assigned", date(2026, 10, 20), "ASSIGNED TO EXAMINER", "DOCK:2026-10-20"),
            ),
            mentions=tuple(mentions),
            facts={
                "classes": list(classes),
                "goods": {str(classes[0]): dice.choice(goods)},
                "status": "630",
                "live": True,
            },
        )


def fill(store: Store, count: int) -> float:
    """Seconds the store took; making the records is not counted."""
    took = 0.0
    found = records(count)
    while batch := [Scored(r, Category.TRADEMARK, "sha256:x") for r in islice(found, _BATCH)]:
        start = time.perf_counter()
        store.records.fold(batch, 1, _AT)
        took += time.perf_counter() - start
    return took


def sizes(store: Store) -> dict[str, float]:
    """MB of the index and of everything else."""
    sql = "select sum(pgsize) from dbstat where name {} like 'names\\_%' escape '\\'"
    try:
        return {k: store.db.value(sql.format(k)) / 1e6 for k in ("", "not")}
    except Exception:  # a SQLite built without dbstat
        return {"": 0.0, "not": (store.state / "monitor.db").stat().st_size / 1e6}


def timed(store: Store, name: str, *, everything: bool = False) -> tuple[float, float, Answer]:
    """Seconds by the clock, and of the processor: other work on the machine does not lengthen those."""
    start, worked = time.perf_counter(), time.process_time()
    answer = look_up(store, name, everything=everything)
    return time.perf_counter() - start, time.process_time() - worked, answer


def main(count: int, folder: Path) -> None:
    fresh = not (folder / "monitor.db").is_file()
    with Store.open(folder) as store:
        if fresh:
            took = fill(store, count)
            print(f"stored {count} applications in {took:.0f} s ({count / took:.0f}/s)")
        count = store.matters.count()
        size = sizes(store)
        print(f"database {size['not']:.0f} MB and {size['']:.0f} MB of index ({size[''] / size['not']:.0%})\n")
    print(
        "| name | found | near | judged | by the index s | again s (CPU) | reading everything s (CPU) | times less CPU | same |"
    )
    print("|---|" + "---|" * 8)
    with Store.open(folder, readonly=True) as store:
        assert store.names_index.ready()
        for number, name in enumerate(_ASKED):
            first, _, answer = timed(store, name)
            again, worked, _ = timed(store, name)
            read, ratio, same = "", "", ""
            if number < _READ_IN_FULL:
                took, cpu, full = timed(store, name, everything=True)
                read, ratio, same = f"{took:.0f} ({cpu:.0f})", f"{cpu / worked:.0f}", "yes" if full == answer else "NO"
            held = store.names_index.matters_with(needles_of([WatchedName("x", name, kind_of(name))]))
            judged = len(held) if held is not None else count
            print(
                f"| {name} | {len(answer.found)} | {len(answer.near)} | {judged} | {first:.2f} | {again:.2f} ({worked:.2f}) "
                f"| {read} | {ratio} | {same} |",
                flush=True,
            )
    print(f"\npeak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    if len(sys.argv) > 2:
        main(wanted, Path(sys.argv[2]))
    else:
        with tempfile.TemporaryDirectory() as name:
            main(wanted, Path(name))
