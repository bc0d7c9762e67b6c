"""What a hit about a right of our own is, after what happened to it; and what holds where records differ."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import sources
from monitor.config import load_sources
from monitor.model import ATTACKS, LOSSES, Category, HitKind, Role, Whose, hit_kind, kind_after
from monitor.model.kinds import KNOWN_TO_RIGHTS, NEUTRAL
from monitor.resources import shipped

OWN, ATTACKED, LOST = HitKind.OWN_FILING, HitKind.OWN_ATTACKED, HitKind.OWN_LOST
DAY = date(2026, 11, 2)

AFTER = {
    "nothing": ((), OWN),
    "filed and published": (("filed", "published"), OWN),
    **{f"{act} alone": ((act,), ATTACKED) for act in sorted(ATTACKS)},
    **{f"{act} alone": ((act,), LOST) for act in sorted(LOSSES)},
    "an opposition dismissed": (("opposition", "opposition_dismissed"), OWN),
    "an opposition ended": (("opposition", "opposition_ended"), OWN),
    "an opposition sustained": (("opposition", "opposition_sustained"), ATTACKED),
    "sustained in part, then registered": (("opposition", "opposition_sustained", "registered"), OWN),
    "one of two oppositions dismissed": (("opposition", "opposition", "opposition_dismissed"), ATTACKED),
    "both dismissed": (("opposition", "opposition", "opposition_dismissed", "opposition_dismissed"), OWN),
    "an opposition, sent on and served, dismissed": (
        ("opposition", "opposition_sent", "opposition_served", "opposition_dismissed"),
        OWN,
    ),
    "a cancellation ended": (("registered", "cancellation", "cancellation_ended"), OWN),
    "a nullity ended": (("nullity", "cancellation_ended"), OWN),
    "a non-use action ended": (("nonuse_action", "cancellation_ended"), OWN),
    "a cancellation that cancelled": (("cancellation", "cancelled", "cancellation_ended"), LOST),
    "the end of another kind ends nothing": (("cancellation", "opposition_dismissed"), ATTACKED),
    "an end before the attack": (("opposition_dismissed", "opposition"), ATTACKED),
    "a registration does not end a cancellation": (("cancellation", "registered"), ATTACKED),
    "an office action answered and published": (("office_action", "published"), OWN),
    "a refusal, an appeal": (("refused", "appeal"), ATTACKED),
    "refused, then allowed": (("refused", "allowed"), OWN),
    "a publication does not end an opposition": (("opposition", "republished"), ATTACKED),
    "abandoned and revived": (("abandoned", "revived"), OWN),
    "cancelled and reinstated": (("cancelled", "registration_reinstated"), OWN),
    "reinstated, the attack goes on": (("cancellation", "cancelled", "registration_reinstated"), ATTACKED),
    "revived before it was abandoned": (("revived", "abandoned"), LOST),
    "lost, whatever is attacked": (("abandoned", "opposition"), LOST),
    "an act nobody listed calms nothing": (("opposition", "unknown_act"), ATTACKED),
    "an annulled act calms nothing": (("cancelled", "act_annulled"), LOST),
    "renewed": (("registered", "renewed"), OWN),
    "a cancellation denied": (("cancellation", "cancellation_denied"), OWN),
    "a cancellation granted, the register not yet changed": (("cancellation", "cancellation_granted"), ATTACKED),
    "granted in part, then maintained": (("cancellation", "cancellation_granted_in_part", "maintained"), OWN),
    "maintained while another action runs": (("cancellation", "maintained"), ATTACKED),
    "a non-use action dismissed": (("nonuse_action", "nonuse_dismissed"), OWN),
    "revocation granted, then overturned": (("nonuse_action", "nonuse_granted", "nonuse_dismissed"), OWN),
    "a non-use dismissal does not end a nullity": (("nullity", "nonuse_dismissed"), ATTACKED),
    "a nullity dismissed": (("nullity", "nullity_dismissed"), OWN),
    "sustained in part, not yet registered": (("opposition", "opposition_sustained_in_part"), ATTACKED),
    "a protest, then registered": (("letter_of_protest", "registered"), OWN),
    "a dismissal that was annulled": (("nullity", "nullity_dismissed", "petition_annulled"), ATTACKED),
    "a revival that was annulled": (("abandoned", "revived", "act_annulled"), LOST),
    "a grant that was annulled": (("opposition", "registered", "act_annulled"), ATTACKED),
    "annulled, then ended again": (("nullity", "nullity_dismissed", "petition_annulled", "nullity_dismissed"), OWN),
    "an annulment of something else, nothing was over": (("filed", "published", "act_annulled"), OWN),
}


@pytest.mark.parametrize("case", AFTER)
def test_a_right_of_our_own_is_attacked_till_the_attack_ends_and_lost_till_it_is_restored(case: str) -> None:
    codes, kind = AFTER[case]
    events = [(DAY + timedelta(days=n), code, "") for n, code in enumerate(codes)]
    assert kind_after(OWN, events) is kind
    assert kind_after(OWN, reversed(events)) is kind  # by their days, in whatever order they were read
    assert kind_after(OWN, [*events, *events]) is kind  # the same act told twice is one


def test_every_act_a_register_can_tell_was_weighed() -> None:
    """One that nobody thought of would pass as good news about a right of ours."""
    registers = [c for c in load_sources(shipped("sources.yaml")).values() if c.category is Category.TRADEMARK]
    assert len(registers) >= 2
    for config in registers:
        assert not sources.load(config.format).events - KNOWN_TO_RIGHTS, config.id
    assert not NEUTRAL & (ATTACKS | LOSSES)


@pytest.mark.parametrize("kind", [k for k in HitKind if k is not OWN])
def test_what_happens_changes_nothing_about_other_hits(kind: HitKind) -> None:
    assert kind_after(kind, [(DAY, "opposition", ""), (DAY, "cancelled", "")]) is kind


def test_an_attack_and_its_end_on_one_day_are_over() -> None:
    assert kind_after(OWN, [(DAY, "opposition_dismissed", ""), (DAY, "opposition", "")]) is OWN


def test_two_attacks_of_one_day_are_two() -> None:
    both = [(DAY, "opposition", "1"), (DAY, "opposition", "2")]
    ended = (DAY + timedelta(days=9), "opposition_ended")
    assert kind_after(OWN, [*both, (*ended, "1")]) is ATTACKED
    assert kind_after(OWN, [*both, (*ended, "1"), (*ended, "2")]) is OWN


def test_one_end_under_the_names_of_two_versions_ends_one_attack() -> None:
    both = [(DAY, "opposition", "1"), (DAY, "opposition", "2")]
    day = DAY + timedelta(days=9)
    assert kind_after(OWN, [*both, (day, "opposition_ended", "x"), (day, "opposition_dismissed", "x")]) is ATTACKED


_CALMING = {
    "opposition_dismissed", "opposition_ended", "opposition_sustained", "cancellation_ended", "revived", "registration_reinstated", "registered", "allowed",
    "registration_published", "approved", "to_be_published", "published", "republished", "renewed",
}  # fmt: skip
_RANK = {OWN: 0, ATTACKED: 1, LOST: 2}


@given(
    st.lists(st.sampled_from(sorted(ATTACKS | LOSSES | _CALMING)), max_size=6),
    st.sampled_from(
        [
            "filed",
            "petition",
            "notice",
            "other",
            "appeal",
            "unknown_act",
            "act_annulled",
            "suspended",
            *sorted(ATTACKS | LOSSES),
        ]
    ),
)
def test_only_an_ending_event_makes_it_calmer(before: list[str], then: str) -> None:
    events = [(DAY + timedelta(days=n), code, "") for n, code in enumerate(before)]
    more = [*events, (DAY + timedelta(days=len(before)), then, "")]
    if then not in _CALMING:
        assert _RANK[kind_after(OWN, more)] >= _RANK[kind_after(OWN, events)]


def test_of_two_records_neither_is_made_calmer_by_the_other() -> None:
    for one, other in product(Whose, Whose):
        both = one.united(other)
        assert both is other.united(one)
        assert (both is Whose.OURS) == (one is other is Whose.OURS)
    for a, b, c in permutations(Whose, 3):
        assert a.united(b).united(c) is a.united(b.united(c))


@pytest.mark.parametrize(
    ("role", "whose", "kind"),
    [
        (Role.MARK, Whose.STRANGER, HitKind.SQUAT),
        (Role.MARK, Whose.OURS, HitKind.OWN_FILING),
        (Role.MARK, Whose.CLAIMED, HitKind.CLAIMED_OWN),
        (Role.MARK, Whose.LOST, HitKind.OWN_LOST),
        (Role.APPLICANT, Whose.CLAIMED, HitKind.CLAIMED_OWN),
        (Role.FORMER_OWNER, Whose.LOST, HitKind.OWN_LOST),
        (Role.CITED, Whose.CLAIMED, HitKind.CITED),
        (Role.OPPONENT, Whose.LOST, HitKind.OPPONENT),
    ],
)
def test_a_name_in_a_right_is_what_the_right_is_to_us(role: Role, whose: Whose, kind: HitKind) -> None:
    assert hit_kind(role, whose) is kind
