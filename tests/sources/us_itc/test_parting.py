"""Blocks and lists of parties as notices print them: every party one, none lost in another's address. Names are invented."""

from __future__ import annotations

import pytest

from monitor.sources.us_itc.parting import PAGE_BREAK, read_block, read_list
from monitor.sources.us_itc.party import Party

KEAN = "Shenzhen Keanlan Silicone Product Co., Ltd."
LINFEN = "Linfen Honglanda Foundry"  # no legal form
TAIYUAN = "Taiyuan Jinlingda Machinery Group Co., Ltd."


def names(block: str, wraps_marked: bool = True) -> list[str]:
    read = read_block(block, wraps_marked)
    assert not read.residue
    return [p.name for p in read.parties]


def party(text: str) -> Party:
    (only,) = read_block(f"{text}\n", True).parties
    return only


@pytest.mark.parametrize("stop", ["", ".", ";"])
@pytest.mark.parametrize("end", ["Guangdong 518109", "Guangdong", "Shenzhen", "Shenzhen 518109", "China", "CN 518109"])
@pytest.mark.parametrize("after", [LINFEN, TAIYUAN])
def test_a_page_that_ends_behind_an_address_does_not_glue_the_next_party_to_it(end: str, stop: str, after: str) -> None:
    block = (
        f"{KEAN}, 9th Floor, Building 5, \nLonghua District, {end}{stop}{PAGE_BREAK}\n"
        f"{after}, Yaodu District, Linfen, \nShanxi 041000, China.\n"
    )
    read = read_block(block, True)
    assert [p.name for p in read.parties] == [KEAN, after]
    assert not read.residue


@pytest.mark.parametrize(
    "cut",
    ["Longhua District,|Shenzhen, Guangdong 518109", "Longhua|District, Shenzhen, Guangdong", "9th Floor,|Longhua"],
)
def test_a_page_that_ends_inside_an_address_does_not_end_it(cut: str) -> None:
    block = f"{KEAN}, {cut.replace('|', f'{PAGE_BREAK}{chr(10)}')}, China.\n{LINFEN}, Linfen, Shanxi, China.\n"
    assert names(block) == [KEAN, LINFEN]


def test_a_copy_that_lost_the_blanks_at_line_ends_names_the_same_parties() -> None:
    block = (
        f"{KEAN}, 9th Floor, Building 5,\nLonghua District, Shenzhen, Guangdong 518109.\n"
        f"{LINFEN}, Yaodu District, Linfen,\nShanxi, China.\n{TAIYUAN}, No. 53 Yuhe Street, Taiyuan,\nShanxi 030024\n"
        "Datong Lanbeier Co., Ltd., 1 Example Rd., Datong\n"
    )
    assert names(block, wraps_marked=False) == [KEAN, LINFEN, TAIYUAN, "Datong Lanbeier Co., Ltd."]


@pytest.mark.parametrize("between", [". ", "; ", "; and ", ", and ", " and "])
def test_several_parties_in_one_paragraph_are_several(between: str) -> None:
    block = (
        f"{KEAN}, No. 5 Example Rd., Shenzhen, Guangdong, P.R. China{between}{TAIYUAN}, 1 Example St., Taiyuan, China\n"
    )
    assert names(block) == [KEAN, TAIYUAN]


def test_full_stops_part_parties_and_no_abbreviations() -> None:
    block = (
        f"{KEAN}, No. 5 Example Rd., St. John Bldg., Longhua Dist., Shenzhen, Guangdong, P.R. China 518109. "
        f"{LINFEN}, Yaodu District, Linfen, \nShanxi, China. {TAIYUAN}, 1 Example Rd., Taiyuan, Shanxi 030024.\n"
    )
    assert names(block) == [KEAN, LINFEN, TAIYUAN]


@pytest.mark.parametrize(
    ("text", "name", "aliases"),
    [
        (f"{LINFEN}, also doing business as “Tenglan Store”, 5 Rd., Linfen, China", LINFEN, ("Tenglan Store",)),
        (f"{LINFEN}, which does business as Tenglan Home, 5 Rd., Linfen, China", LINFEN, ("Tenglan Home",)),
        (f"{LINFEN}, operating as Tenglan Home, 5 Rd., Linfen, China", LINFEN, ("Tenglan Home",)),
        (f"{KEAN} d/b/a Tenglan, 5 Rd., Shenzhen, China", KEAN, ("Tenglan",)),
        (f"{KEAN} (d/b/a “Tenglan A” and “Tenglan B”), 5 Rd., Shenzhen, China", KEAN, ("Tenglan A", "Tenglan B")),
        (
            f"{KEAN}, a/k/a Tenglan Tech, Tenglan Home, and Tenglan Life, 8 Rd., Shenzhen, China",
            KEAN,
            ("Tenglan Tech", "Tenglan Home", "Tenglan Life"),
        ),
        (
            f"{KEAN}, a/k/a Tenglan Co., Ltd., Tenglan Home, and Tenglan Life, Room 5, Shenzhen, China",
            KEAN,
            ("Tenglan Co., Ltd.", "Tenglan Home", "Tenglan Life"),
        ),
        (f"{KEAN} f/k/a Tenglan Co., Ltd. d/b/a Lan, 8 Rd., Shenzhen, China", KEAN, ("Tenglan Co., Ltd.", "Lan")),
        (f"{KEAN} (“Keanlan”), 8 Rd., Shenzhen, China (collectively, “Respondents”)", KEAN, ()),
    ],
)
def test_every_name_a_party_goes_by_is_kept(text: str, name: str, aliases: tuple[str, ...]) -> None:
    found = party(text)
    assert (found.name, found.aliases, found.country) == (name, aliases, "CN")


