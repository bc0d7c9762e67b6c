from __future__ import annotations

import pytest

from monitor.bulletin.places import forum_name, matter_number
from monitor.texts import Texts


@pytest.mark.parametrize(
    ("matter", "jurisdiction", "number", "forum"),
    [
        ("us-itc:337-TA-9911", "US", "337-TA-9911", "美国国际贸易委员会"),
        ("us-itc:DN-9936", "US", "DN-9936", "美国国际贸易委员会"),
        ("us-dct:ilnd:1:26-cv-99011", "US", "1:26-cv-99011", "美国伊利诺伊州北区联邦地区法院"),
        ("us-dct:mad:1:26-cv-99012", "US", "1:26-cv-99012", "美国马萨诸塞州联邦地区法院"),
        ("us-dct:ned:1:26-cv-99012", "US", "1:26-cv-99012", "美国内布拉斯加州联邦地区法院"),
        ("us-dct:cit:1:26-cv-99012", "US", "1:26-cv-99012", "美国联邦法院（CIT）"),
        ("tm:US:99900001", "US", "99900001", "美国专利商标局"),
        ("tm:XX:1", "XX", "1", "XX商标主管机关"),
        ("ir:1999999", "WO", "1999999", "世界知识产权组织国际局"),
        ("domain:demo.example", "", "demo.example", "域名注册体系"),
        ("gi:EU:PGI-XX-1", "EU", "PGI-XX-1", "欧盟地理标志登记簿"),
        ("news:0123abcd", "US", "", "美国公开信息"),
    ],
)
def test_a_matter_key_in_the_words_of_people(matter: str, jurisdiction: str, number: str, forum: str) -> None:
    assert matter_number(matter) == number
    assert forum_name(matter, jurisdiction, Texts("zh")) == forum
