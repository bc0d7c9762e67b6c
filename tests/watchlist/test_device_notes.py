"""“及图” and the like stay in the name and are told; with the note or without it, the name is the same entry of the list."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.jobs.importing import kept_in
from monitor.matching import build_matcher
from monitor.matching.signs import describe, read_as
from monitor.model import WatchedKind, WatchedName
from monitor.store import Store
from monitor.store.migrating import migrate
from monitor.texts import Texts
from monitor.watchlist import Kept, Said, main_spellings, plan_import, read_watchlist, write_yaml
from tests.store.landed_states import NAMES, asked, lay

OWNER = "清风县岚谷禾酒业有限公司"
NOTES = ("及图", "及图形", "（文字及图）", "(图形)", "（指定颜色）")


def listed(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "名录.csv"
    path.write_text("\n".join(("商标名称,注册人,类别", *rows)) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("note", NOTES)
def test_the_cell_stays_as_it_is_written_and_the_drawing_is_told(tmp_path: Path, note: str) -> None:
    (name,) = read_watchlist(listed(tmp_path, f"岚谷禾{note},{OWNER},33")).names
    assert name.name == f"岚谷禾{note}"
    told = Texts().reason(read_as(describe(name.name)))
    assert told.startswith("读成：岚谷禾，")
    assert "图形未监测" in told or note == "（指定颜色）"


@pytest.mark.parametrize("note", NOTES)
def test_the_note_changes_nothing_of_what_is_looked_for(note: str) -> None:
    def sought(text: str) -> dict[str, float]:
        matcher = build_matcher([WatchedName("w1", text, WatchedKind.TRADEMARK)])
        return {v.text: v.prior for v in matcher.variants_of("w1")}

    assert sought("岚谷禾").items() <= sought(f"岚谷禾{note}").items()


@pytest.mark.parametrize("note", NOTES)
def test_a_name_kept_without_its_note_is_known_again(tmp_path: Path, note: str) -> None:
    was = WatchedName("w0007", "岚谷禾", owner=OWNER, nice_classes=(33,), disabled_variants=("LANKUHO",))
    result = read_watchlist(listed(tmp_path, f"岚谷禾{note},{OWNER},33"))
    plan = plan_import(result, [was], [was])
    assert [(n.id, n.disabled_variants) for n in plan.names] == [("w0007", ("LANKUHO",))]
    assert (plan.losses, plan.unclear, plan.names_diff.removed, plan.names_diff.added) == ((), (), (), ())
    assert [c.fields for c in plan.names_diff.changed] == [("name",)]


def test_names_of_every_earlier_version_are_known_again(tmp_path: Path) -> None:
    for version in NAMES:
        state = lay(version, tmp_path / version)
        migrate(state, datetime(2026, 11, 27, 4, tzinfo=UTC))
        hits = asked(state, "select subject, matter, state from hits order by 1, 2")
        assert hits
        with Store.open(state) as store:
            kept = kept_in(store)
            marks = [h.name for h in kept.listings if h.name.kind is WatchedKind.TRADEMARK]
            rows = [f"{n.name}及图,{n.owner},{';'.join(map(str, n.nice_classes))}" for n in marks]
            rest = [h for h in kept.listings if h.name.kind is not WatchedKind.TRADEMARK]
            plan = plan_import(
                read_watchlist(listed(tmp_path, *rows)), kept=Kept(kept.listings, kept.active, kept.known)
            )
            assert {n.id for n in plan.names} == {n.id for n in marks}
            assert {loss.old.id for loss in plan.losses if "derived" not in loss.old.flags} == {h.name.id for h in rest}
            store.watchlist.replace(plan.all, plan.version, "名录.csv", datetime(2026, 11, 27, 5, tzinfo=UTC))
        assert asked(state, "select subject, matter, state from hits order by 1, 2") == hits


def test_a_name_with_and_without_its_note_is_one_entry_of_a_file(tmp_path: Path) -> None:
    result = read_watchlist(listed(tmp_path, f"岚谷禾,{OWNER},33", f"岚谷禾及图,{OWNER},35"))
    assert [(n.name, n.nice_classes) for n in result.names] == [("岚谷禾及图", (33, 35))]


def test_what_an_export_holds_apart_stays_apart(tmp_path: Path) -> None:
    two = (WatchedName("w1", "岚谷禾", owner=OWNER), WatchedName("w2", "岚谷禾及图", owner=OWNER))
    (tmp_path / "a.yaml").write_bytes(write_yaml(two))
    assert read_watchlist(tmp_path / "a.yaml").names == two


def test_a_renaming_may_be_said_with_the_note_or_without_it(tmp_path: Path) -> None:
    was = WatchedName("w0007", "岚谷禾及图", owner=OWNER)
    result = read_watchlist(listed(tmp_path, f"老岚谷禾及图,{OWNER},33"))
    for said in ({"岚谷禾": "老岚谷禾"}, {"岚谷禾及图": "老岚谷禾及图"}):
        plan = plan_import(result, [was], [was], said=Said(said))
        assert [n.id for n in plan.names] == ["w0007"], said


def test_the_words_of_a_cell_are_its_main_spellings() -> None:
    assert main_spellings(WatchedName("w1", "岚谷禾LANGUHE及图")) == ("岚谷禾LANGUHE及图", "岚谷禾", "LANGUHE")
