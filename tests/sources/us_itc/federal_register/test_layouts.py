"""Party blocks in every layout the Register prints, wrapped, broken at hyphens and cut by pages at random: no respondent is
lost, split or given another's name. Names and addresses are invented; the wrapping is that of GPO print."""

from __future__ import annotations

import random
import re

import pytest

from monitor.sources.us_itc.federal_register.notice import institution_parties, plain_text

SYLLABLES = ["Lan", "Hong", "Mu", "Kai", "Ze", "Yu", "Bei", "Er", "Da", "Xin", "Tong", "Rui", "Jie", "Qi", "Wen", "Shu"]
CITIES = [
    ("Shenzhen", "Guangdong", "518109"),
    ("Taiyuan", "Shanxi", "030024"),
    ("Linfen", "Shanxi", "041000"),
    ("Ningbo", "Zhejiang", "315000"),
    ("Yiwu", "Zhejiang", "322000"),
    ("Xi'an", "Shaanxi", "710000"),
]
ENDINGS = [
    "Co., Ltd.",
    "Technology Co., Ltd.",
    "Inc.",
    "LLC",
    "Foundry",
    "Trading",
    "Cross-Border E-Commerce Co., Ltd.",
    "Store",
]
STREETS = [
    "No. 53 Yuhe Street",
    "9th Floor, Building 5, Longhua District",
    "Room 501, Building 3, Lanhu Industrial Park",
    "1-3 Example Rd.",
    "Lanhu Town",
    "Unit B, 5/F, No. 8 St. John Road",
]
ABROAD = ["100 Works Drive, Dayton, OH 45402", "2100 Sample Parkway, Suite 100, Irvine, California 92618"]
HEAD = """(3) For the purpose of the investigation so instituted, the 
following are hereby named as parties upon which this notice of 
investigation shall be served:
    (a) The complainant is: Acme Lan Works, Inc., 100 Works Drive, 
Dayton, OH 45402.
    (b) The respondents are the following entities alleged to be in 
violation of section 337, and are the parties upon which the complaint 
is to be served:
"""
TAIL = """
    (c) The Office of Unfair Import Investigations, U.S. International 
Trade Commission, 500 E Street SW, Suite 401, Washington, DC 20436; and
    (4) For the investigation so instituted, the Chief Administrative 
Law Judge shall designate the presiding Administrative Law Judge.
"""

Printed = tuple[str, tuple[str, ...], str]  # name, aliases, the party as printed


def a_party(rnd: random.Random) -> Printed:
    city, province, code = rnd.choice(CITIES)
    word = "".join(rnd.choices(SYLLABLES, k=3)).capitalize()
    name = f"{rnd.choice([f'{city} ', ''])}{word} {rnd.choice(ENDINGS)}"
    more, aliases = rnd.choice(
        [("", ())] * 6
        + [
            (" d/b/a Lanstore", ("Lanstore",)),
            (", also doing business as “Lan Store”", ("Lan Store",)),
            (", a/k/a Lan Tech, Lan Home, and Lan Life", ("Lan Tech", "Lan Home", "Lan Life")),
        ]
    )
    place = rnd.choice(
        [
            f"{city}, {province} {code}, China",
            f"{city}, {province} {code}",
            f"{city}, {province}, P.R. China",
            f"{city}, China",
            f"{city}, {province} Province, People's Republic of China",
            f"{city} {code}, CN",
            f"{city}, {province}",
        ]
    )
    address = rnd.choice(ABROAD) if rnd.random() < 0.15 else f"{rnd.choice(STREETS)}, {place}"
    return name, aliases, f"{name}{more}, {address}"


def wrapped(paragraph: str, indent: str) -> str:
    """As GPO wraps: a line that goes on ends in a blank, unless it broke behind a hyphen."""
    lines, line = [], indent
    for word in re.split(r"(?<= )|(?<=[a-z]-)(?=[A-Za-z])", paragraph):
        if len(line) + len(word.rstrip()) > 71 and line.strip():
            lines.append(line)
            line = ""
        line += word
    return "\n".join([*lines, line.rstrip()])


def printed(parties: list[Printed], layout: str, rnd: random.Random) -> str:
    texts = [p[2] for p in parties]
    if layout == "semicolons":
        return wrapped("; ".join(texts[:-1]) + ("; and " if texts[1:] else "") + texts[-1] + ".", "    ")
    if layout == "full stops":
        return wrapped(". ".join(texts) + ".", "    ")
    end = rnd.choice([".", ";", ""])
    between, indent = {"paragraphs": ("\n", "    "), "lines": ("\n", ""), "apart": ("\n\n", "    ")}[layout]
    return between.join(wrapped(f"{text}{end}", indent) for text in texts)


@pytest.mark.parametrize("blanks", ["kept", "lost"])
@pytest.mark.parametrize("layout", ["paragraphs", "lines", "apart", "semicolons", "full stops"])
def test_every_respondent_of_every_layout_is_one_party(layout: str, blanks: str) -> None:
    rnd = random.Random(f"{layout} {blanks}")
    for _ in range(25):
        parties = [a_party(rnd) for _ in range(rnd.choice([1, 2, 3, 8]))]
        lines = printed(parties, layout, rnd).split("\n")
        if len(lines) > 1 and rnd.random() < 0.7:
            cut = rnd.randrange(1, len(lines))
            lines[cut - 1] = lines[cut - 1].rstrip()
            lines[cut:cut] = ["", "[[Page 99104]]", ""]
        text = HEAD + "\n".join(lines) + TAIL
        if blanks == "lost":
            text = "\n".join(line.rstrip() for line in text.split("\n"))
        read = institution_parties(plain_text(text.encode()))
        assert [(p.name.rstrip("."), p.aliases) for p in read.respondents] == [
            (name.rstrip("."), aliases) for name, aliases, _ in parties
        ], text
        assert all(p.country for p in read.respondents)
        assert not read.residue
        assert [p.name for p in read.complainants] == ["Acme Lan Works, Inc."]
