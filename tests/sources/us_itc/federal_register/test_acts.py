"""What a notice after institution does to single parties. Names are invented; the sentences are of the Commission's own make."""

from __future__ import annotations

import random
from datetime import date

import pytest

from monitor.sources.us_itc.federal_register.acts import Acts, read_acts

KEAN, HONGLANDA, JINLINGDA = "Shenzhen Keanlan Co., Ltd.", "Linfen Honglanda Foundry", "Taiyuan Jinlingda Co., Ltd."
NAMED = (
    "The Commission instituted this investigation on March 3, 2026, based on a complaint filed on behalf of Acme Lan Works, "
    'Inc. of Dayton, Ohio ("Acme"). 91 FR 1234 (Mar. 3, 2026). The notice of investigation named as respondents '
    f'{KEAN} of Shenzhen, China ("Keanlan"); {HONGLANDA} of Linfen, China; and {JINLINGDA} of Taiyuan, China '
    '("Jinlingda"). Id. at 1235. The Office of Unfair Import Investigations is participating in the investigation.'
)
HEREBY = "SUMMARY: Notice is hereby given that the U.S. International Trade Commission has determined"


def read(summary: str, more: str = NAMED, title: str = "") -> Acts:
    return read_acts(f"{summary} SUPPLEMENTARY INFORMATION: {more}", title)


def done(acts: Acts) -> dict[tuple[str, bool], tuple[str, ...]]:
    return {(a.code, a.recalled): a.parties for a in acts.acts}


def respondents(acts: Acts) -> list[str]:
    return [p.name for p in acts.respondents]


def test_who_is_named_has_the_role_he_is_named_in() -> None:
    acts = read(f"{HEREBY} not to review an initial determination.")
    assert respondents(acts) == [KEAN, HONGLANDA, JINLINGDA]
    assert [p.country for p in acts.respondents] == ["CN", "CN", "CN"]
    assert [(p.name, p.country) for p in acts.complainants] == [("Acme Lan Works, Inc.", "US")]
    assert not acts.acts
    assert not acts.residue


@pytest.mark.parametrize(
    ("sentence", "added"),
    [
        (f"to add {KEAN} of Shenzhen, China, and {HONGLANDA} of Linfen, China, as respondents", [KEAN, HONGLANDA]),
        (
            f"to add {KEAN} of Shenzhen, China; and {HONGLANDA} of Linfen, China, as additional respondents",
            [KEAN, HONGLANDA],
        ),
        (f"to add respondents {KEAN} of Shenzhen, China and {HONGLANDA} of Linfen, China", [KEAN, HONGLANDA]),
        (f"to (1) add an additional respondent, {HONGLANDA} of Linfen, China and (2) add tariff numbers", [HONGLANDA]),
        (f"by adding {HONGLANDA} to the investigation", [HONGLANDA]),
        (f"to name {HONGLANDA} of Linfen, China, as a respondent", [HONGLANDA]),
    ],
)
def test_who_is_added_is_a_respondent_and_the_act_names_him(sentence: str, added: list[str]) -> None:
    motion = f"a motion to amend the complaint and notice of investigation {sentence}"
    granted = read(f"{HEREBY} not to review an initial determination (Order No. 8) granting {motion}.", "")
    assert respondents(granted) == added
    assert done(granted) == {("party_added", False): tuple(added)}
    asked = read(f"SUMMARY: On April 2, 2026, Acme filed {motion}.", "")
    assert [p.name for p in asked.proposed] == added
    assert not asked.respondents
    assert not asked.acts
    refused = read(f"{HEREBY} not to review an initial determination (Order No. 8) denying {motion}.", "")
    assert not refused.respondents
    assert not refused.proposed
    assert not refused.acts


@pytest.mark.parametrize(
    "sentence",
    [
        f"{HEREBY} not to review an ID (Order No. 12) finding respondents {KEAN} and {HONGLANDA} in default.",
        f"{HEREBY} not to review an ID (Order No. 12) finding respondents {KEAN} of Shenzhen, China and {HONGLANDA} of Linfen, "
        "China to be in default.",
        f"{HEREBY} not to review an ID finding that respondents Keanlan and {HONGLANDA} are in default.",
        f"{HEREBY} not to review the subject ID. {KEAN} and {HONGLANDA} have been found in default.",
        f"{HEREBY} not to review the subject ID. Accordingly, Keanlan and {HONGLANDA} are found to be in default.",
        f"{HEREBY} not to review an ID which found the following respondents in default: {KEAN} of Shenzhen, China; and "
        f"{HONGLANDA} of Linfen, China.",
        f'{HEREBY} not to review an ID finding respondents {KEAN} and {HONGLANDA} (collectively, the "Defaulting '
        'Respondents") in default.',
    ],
)
def test_who_is_found_in_default_is_named_and_nobody_else(sentence: str) -> None:
    acts = read(sentence)
    assert acts.of("found_in_default") == (KEAN, HONGLANDA)
    assert respondents(acts) == [KEAN, HONGLANDA, JINLINGDA]


