"""Every source that is shipped says, in both languages, what its addresses open."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from monitor import sources
from monitor.texts import LANGUAGES
from monitor.texts.links import link_words

ROOT = Path(sources.__file__).parent
FOLDERS = sorted(file.parent for file in ROOT.glob("**/source.py"))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda f: f.relative_to(ROOT).as_posix())
def test_a_source_says_what_its_addresses_open(folder: Path) -> None:
    links = tomllib.loads((folder / "links.toml").read_text(encoding="utf-8"))["link"]
    assert links
    for link in links:
        assert set(link) == {"begins", *LANGUAGES}
        assert all(link.values())
        assert all(pattern.startswith("https://") for pattern in link["begins"])


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://ecf.ilnd.uscourts.gov/cgi-bin/DktRpt.pl?9990011", "须注册并付费"),
        ("https://www.courtlistener.com/docket/1/", "免费公开"),
        ("https://www.federalregister.gov/documents/2026/11/18/2026-99911/demo", "联邦公报"),
        ("https://ids.usitc.gov/case/99001/investigation/990002", "美国国际贸易委员会"),
        ("https://tsdr.uspto.gov/#caseNumber=99900101&caseType=SERIAL_NO", "TSDR"),
        ("https://revistas.inpi.gov.br/txt/RM2915.zip", "整期压缩包"),
    ],
)
def test_a_reader_knows_before_opening_it_what_an_address_is(address: str, says: str) -> None:
    assert says in link_words(address, "zh")
    assert link_words(address, "en")


def test_an_address_no_source_knows_is_not_described() -> None:
    assert link_words("https://evil.example/https://www.courtlistener.com/", "zh") == ""
    assert link_words("", "en") == ""
