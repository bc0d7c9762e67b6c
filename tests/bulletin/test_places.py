from __future__ import annotations

from pathlib import Path

import pytest

from monitor.bulletin.places import forum_name, matter_number, place_name
from monitor.forums import SHIPPED, Forums
from monitor.model import Category
from monitor.rules import naming
from monitor.texts import LANGUAGES, Texts
from tests.forums.sample import HEAD, written


@pytest.mark.parametrize(
    ("matter", "jurisdiction", "category", "number", "forum"),
    [
        ("us-itc:337-TA-9911", "US", Category.ITC337, "337-TA-9911", "美国国际贸易委员会"),
        ("us-itc:DN-9936", "US", Category.ITC337, "DN-9936", "美国国际贸易委员会"),
        ("us-dct:ilnd:1:26-cv-99011", "US", Category.SUIT, "1:26-cv-99011", "美国伊利诺伊州北区联邦地区法院"),
        ("us-dct:mad:1:26-cv-99012", "US", Category.SUIT, "1:26-cv-99012", "美国马萨诸塞州联邦地区法院"),
        ("us-dct:ned:1:26-cv-99012", "US", Category.SUIT, "1:26-cv-99012", "美国内布拉斯加州联邦地区法院"),
        ("us-dct:cit:1:26-cv-99012", "US", Category.SUIT, "1:26-cv-99012", "美国联邦法院（CIT）"),
        ("tm:US:99900001", "US", Category.TRADEMARK, "99900001", "美国专利商标局"),
        ("tm:XX:1", "XX", Category.TRADEMARK, "1", "XX商标主管机关"),
        ("ir:1999999", "WO", Category.TRADEMARK, "1999999", "世界知识产权组织国际局"),
        ("domain:demo.example", "", Category.DOMAIN, "demo.example", "域名注册体系"),
        ("gi:XX:PGI-XX-1", "XX", Category.GI, "PGI-XX-1", "XX地理标志主管机关"),
        ("news:0123abcd", "US", Category.NEWS, "", "美国公开信息"),
    ],
)
def test_a_matter_key_in_the_words_of_people(
    matter: str, jurisdiction: str, category: Category, number: str, forum: str
) -> None:
    assert matter_number(matter) == number
    assert forum_name(matter, jurisdiction, category, Texts("zh")) == forum


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_office_of_marks_is_called_as_its_forum_file_calls_it(lang: str) -> None:
    """A second row in the texts would win over the file, and whoever mends the file would wonder."""
    texts = Texts(lang)
    answered = {a: f for c in SHIPPED.codes() for f in [SHIPPED.read(c)] for a in f.answers if a.startswith("tm:")}
    assert len(answered) > 40
    for answer, forum in answered.items():
        place = answer.removeprefix("tm:")
        assert texts.find(f"bulletin.forum.tm_{place}") is None
        assert forum_name(f"{answer}:1", place, Category.TRADEMARK, texts) == forum.name[lang]


def test_a_place_without_words_is_called_as_its_forum_file_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = HEAD.replace("zone =", 'place.zh = "某国"\nplace.en = "Nowhere"\nzone =')
    monkeypatch.setattr(naming, "SHIPPED", Forums(written(tmp_path, head).parent))
    zh, en = Texts("zh"), Texts("en")
    assert (place_name("XX", zh), place_name("xx", en), place_name("YY", zh)) == ("某国", "Nowhere", "YY")
    assert forum_name("tm:XX:1", "XX", Category.TRADEMARK, zh) == "某国商标局"
    assert forum_name("xx-suit:1", "XX", Category.SUIT, en) == "Nowhere", "the office of marks is no court"
