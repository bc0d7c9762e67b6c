"""A line break within a name cell: wrapped by hand, or several names. Neither reading is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.watchlist import read_watchlist
from tests.watchlist.books import book_of


@pytest.mark.parametrize(
    ("cell", "owner", "names", "told"),
    [
        ("岚谷\n酒业", "山西岚谷酒业有限公司", {"岚谷酒业", "岚谷"}, True),
        ("岚谷\n禾", "某县", {"岚谷禾", "岚谷"}, True),
        ("岚谷禾\n漳源锦", "某县", {"岚谷禾漳源锦", "岚谷禾", "漳源锦"}, True),
        ("LANGUHE\nRESERVE", "某县", {"LANGUHE RESERVE", "LANGUHE", "RESERVE"}, True),
        ("岚谷禾\nLANGUHE", "某县", {"岚谷禾", "LANGUHE"}, False),
        ("1、岚谷禾\n2、漳源锦", "某县", {"岚谷禾", "漳源锦"}, False),
        ("1.岚谷禾\n2.漳源锦", "某县", {"岚谷禾", "漳源锦"}, False),
        ("“岚谷禾”\n“漳源锦”", "某县", {"岚谷禾", "漳源锦"}, False),
        ("岚谷禾、\n漳源锦", "某县", {"岚谷禾", "漳源锦"}, False),
        ("岚谷禾\n及图", "某县", {"岚谷禾及图"}, False),
        ("岚谷禾\n（LANGUHE）", "某县", {"岚谷禾", "LANGUHE"}, False),
    ],
)
def test_lines_of_a_name_cell(tmp_path: Path, cell: str, owner: str, names: set[str], told: bool) -> None:
    result = read_watchlist(book_of(tmp_path / "a.xlsx", ("商标名称", "注册人", "类别"), (cell, owner, 33)))
    assert {n.name for n in result.names} | {a for n in result.names for a in n.aliases} == names
    assert ("watchlist.row.joined_lines" in {p.key for p in result.problems}) is told
    assert not result.refused
