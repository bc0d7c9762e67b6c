from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.watchlist.cells import classes_in, fold_name, names_in, one_line, several, unquoted, without_invisible


@pytest.mark.parametrize(
    ("text", "classes", "bad"),
    [
        ("第33类", (33,), ()),
        ("第29、30类", (29, 30), ()),
        ("第３０、４３类", (30, 43), ()),
        ("29;30", (29, 30), ()),
        ("3,5", (3, 5), ()),
        ("第1-5类", (1, 2, 3, 4, 5), ()),
        ("33（白酒）", (33,), ()),
        ("29.30", (29, 30), ()),
        ("29.3", (), ("29.3",)),
        ("46", (), ("46",)),
        ("0；7", (7,), ("0",)),
        ("全类", tuple(range(1, 46)), ()),
        ("白酒", (), ("白酒",)),
        ("", (), ()),
        ("7\n6", (7, 6), ()),
    ],
)
def test_classes_as_offices_write_them(text: str, classes: tuple[int, ...], bad: tuple[str, ...]) -> None:
    assert classes_in(text) == (classes, bad)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("岚谷禾、漳源锦", ("岚谷禾", "漳源锦")),
        ("“岚谷禾”“漳源锦”", ("岚谷禾", "漳源锦")),
        ("《岚谷禾》", ("岚谷禾",)),
        ("岚谷禾\n漳源锦", ("岚谷禾", "漳源锦")),
        ("岚谷禾/LANGUHE", ("岚谷禾", "LANGUHE")),
        ("RED/BLUE", ("RED/BLUE",)),
        ("Alder, Birch", ("Alder, Birch",)),
        ("岚谷禾，漳源锦", ("岚谷禾", "漳源锦")),
        ("岚　谷　禾", ("岚谷禾",)),
        ("LU'AN", ("LU'AN",)),
    ],
)
def test_names_in_one_cell(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


def test_a_firms_comma_does_not_split_it() -> None:
    assert several("Northgate Coupling Works, Inc., Bluefern Glassworks LLC") == (
        "Northgate Coupling Works, Inc.",
        "Bluefern Glassworks LLC",
    )
    assert several("LANGUHE, LAN GU HE") == ("LANGUHE", "LAN GU HE")


@pytest.mark.parametrize("second", ["INCANDLE", "LIMITLESS LANTERN", "Corpoise", "Companero", "Ptarmi"])
def test_a_name_that_begins_like_a_legal_form_is_a_name_of_its_own(second: str) -> None:
    assert several(f"LANGUHE, {second}") == ("LANGUHE", second)


@pytest.mark.parametrize(
    "firm", ["Bluefern, Incorporated", "Bluefern Corp., S.A.", "Bluefern Co., Ltd.岚谷禾", "Bluefern, Corporation"]
)
def test_the_comma_before_a_legal_form_belongs_to_the_name(firm: str) -> None:
    assert several(firm) == (firm,)


@given(st.text(max_size=200))
def test_cleaning_is_idempotent_and_leaves_nothing_invisible(text: str) -> None:
    once = one_line(without_invisible(text)[0])
    assert one_line(without_invisible(once)[0]) == once
    assert without_invisible(once)[1] == 0
    assert unquoted(unquoted(text)) == unquoted(text)
    assert fold_name(fold_name(text)) == fold_name(text)


@given(st.text(max_size=300))
def test_no_cell_breaks_the_readers(text: str) -> None:
    found, _ = classes_in(text)
    assert all(1 <= c <= 45 for c in found)
    assert len(set(found)) == len(found)
    assert all(names_in(text))
