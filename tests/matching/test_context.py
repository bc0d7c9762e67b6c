"""What stands around a mention: bands at their thresholds, roles, classes, countries, decisions. Tables of cases."""

from __future__ import annotations

import ast
import itertools
import math
from pathlib import Path
from typing import Any

import pytest

from monitor.matching import build_matcher
from monitor.matching.bands import ALERT, BELOW_ALERT, BELOW_DIGEST, BELOW_REVIEW, DIGEST, REVIEW, band_of
from monitor.matching.marks.classes import Related, related
from monitor.matching.marks.context import admits, apply, listed, whole_words_only
from monitor.matching.marks.finding import Finding
from monitor.model import Band, MatchContext, Role, Variant, WatchedKind, WatchedName

PACKAGE = Path(__file__).resolve().parents[2] / "monitor"
MARK = WatchedName("mark", "岚谷禾", owner="山西岚谷禾酒业有限公司", owner_en="Shanxi Languhe Liquor Co., Ltd.")
FIRM = WatchedName("firm", "山西岚谷禾酒业有限公司", WatchedKind.COMPANY)
GI = WatchedName("gi", "山西老陈醋", WatchedKind.GI)


def name(**changes: Any) -> WatchedName:
    return WatchedName(**({"id": "mark", "name": "岚谷禾"} | changes))


def finding(
    score: float = 1.0, operation: str = "whole", text: str = "LANGUHE", kind: str = "given", **more: Any
) -> Finding:
    return Finding(0, Variant(text, kind, 1.0), operation, score, (0, 3), **more)


def moved(
    score: float,
    w: WatchedName = MARK,
    *,
    own: bool = False,
    named: bool = False,
    operation: str = "whole",
    **context: Any,
) -> tuple[float, list[str], list[str]]:
    """The score after its surroundings, what held it down, and the other reasons."""
    f = finding(score, operation)
    reasons = apply(f, w, MatchContext(**context), own=own, owner_named=named)
    return (
        round(f.score, 4),
        [why for why, _, _ in f.against],
        [r.key.removeprefix("matching.reason.") for r in reasons],
    )


# --- bands --------------------------------------------------------------------------------------------

BELOW = {0.85: Band.REVIEW, 0.70: Band.DIGEST, 0.60: None}


@pytest.mark.parametrize(("least", "band"), [(0.85, Band.ALERT), (0.70, Band.REVIEW), (0.60, Band.DIGEST)])
def test_a_band_begins_exactly_at_its_threshold(least: float, band: Band) -> None:
    assert band_of(least) is band
    assert band_of(math.nextafter(least, 1)) is band
    assert band_of(math.nextafter(least, 0)) is BELOW[least]


@pytest.mark.parametrize(
    ("most", "band"), [(BELOW_ALERT, Band.REVIEW), (BELOW_REVIEW, Band.DIGEST), (BELOW_DIGEST, None)]
)
def test_what_is_held_below_a_band_is_a_hundredth_below_it(most: float, band: Band | None) -> None:
    assert band_of(most) is band
    assert band_of(most + 0.0101) is not band


def test_the_bands_are_defined_once() -> None:
    """A second definition would give one score two bands, for marks and for firms."""
    names = {"ALERT", "REVIEW", "DIGEST", "BELOW_ALERT", "BELOW_REVIEW", "BELOW_DIGEST", "band_of"}
    homes = {
        path.relative_to(PACKAGE)
        for path in PACKAGE.rglob("*.py")
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if names & defined(node)
    }
    assert homes == {Path("matching/bands.py")}


def test_no_score_is_compared_with_a_threshold_written_as_a_number() -> None:
    """`score >= 0.85` would go on deciding when the band moves. What a comparison asks for, it asks of `bands`."""
    thresholds = {ALERT, REVIEW, DIGEST, BELOW_ALERT, BELOW_REVIEW, BELOW_DIGEST}
    compared = [
        (path.relative_to(PACKAGE), node.lineno)
        for path in PACKAGE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Compare)
        and any(isinstance(part, ast.Constant) and part.value in thresholds for part in (node.left, *node.comparators))
    ]
    assert compared == []