@pytest.mark.parametrize(
    "sentence",
    [
        f"On May 1, 2026, the ALJ ordered {KEAN} and {HONGLANDA} to show cause why they should not be found in default.",
        f"On May 1, 2026, the ALJ ordered {KEAN} and {HONGLANDA} to show cause by May 15, 2026, why they should not be in default.",
        f"On May 1, 2026, the ALJ issued an order to show cause why respondents {KEAN} and {HONGLANDA} should not be found in "
        "default.",
    ],
)
def test_an_order_to_show_cause_is_no_default(sentence: str) -> None:
    acts = read(f"{HEREBY} not to review an ID.", f"{NAMED} {sentence}")
    assert [(a.code, a.parties, a.on) for a in acts.acts] == [("show_cause", (KEAN, HONGLANDA), date(2026, 5, 1))]


def test_a_default_set_aside_or_not_found_is_none() -> None:
    for sentence in (
        f"{HEREBY} to set aside the finding that respondent {KEAN} is in default.",
        f"{HEREBY} to review an ID and finds that respondent {KEAN} is not in default.",
        f"{HEREBY} to deny a motion to find respondent {KEAN} in default.",
    ):
        assert not read(sentence).acts


@pytest.mark.parametrize(
    "sentence",
    [
        f"{HEREBY} not to review an ID terminating the investigation as to {KEAN} and {HONGLANDA} based on settlement.",
        f"{HEREBY} not to review an ID terminating the investigation with respect to respondents {KEAN} of Shenzhen, China, and "
        f"{HONGLANDA} of Linfen, China, based on withdrawal of the complaint.",
        f"{HEREBY} not to review an ID partially terminating the investigation as to Keanlan and {HONGLANDA} on the basis of a "
        "consent order stipulation.",
        f"{HEREBY} not to review an ID. Respondents {KEAN} and {HONGLANDA} are hereby terminated from the investigation.",
        f"{HEREBY} not to review an ID granting a motion to remove {KEAN} and {HONGLANDA} as respondents.",
        f"{HEREBY} not to review an ID granting a motion to withdraw the complaint as to {KEAN} and {HONGLANDA}.",
    ],
)
def test_who_is_out_is_named_and_nobody_else(sentence: str) -> None:
    assert read(sentence).of("termination_partial") == (KEAN, HONGLANDA)


@pytest.mark.parametrize(
    ("against", "hit"),
    [
        (f"against respondents {KEAN} and {HONGLANDA}", (KEAN, HONGLANDA)),
        (f"against defaulting respondents {KEAN} and {HONGLANDA}", (KEAN, HONGLANDA)),
        (f"directed to {KEAN}", (KEAN,)),
        (
            f"prohibiting the importation of certain lanterns by respondents {KEAN} of China; and {HONGLANDA} of China",
            (KEAN, HONGLANDA),
        ),
        (
            "prohibiting the entry of lanterns covered by claims of U.S. Patent No. 9,999,999 that are manufactured by or on "
            f"behalf of, or imported by or on behalf of, respondents {KEAN} and {HONGLANDA}, or any of their affiliates",
            (KEAN, HONGLANDA),
        ),
        ("against the Respondents except for Jinlingda", (KEAN, HONGLANDA)),
        ("against each of the named respondents", (KEAN, HONGLANDA, JINLINGDA)),
    ],
)
def test_an_order_names_the_firms_it_hits(against: str, hit: tuple[str, ...]) -> None:
    limited = read(f'{HEREBY} to issue a limited exclusion order ("LEO") {against}. The investigation is terminated.')
    assert limited.of("exclusion_order_limited") == hit
    assert not limited.of("found_in_default") or "defaulting" in against
    ceased = read(f'{HEREBY} to issue a cease and desist order ("CDO") {against}.')
    assert ceased.of("cease_and_desist") == hit


def test_one_sentence_may_hit_some_with_one_order_and_some_with_another() -> None:
    acts = read(
        f'{HEREBY} to issue a limited exclusion order ("LEO") against defaulting respondents {KEAN} ("Keanlan") and {HONGLANDA} '
        "and a cease and desist order against defaulting respondent Keanlan."
    )
    assert acts.of("exclusion_order_limited") == (KEAN, HONGLANDA)
    assert acts.of("cease_and_desist") == (KEAN,)
    assert done(acts)["found_in_default", True] == (KEAN, HONGLANDA)  # they were found in default before


