"""What a list says of a name beside the name: read, checked, kept, and used where it can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from monitor.clock import BEIJING
from monitor.model import WatchedKind, WatchedName
from monitor.store import Store
from monitor.watchlist import companies_of, plan_import, read_watchlist, version_of
from monitor.watchlist.expiring import expiring
from monitor.watchlist.particulars import is_email, is_phone, last_day

LIQUOR = "山西岚谷禾酒业有限公司"
SELLER = "吕梁岚谷禾销售有限公司"
HEAD = "商标名称,注册人,商标注册号,专用权期限,核定使用商品,批次,联系人,联系电话,邮箱,主营产品,网店名称,被许可人\n"


def read(tmp_path: Path, *rows: str) -> tuple[tuple[WatchedName, ...], list[str]]:
    path = tmp_path / "a.csv"
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    result = read_watchlist(path)
    return result.names, [p.key.rpartition(".")[2] for p in result.problems]


def test_every_field_of_a_row_is_kept(tmp_path: Path) -> None:
    names, told = read(
        tmp_path,
        f"岚谷禾,{LIQUOR},第12345678号,2020年5月7日至2030年5月6日,烧酒；果酒,第二批,孙某、李某,0351-5550100 转 12,ip@example.cn,白酒、baijiu,Languhe Official,{SELLER}",
    )
    assert names[0] == WatchedName(
        id="",
        name="岚谷禾",
        owner=LIQUOR,
        registration=("12345678",),
        expires=("2030-05-06",),
        goods="烧酒；果酒",
        batch="第二批",
        contact=("孙某", "李某"),
        phone=("0351-5550100 转 12",),
        email=("ip@example.cn",),
        products=("白酒", "baijiu"),
        stores=("Languhe Official",),
        licensee=(SELLER,),
    )
    assert not told


def test_what_looks_wrong_is_told_and_a_person_can_still_read_it(tmp_path: Path) -> None:
    names, told = read(tmp_path, f"岚谷禾,{LIQUOR},12345678,长期,,,孙某,详见附件,无邮箱@,,,")
    assert (names[0].expires, names[0].phone, names[0].email) == ((), ("详见附件",), ("无邮箱@",))
    assert sorted(told) == ["bad_date", "bad_email", "bad_phone"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2030-05-06", "2030-05-06"),
        ("2030.5.6", "2030-05-06"),
        ("20300506", "2030-05-06"),
        ("2020-05-07至2030-05-06", "2030-05-06"),
        ("2030-05-06 00:00:00", "2030-05-06"),
        ("2030年5月", ""),
        ("2030-02-30", ""),
        ("12345678901", ""),
    ],
)
def test_the_day_of_expiry_is_the_last_one_written(written: str, day: str) -> None:
    assert last_day(written) == day


def test_shapes_of_telephone_numbers_and_addresses() -> None:
    assert all(map(is_phone, ("13900000000", "+86 (351) 555 0100", "０３５１－５５５０１００", "0351-5550100/5550101")))
    assert not any(map(is_phone, ("12345", "孙某 13900000000", "")))
    assert is_email("a.b@example.com.cn")
    assert not any(map(is_email, ("a@b", "a@@example.cn", "a@example.cn,b@example.cn")))


def test_a_list_without_them_has_the_version_it_always_had() -> None:
    plain = WatchedName(
        id="w0001", name="岚谷禾", aliases=("LANGUHE",), owner=LIQUOR, nice_classes=(33,), flags=frozenset({"famous"})
    )
    assert version_of([plain]) == "2f0b80232336"
    for field in ("registration", "expires", "contact", "phone", "email", "products", "stores", "licensee"):
        assert version_of([replace(plain, **{field: ("x",)})]) != version_of([plain])  # type: ignore[arg-type]
    assert version_of([replace(plain, goods="x")]) != version_of([replace(plain, batch="x")])


def test_the_store_gives_back_what_it_was_given(tmp_path: Path) -> None:
    full = WatchedName(
        id="w0001", name="岚谷禾", owner=LIQUOR, registration=("1", "2"), expires=("2030-05-06",), goods="烧酒", batch="第二批",
        contact=("孙某",), phone=("13900000000",), email=("a@example.cn",), products=("白酒",), stores=("Languhe",), licensee=(SELLER,),
    )  # fmt: skip
    plain = WatchedName(id="w0002", name="云杼")
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace([full, plain], "v", "a.csv", datetime(2026, 11, 20, tzinfo=BEIJING))
        assert store.watchlist.names() == (full, plain)


def test_shops_are_spellings_of_the_firm_and_not_of_the_mark(tmp_path: Path) -> None:
    names, _ = read(tmp_path, f"岚谷禾,{LIQUOR},,,,,孙某,13900000000,,,Languhe Official、LGH Direct,")
    assert names[0].aliases == ()
    (firm,) = companies_of(names)
    assert firm.aliases == ("Languhe Official", "LGH Direct") == firm.stores
    assert (firm.contact, firm.phone, firm.owner_aliases) == (("孙某",), ("13900000000",), ())


@pytest.mark.parametrize("owner", ["", "孙某", "甲乙有限公司、丙丁有限公司"])
def test_shops_without_one_firm_behind_them_are_looked_for_with_the_name(tmp_path: Path, owner: str) -> None:
    names, _ = read(tmp_path, f"岚谷禾,{owner},,,,,,,,,Languhe Official,")
    assert names[0].aliases == ("Languhe Official",) == names[0].stores


def test_a_licensee_is_watched_as_a_firm_and_said_to_be_one(tmp_path: Path) -> None:
    names, _ = read(
        tmp_path, f"岚谷禾,{LIQUOR},,,,,,,,,,{SELLER}（Luliang Languhe Sales Co.）", f"云杼,{SELLER}2,,,,,,,,,,{LIQUOR}"
    )
    firms = {c.name: c for c in companies_of(names)}
    assert firms[SELLER].flags == {"derived", "licensee"}
    assert firms[SELLER].aliases == ("Luliang Languhe Sales Co.",)
    assert firms[SELLER].kind is WatchedKind.COMPANY
    assert firms[LIQUOR].flags == {"derived"}  # an owner before all
    assert len({c.id for c in firms.values()}) == len(firms)


def test_a_list_that_comes_without_them_takes_nothing_away(tmp_path: Path) -> None:
    names, _ = read(
        tmp_path,
        f"岚谷禾,{LIQUOR},12345678,2030-05-06,烧酒,第二批,孙某,13900000000,a@example.cn,白酒,Languhe Official,{SELLER}",
    )
    before = plan_import(read_watchlist(tmp_path / "a.csv"), (), ())
    (tmp_path / "b.csv").write_text(f"商标名称,注册人\n岚谷禾,{LIQUOR}\n", encoding="utf-8")
    again = plan_import(read_watchlist(tmp_path / "b.csv"), before.all, before.all)
    assert again.unchanged
    assert replace(again.names[0], id="") == names[0]


def test_a_registration_is_told_a_year_before_it_ends_and_after() -> None:
    names = [
        WatchedName(id="w1", name="岚谷禾", expires=("2026-11-19", "2026-11-20", "2027-11-20", "2027-11-21")),
        WatchedName(id="w2", name="云杼"),
    ]
    found = expiring(names, date(2026, 11, 20))
    assert [(e.name.id, e.day.isoformat(), e.over) for e in found] == [
        ("w1", "2026-11-19", True), ("w1", "2026-11-20", False), ("w1", "2027-11-20", False),
    ]  # fmt: skip


def test_a_day_that_the_workbook_holds_as_a_date_is_a_day(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (("商标名称", "注册人", "有效期至"), ("岚谷禾", LIQUOR, datetime(2030, 5, 6))):
        sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    result = read_watchlist(tmp_path / "a.xlsx")
    assert (result.names[0].expires, result.problems) == (("2030-05-06",), ())
