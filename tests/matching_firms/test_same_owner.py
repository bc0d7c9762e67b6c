"""Own filings are recognised, and a squatter who writes the firm's core is not."""

from __future__ import annotations

import pytest

from monitor.matching.firms import same_owner
from monitor.matching.firms.owners import is_own
from monitor.model import WatchedName

OURS = "山西岚谷禾酒业有限公司"


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (OURS, "Shanxi Languhe Liquor Co., Ltd."),
        (OURS, "山西嵐谷禾酒業集團有限公司"),
        ("Shanxi Languhe Liquor Co., Ltd.", "SHANXI LANGUHE WINE CO LTD"),
        ("Shanxi Languhe Liquor Co., Ltd.", OURS),
        ("太原钢铁(集团)有限公司", "TAIYUAN IRON AND STEEL (GROUP) COMPANY LIMITED"),
        ("Aurora Confecções Ltda", "AURORA CONFECCOES LTDA"),
    ],
)
def test_two_writings_of_one_owner(ours: str, theirs: str) -> None:
    assert same_owner(ours, theirs)


@pytest.mark.parametrize(
    "theirs",
    [
        "Languhe LLC",
        "Shanxi Languhe Liquor LLC",
        "Shaanxi Languhe Liquor Co., Ltd.",
        "Shenzhen Languhe Liquor Co., Ltd.",
        "Golden Harbor Beverage Trading LLC",
        "Shanxi Liquor Co., Ltd.",
        "",
        "???",
    ],
)
def test_a_squatter_is_never_the_owner(theirs: str) -> None:
    assert not same_owner(OURS, theirs)


@pytest.mark.parametrize("cell", [f"漳源锦醋厂、{OURS}", f"{OURS}（被许可人）", f"{OURS}（原清风县酒厂）；漳源锦醋厂"])
def test_each_owner_of_a_cell_is_an_owner(cell: str) -> None:
    mark = WatchedName("w1", "岚谷禾", owner=cell)
    assert is_own(mark, ["Shanxi Languhe Liquor Co., Ltd."])
    assert not is_own(mark, ["Languhe LLC"])


def test_brackets_that_are_part_of_a_name_are_not_taken_off() -> None:
    mark = WatchedName("w1", "岚谷禾", owner="岚谷禾（清风）")
    assert not is_own(mark, ["岚谷禾"])
