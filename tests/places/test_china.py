"""Province, city and postcode of an address in China, and the country that Chinese places imply."""

from __future__ import annotations

import pytest

from monitor.places import Place, country_of_address, divisions, place_of, province_named

SHANXI, SHAANXI, GUANGDONG, BEIJING, JIANGSU = "140000", "610000", "440000", "110000", "320000"


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("8 Example St., Taiyuan, Shanxi 030024, P.R. China", Place("CN", SHANXI, "140100", "030024")),
        ("Taiyuan, Shanxi", Place("CN", SHANXI, "140100")),
        ("Shanxi Province 030000", Place("CN", SHANXI, "", "030000")),
        ("Taiyuan, CN 030000", Place("CN", SHANXI, "140100", "030000")),
        ("Xiaodian District Taiyuan Shanxi 030006 China", Place("CN", SHANXI, "140100", "030006")),
        ("Shan Xi, Tai Yuan, China", Place("CN", SHANXI, "140100")),
        ("Pingyao, China", Place("CN", SHANXI, "140700")),  # a county: the city above it
        ("Pingyao County, China", Place("CN", SHANXI, "140700")),
        ("Lvliang, China", Place("CN", SHANXI, "141100")),
        ("Luliang City, China", Place("CN", SHANXI, "141100")),
        ("Lyuliang, Shanxi", Place("CN", SHANXI, "141100")),
        ("Futian District, Shenzhen, Guangdong 518000", Place("CN", GUANGDONG, "440300", "518000")),
        ("Chaoyang District, Beijing, China", Place("CN", BEIJING, "110100")),
        ("Suzhou, Jiangsu, China", Place("CN", JIANGSU, "320500")),
        ("Suzhou, China", Place("CN")),  # two cities of two provinces
        ("Suzhou 215000, China", Place("CN", JIANGSU, "320500", "215000")),
        ("山西省太原市小店区学府街88号", Place("CN", SHANXI, "140100")),
        ("China", Place("CN")),
        ("China, 030000", Place("CN", SHANXI, "", "030000")),  # the postcode alone, of an address that says China
        ("Macau Industrial Park, Zhuhai, China", Place("CN", GUANGDONG, "440400")),
        ("Kowloon, Hong Kong S.A.R. of China", Place("HK")),
    ],
)
def test_the_place_of_an_address(address: str, place: Place) -> None:
    assert place_of(address) == place


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("No. 5 Shanxi Road, Nanjing, Jiangsu 210009, China", JIANGSU),
        ("1 Guangdong Middle Road, Shanghai 200001, China", "310000"),
        ("Beijing Tower, 5 Example St., Shenzhen, China", GUANGDONG),
        ("江苏省南京市山西路5号", JIANGSU),
    ],
)
def test_a_street_named_after_a_place_is_no_place(address: str, province: str) -> None:
    assert place_of(address).province == province


@pytest.mark.parametrize(
    ("address", "province"),
    [
        ("Xi'an, Shanxi, China", SHAANXI),
        ("Shanxi 710000, China", SHAANXI),
        ("Taiyuan, Shaanxi, China", SHANXI),
        ("Shaanxi 030000, China", SHANXI),
        ("Shanxi, China", SHANXI),
        ("Shaanxi, China", SHAANXI),
    ],
)
def test_a_city_or_postcode_decides_between_shanxi_and_shaanxi(address: str, province: str) -> None:
    assert place_of(address).province == province


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("Shenzhen", "CN"),
        ("Guangdong 518109", "CN"),
        ("Ningbo City", "CN"),
        ("Shenzhen, Guangdong, Republic of China", "CN"),
        ("Shenzhen, Guangdong, Glorious Republic of China", "CN"),
        ("Taipei, Republic of China", "TW"),
        ("Taipei", "TW"),
        ("Kowloon", "HK"),
        ("Mumbai 400001", ""),
        ("Room 5, 518000", ""),
        ("Anyang, Gyeonggi-do", ""),
        ("Shenzhen Street 5, Springfield", ""),
        ("Shenzhen, Vietnam", "VN"),  # what is printed counts
        ("Houma, LA", "US"),
    ],
)
def test_the_country_chinese_places_imply(address: str, country: str) -> None:
    assert country_of_address(address) == country


@pytest.mark.parametrize("name", ["山西", "山西省", "Shanxi", "Shanxi Province", "shanxi"])
def test_a_province_is_found_by_its_name(name: str) -> None:
    assert province_named(name) == SHANXI
    assert divisions()[SHANXI].short == "山西"


def test_what_is_no_province_has_no_code() -> None:
    assert province_named("太原") == province_named("") == province_named("Ruritania") == ""
