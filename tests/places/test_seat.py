"""Where a firm sits, with the county its own name begins with."""

from __future__ import annotations

import pytest

from monitor.places.seat import Seat, seat_of


@pytest.mark.parametrize(
    ("city", "name", "place"),
    [
        ("晋中", "祁县晋川屿玻璃制品有限公司", "晋中市祁县"),
        ("晋中市", "山西省晋中市平遥县岚谷禾食品有限公司", "晋中市平遥县"),
        ("晋中", "山西平遥岚谷禾食品有限公司", "晋中市平遥县"),
        ("太原市", "太原市小店区云杼服饰有限公司", "太原市小店区"),
        ("大同", "平城云杼服饰有限公司", "大同市"),  # a district's short name may be a brand
        ("大同", "山西恒岳铸重工有限公司", "大同市"),
        ("大同", "祁县晋川屿玻璃制品有限公司", "大同市"),  # the county of another city says nothing here
        ("北京", "北京市朝阳区云杼服饰有限公司", "北京市朝阳区"),
        ("祁县", "祁县晋川屿玻璃制品有限公司", "祁县"),
    ],
)
def test_the_city_is_written_in_full_with_the_county_the_name_begins_with(city: str, name: str, place: str) -> None:
    assert seat_of(city, name).place == place
    assert seat_of(city, name).known


@pytest.mark.parametrize("city", ["", "赞布里亚", "Taiyuan City"])
def test_what_the_gazetteer_does_not_know_stays_as_written(city: str) -> None:
    assert seat_of(city, "云杼服饰有限公司") == Seat(city, city, known=False)


def test_a_county_of_several_cities_is_not_chosen_among() -> None:
    assert not seat_of("鼓楼区", "云杼服饰有限公司").known


def test_in_english_it_is_the_city_alone() -> None:
    assert seat_of("晋中", "祁县晋川屿玻璃制品有限公司", "en").place == "Jinzhong"
