"""Own filings are recognised, and a squatter who writes the firm's core is not."""

from __future__ import annotations

import pytest

from monitor.matching.firms import same_owner

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
