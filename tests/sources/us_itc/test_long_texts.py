"""A text of twenty thousand letters that says one thing over and over is read to its end: a notice is anybody's text."""

from __future__ import annotations

from contextlib import suppress

import pytest

from monitor.sources.us_itc.federal_register.acts import read_acts
from monitor.sources.us_itc.parting import read_block
from monitor.sources.us_itc.party import UnreadableParties, is_abbreviation, party_with_place

UNITS = (". A", "A.B. ", "Foo Co., Ltd. and ", "Foo0 Co., Ltd. (“Foo0”) and ", "of China ", "(a ", "; ", "respondents ")


@pytest.mark.parametrize("unit", UNITS)
def test_a_block_that_repeats_itself_is_read_to_its_end(unit: str) -> None:
    text = unit * (20_000 // len(unit))
    with suppress(UnreadableParties):  # said, and not passed over
        read_block(text, False)
    assert read_acts(text).acts == ()


def test_an_order_against_all_but_one_is_not_one_against_a_firm_of_that_name() -> None:
    """Whom it spares is told of it rather than that it falls out for the one it hits."""
    said = read_acts(
        "The respondents are Quellmark Co., Ltd. of Shenzhen, China, and Orrinfold Inc. of Boise, ID. The Commission has"
        " issued a limited exclusion order against all respondents except Quellmark Co., Ltd."
    )
    (order,) = said.acts
    assert "Orrinfold Inc." in order.parties
    assert not [p for p in order.parties if p.startswith("except")]


def test_a_name_keeps_a_country_that_has_of_in_it() -> None:
    party = party_with_place("Quellmark Co., Ltd. of Shenzhen, People's Republic of China")
    assert (party.name, party.country) == ("Quellmark Co., Ltd.", "CN")
    assert is_abbreviation("x" * 500 + " Quellmark Company, Limited")