def defined(node: ast.stmt) -> set[str]:
    """The names a statement of a module defines there."""
    if isinstance(node, ast.FunctionDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else []
    return {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}


@pytest.mark.parametrize(("score", "band"), [(1.0, Band.ALERT), (0.0, None), (-1.0, None)])
def test_the_ends_of_the_scale_have_their_bands(score: float, band: Band | None) -> None:
    assert band_of(score) is band


# --- ways of standing in a text -----------------------------------------------------------------------

TALK = {Role.PRODUCT, Role.GOODS, Role.CAPTION, Role.CITED}
PARTIES = {
    Role.COMPLAINANT, Role.RESPONDENT, Role.PLAINTIFF, Role.DEFENDANT, Role.PARTY, Role.APPLICANT,
    Role.FORMER_OWNER, Role.OPPONENT,
}  # fmt: skip
MARKS = {Role.MARK, Role.TRANSLITERATION, Role.TRANSLATION, Role.PSEUDO_MARK}


def test_every_role_is_a_party_a_mark_or_talk() -> None:
    assert set(Role) == PARTIES | MARKS | TALK
    assert {r for r in Role if r.is_party} == PARTIES
    assert {r for r in Role if r.is_mark} == MARKS
    assert {r for r in Role if whole_words_only(r)} == PARTIES | TALK


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("operation", ["whole", "core", "word", "embedded", "edit", "han_look", "han_sound"])
def test_in_parties_and_talk_only_whole_words_count(role: Role, operation: str) -> None:
    assert admits(finding(operation=operation), role) is (role in MARKS or operation in ("whole", "core", "word"))
    assert admits(finding(operation=operation, bounded=False), role) is (role in MARKS)


@pytest.mark.parametrize(
    ("text", "kind", "bounded", "counts"),
    [
        ("岚谷禾", "given", True, True),
        ("岚谷禾", "given", False, False),
        ("岚谷禾", "traditional", True, False),
        ("LANGUHE", "given", True, False),
    ],
)
def test_a_name_in_characters_as_the_office_gave_it_counts_inside_a_longer_one(
    text: str, kind: str, bounded: bool, counts: bool
) -> None:
    inside = finding(operation="embedded", text=text, kind=kind, bounded=bounded)
    assert admits(inside, Role.DEFENDANT) is counts
    assert admits(finding(operation="edit", text=text, kind=kind), Role.DEFENDANT) is False


# --- parties ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", sorted(PARTIES))
def test_a_mark_in_a_party_name_never_alerts_unless_the_party_is_its_owner(role: Role) -> None:
    same = {"nice_classes": ()}
    assert moved(1.0, role=role, **same)[:2] == (round(0.84 * 0.98, 4), ["party_role"])
    assert moved(0.8, role=role, **same)[:2] == (round(0.72 * 0.98, 4), ["party_role"])
    assert moved(1.0, named=True, role=role) == (0.98, [], ["owner_named"])
    assert moved(1.0, GI, role=role)[1] == ["party_role"]
    assert moved(1.0, GI, named=True, role=role)[2] == ["owner_named"]


@pytest.mark.parametrize("role", sorted(PARTIES))
def test_a_firm_found_by_a_short_name_of_its_own_never_alerts(role: Role) -> None:
    for named in (False, True):
        assert moved(1.0, FIRM, named=named, role=role) == (round(0.84 * 0.98, 4), ["short_company_name"], [])
    assert moved(0.5, FIRM, role=role)[0] == 0.49


def test_the_owner_is_named_by_the_name_the_list_has() -> None:
    def owner(**changes: str) -> object:
        (reason,) = apply(finding(), name(**changes), MatchContext(role=Role.PARTY), own=False, owner_named=True)
        return reason.params["owner"]

    assert owner(owner="甲", owner_en="A") == "甲"
    assert owner(owner_en="A") == "A"


# --- talk ---------------------------------------------------------------------------------------------

WEAKER = {Role.PRODUCT: 0.92, Role.GOODS: 0.88, Role.CAPTION: 0.92, Role.CITED: 0.85}


@pytest.mark.parametrize(("role", "factor"), list(WEAKER.items()))
def test_a_name_in_a_text_that_merely_talks_counts_for_less(role: Role, factor: float) -> None:
    assert moved(1.0, role=role) == (round(factor * 0.98, 4), ["talk"], [])
    for flag in ("generic", "short", "place_name"):
        weak = name(flags=frozenset({flag, "famous"}))
        assert moved(1.0, weak, role=role)[:2] == (round(factor * 0.85 * 0.98, 4), ["talk", "weak_in_talk"])
    assert moved(1.0, name(flags=frozenset({"famous", "derived"})), role=role)[1] == ["talk"]
    everyday = finding(everyday=True)
    apply(everyday, MARK, MatchContext(role=role), own=False)
    assert [why for why, _, _ in everyday.against] == ["talk", "weak_in_talk"]


@pytest.mark.parametrize("role", sorted(MARKS))
def test_a_mark_is_taken_at_its_word(role: Role) -> None:
    assert moved(1.0, role=role) == (0.98, [], [])


# --- classes ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ours", "theirs", "flags", "factor", "against", "reasons"),
    [
        ((33,), (33,), (), 1.0, [], ["class.same"]),
        ((33, 9), (9, 1), (), 1.0, [], ["class.same"]),
        ((33,), (32,), (), 0.95, [], ["class.related_coordinated"]),
        ((33,), (32,), ("generic",), 0.95, [], ["class.related_coordinated"]),
        ((25,), (5,), (), 0.95, [], ["class.related_groups"]),
        ((29,), (30,), (), 0.97, [], ["class.related_both"]),
        ((33,), (9,), (), 0.80, ["other_class"], []),
        ((33,), (9,), ("famous",), 0.92, ["other_class"], []),
        ((33,), (9,), ("famous", "generic"), 0.92, ["other_class"], []),
        ((33,), (9,), ("generic",), 0.60, ["other_class_weak"], []),
        ((33,), (9,), ("short",), 0.60, ["other_class_weak"], []),
        ((33,), (9,), ("place_name",), 0.60, ["other_class_weak"], []),
        ((33,), (9,), ("derived",), 0.80, ["other_class"], []),
        ((), (9,), (), 0.98, [], []),
        ((33,), (), (), 0.98, [], []),
        ((), (), ("generic",), 0.88, ["weak_name"], []),
        ((33,), (), ("place_name",), 0.88, ["weak_name"], []),
        ((), (9,), ("short",), 0.88, ["weak_name"], []),
        ((), (), ("generic", "famous"), 0.98, [], []),
    ],
)
def test_classes_move_a_score(
    ours: tuple[int, ...],
    theirs: tuple[int, ...],
    flags: tuple[str, ...],
    factor: float,
    against: list[str],
    reasons: list[str],
) -> None:
    watched = name(nice_classes=ours, flags=frozenset(flags))
    assert moved(1.0, watched, nice_classes=theirs, operation="word") == (factor, against, reasons)


