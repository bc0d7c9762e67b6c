"""In which country an address lies: the last word decides, and Hong Kong, Macao and Taiwan come before the China behind them."""

from __future__ import annotations

import pytest

from monitor.places import country_of_address, printed_country


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("Shenzhen, Guangdong 518000, P.R. China", "CN"),
        ("Shenzhen, China", "CN"),
        ("China", "CN"),
        ("Kowloon, Hong Kong, China", "HK"),
        ("Kowloon, Hong Kong SAR, P.R. China", "HK"),
        ("Kowloon, Hong Kong", "HK"),
        ("Avenida da Praia Grande, Macao, China", "MO"),
        ("Avenida da Praia Grande, Macau, People's Republic of China", "MO"),
        ("Avenida da Praia Grande, Macau SAR, China", "MO"),
        ("Avenida da Praia Grande, Macao", "MO"),
        ("Macao, China", "MO"),
        ("Taipei, Taiwan, China", "TW"),
        ("Taipei, Taiwan", "TW"),
        ("Taipei 100, Taiwan R.O.C.", "TW"),
        ("Hong Kong, Macao, China", "MO"),  # what stands nearest counts
        ("Hong Kong, Guangdong, China", "CN"),
        ("Macao Street 5, Shenzhen, China", "CN"),
        ("Hong Kong, Japan", "JP"),  # only before China
        ("Paris, Texas", "US"),
        ("Boise, ID", "US"),
        ("Boise, ID 83702", "US"),
        ("Boise, ID 83702-1234", "US"),
        ("Boise, ID, 83702", "US"),
        ("Shenzhen, China, 518000", "CN"),
        ("Shenzhen, China 518000", "CN"),
        ("Shenzhen, 518000 China", "CN"),
        ("Guangdong 518000 China", "CN"),
        ("Shenzhen Taiwan", "TW"),
        ("Boston, New England", ""),
        ("London, England", "GB"),
        ("Shenzhen, Guangdong, China.", "CN"),
        ("Cape Town, Republic of South Africa", "ZA"),
        ("Shenzhen, China;", "CN"),
        *(
            (f"Springfield, {word} Norway", "")
            for word in ("New", "City of", "Little", "North", "South", "East", "West")
        ),
        ("Seoul South Korea", "KR"),
        ("Taipei Republic of China (Taiwan)", "TW"),
        ("Kowloon, 999077 Hong Kong Special Administrative Region", "HK"),
        ("China, Room Five", ""),  # the country stands last
        ("Room 5", ""),
        ("518000", ""),
        ("Room 5, 518000", ""),
        ("", ""),
        (" , ", ""),
    ],
)
def test_the_country_of_an_address(address: str, country: str) -> None:
    assert country_of_address(address) == country


@pytest.mark.parametrize(
    "country",
    [
        "China",
        "CHINA",
        "CN",
        "CN 518000",
        "CN518000",
        "PRC",
        "P.R.C.",
        "P.R.China",
        "P.R. China",
        "P. R. China",
        "P R China",
        "PR of China",
        "P.R. of China",
        "China PRC",
        "China (PRC)",
        "China (Mainland)",
        "China (518000)",
        "Chinese Mainland",
        "Mainland China",
        "the People's Republic of China",
        "Peoples' Republic of China",
        "Peoples’ Republic of China",
        "People‘s Republic of China",
        "People´s Republic of China",
        "People`s Republic of China",
        "Peoples Republic of China",
        "People Republic of China",
        "Poeple's Republic of China",
        "People's Rep. of China",
        "China, Tel: +86 755 1234 5678",
        "China Tel. 0755-12345678",
        "China 86-755-12345678",
        "China, (86) 755 12345678",
        "China, e-mail: sales@example.com",
        "China, www.example.com",
    ],
)
def test_every_spelling_of_china_is_china(country: str) -> None:
    assert printed_country(f"8 Example Rd., Futian, {country}") == "CN"
    assert printed_country(f"Futian {country}") == "CN"


@pytest.mark.parametrize(
    ("address", "country"),
    [
        ("Zhongli, Taiwan, Republic of China", "TW"),
        ("Zhongli, Taiwan Republic of China", "TW"),
        ("Zhongli, Taiwan, the Republic of China", "TW"),
        ("Zhongli, Taiwan, R.O.C.", "TW"),
        ("Zhongli, Taiwan (R.O.C.)", "TW"),
        ("Zhongli, Taiwan (Republic of China)", "TW"),
        ("Zhongli Republic of China (Taiwan)", "TW"),
        ("Zhongli, Taiwan, Province of China", "TW"),
        ("Zhongli, TW", "TW"),
        ("Nathan Road, HK", "HK"),
        ("Nathan Road, H.K.", "HK"),
        ("Nathan Road, Hong Kong S.A.R.", "HK"),
        ("Nathan Road, Hong Kong S.A.R., China", "HK"),
        ("Nathan Road, Hong Kong, PRC", "HK"),
        ("Rua Nova, Macau S.A.R.", "MO"),
        ("Rua Nova, Macao Special Administrative Region of China", "MO"),
        ("St. Louis, MO", "US"),  # the state
        ("Wilmington, DE 19801-1234", "US"),  # a ZIP code, no telephone
        ("Tel Aviv, Israel", "IL"),
    ],
)
def test_hong_kong_macao_and_taiwan_are_told_from_china(address: str, country: str) -> None:
    assert printed_country(address) == country


@pytest.mark.parametrize(
    "address",
    ["8 Example Rd., Republic of China", "8 Example Rd., Glorious Republic of China", "Glorious Republic of China"],
)
def test_a_republic_of_china_without_taiwan_is_doubtful(address: str) -> None:
    """Nor is it Taiwan where any word, known or not, stands before it."""
    assert printed_country(address) == ""


def test_a_word_before_the_republic_is_not_taiwan_even_where_taiwan_is_named() -> None:
    assert printed_country("Taiwan Road, Qingdao, Glorious Republic of China") == ""
