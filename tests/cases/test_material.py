"""When what a person set aside is not what he looked at any more."""

from __future__ import annotations

from monitor.cases.material import changes, judged
from monitor.model import Band, HitKind

BEFORE = judged(HitKind.SQUAT, Band.REVIEW, [("mark", "LANGUHE")], ["Redleaf LLC"], ["33"])


def now(
    kind: HitKind = HitKind.SQUAT,
    band: Band = Band.REVIEW,
    texts: tuple[tuple[str, str], ...] = (("mark", "LANGUHE"),),
    owners: tuple[str, ...] = ("Redleaf LLC",),
    classes: tuple[str, ...] = ("33",),
) -> tuple[str, ...]:
    return changes(BEFORE, judged(kind, band, texts, owners, classes))


def test_the_same_is_the_same() -> None:
    assert now() == ()


def test_each_part_that_was_not_there_is_named() -> None:
    assert now(kind=HitKind.CLAIMED_OWN) == ("kind",)
    assert now(band=Band.ALERT) == ("band",)
    assert now(texts=(("mark", "LANGUHE"), ("applicant", "LANGUHE"))) == ("texts",)
    assert now(owners=("Redleaf LLC", "Bluefern Ltd")) == ("owners",)
    assert now(classes=("33", "35")) == ("classes",)


def test_the_same_text_in_another_role_is_another() -> None:
    assert now(texts=(("applicant", "LANGUHE"),)) == ("texts",)


def test_what_went_away_or_grew_weaker_changes_nothing() -> None:
    assert now(band=Band.DIGEST) == ()
    assert now(classes=()) == ()
    assert now(owners=()) == ()


def test_where_it_is_not_known_what_stood_there_nothing_is_held_against_it() -> None:
    assert changes({}, BEFORE) == ()
