"""Of what is found in one record, what is told and whose filing it is: tables of cases, without matcher or store."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from monitor.assess.contexts import contexts_of
from monitor.assess.scoring import Families, Sighting, families_of, reported, score_mentions, sightings
from monitor.model import Band, Category, Match, MatchContext, Mention, Role, WatchedKind, WatchedName, Whose

# Two families: a mark (m) with its firm (f), another mark (n) with its firm (g).
FAMILIES = Families({"m": "one", "m2": "one", "f": "one", "n": "two", "g": "two"}, frozenset({"f", "g"}))


def match(watched: str, band: Band | None = Band.ALERT, own: bool = False) -> Match:
    return Match(watched, 0.9, band, "v", "given", "whole", whose=Whose.OURS if own else Whose.STRANGER)


def mention(role: Role, text: str = "X") -> Mention:
    return Mention(text, role, role.value)


def sighted(*found: tuple[Mention, Match]) -> list[Sighting]:
    return [Sighting(m, m.text, hit) for m, hit in found]


def told(*found: tuple[Mention, Match]) -> list[str]:
    return [f"{m.role.value} {hit.watched_id}" for m, hit in reported(sighted(*found), [m for m, _ in found], FAMILIES)]


# --- of one family one is told ------------------------------------------------------------------------

MARKS = [r for r in Role if r.is_mark]
PARTIES = [r for r in Role if r.is_party and r not in (Role.APPLICANT, Role.FORMER_OWNER)]


@pytest.mark.parametrize("role", MARKS)
def test_where_its_mark_is_taken_the_firm_is_told_as_a_party_only(role: Role) -> None:
    mark, owner = mention(role), mention(Role.APPLICANT)
    assert told((mark, match("m")), (owner, match("f"))) == [f"{role.value} m"]
    assert told((owner, match("f")), (mark, match("m"))) == [f"{role.value} m"]
    assert told((mark, match("m")), (mark, match("f"))) == [f"{role.value} m"]
    for party in PARTIES:  # who attacks or is attacked says more than the mark
        assert told((mark, match("m")), (mention(party), match("f"))) == [f"{role.value} m", f"{party.value} f"]


@pytest.mark.parametrize("role", list(Role))
def test_a_firm_alone_is_told_wherever_it_stands(role: Role) -> None:
    assert told((mention(role), match("f"))) == [f"{role.value} f"]
    if not role.is_mark:  # a mark in another text than a mark takes nothing away
        goods = mention(Role.GOODS)
        assert told((goods, match("m")), (mention(role), match("f")))[-1] == f"{role.value} f"


def test_the_mark_of_another_family_takes_nothing_away() -> None:
    mark, owner = mention(Role.MARK), mention(Role.APPLICANT)
    assert told((mark, match("n")), (owner, match("f"))) == ["mark n", "applicant f"]


@pytest.mark.parametrize("role", [r for r in Role if r.is_party])
def test_in_a_party_the_firm_is_told_and_not_its_mark(role: Role) -> None:
    party, other = mention(role), mention(role, "Y")
    assert told((party, match("m")), (party, match("f"))) == [f"{role.value} f"]
    assert told((party, match("m"))) == [f"{role.value} m"]
    # another party, another family: nothing is said twice
    assert told((other, match("m")), (party, match("f"))) == [f"{role.value} m", f"{role.value} f"]
    assert told((party, match("m")), (party, match("g"))) == [f"{role.value} m", f"{role.value} g"]


@pytest.mark.parametrize("role", [r for r in Role if not r.is_party])
def test_in_other_texts_a_mark_is_told_beside_its_firm(role: Role) -> None:
    assert f"{role.value} m" in told((mention(role), match("m")), (mention(role), match("f")))


# --- ours or not --------------------------------------------------------------------------------------


def test_what_the_matcher_knows_to_be_ours_stays_so() -> None:
    ((_, hit),) = reported(sighted((mention(Role.MARK), match("n", own=True))), [], FAMILIES)
    assert hit.own_filing


def test_nothing_found_nothing_told() -> None:
    assert reported([], [], FAMILIES) == ()


# --- families -----------------------------------------------------------------------------------------


def test_a_family_is_a_registrant_with_its_marks_however_spaced() -> None:
    names = [
        WatchedName("m", "岚谷禾", owner="山西岚谷禾酒业有限公司"),
        WatchedName("m2", "岚谷春", owner="山西岚谷禾酒业 有限公司"),
        WatchedName("f", "山西岚谷禾酒业有限公司", WatchedKind.COMPANY, owner="somebody"),
        WatchedName("n", "云杼"),
        WatchedName("k", "漳源锦"),
    ]
    families = families_of(names)
    assert families.firms == {"f"}
    assert families.of["m"] == families.of["m2"] == families.of["f"]
    assert (families.of["n"], families.of["k"]) == ("n", "k")  # without an owner each is alone


# --- what is asked of the matcher ---------------------------------------------------------------------


class Heard:
    """A matcher that finds what it was told to, and notes what it was asked."""

    version = "1"

    def __init__(self, knows: Mapping[str, Match]) -> None:
        self.knows = knows
        self.asked: list[tuple[str, MatchContext]] = []

    def find(self, text: str, context: MatchContext = MatchContext()) -> list[Match]:  # noqa: B008
        self.asked.append((text, context))
        return [self.knows[text]] if text in self.knows else []


def test_a_name_printed_beside_a_party_is_asked_for_in_that_party_s_place() -> None:
    party = Mention("Store Holdings LLC", Role.DEFENDANT, "party", aliases=("JCYGLASS", "JCY"))
    other = mention(Role.PLAINTIFF, "Somebody")
    heard = Heard({"JCYGLASS": match("f")})
    seen = list(sightings([party, other], Category.SUIT, heard))
    assert [(s.mention, s.text, s.match.watched_id) for s in seen] == [(party, "JCYGLASS", "f")]
    here, there = contexts_of([party, other], Category.SUIT)
    assert heard.asked == [("Store Holdings LLC", here), ("JCYGLASS", here), ("JCY", here), ("Somebody", there)]
    assert score_mentions([party, other], Category.SUIT, heard, FAMILIES) == ((party, match("f")),)


def test_a_text_printed_twice_is_asked_for_once() -> None:
    twice = [mention(Role.DEFENDANT, "A"), mention(Role.DEFENDANT, "A"), mention(Role.PLAINTIFF, "A")]
    heard = Heard({})
    assert list(sightings(twice, None, heard)) == []
    assert [(text, c.role) for text, c in heard.asked] == [("A", Role.DEFENDANT), ("A", Role.PLAINTIFF)]
    again = Heard({})
    assert list(sightings(twice[:2], None, again)) == []
    assert len(again.asked) == 1


# --- texts that became no party -----------------------------------------------------------------------

UNREAD = Mention("X", Role.CITED, "unread_parties", extra={"unread": True})
ADDRESSES = Mention("X", Role.CITED, "party_addresses", extra={"unread": True, "seeks": "firms"})


@pytest.mark.parametrize("unread", [UNREAD, ADDRESSES])
@pytest.mark.parametrize("role", [r for r in Role if r.is_party])
def test_a_name_in_a_text_that_became_no_party_is_told_unless_a_party_explains_it(unread: Mention, role: Role) -> None:
    assert told((unread, match("f"))) == ["cited f"]
    assert told((unread, match("f")), (mention(role), match("f"))) == [f"{role.value} f"]
    assert told((unread, match("f")), (mention(role), match("g"))) == ["cited f", f"{role.value} g"]


def test_in_addresses_whole_names_of_firms_alone_count() -> None:
    assert told((ADDRESSES, match("m"))) == []
    assert told((ADDRESSES, match("f", Band.REVIEW))) == []
    assert told((ADDRESSES, match("f"))) == ["cited f"]
    assert told((UNREAD, match("m", Band.REVIEW))) == ["cited m"]
