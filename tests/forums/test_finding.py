"""A matter has one forum or none; a file is read when a hit asks for it, and all are read by the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from monitor.errors import ConfigError
from monitor.forums import SHIPPED, Forums, finding
from monitor.model import Category
from tests.forums.sample import CLOCK, HEAD, written

MARK, SUIT, ITC = Category.TRADEMARK, Category.SUIT, Category.ITC337


@pytest.mark.parametrize(
    ("category", "jurisdiction", "matter", "code"),
    [
        (ITC, "US", "us-itc:337-TA-1511", "us-itc"),
        (ITC, "US", "", "us-itc"),
        (SUIT, "US", "us-dct:ilnd:1:26-cv-00011", "us-court"),
        (Category.SEP, "US", "us-dct:txed:2:26-cv-00011", "us-court"),
        (MARK, "US", "tm:US:99772827", "us-uspto"),
        (Category.GI, "US", "tm:US:99772827", "us-uspto"),
        (MARK, "br", "", "br"),
        (SUIT, "BR", "tm:BR:912345678", "br"),  # the key of a matter says more than what its source is about
    ],
)
def test_a_matter_is_answered_for_by_its_key_or_without_one_by_category_and_place(
    category: Category, jurisdiction: str, matter: str, code: str
) -> None:
    found = SHIPPED.for_matter(category, jurisdiction, matter)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("category", "jurisdiction", "matter"),
    [
        (MARK, "XX", ""),
        (MARK, "", ""),
        (ITC, "XX", ""),
        (SUIT, "XX", "xx-ct:1"),
        (SUIT, "US", "us-ca2:24-1471"),
        (MARK, "US", "tm:XX:1"),
        (Category.NEWS, "US", "news:ab"),
        (Category.DOMAIN, "US", "domain:xinghuacun.us"),
    ],
)
def test_a_matter_of_no_forum_has_none_and_no_clock(category: Category, jurisdiction: str, matter: str) -> None:
    assert SHIPPED.for_matter(category, jurisdiction, matter) is None
    assert SHIPPED.clocks_for(category, jurisdiction, matter) == ()


def test_every_shipped_file_is_sound() -> None:
    found = SHIPPED.check_all()
    assert [forum.code for forum in found] == list(SHIPPED.codes())
    assert all(forum.stages for forum in found)


def test_only_the_forum_asked_for_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, HEAD + CLOCK)
    written(tmp_path, "this is no file of a forum", "broken")
    read: list[str] = []
    real = finding.read_forum

    def reading(path: Path) -> object:
        read.append(path.stem)
        return real(path)

    monkeypatch.setattr(finding, "read_forum", reading)
    shelf = Forums(tmp_path)
    assert shelf.codes() == ("broken", "xx")
    assert [c.id for c in shelf.clocks_for(MARK, "XX")] == ["xx-opposition"]
    assert shelf.clock("xx-opposition") is not None
    assert read == ["xx"]
    monkeypatch.undo()
    with pytest.raises(ConfigError) as caught:
        shelf.check_all()
    assert caught.value.params["file"] == "broken.toml"


def test_two_forums_never_answer_for_one_matter_nor_share_a_clock(tmp_path: Path) -> None:
    written(tmp_path, HEAD + CLOCK)
    second = HEAD.replace('"xx"', '"yy"')
    written(tmp_path, second, "yy")
    with pytest.raises(ConfigError) as caught:
        Forums(tmp_path).check_all()
    assert (caught.value.key, caught.value.params["other"]) == ("rules.errors.two_forums", "xx.toml")
    other = tmp_path / "other"
    other.mkdir()
    written(other, HEAD + CLOCK)
    written(other, second.replace("XX", "YY") + CLOCK, "yy")
    with pytest.raises(ConfigError) as caught:
        Forums(other).check_all()
    assert caught.value.params["name"] == "xx-opposition"


def test_a_head_that_a_quick_look_misses_is_refused(tmp_path: Path) -> None:
    """A list over several lines would be read and never found: silence."""
    written(tmp_path, HEAD.replace('answers = ["tm:XX", ', 'answers = [\n  "tm:XX",\n  ') + CLOCK)
    with pytest.raises(ConfigError) as caught:
        Forums(tmp_path).check_all()
    assert caught.value.key == "rules.errors.head_unread"
    later = tmp_path / "later"
    later.mkdir()
    written(later, HEAD + CLOCK.replace('id = "xx-opposition"\n', "") + 'id = "xx-opposition"\n')
    with pytest.raises(ConfigError):
        Forums(later).check_all()


def test_the_clocks_of_a_board_run_beside_those_of_its_office(tmp_path: Path) -> None:
    written(tmp_path, HEAD.replace("zone =", 'boards = ["yy"]\nzone =', 1) + CLOCK)
    written(tmp_path, HEAD.replace('"xx"', '"yy"').replace("XX", "YY") + CLOCK.replace("xx-", "yy-"), "yy")
    assert [c.id for c in Forums(tmp_path).clocks_for(MARK, "XX")] == ["xx-opposition", "yy-opposition"]
    assert [c.id for c in Forums(tmp_path).clocks_for(MARK, "YY")] == ["yy-opposition"]


@pytest.mark.parametrize(
    ("domain", "code"),
    [
        ("fenxiang-jiu.com", "udrp"),
        ("fenxiang-jiu.COM", "udrp"),
        ("fenxiang-jiu.shop", "udrp"),
        ("mail.fenxiang-jiu.com.cn", "cndrp"),
        ("fenxiang-jiu.中国", "cndrp"),
        ("fenxiang-jiu.de", None),
        ("fenxiang-jiu.公司", None),
        ("fenxiang-jiu.xn--fiqs8s", "cndrp"),  # 中国
        ("fenxiang-jiu.xn--", None),
    ],
)
def test_a_domain_is_answered_for_by_its_last_label(domain: str, code: str | None) -> None:
    found = SHIPPED.for_matter(Category.DOMAIN, "", f"domain:{domain}")
    assert (found.code if found else None) == code


def test_a_generic_domain_with_rules_of_its_own_is_answered_for_by_them(tmp_path: Path) -> None:
    written(tmp_path, HEAD.replace('["tm:XX", "trademark:XX"]', '["domain"]') + CLOCK)
    own = HEAD.replace('"xx"', '"yy"').replace('["tm:XX", "trademark:XX"]', '["domain:.jiu"]')
    written(tmp_path, own + CLOCK.replace("xx-", "yy-"), "yy")
    for domain, code in (("fenxiang.jiu", "yy"), ("fenxiang.com", "xx")):
        found = Forums(tmp_path).for_matter(Category.DOMAIN, "", f"domain:{domain}")
        assert found is not None
        assert found.code == code
