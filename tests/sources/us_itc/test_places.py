"""In which country an address lies: the last word decides, and Hong Kong, Macao and Taiwan come before the China behind them."""

from __future__ import annotations

import pytest

from monitor.sources.us_itc.places import country_of_address


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