@pytest.mark.parametrize(
    ("text", "aliases"),
    [
        ("Wang Lanming, an individual, 5 Rd., Jinan, China", ()),
        ("Wang Lanming, an individual residing in Jinan, 5 Rd., Jinan, China", ()),
        ("Wang Lanming, an individual d/b/a Lan Shop, 5 Rd., Jinan, China", ("Lan Shop",)),
        ("Wang Lanming, individually, 5 Rd., Jinan, China", ()),
    ],
)
def test_an_individual_is_a_person_by_his_name(text: str, aliases: tuple[str, ...]) -> None:
    found = party(text)
    assert (found.name, found.aliases, found.person) == ("Wang Lanming", aliases, True)


def test_whom_papers_go_through_is_named_and_is_no_party() -> None:
    found = party(f"{LINFEN}, c/o {KEAN}, 5 Rd., Shenzhen, China")
    assert (found.name, found.aliases, found.care_of, found.address) == (LINFEN, (), (KEAN,), "5 Rd., Shenzhen, China")


@pytest.mark.parametrize(
    "address",
    [
        "Building A, Yangquan Honglan Development Co., Ltd., Yangquan",
        "Room 5, Honglan Plaza, Yangquan Honglan Development Co., Ltd., Yangquan, Shanxi 045000",
    ],
)
def test_a_firm_named_in_an_address_is_no_part_of_the_party(address: str) -> None:
    found = party(f"{LINFEN}, {address}")
    assert (found.name, found.address) == (LINFEN, address)
    assert found.care_of == ("Yangquan Honglan Development Co., Ltd.",)


def test_a_name_of_several_commas_stays_whole() -> None:
    assert (
        party("Lanbeier, Muster & Sons Co., Ltd., 5 Example Rd., Taipei, Taiwan").name
        == "Lanbeier, Muster & Sons Co., Ltd."
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{LINFEN}, Yaodu District, Linfen, China, {TAIYUAN}, 1 Example Rd., Taiyuan, China",
        f"{LINFEN}, 5 Rd., Linfen, Shanxi 041000, {KEAN}",
        f"{LINFEN}, 5 Rd., Linfen, trading as Tenglan Store, Shanxi, China",
    ],
)
def test_an_address_that_may_hide_a_party_is_told(text: str) -> None:
    read = read_block(f"{text}\n", True)
    assert read.parties[0].name == LINFEN
    assert read.residue


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{TAIYUAN} of Taiyuan, China, and {LINFEN} of Linfen, China", [TAIYUAN, LINFEN]),
        (f"{TAIYUAN} of Taiyuan, China, {LINFEN} of Linfen, China, and {KEAN} of China", [TAIYUAN, LINFEN, KEAN]),
        (f"{LINFEN} of Linfen, Shanxi, China and {TAIYUAN} of Taiyuan, China", [LINFEN, TAIYUAN]),
        (f'{LINFEN} ("Honglanda"), {TAIYUAN} ("Jinlingda"), and {KEAN} ("Keanlan")', [LINFEN, TAIYUAN, KEAN]),
        (f"{TAIYUAN}, {KEAN}, and Lanbeier LLC", [TAIYUAN, KEAN, "Lanbeier LLC"]),
        (f"{TAIYUAN}; {LINFEN}; and {KEAN}", [TAIYUAN, LINFEN, KEAN]),
        ("Lanbeier and Son of Boise, ID", ["Lanbeier and Son"]),
        ("lanbeier athletica inc., of Vancouver, Canada; and Muster Inc. d/b/a LAN of New York, New York", None),
    ],
)
def test_a_list_in_a_sentence_is_parted_where_one_party_is_complete(text: str, found: list[str] | None) -> None:
    assert [p.name for p in read_list(text)] == (found or ["lanbeier athletica inc.", "Muster Inc."])


def test_numbers_of_a_list_are_no_part_of_a_name() -> None:
    block = "    (i) Fernbrook Lamps Co., Ltd., 8 Hill Road, Changzhou, China; and \n(ii) Wrenholt Tools Inc., 1 Main St., Reno, NV 89501.\n"
    assert [p.name for p in read_block(block, True).parties] == ["Fernbrook Lamps Co., Ltd.", "Wrenholt Tools Inc."]