@pytest.mark.parametrize("score", [1.0, 0.95, 0.706, 0.70])
def test_other_goods_never_silence_the_sign_itself(score: float) -> None:
    after, against, _ = moved(score, name(nice_classes=(33,)), nice_classes=(9,))
    assert (band_of(after), against) == (Band.REVIEW, ["other_class"])
    for flag in ("generic", "short", "place_name"):
        weak = name(nice_classes=(33,), flags=frozenset({flag}))
        after, against, _ = moved(score, weak, nice_classes=(9,))
        assert (band_of(after), against) == (Band.DIGEST, ["other_class_weak"])
        assert moved(0.59, weak, nice_classes=(9,))[0] < DIGEST
    assert moved(0.69, name(nice_classes=(33,)), nice_classes=(9,))[0] < DIGEST


def test_related_classes_say_who_relates_them() -> None:
    assert related((30,), (43,)) == Related(30, 43, (), coordinated=True)
    assert related((43,), (30,)) == Related(43, 30, (), coordinated=True)
    groups = related((5,), (25,))
    assert groups == Related(5, 25, ("0506~2501",))
    assert not groups.by_both
    assert related((33,), (9,)) is None
    assert related((), (9,)) is None


def test_of_several_classes_the_most_related_are_told() -> None:
    found = related((33, 30), (9, 32, 43))
    assert found is not None
    assert (found.ours, found.theirs, found.by_both) == (30, 32, True)
    assert found.groups == ("3001~3202", "3002~3202", "3005~3203", "3013~3202")
    assert found.shown == "3001~3202、3002~3202、3005~3203…"


def test_every_pair_of_the_table_is_of_two_classes_and_has_a_source() -> None:
    for a, b in itertools.product(range(1, 46), repeat=2):
        found = related((a,), (b,))
        if found is not None:
            assert a != b
            assert found.groups or found.coordinated
            assert all({int(g[:2]), int(g[5:7])} == {a, b} for g in found.groups)
    assert sum(related((a,), (b,)) is not None for a in range(1, 46) for b in range(a + 1, 46)) == 172


def test_classes_are_listed_in_order() -> None:
    assert listed({33, 9, 30}) == "9、30、33"


# --- who else is known by this spelling ---------------------------------------------------------------

STEEL = WatchedName("steel", "太钢", aliases=("TISCO",), nice_classes=(6,))


@pytest.mark.parametrize(
    ("countries", "doubted"),
    [
        ((), False),
        (("CN",), False),
        (("HK",), False),
        (("MO",), False),
        (("TW",), False),
        (("VN",), True),
        (("VN", "TH"), True),
        (("VN", "CN"), False),
        (("US", "HK"), False),
    ],
)
def test_a_spelling_with_another_bearer_is_doubted_where_no_owner_is_chinese(
    countries: tuple[str, ...], doubted: bool
) -> None:
    (found,) = build_matcher([STEEL]).find("TISCO", MatchContext(nice_classes=(6,), owner_countries=countries))
    assert found.demoted_by == (("known_double",) if doubted else ())
    assert found.score == (0.84 if doubted else 1.0)
    assert found.band is (Band.REVIEW if doubted else Band.ALERT)


