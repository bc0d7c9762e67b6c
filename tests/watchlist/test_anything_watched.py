"""Whether any name is looked for at all: without one nothing can be found, however much is read."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitor.matching import variants_of
from monitor.model import WatchedKind, WatchedName
from monitor.watchlist import anything_watched

MARK = WatchedName("w0001", "云杼", aliases=("YUNZHU",))
FIRM = WatchedName("c0001", "晋中云杼服饰有限公司", WatchedKind.COMPANY, owner_en="Jinzhong Yunzhu Apparel Co., Ltd.")
DEVICE = WatchedName("w0002", "图形")


def off(name: WatchedName, *texts: str) -> WatchedName:
    return replace(name, disabled_variants=texts)


ALL_OFF = off(MARK, *(v.text for v in variants_of(MARK)))
FIRM_OFF = off(FIRM, FIRM.name, FIRM.owner_en)


@pytest.mark.parametrize(
    ("names", "watched"),
    [
        ((), False),
        ((MARK,), True),
        ((FIRM,), True),
        ((DEVICE,), False),
        ((ALL_OFF,), False),
        ((FIRM_OFF,), False),
        ((ALL_OFF, FIRM_OFF, DEVICE), False),
        ((off(MARK, "YUNZHU"),), True),
        ((off(FIRM, FIRM.owner_en),), True),
        ((ALL_OFF, FIRM), True),
    ],
)
def test_a_name_is_watched_where_one_of_its_spellings_is_looked_for(
    names: tuple[WatchedName, ...], watched: bool
) -> None:
    assert anything_watched(names) is watched
