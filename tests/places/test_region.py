"""The region an office serves, and whether an address lies in it: sure, doubtful with the reason, or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.places import divisions
from monitor.places.region import Region, UnknownRegion, full_name, named_after, provinces, region_called, whereabouts

SHANXI, SHAANXI, TAIYUAN = Region("140000"), Region("610000"), Region("140100")
INSIDE, OUTSIDE = "", None


def found(region: Region, address: str, country: str = "") -> str | None:
    """ "" where it is sure, the doubt where there is one, None where nothing points there."""
    where = whereabouts(region, address, country)
    return None if where is None else where.doubt


@pytest.mark.parametrize(
    "name", ["山西省", "山西", " Shanxi ", "Shanxi Province", "SHANXI", "Shan Xi", "Shansi", "140000", "14"]
)
def test_a_province_is_meant_by_any_of_its_names(name: str) -> None:
    assert region_called(name) == SHANXI


@pytest.mark.parametrize(
    "name", ["太原市", "太原", "Taiyuan", "Taiyuan City", "山西省太原市", "Taiyuan, Shanxi", "140100", "1401"]
)
def test_a_city_is_meant_by_any_of_its_names(name: str) -> None:
    assert region_called(name) == TAIYUAN
    assert (TAIYUAN.zh, TAIYUAN.en) == ("山西省太原市", "Taiyuan, Shanxi")


def test_the_province_goes_before_a_city_of_its_name_and_a_city_that_is_a_province_is_one() -> None:
    assert region_called("吉林").code == "220000"
    assert region_called("吉林市").code == "220200"
    assert region_called("310100") == region_called("上海") == Region("310000")


def test_what_is_no_region_is_refused_with_the_nearest() -> None:
    with pytest.raises(UnknownRegion) as refused:
        region_called("Shanxii")
    assert refused.value.near == SHANXI
    for wrong in ("", "某省", "小店区", "140105", "99", "台湾", "香港", "Ruritania"):
        with pytest.raises(UnknownRegion):
            region_called(wrong)


def test_a_name_two_cities_bear_in_latin_letters_is_refused_with_both() -> None:
    with pytest.raises(UnknownRegion) as refused:
        region_called("Suzhou")
    assert [r.zh for r in refused.value.several] == ["江苏省苏州市", "安徽省宿州市"]


def test_every_province_and_city_is_its_own_region() -> None:
    for province in provinces():
        assert region_called(province.zh) == region_called(province.code) == province
        for city in province.cities:
            if province.code[:2] not in ("11", "12", "31", "50"):
                assert region_called(f"{province.zh}{city.zh}").code == city.code


@pytest.mark.parametrize(
    ("address", "doubt"),
    [
        ("8 Example St., Taiyuan, Shanxi 030024, China", INSIDE),
        ("8 EXAMPLE ST., TAIYUAN, SHANXI 030024, CHINA", INSIDE),
        ("8 example st., taiyuan, shanxi 030024, china", INSIDE),
        ("Taiyuan, Shanxi", INSIDE),
        ("Taiyuan City, Shanxi Province, P.R.China", INSIDE),
        ("Pingyao, Jinzhong, China", INSIDE),
        ("Pingyao County, China", INSIDE),
        ("Shanxi, China", INSIDE),
        ("Chaoyang District, Taiyuan, China", INSIDE),
        ("山西省太原市小店区学府街88号", INSIDE),
        ("太原市小店区学府街88号 030006", INSIDE),
        ("Luliang, Shanxi, China", INSIDE),
        ("Lvliang, China", INSIDE),
        # the other province of nearly that name
        ("Xi'an, Shaanxi 710000, China", OUTSIDE),
        ("Shaanxi, China", OUTSIDE),
        ("陕西省西安市雁塔区", OUTSIDE),
        ("Xi'an, Shanxi, China", OUTSIDE),
        ("Shanxi 710000, China", OUTSIDE),
        ("Taiyuan, Shaanxi 030024, China", INSIDE),
        ("Taiyuan, Shaanxi, China", "contradiction"),
        # a street named after a place
        ("Taiyuan Road, Shanghai, China", OUTSIDE),
        ("No. 5 Taiyuan Road, Xuhui District, Shanghai 200031", OUTSIDE),
        ("Datong Road, Xiamen, Fujian, China", OUTSIDE),
        ("No. 88 Datong Road, China", OUTSIDE),
        ("上海市徐汇区太原路5号", OUTSIDE),
        ("江苏省南京市山西路5号", OUTSIDE),
        ("Flat A, 3/F, 12 Taiyuan Road, Kowloon, Hong Kong", OUTSIDE),
        ("Flat A, 3/F, Taiyuan Road, Kowloon, Hong Kong, China", OUTSIDE),
        # names that are nearly one
        ("Jinzhou, Liaoning, China", OUTSIDE),
        ("Jinzhou, China", OUTSIDE),
        ("Jinzhong, China", INSIDE),
        # a place of that name elsewhere
        ("Datong, China", "namesake"),
        ("Datong, Shanxi, China", INSIDE),
        ("Datong 037000, China", INSIDE),
        ("Datong City, China", INSIDE),
        ("Datong District, Daqing, Heilongjiang, China", OUTSIDE),
        ("Datong 163000, China", OUTSIDE),
        ("Yuncheng, China", "namesake"),
        ("Luliang, China", "namesake"),
        ("Yuncheng County, Heze, Shandong, China", OUTSIDE),
        ("Xinzhou District, Wuhan, Hubei, China", OUTSIDE),
        # said twice, and differently
        ("Taiyuan, Guangdong 518000, China", "contradiction"),
        ("Shenzhen, Guangdong 030024, China", "contradiction"),
        # abroad
        ("Taiyuan, CA 90001", OUTSIDE),
        ("Taiyuan Tower, Seoul, Korea", OUTSIDE),
        ("030024 Bucharest, Romania", OUTSIDE),
        ("Room 5, 030024", "postcode_alone"),
        ("China", OUTSIDE),
        ("", OUTSIDE),
    ],
)  # fmt: skip
def test_an_address_lies_in_the_province_or_may_or_does_not(address: str, doubt: str | None) -> None:
    assert found(SHANXI, address) == doubt


@pytest.mark.parametrize(
    ("postcode", "inside"),
    [("029999", False), ("030000", True), ("030024", True), ("048000", True), ("049999", True), ("050000", False)],
)
def test_a_postcode_decides_from_the_first_of_the_province_to_the_last(postcode: str, inside: bool) -> None:
    where = whereabouts(SHANXI, f"No. 1 Example Street, {postcode}, China")
    assert (where is not None and where.sure) is inside
    assert where is None or where.postcode == postcode


@given(st.integers(0, 999_999))
def test_a_postcode_alone_is_of_one_province_at_most(number: int) -> None:
    address = f"No. 1 Example Street, China {number:06d}"
    assert sum(found(province, address) == INSIDE for province in provinces()) <= 1


@pytest.mark.parametrize(
    ("address", "doubt"),
    [
        ("Taiyuan, Shanxi 030024, China", INSIDE),
        ("Xiaodian District, Shanxi, China", INSIDE),
        ("Datong, Shanxi, China", OUTSIDE),
        ("Jinzhong, China", OUTSIDE),
        ("Shanxi, China", "city_unsaid"),
        ("No. 1 Example Street, 030024, China", "city_unsaid"),
        ("Taiyuan Road, Shanghai, China", OUTSIDE),
    ],
)
def test_an_office_of_a_city_asks_for_the_city(address: str, doubt: str | None) -> None:
    assert found(TAIYUAN, address) == doubt


@pytest.mark.parametrize(
    ("address", "doubt"),
    [
        ("Xi'an, Shaanxi 710000, China", INSIDE),
        ("Xi'an, Shanxi, China", "contradiction"),
        ("Taiyuan, Shaanxi 030024, China", OUTSIDE),
        ("Shanxi, China", OUTSIDE),
    ],
)
def test_another_province_needs_no_other_program(address: str, doubt: str | None) -> None:
    assert found(SHAANXI, address) == doubt


@pytest.mark.parametrize(
    ("city", "address", "doubt"),
    [
        ("锦州市", "Jinzhou, Liaoning, China", INSIDE),
        ("锦州市", "Jinzhou 121000, China", INSIDE),
        ("锦州市", "Jinzhou, China", "namesake"),
        ("锦州市", "Jinzhou District, Dalian, Liaoning, China", OUTSIDE),
        ("吉林市", "Jilin City, Jilin, China", INSIDE),
        ("吉林市", "Jilin, China", "namesake"),
    ],
)
def test_in_its_province_a_name_means_the_city(city: str, address: str, doubt: str | None) -> None:
    assert found(region_called(city), address) == doubt


def test_a_country_beside_the_address_is_weighed_too() -> None:
    assert found(SHANXI, "Taiyuan", "CN") == INSIDE
    assert found(SHANXI, "Taiyuan", "HK") == "country"
    assert found(SHANXI, "Taiyuan, China", "HK") == INSIDE  # what the address prints goes before it


def test_every_city_is_found_in_its_province_and_in_no_other() -> None:
    for province in provinces():
        for city in province.cities:
            address = f"1 Example St., {city.name} City, {divisions()[province.code].name}, China"
            assert found(province, address) is not None, address
            assert [p.code for p in provinces() if found(p, address) == INSIDE] in ([province.code], []), address


def test_the_place_is_told_as_near_as_it_is_known() -> None:
    def place(address: str) -> str:
        where = whereabouts(SHANXI, address)
        return full_name(where.place) if where else ""

    assert place("Xiaodian District, Taiyuan, Shanxi, China") == "山西省太原市"
    assert place("Pingyao, China") == "山西省晋中市"
    assert place("Shanxi 030024, China") == "山西省"


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Taiyuan Hexiang Metal Co., Ltd.", "140100"),
        ("TAIYUAN CITY HEXIANG METAL CO., LTD.", "140100"),
        ("Shanxi Taiyuan Hexiang Metal Co., Ltd.", "140100"),
        ("Shanxi Hexiang Metal Co., Ltd.", "140000"),
        ("山西省太原市禾湘金属有限公司", "140100"),
        ("山西禾湘金属有限公司", "140000"),
        ("Shaanxi Hexiang Metal Co., Ltd.", ""),
        ("陕西禾湘金属有限公司", ""),
        ("Taiyuan Road Trading Co., Ltd.", ""),
        ("Hexiang Taiyuan Metal Co., Ltd.", ""),
        ("Jinzhou Hexiang Co., Ltd.", ""),
        ("Taiyuan", ""),
        ("", ""),
    ],
)
def test_a_firm_is_named_after_where_it_is_registered(name: str, place: str) -> None:
    assert named_after(SHANXI, name) == place
