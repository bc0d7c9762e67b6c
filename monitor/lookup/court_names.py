"""US district courts as people write them beside a number: "N.D. Ill.", "ilnd", "Northern District of Illinois", 纽约南区法院."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from monitor.sources.us_courts.courts import court_name, district_courts
from monitor.texts import Texts

_LONGEST_CODE = 4
_ENDINGS = ("联邦地区法院", "联邦地方法院", "联邦法院", "地区法院", "地方法院", "法院", "")
_NAMING_A_DISTRICT_ALONE = 3  # of the endings: "特拉华州法院" is a court of the state


def squashed(text: str) -> str:
    """Letters and digits alone, in lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


@cache
def courts_by_name() -> Mapping[str, str]:
    """Squashed name → PACER's code of the court."""
    found: dict[str, str] = {}
    zh, en = Texts("zh"), Texts("en")
    for code in district_courts():
        for name in (code, court_name(code), *_in_words(code, zh, en)):
            found.setdefault(squashed(name), code)
    return found


def _in_words(code: str, zh: Texts, en: Texts) -> Iterator[str]:
    state, part = code[:2], code[2:-1]
    english, chinese = en.find(f"bulletin.us_state.{state}"), zh.find(f"bulletin.us_state.{state}")
    direction, district = (t.find(f"bulletin.us_district.{part}") if part else "" for t in (en, zh))
    if english and direction is not None:
        yield f"{direction or 'District of '}{english}"
    if chinese and district is not None:
        for short in dict.fromkeys((chinese, chinese.removesuffix("州"))):
            for ending in _ENDINGS if part else _ENDINGS[:_NAMING_A_DISTRICT_ALONE]:
                yield f"{short}{district}{ending}"