def test_a_general_exclusion_order_hits_all() -> None:
    acts = read(
        f"{HEREBY} to issue a general exclusion order prohibiting the importation of certain infringing lanterns."
    )
    assert not acts.acts


def test_what_a_notice_only_recalls_has_its_own_day() -> None:
    acts = read(
        f"{HEREBY} to review in part the final ID.",
        f"{NAMED} The investigation was previously terminated as to {KEAN} based on settlement. Order No. 8 (May 2, 2026), "
        f"unreviewed by Comm'n Notice (May 30, 2026). {HONGLANDA} was found in default. Order No. 10 (June 1, 2026), unreviewed "
        "by Comm'n Notice (June 25, 2026).",
    )
    assert [(a.code, a.parties, a.recalled, a.on) for a in acts.acts] == [
        ("termination_partial", (KEAN,), True, date(2026, 5, 30)),
        ("found_in_default", (HONGLANDA,), True, date(2026, 6, 25)),
    ]


def test_whom_an_act_concerns_is_not_guessed() -> None:
    acts = read(f"{HEREBY} to issue cease and desist orders against certain of the defaulting respondents.")
    assert acts.of("cease_and_desist") == ()
    assert [a.code for a in acts.acts] == ["cease_and_desist"]


def test_a_firm_of_a_passage_that_cannot_be_read_is_kept_with_its_words() -> None:
    acts = read(f"{HEREBY} terminating the investigation as to the subsidiaries of {KEAN} based on settlement.", "")
    assert acts.residue
    assert KEAN in acts.residue[0]


def test_an_order_on_more_than_could_be_read_leaves_nobody_out() -> None:
    acts = read(
        f"{HEREBY} to issue a limited exclusion order against {KEAN}, {HONGLANDA}, and other firms of the trade."
    )
    assert [(a.code, a.parties) for a in acts.acts] == [("exclusion_order_limited", ())]
    assert {KEAN, HONGLANDA} <= set(respondents(acts))


@pytest.mark.parametrize(
    "listed",
    [
        "respondents Lanmu Store, Hongbei Trading, and Keanlan Foundry",
        "respondents Lanmu Store of China, Hongbei Trading of China, and Keanlan Foundry of China",
        "Lanmu Store; Hongbei Trading; and Keanlan Foundry, and any of their affiliated companies",
        'respondents Lanmu Store ("Lanmu"), Hongbei Trading ("Hongbei"), and defaulting respondent Keanlan Foundry ("Keanlan")',
    ],
)
def test_names_without_a_legal_form_are_told_apart(listed: str) -> None:
    acts = read(f"{HEREBY} to issue a cease and desist order directed against {listed}.", "")
    assert acts.of("cease_and_desist") == ("Lanmu Store", "Hongbei Trading", "Keanlan Foundry")


def test_no_text_breaks_the_reader() -> None:
    for text in (
        "",
        "respondents",
        "in default",
        "in default: ",
        "limited exclusion order against",
        "to add as respondents",
        "(((",
        "A" * 50_000,
    ):
        read_acts(text)


# --- lists behind firms' full stops, and what is left of an order ---

FERN, WREN = "Changzhou Fernbrook Lamps Co., Ltd.", "Ningbo Wrenholt Tools Co., Ltd."


@pytest.mark.parametrize(
    "sentence",
    [
        f"The notice of investigation named {FERN} of Changzhou, China (“Fernbrook”), and {WREN} of Ningbo, China as respondents.",
        f"The complaint, as amended, named {FERN} (“Fernbrook”) and {WREN} of Ningbo, China as respondents.",
        f"The notice of investigation named as respondents {FERN}; {WREN}; and Orrinfold Inc. The ALJ held a hearing.",
        f"A violation has been found as to respondents {FERN} and {WREN}, but not as to Orrinfold Inc.",
    ],
)
def test_respondents_are_named_across_the_full_stops_of_their_legal_forms(sentence: str) -> None:
    named = [p.name for p in read("X.", sentence).respondents]
    assert [n for n in named if n != "Orrinfold Inc."] == [FERN, WREN]


def test_an_order_rescinded_is_none_and_binds_whom_it_is_left_in_force_against() -> None:
    acts = read(
        f"The Commission has determined to rescind the limited exclusion order as to respondent {FERN} based on a settlement. "
        f"The limited exclusion order remains in effect as to {WREN}",
        "X.",
    )
    assert {p.name for p in acts.respondents} == {FERN, WREN}
    assert acts.acts == ()


def test_a_default_told_behind_a_defined_term_is_that_partys() -> None:
    acts = read(
        "X.",
        f"The complaint named two respondents, including {FERN} of Changzhou, China (“Fernbrook”), which was found in default.",
    )
    assert [(a.code, a.parties, a.recalled) for a in acts.acts] == [("found_in_default", (FERN,), True)]
    assert acts.residue == ()


