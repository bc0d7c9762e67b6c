"""What the program finds out about suits, from a store: counted once, bounded in statements, nothing of what is hidden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from monitor.assess.suits import suit_facts
from monitor.model import Category, Mention, Record, Role
from monitor.store import Store
from monitor.store.records import Scored
from monitor.store.suits import UNMADE
from tests.issue.many_hits import counted

AT = datetime(2026, 11, 20, 2, tzinfo=UTC)


def suit(number: int, *mentions: Mention, kind: str = "docket", **facts: object) -> Record:
    return Record(
        source="us-courtlistener",
        matter=f"us-dct:ilnd:1:26-cv-{number:05d}",
        kind=kind,
        title="a suit",
        url="",
        as_of="2026-11-01",
        jurisdiction="US",
        mentions=mentions,
        facts=facts,
    )


def by(name: str, field: str = "caseName") -> Mention:
    return Mention(name, Role.PLAINTIFF, field)


def against(name: str, *aliases: str, out: bool = False) -> Mention:
    extra = {"disposition": "terminated"} if out else {}
    return Mention(name, Role.DEFENDANT, "parties.name", aliases=aliases, extra=extra)


def found(
    folder: Path, *records: Record, category: Category = Category.SUIT, ask: int | None = None
) -> Mapping[str, Any]:
    """Of the first of some records, once all are stored."""
    with Store.open(folder) as store:
        store.records.fold([Scored(r, category, "") for r in records], 1, AT)
        matter = store.matters.get(records[ask or 0].matter)
        assert matter is not None
        ids = [matter.id]
        return suit_facts(store, [matter], store.events.of(ids), store.mentions.of(ids)).get(matter.id, {})


def test_defendants_are_counted_by_name_once(tmp_path: Path) -> None:
    facts = found(
        tmp_path,
        suit(
            1,
            by("Elmwick Lamps, Inc."),
            against("SynHome Direct", "SynHome", out=True),
            Mention("SYNHOME DIRECT", Role.DEFENDANT, "caseName"),
            against("Store No 7"),
            Mention("SynHome", Role.PARTY, "party"),
            Mention("Elmwick Lamps Inc", Role.PARTY, "party"),
            Mention("Unknown Side", Role.PARTY, "party"),
        ),
    )
    assert (facts["defendants_named"], facts["defendants_out"], facts["parties_without_side"]) == (2, 1, 1)


def test_other_suits_of_the_plaintiff_and_its_firm_are_told(tmp_path: Path) -> None:
    counsel = [{"id": "1", "name": "Nora Quill", "firm": "Quill & Marsh LLP", "side": "plaintiff", "for": ["x"]}]
    facts = found(
        tmp_path,
        suit(1, by("Elmwick Lamps, Inc."), counsel=counsel),
        suit(2, by("ELMWICK LAMPS INC")),
        suit(3, by("Northlark LLC"), counsel=counsel),
    )
    (plaintiff,), (firm,) = facts["plaintiff_suits"], facts["firm_suits"]
    assert (plaintiff["name"], plaintiff["cases"], plaintiff["since"]) == ("Elmwick Lamps, Inc.", 1, "2026-11")
    assert (firm["name"], firm["cases"]) == ("Quill & Marsh LLP", 1)


def test_a_plaintiff_behind_a_stand_in_is_not_told_of(tmp_path: Path) -> None:
    facts = found(
        tmp_path,
        suit(1, Mention("XYZ Corporation v. Schedule A", Role.CAPTION, "caseName"), pseudonymous_plaintiff=True),
        suit(2, Mention("XYZ Corporation v. Schedule A", Role.CAPTION, "caseName"), pseudonymous_plaintiff=True),
    )
    assert "plaintiff_suits" not in facts


def test_the_plaintiff_of_the_caption_comes_first_and_few_are_told(tmp_path: Path) -> None:
    others = (by(f"A{n} LLC", "parties.name") for n in range(6))
    facts = found(tmp_path, suit(1, *others, by("Zephyr Lamps", "caseName")))
    names = [row["name"] for row in facts["plaintiff_suits"]]
    assert names[0] == "Zephyr Lamps"
    assert len(names) == 3


@pytest.mark.parametrize("category", [Category.NEWS, Category.DOMAIN])
def test_what_is_no_suit_has_none_of_it(tmp_path: Path, category: Category) -> None:
    assert found(tmp_path, suit(1, by("Elmwick Lamps")), category=category) == {}


def test_before_older_suits_are_taken_in_no_number_of_them_is_told(tmp_path: Path) -> None:
    found(tmp_path, suit(1, by("Elmwick Lamps")), suit(2, by("Elmwick Lamps")))
    with Store.open(tmp_path) as store:
        store.meta.set(UNMADE, "0")
    facts = found(tmp_path, suit(1, by("Elmwick Lamps")))
    assert "plaintiff_suits" not in facts
    assert "defendants_named" in facts


@pytest.mark.parametrize("number", [1, 30])
def test_any_number_of_suits_is_found_out_in_the_same_statements(tmp_path: Path, number: int) -> None:
    with Store.open(tmp_path) as store:
        records = [suit(n, by(f"Plaintiff {n % 5}")) for n in range(number)]
        store.records.fold([Scored(r, Category.SUIT, "") for r in records], 1, AT)
        matters = [m for r in records if (m := store.matters.get(r.matter))]
        ids = [m.id for m in matters]
        events, mentions = store.events.of(ids), store.mentions.of(ids)
        with counted(store) as statements:
            facts = suit_facts(store, matters, events, mentions)
        assert len(facts) == number
        assert len(statements) == 4