@pytest.mark.parametrize(
    ("countries", "against"),
    [((), ("short", "known_double_beside")), (("CN",), ("short",)), (("VN",), ("short", "known_double"))],
)
def test_amid_other_words_a_short_spelling_with_another_bearer_is_doubted_but_for_chinese_owners(
    countries: tuple[str, ...], against: tuple[str, ...]
) -> None:
    found = build_matcher([STEEL]).pair("steel", "TISCO SECURITIES", MatchContext(owner_countries=countries))
    assert found is not None
    assert found.demoted_by == against
    assert (found.band is Band.REVIEW) is (countries == ("CN",))
    longer = build_matcher([WatchedName("w", "QUAVO")]).pair("w", "QUAVO SECURITIES")
    assert longer is not None
    assert longer.demoted_by == ("short",)


def test_a_spelling_nobody_else_bears_is_not_doubted() -> None:
    assert moved(1.0, owner_countries=("VN",)) == (0.98, [], [])


# --- earlier decisions and serial filers --------------------------------------------------------------


@pytest.mark.parametrize(("score", "after"), [(1.0, 0.69), (0.72, 0.69), (0.69, 0.69), (0.65, 0.65), (0.3, 0.3)])
def test_what_a_person_rejected_stays_below_review_and_is_raised_by_nothing(score: float, after: float) -> None:
    for serial in (False, True):
        got = moved(score / 0.98, dismissed=frozenset({"mark"}), serial_owner=serial)
        assert got == (after, ["dismissed"], [])
    assert moved(1.0, dismissed=frozenset({"other"})) == (0.98, [], [])


@pytest.mark.parametrize(
    ("score", "after", "raised"),
    [
        (0.95, 0.95, False),
        (0.86, 0.86, False),
        (0.85, 0.85, False),
        (0.84, 0.85, True),
        (0.701, 0.85, True),
        (0.699, 0.70, True),
        (0.601, 0.70, True),
        (0.599, 0.599, False),
        (0.1, 0.1, False),
    ],
)
def test_a_serial_filer_raises_a_find_by_one_band_and_never_lowers_it(score: float, after: float, raised: bool) -> None:
    said = ["serial_owner_raised" if raised else "serial_owner"]
    assert moved(score / 0.98, serial_owner=True) == (after, [], said)


def test_a_serial_filer_at_the_very_threshold_is_raised() -> None:
    for score, band in ((0.70, Band.ALERT), (0.60, Band.REVIEW)):
        same = {"nice_classes": (33,), "serial_owner": True}
        f = finding(score)
        apply(f, name(nice_classes=(33,)), MatchContext(**same), own=False)  # type: ignore[arg-type]
        assert band_of(f.score) is band


def test_our_own_filing_is_raised_by_no_series_and_said_to_be_ours() -> None:
    assert moved(0.75 / 0.98, own=True, serial_owner=True) == (0.75, [], ["own_filing"])

    def owner(**context: Any) -> object:
        reasons = apply(finding(), MARK, MatchContext(**context), own=True)
        return reasons[-1].params["owner"]

    assert owner(owners=("First", "Second")) == "First"
    assert owner() == MARK.owner


# --- letter for letter --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "longer"),
    [
        ("FEN TAN LU CUP", True),  # three syllables of one spaced name
        ("LU FEN TAN CUP", True),
        ("FEN TAN CUP", False),
        ("FENTAN LU CUP", False),  # written in one word it is the name
        ("FEN TAN 99", False),
    ],
)
def test_two_syllables_of_a_longer_spaced_name_are_not_a_name_of_two(text: str, longer: bool) -> None:
    found = build_matcher([WatchedName("w", "汾潭")]).pair("w", text)
    assert found is not None
    assert ("longer_name" in found.demoted_by) is longer


def test_three_syllables_are_a_name_of_their_own() -> None:
    found = build_matcher([WatchedName("w", "岚谷禾")]).pair("w", "LAN GU HE LU CUP")
    assert found is not None
    assert "longer_name" not in found.demoted_by


@pytest.mark.parametrize(
    ("alias", "text", "found"),
    [
        ("펀주", "펀주", True),
        ("펀주", "펀주맛", False),  # two syllables are often part of another word
        ("펀주", "새펀주", False),
        ("펀주촌", "펀주촌맛", True),
        ("펀주촌", "새펀주촌", True),
        ("ランク", "ランク", True),
        ("ランク", "ランクデ", False),
        ("ランクフ", "ランクフデ", True),
    ],
)
def test_hangul_and_kana_count_inside_a_longer_word_only_where_they_are_long_enough(
    alias: str, text: str, found: bool
) -> None:
    matches = build_matcher([WatchedName("w", "汾潭", aliases=(alias,))]).find(text)
    assert bool(matches) is found
