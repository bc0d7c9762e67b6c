"""Who stands in an owner cell: firms to be watched, and why the others are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import WatchedName
from monitor.watchlist import companies_of, plan_import, read_watchlist
from monitor.watchlist.owners import OwnerKind, kind_of, looks_like_organisation, owners_in, written

FIRM = "清风县岚谷禾酒业有限公司"
OTHER = "漳源锦醋厂"


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (FIRM, [FIRM]),
        ("清风岚谷禾（集团）有限公司", ["清风岚谷禾（集团）有限公司"]),
        ("云杼家居(中国）有限公司", ["云杼家居(中国）有限公司"]),
        ("清风云杼投资（有限合伙）", ["清风云杼投资（有限合伙）"]),
        ("清风县云杼商行（个体工商户）", ["清风县云杼商行（个体工商户）"]),
        (f"{FIRM}（被许可人）", [FIRM]),
        (f"{FIRM} （联系人：孙某 0351-1234567）", [FIRM]),
        (f"1.{FIRM}", [FIRM]),
        (f"{FIRM} {OTHER}", [FIRM, OTHER]),
        (f"{FIRM}　{OTHER}", [FIRM, OTHER]),
        (f"{FIRM}/{OTHER}", [FIRM, OTHER]),
        (f"{FIRM}／孙某某", [FIRM, "孙某某"]),
        (f"{FIRM}，{OTHER}", [FIRM, OTHER]),
        (f"{FIRM}和{OTHER}", [FIRM, OTHER]),
        (f"{FIRM}、{OTHER}等", [FIRM, OTHER]),
        ("中和岚谷禾酒业有限公司", ["中和岚谷禾酒业有限公司"]),
        ("清风县 岚谷禾酒业有限公司", [FIRM]),
        ("Velmora Holding A/S", ["Velmora Holding A/S"]),
        ("等", []),
    ],
)
def test_the_owners_of_a_cell_are_told_apart(cell: str, names: list[str]) -> None:
    assert [o.name for o in owners_in(cell)] == names


@pytest.mark.parametrize(
    ("cell", "english", "others", "role", "contact"),
    [
        (f"{FIRM}（VELMORA HOLDING A/S）", ["VELMORA HOLDING A/S"], [], "", ""),
        (f"{FIRM}VELMORA'S COMPANY", ["VELMORA'S COMPANY"], [], "", ""),
        (f"Velmora Holding GmbH {FIRM}", ["Velmora Holding GmbH"], [], "", ""),
        (f"{FIRM}（英文：Velmora Ltd）", ["Velmora Ltd"], [], "", ""),
        (f"{FIRM}（原清风县酒厂）", [], ["清风县酒厂"], "", ""),
        (f"{FIRM}（曾用名：清风县酒厂）", [], ["清风县酒厂"], "", ""),
        (f"{FIRM}（简称：岚谷）（被许可人）", [], ["岚谷"], "被许可人", ""),
        (f"{FIRM}（联系人：孙某）", [], [], "", "联系人：孙某"),
    ],
)
def test_what_stands_behind_a_firm_is_used(
    cell: str, english: list[str], others: list[str], role: str, contact: str
) -> None:
    (owner,) = owners_in(cell)
    assert (owner.name, owner.kind) == (FIRM, OwnerKind.ORGANISATION)
    assert (list(owner.english), list(owner.other_names), owner.role, owner.contact) == (english, others, role, contact)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("株式会社云杼", OwnerKind.ORGANISATION),
        ("云杼株式会社", OwnerKind.ORGANISATION),
        ("云杼有限会社", OwnerKind.ORGANISATION),
        ("Velmora A/S", OwnerKind.ORGANISATION),
        ("Velmora K.K.", OwnerKind.ORGANISATION),
        ("Velmora S.p.A.", OwnerKind.ORGANISATION),
        ("Velmora Werke GmbH", OwnerKind.ORGANISATION),
        ("Velmora, Inc.", OwnerKind.ORGANISATION),
        ("霍坡县香梨协会", OwnerKind.ORGANISATION),
        ("霍坡县果业发展中心", OwnerKind.ORGANISATION),
        ("霍坡县香梨专业合作社", OwnerKind.ORGANISATION),
        ("清风县梨树研究所", OwnerKind.ORGANISATION),
        ("清风大学", OwnerKind.ORGANISATION),
        ("霍坡县农业农村局", OwnerKind.AUTHORITY),
        ("霍坡县林业站", OwnerKind.AUTHORITY),
        ("霍坡县质量监督检验所", OwnerKind.AUTHORITY),
        ("霍坡县人民政府", OwnerKind.AUTHORITY),
        ("霍坡县", OwnerKind.PLACE),
        ("孙某某", OwnerKind.PERSON),
        ("欧阳某某", OwnerKind.PERSON),
        ("孙 某", OwnerKind.PERSON),
        ("维尔·莫拉", OwnerKind.PERSON),
        ("Velmora", OwnerKind.UNKNOWN),
        ("云杼岚谷", OwnerKind.UNKNOWN),
        ("研究所", OwnerKind.UNKNOWN),
        ("", OwnerKind.UNKNOWN),
    ],
)
def test_what_kind_an_owner_is(name: str, kind: OwnerKind) -> None:
    assert kind_of(name) is kind
    assert looks_like_organisation(name) is (kind is OwnerKind.ORGANISATION)


def test_a_person_named_as_one_is_one() -> None:
    (owner,) = owners_in("云杼岚谷（自然人）")
    assert (owner.name, owner.kind) == ("云杼岚谷", OwnerKind.PERSON)


def test_several_owners_are_written_so_that_they_are_read_again() -> None:
    cell = f"{FIRM}（VELMORA LTD）、{OTHER}（原清风县醋坊）"
    owners = owners_in(cell)
    assert owners_in(written(owners)) == owners


def test_a_firm_is_derived_from_a_cell_that_says_more_than_its_name() -> None:
    names = (
        WatchedName("w1", "岚谷禾", owner=f"{FIRM}（VELMORA HOLDING A/S）（被许可人）"),
        WatchedName("w2", "漳源锦", owner=f"{OTHER}（原清风县醋坊）/{FIRM}"),
    )
    firm, other = companies_of(names)
    assert (firm.name, firm.owner_en, firm.aliases) == (FIRM, "VELMORA HOLDING A/S", ("VELMORA HOLDING A/S",))
    assert (other.name, other.aliases) == (OTHER, ("清风县醋坊",))


def test_two_firms_that_were_one_entry_leave_its_id_to_the_first() -> None:
    glued = WatchedName("c0004", FIRM + OTHER, owner=FIRM + OTHER, flags=frozenset({"derived"}))
    derived = companies_of((WatchedName("w1", "岚谷禾", owner=f"{FIRM}、{OTHER}"),), (glued,))
    assert [(c.id, c.name) for c in derived] == [("c0004", FIRM), ("c0005", OTHER)]


def test_the_list_keeps_the_firm_and_uses_what_stood_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(
        f"商标名称,注册人\n岚谷禾,{FIRM}（VELMORA LTD）\n云杼,{FIRM}（原清风县酒厂）\n漳源锦,孙某某\n霍坡香梨,霍坡县农业农村局\n",
        encoding="utf-8",
    )
    result = read_watchlist(path)
    first, second, *_ = result.names
    assert (first.owner, first.owner_en, first.owner_aliases) == (FIRM, "VELMORA LTD", ())
    assert (second.owner, second.owner_en, second.owner_aliases) == (FIRM, "", ("清风县酒厂",))
    assert [p.key for p in result.problems] == ["watchlist.row.owners_read_beside"] * 2
    plan = plan_import(result, (), ())
    assert [c.name for c in plan.companies] == [FIRM]
    assert plan.not_derived == ("孙某某", "霍坡县农业农村局")


@given(st.text(alphabet="岚谷禾公司有限厂（）()、/ 和A.Ltd原：:·等", max_size=30))
def test_any_cell_is_read(cell: str) -> None:
    for owner in owners_in(cell):
        assert owner.name.strip() == owner.name != ""


@pytest.mark.parametrize("sign", ["和", "/", "，", " "])
def test_a_cell_of_many_owners_is_read_at_once(sign: str) -> None:
    many = [f"{letter}{other}谷酒厂" for letter in "岚云漳霍恒晋长清白山" for other in "甲乙丙丁戊"]
    assert [o.name for o in owners_in(sign.join(many))] == many
