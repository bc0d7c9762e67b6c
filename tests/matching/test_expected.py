"""How much noise a name will bring is tried beforehand, and what is proposed against it does what it says."""

from __future__ import annotations

import pytest

from monitor.matching.expected import SHARES, background, expected_noise, flagged
from monitor.matching.quieting import proposals
from monitor.model import Role, WatchedKind, WatchedName

_WORDS = {
    "words": ("living", "landing", "stone", "paper"),
    "brands": ("Stone", "Quiet Harbour"),
    "firms": ("Stonewell Inc.",),
}
_STONE = WatchedName("w1", "石头", aliases=("STONE",))
_RARE = WatchedName("w2", "漳源锦", aliases=("ZHANGYUANJIN",))


def test_a_name_that_is_a_word_comes_before_one_that_is_none() -> None:
    noise = expected_noise([_RARE, _STONE], texts=_WORDS)
    assert [n.watched_id for n in noise] == ["w1", "w2"]
    assert noise[0].per_10_000 > 0
    assert noise[0].examples[:2] == ("Stone", "stone")
    assert noise[1].told == ()
    assert noise[1].per_10_000 == 0


def test_the_figure_is_the_share_of_the_kind_times_the_filings() -> None:
    (noise,) = expected_noise([_STONE], texts={"words": ("stone", "quiet", "harbour", "gate")})
    assert noise.per_10_000 == pytest.approx(SHARES["words", Role.MARK] * 10_000 / 4)


def test_what_has_no_noise_gets_no_proposal() -> None:
    (noise,) = expected_noise([_RARE], texts=_WORDS)
    assert proposals(_RARE, noise) == ()


def test_a_proposal_leaves_what_it_says() -> None:
    name = WatchedName("w1", "兰亭", aliases=("LANTERN",))
    texts = {"words": ("lanting", "lantern", "landing", "gate")}
    (noise,) = expected_noise([name], texts=texts)
    off = next(p for p in proposals(name, noise) if p.what == "off")
    assert off.value == "LANTING"
    (after,) = expected_noise(
        [WatchedName("w1", "兰亭", aliases=("LANTERN",), disabled_variants=("LANTING",))], texts=texts
    )
    assert off.left == pytest.approx(after.per_10_000)
    assert after.per_10_000 < noise.per_10_000


def test_a_spelling_of_the_list_itself_is_never_proposed_to_be_switched_off() -> None:
    (noise,) = expected_noise([_STONE], texts=_WORDS)
    assert not [p for p in proposals(_STONE, noise) if p.what == "off" and p.value == "STONE"]


def test_classes_are_asked_for_where_they_are_missing_and_of_no_firm() -> None:
    (noise,) = expected_noise([_STONE], texts=_WORDS)
    assert "classes" in {p.what for p in proposals(_STONE, noise)}
    firm = WatchedName(
        "c1", "石井实业有限公司", WatchedKind.COMPANY, aliases=("Stonewell Inc.",), owner="石井实业有限公司"
    )
    (of_firm,) = expected_noise([firm], texts=_WORDS)
    assert of_firm.told
    assert not {p.what for p in proposals(firm, of_firm)} & {"classes", "flag"}


def test_a_fifth_of_a_long_list_is_flagged_and_of_a_short_one_what_is_noisy() -> None:
    names = [WatchedName(f"w{n}", f"名{n}号", aliases=(f"STONE{'ABCDEFGHIJ'[n % 10]}",)) for n in range(50)]
    noise = expected_noise(names, texts=_WORDS)
    assert len(flagged(noise)) == 10
    assert [n.watched_id for n in flagged(expected_noise([_STONE, _RARE], texts=_WORDS))][:1] == ["w1"]


def test_the_background_that_ships_holds_every_kind_it_is_weighed_by() -> None:
    shipped = background()
    assert set(shipped) == {kind for kind, _ in SHARES}
    assert all(len(texts) > 1_000 for texts in shipped.values())
    assert sum(len(t.encode()) + 1 for texts in shipped.values() for t in texts) <= 3_000_000
    for role in (Role.MARK, Role.APPLICANT):
        assert sum(share for (_, r), share in SHARES.items() if r is role) == pytest.approx(1)