@pytest.mark.parametrize(
    ("sentence", "left"),
    [
        (
            f"The Commission has determined not to review an ID terminating the investigation as to {FERN} based on settlement.",
            True,
        ),
        (
            f"The Commission has determined not to review an ID terminating {FERN} from the investigation by consent order.",
            True,
        ),
        (
            f"The Commission has determined to review and reverse an ID terminating the investigation as to {FERN}.",
            False,
        ),
        (f"The Commission has determined to review an ID terminating the investigation as to {FERN}.", False),
        (f"The ID terminated the investigation as to {FERN} with respect to claims 3 and 4 of the '123 patent.", False),
        (f"The ID terminated the investigation as to claims 3 and 4 as to {FERN}.", False),
    ],
)
def test_a_firm_has_left_only_where_it_surely_has(sentence: str, left: bool) -> None:
    """Not while that is reviewed, and not for some claims only: it would be told that nothing is due."""
    acts = read("X.", f"The complaint named {FERN} and {WREN} as respondents. {sentence}").acts
    assert any(a.code == "termination_partial" and a.parties for a in acts) is left


# --- at random ----------------------------------------------------------------------------------------

WORDS = ["Lanmuze", "Hongbeier", "Kaixinda", "Yutongrui", "Jiewenshu", "Qidalan"]
ENDINGS = ["Co., Ltd.", "Technology Co., Ltd.", "Inc.", "LLC", "Foundry", "Trading", "E-Commerce Co., Ltd."]
CITIES = ["Shenzhen", "Taiyuan", "Linfen", "Ningbo"]
SENTENCES = {
    "found_in_default": [
        'not to review an initial determination ("ID") (Order No. 12) finding {who} in default.',
        "not to review an ID finding {who} to be in default.",
        "not to review an ID granting a motion for an order finding {who} in default pursuant to 19 CFR 210.16.",
    ],
    "termination_partial": [
        "not to review an ID (Order No. 9) terminating the investigation as to {who} based on a settlement agreement.",
        "not to review an ID terminating the investigation with respect to {who} based on withdrawal of the complaint.",
        "not to review an ID granting a joint motion to terminate the investigation as to {who} on the basis of a consent order.",
    ],
    "exclusion_order_limited": [
        'to issue a limited exclusion order ("LEO") against {who}. The investigation is terminated.',
        "to issue a limited exclusion order directed against infringing lanterns of {who}.",
        "to issue a limited exclusion order prohibiting the entry of lanterns covered by claims of U.S. Patent No. 9,999,999 that "
        "are manufactured by or on behalf of, or imported by or on behalf of, {who}, or any of their affiliated companies.",
    ],
    "cease_and_desist": ["to issue a limited exclusion order and a cease and desist order directed to {who}."],
    "party_added": ["not to review an ID granting leave to amend the complaint to add {who}."],
}


@pytest.mark.parametrize("code", SENTENCES)
def test_of_several_respondents_those_the_sentence_names_are_read(code: str) -> None:
    rnd = random.Random(code)
    for _ in range(40):
        firms = [(f"{word} {rnd.choice(ENDINGS)}", word, rnd.choice(CITIES)) for word in rnd.sample(WORDS, 4)]
        hit = firms[: rnd.randint(1, 3)]
        style = rnd.choice(["bare", "placed", "short"]) if code != "party_added" else "placed"
        texts = [{"bare": n, "placed": f"{n} of {c}, China", "short": w}[style] for n, w, c in hit]
        who = texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])}{',' if len(texts) > 2 else ''} and {texts[-1]}"
        listed = "; ".join(
            f'{n} of {c}, China ("{w}")' for n, w, c in firms[len(hit) if code == "party_added" else 0 :]
        )
        sentence = (
            rnd.choice(SENTENCES[code]).format(who=f"respondent{'s' if len(hit) > 1 else ''} {who}").replace("..", ".")
        )
        acts = read(f"{HEREBY} {sentence}", f"The notice of investigation named as respondents: {listed}. Id. at 1235.")
        assert [n.rstrip(".") for n in acts.of(code)] == [n.rstrip(".") for n, _, _ in hit], sentence
        assert {n.rstrip(".") for n in respondents(acts)} == {n.rstrip(".") for n, _, _ in firms}, sentence
        assert not acts.residue


def test_a_list_of_those_that_defaulted_behind_a_colon_is_read() -> None:
    acts = read_acts(
        "The following respondents defaulted: Dalongshu Foundry Co., Ltd.; Quillmere Pipe LLC; and Thornquay Castings Inc. "
        "The Commission determined not to review."
    )
    assert acts.of("found_in_default") == (
        "Dalongshu Foundry Co., Ltd.",
        "Quillmere Pipe LLC",
        "Thornquay Castings Inc.",
    )
