"""What a role makes of a hit, and what is known around each text of a record."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from monitor.assess.contexts import contexts_of
from monitor.model import Category, MatchContext, Mention, Role, Whose, gravity, hit_kind
from monitor.store import Store
from tests.assess.doors import LIST, collect, hit_list, looked_up, record, screened
from tests.collect.single_source import NOW

KINDS = {
    Role.RESPONDENT: "respondent",
    Role.DEFENDANT: "defendant",
    Role.COMPLAINANT: "complainant",
    Role.PLAINTIFF: "plaintiff",
    Role.PARTY: "party",
    Role.OPPONENT: "opponent",
    Role.CAPTION: "party",
    Role.APPLICANT: "owner_named",
    Role.FORMER_OWNER: "owner_named",
    Role.MARK: "squat",
    Role.TRANSLITERATION: "squat",
    Role.TRANSLATION: "squat",
    Role.PSEUDO_MARK: "squat",
    Role.PRODUCT: "product",
    Role.GOODS: "product",
    Role.CITED: "cited",
}
# Gravest first: the role a hit is shown in.
ORDER = [
    "respondent", "defendant", "mark", "transliteration", "translation", "pseudo_mark", "complainant", "plaintiff",
    "applicant", "former_owner", "opponent", "party", "product", "caption", "goods", "cited",
]  # fmt: skip


def test_every_role_has_its_kind_and_weight() -> None:
    assert {role: hit_kind(role) for role in Role} == KINDS
    assert {hit_kind(role, Whose.OURS) for role in Role} == {"own_filing"}
    assert sorted(Role, key=gravity, reverse=True) == ORDER


@pytest.mark.parametrize("role", Role)
def test_a_name_is_told_in_the_role_it_stands_in(tmp_path: Path, role: Role) -> None:
    filed = record(Mention("YUNZHU", role, "f", nice_classes=(25,)))
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [filed])
        assert {(told[0], told[2], told[7]) for told in hit_list(store)} == {("w3", role.value, KINDS[role])}
        assert looked_up(store) == hit_list(store) == screened([filed])


@pytest.mark.parametrize(("graver", "lighter"), list(pairwise(ORDER)))
def test_of_two_roles_the_graver_is_shown(tmp_path: Path, graver: str, lighter: str) -> None:
    both = [Mention("YUNZHU", Role(role), "f", nice_classes=(25,)) for role in (lighter, graver)]
    with Store.open(tmp_path / "state") as store:
        store.watchlist.replace(LIST, "v", "f", NOW)
        collect(store, tmp_path, [record(*both)])
        assert [h.role for h in store.hits.find() if h.watched_id == "w3"] == [graver]


OWNER = Mention("Alpha LLC", Role.APPLICANT, "owner", country="US")
COOWNER = Mention("Beta GmbH", Role.APPLICANT, "owner", country="DE")
UNPLACED = Mention("Gamma", Role.APPLICANT, "owner")
SIGN = Mention("X", Role.MARK, "mark", nice_classes=(33, 32))
CONTEXTS = {
    "a mark alone": ((SIGN,), [MatchContext(Role.MARK, "mark", (33, 32))]),
    "an owner has the classes of the record": (
        (SIGN, OWNER),
        [
            MatchContext(Role.MARK, "mark", (33, 32), "", ("Alpha LLC",), ("US",)),
            MatchContext(Role.APPLICANT, "owner", (32, 33), "US", ("Alpha LLC",), ("US",)),
        ],
    ),
    "a sign without classes has those of the others": (
        (Mention("Y", Role.TRANSLITERATION, "t"), SIGN, Mention("Z", Role.GOODS, "g", nice_classes=(5,))),
        [
            MatchContext(Role.TRANSLITERATION, "t", (5, 32, 33)),
            MatchContext(Role.MARK, "mark", (33, 32)),
            MatchContext(Role.GOODS, "g", (5,)),
        ],
    ),
    "all owners count, each country once": (
        (OWNER, COOWNER, UNPLACED, Mention("Delta LLC", Role.APPLICANT, "owner", country="US")),
        [
            MatchContext(Role.APPLICANT, "owner", (), c, ("Alpha LLC", "Beta GmbH", "Gamma", "Delta LLC"), ("US", "DE"))
            for c in ("US", "DE", "", "US")
        ],
    ),
    "other parties are no owners": (
        (SIGN, Mention("Epsilon", Role.OPPONENT, "o", country="CN"), Mention("Zeta", Role.PLAINTIFF, "p")),
        [
            MatchContext(Role.MARK, "mark", (33, 32)),
            MatchContext(Role.OPPONENT, "o", (32, 33), "CN"),
            MatchContext(Role.PLAINTIFF, "p", (32, 33)),
        ],
    ),
    "nothing": ((), []),
}  # fmt: skip


@pytest.mark.parametrize("case", CONTEXTS)
def test_what_stands_around_a_text(case: str) -> None:
    mentions, wanted = CONTEXTS[case]
    assert list(contexts_of(mentions)) == wanted
    assert {c.category for c in contexts_of(mentions, Category.SUIT)} <= {Category.SUIT}
