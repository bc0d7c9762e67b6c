"""The Brazilian gazette: both layouts, processes without a mark, and what a broken issue costs. All data are invented."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.errors import Unparsed
from monitor.model import Capture, OfUnit, Outcome, Record, Request, Role, Skip, Suspect, Unknown
from monitor.sources.base import Plan
from monitor.sources.br_inpi.source import Gazette, GazetteOptions
from monitor.sources.br_inpi.weeks import issue_number
from tests.sources.golden import check_golden
from tests.sources.said import unknown
from tests.sources.us_uspto.applications.files import zipped

RPI = Gazette()
HERE = Path(__file__).parent
NOW = datetime(2026, 11, 20, 2, tzinfo=UTC)
BASE = "https://revistas.inpi.gov.br/txt"


def plan(since: date = date(2026, 11, 5), until: date = date(2026, 11, 20), **more: object) -> Plan[GazetteOptions]:
    return Plan("br-inpi", {"issues": BASE}, since, until, NOW, options=GazetteOptions(), jurisdiction="BR", **more)  # type: ignore[arg-type]


def read(tmp_path: Path, body: bytes, *, number: str | None = "2915") -> list[Outcome]:
    path = tmp_path / "body"
    path.write_bytes(body)
    context = {"file": "RM2915.zip"} | ({"number": number} if number else {})
    request = Request(url=f"{BASE}/RM2915.zip", context=context)
    return list(RPI.read(Capture("sha256:0", request, 200, {}, NOW, len(body), path), plan()))


def records(outcomes: Sequence[Outcome]) -> list[Record]:
    return [o for o in outcomes if isinstance(o, Record)]


def issue(*processes: str, head: str = '<revista numero="2915" data="17/11/2026">', doctype: str = "") -> bytes:
    inside = "\n".join(processes)
    return f'<?xml version="1.0" encoding="UTF-8" ?>\n{doctype}{head}\n{inside}\n</revista>\n'.encode()


def processo(
    number: str, mark: str = "NOME SINTÉTICO", code: str = "IPAS009", inside: str = "", attributes: str = ""
) -> str:
    return f"""  <processo numero="{number}" data-deposito="02/09/2026"{attributes}>
    <despachos>
      <despacho codigo="{code}" nome="Despacho sintético">{inside}</despacho>
    </despachos>
    <titulares>
      <titular nome-razao-social="Empresa Fictícia &amp; Cia Ltda" pais="BR" uf="SP"/>
    </titulares>
    <marca apresentacao="Nominativa" natureza="Produtos e/ou Serviço">
      <nome>{mark}</nome>
    </marca>
    <lista-classe-nice>
      <classe-nice codigo="25">
        <especificacao>Vestuário; Calçados;</especificacao>
        <status>Pendente</status>
      </classe-nice>
    </lista-classe-nice>
  </processo>"""


@pytest.mark.parametrize("name", ["new_layout", "old_layout", "bare_processes"])
def test_an_issue_is_read_as_its_golden_says(name: str, tmp_path: Path) -> None:
    body = (HERE / f"{name}.xml").read_bytes()
    check_golden(HERE / f"{name}.golden.json", read(tmp_path, zipped(RM2915_xml=body), number=None))


def test_an_xml_file_is_read_like_the_zip_around_it(tmp_path: Path) -> None:
    body = (HERE / "new_layout.xml").read_bytes()
    assert records(read(tmp_path, body)) == records(read(tmp_path, zipped(RM2915_xml=body)))


# --- which issues -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "number"),
    [(date(2021, 5, 25), 2629), (date(2026, 5, 12), 2888), (date(2026, 7, 14), 2897), (date(2026, 9, 22), 2907)],
)
def test_the_number_of_an_issue_follows_from_its_tuesday(day: date, number: int) -> None:
    assert issue_number(day) == number


def test_every_tuesday_of_the_window_is_asked_for_once() -> None:
    asked = list(RPI.requests(plan()))
    assert [(r.url, r.once, r.may_be_absent) for r in asked] == [
        (f"{BASE}/RM2914.zip", "RM2914", False),
        (f"{BASE}/RM2915.zip", "RM2915", False),
    ]


def test_only_an_issue_of_today_or_yesterday_may_be_missing() -> None:
    def newest(until: date) -> bool:
        return list(RPI.requests(plan(until=until)))[-1].may_be_absent

    assert newest(date(2026, 11, 17))
    assert newest(date(2026, 11, 18))
    assert not newest(date(2026, 11, 19))


def test_a_local_folder_is_read_in_the_order_of_its_numbers(tmp_path: Path) -> None:
    files = tuple(tmp_path / n for n in ("RM2915.zip", "RM914.xml", "RM2914.zip", "notes.txt"))
    asked = list(RPI.requests(plan(folder=tmp_path, folder_files=files)))
    assert [r.path.name for r in asked if r.path] == ["RM914.xml", "RM2914.zip", "RM2915.zip"]


# --- what it says -------------------------------------------------------------------------------------------------


def test_a_process_without_a_mark_is_a_record_with_its_holders_and_without_a_mark(tmp_path: Path) -> None:
    petition = """  <processo numero="912345678">
    <despachos><despacho codigo="IPAS270" nome="Deferimento da petição"/></despachos>
    <titulares><titular nome-razao-social="Titular Fictício S.A." pais="CN"/></titulares>
  </processo>"""
    (record,) = records(read(tmp_path, zipped(RM2915_xml=issue(petition))))
    assert record.facts["mark_missing"] is True
    assert [(m.role, m.text, m.country) for m in record.mentions] == [(Role.APPLICANT, "Titular Fictício S.A.", "CN")]


def test_the_petitioner_of_an_opposition_is_the_opponent_and_never_the_owner(tmp_path: Path) -> None:
    protocol = """<protocolo numero="850260000001" data="10/11/2026" codigoServico="332">
        <requerente nome-razao-social="Opositora Fictícia Ltda" pais="BR" uf="RJ"/><procurador>Advogado Sintético</procurador>
      </protocolo>"""
    (against,) = records(
        read(tmp_path, zipped(RM2915_xml=issue(processo("912345678", code="IPAS423", inside=protocol))))
    )
    roles = {m.text: m.role for m in against.mentions}
    assert roles["Opositora Fictícia Ltda"] is Role.OPPONENT
    (other,) = records(read(tmp_path, zipped(RM2915_xml=issue(processo("912345678", code="IPAS270", inside=protocol)))))
    assert {m.text: m.role for m in other.mentions}["Opositora Fictícia Ltda"] is Role.PARTY


def test_two_oppositions_in_one_issue_are_two_and_one_printed_twice_is_one(tmp_path: Path) -> None:
    one, other = (
        f'<despacho codigo="IPAS423" nome="Oposição"><protocolo numero="{n}" data="10/11/2026" codigoServico="332"/></despacho>'
        for n in ("850260000001", "850260000002")
    )
    whole = processo("912345678").replace("</despachos>", f"{one}{other}{one}</despachos>")
    (record,) = records(read(tmp_path, zipped(RM2915_xml=issue(whole))))
    found = [e.ident for e in record.events if e.code == "opposition"]
    assert found == ["IPAS423:2915", "IPAS423:2915#2", "IPAS423:2915"]


STANDS_AGAINST = {
    "IPAS423": "opposition", "IPAS668": "opposition", "IPAS338": "nonuse_action", "IPAS400": "nullity",
    "IPAS437": "nullity", "IPAS530": "cancelled", "IPAS532": "nullity_dismissed", "IPAS533": "nullity_dismissed",
    "IPAS534": "cancelled_in_part", "IPAS669": "nonuse_granted", "IPAS304": "cancelled",
}  # fmt: skip
STANDS_ANYWHERE = ("IPAS009", "IPAS158", "IPAS161", "IPAS409", "IPAS999", "")


@pytest.mark.parametrize("code", [*STANDS_AGAINST, *STANDS_ANYWHERE])
def test_a_petitioner_is_an_opponent_exactly_in_the_acts_that_stand_against_the_holder(
    code: str, tmp_path: Path
) -> None:
    inside = """<protocolo numero="850260000001" data="10/11/2026" codigoServico="332">
        <requerente nome-razao-social="Peticionária Fictícia Ltda" pais="BR" uf="RJ"/>
      </protocolo>"""
    (record,) = records(read(tmp_path, zipped(RM2915_xml=issue(processo("912345678", code=code, inside=inside)))))
    assert {m.text: m.role for m in record.mentions if m.role.is_party} == {
        "Empresa Fictícia & Cia Ltda": Role.APPLICANT,
        "Peticionária Fictícia Ltda": Role.OPPONENT if code in STANDS_AGAINST else Role.PARTY,
    }
    if code in STANDS_AGAINST:
        assert STANDS_AGAINST[code] in {e.code for e in record.events}


@pytest.mark.parametrize(
    ("code", "event"), [("IPAS009", "published"), ("IPAS421", "republished"), ("IPAS158", "registered")]
)
def test_an_act_is_an_event_of_the_day_of_the_gazette(code: str, event: str, tmp_path: Path) -> None:
    (record,) = records(read(tmp_path, zipped(RM2915_xml=issue(processo("912345678", code=code)))))
    assert [(e.code, e.date, e.ident) for e in record.events][1:] == [(event, date(2026, 11, 17), f"{code}:2915")]


def test_an_act_nobody_listed_is_called_unknown_and_reported_once_with_its_place(tmp_path: Path) -> None:
    body = issue(processo("912345678", code="IPAS999"), processo("912345679", code="IPAS999"))
    outcomes = read(tmp_path, zipped(RM2915_xml=body))
    assert [e.code for r in records(outcomes) for e in r.events if e.code != "filed"] == ["unknown_act"] * 2
    assert unknown(outcomes) == [
        "an act that is not known, IPAS999 (Despacho sintético): told as not recognised, and its periods have to be verified"
    ]
    assert "912345678" in next(o.where for o in outcomes if isinstance(o, Unknown))


def test_unknown_elements_and_attributes_are_reported_once_each_and_cost_nothing(tmp_path: Path) -> None:
    odd = processo("912345678", inside='<holograma cor="azul"/>', attributes=' sala="7"')
    outcomes = read(tmp_path, zipped(RM2915_xml=issue(odd, odd.replace("912345678", "912345679"))))
    assert len(records(outcomes)) == 2
    assert unknown(outcomes) == [
        "an attribute that is not known, processo@sala",
        "an element that is not known, holograma",
    ]


def test_a_madrid_designation_carries_the_international_number(tmp_path: Path) -> None:
    madrid = processo("912345678", code="IPAS756").replace(
        "<marca ",
        '<dados-de-madri numero-inscricao-internacional="1787999" data-recebimento-inpi="01/10/2026"/>\n    <marca ',
    )
    (record,) = records(read(tmp_path, zipped(RM2915_xml=issue(madrid))))
    assert record.aliases == ("ir:1787999",)
    assert record.facts["madrid"] is True
    assert "published" in {e.code for e in record.events}


# --- what a broken issue costs ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "broken",
    [
        processo("999999999").replace("</titulares>", ""),
        processo("999999999").replace("\n  </processo>", ""),
        processo("999999999").replace("<processo ", "<process "),
        processo("999999999").replace("&amp;", "&"),
        processo("99999"),
        processo("999999999", mark="&xxe;"),
    ],
)
def test_whatever_breaks_a_process_its_neighbours_are_read(broken: str, tmp_path: Path) -> None:
    first, last = processo("912345678"), processo("912345679")
    for processes in ((broken, first, last), (first, broken, last), (first, last, broken)):
        outcomes = read(tmp_path, zipped(RM2915_xml=issue(*processes)))
        assert {r.matter for r in records(outcomes)} == {"tm:BR:912345678", "tm:BR:912345679"}
        (skip,) = (o for o in outcomes if isinstance(o, Skip))
        assert b"99999" in skip.raw


def test_a_cut_off_issue_is_suspicious(tmp_path: Path) -> None:
    body = issue(processo("912345678"), processo("912345679"))
    outcomes = read(tmp_path, zipped(RM2915_xml=body[: body.rindex(b"<lista-classe-nice>")]))
    assert len(records(outcomes)) == 1
    assert Suspect("kit.suspect.truncated") in outcomes


def test_an_issue_without_processes_is_suspicious_not_empty(tmp_path: Path) -> None:
    assert read(tmp_path, zipped(RM2915_xml=issue())) == [OfUnit(date(2026, 11, 17)), Suspect("kit.suspect.no_records")]


def test_another_issue_than_the_one_asked_for_is_suspicious(tmp_path: Path) -> None:
    outcomes = read(tmp_path, zipped(RM2915_xml=issue(processo("912345678"))), number="2916")
    assert Suspect("br_inpi.suspect.other_issue") in outcomes


def test_a_gazette_without_date_is_suspicious_and_dates_no_act(tmp_path: Path) -> None:
    outcomes = read(tmp_path, zipped(RM2915_xml=issue(processo("912345678"), head='<revista numero="2915">')))
    assert Suspect("br_inpi.suspect.no_gazette_date") in outcomes
    assert [e.code for e in records(outcomes)[0].events] == ["filed"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"<html><body>502</body></html>", "root"),
        (b"%PDF-1.4", "not_a_zip"),
        (zipped(RM2915_xml=b"<revista2/>"), "root"),
        (zipped(RM2915_xml=issue(processo("912345678")))[:-100], "zip_damaged"),
        (zipped(RM2915_xml=b" " * 100_000_000), "zip_bomb"),
    ],
)
def test_what_is_no_gazette_is_unparsed(body: bytes, why: str, tmp_path: Path) -> None:
    with pytest.raises(Unparsed, match=why):
        read(tmp_path, body)


def test_no_entity_is_expanded(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("TOP SECRET", encoding="utf-8")
    doctype = f'<!DOCTYPE revista [<!ENTITY xxe SYSTEM "{secret.as_uri()}">]>\n'
    body = issue(processo("912345678", mark="&xxe;"), processo("912345679"), doctype=doctype)
    outcomes = read(tmp_path, zipped(RM2915_xml=body))
    assert [r.matter for r in records(outcomes)] == ["tm:BR:912345679"]
    assert "TOP SECRET" not in repr(outcomes)


# --- real payloads ------------------------------------------------------------------------------------------------------


def _real(path: Path) -> list[Outcome]:
    request = Request(url="", path=path, context={"file": path.name})
    return list(RPI.read(Capture("sha256:0", request, 200, {}, NOW, path.stat().st_size, path), plan()))


@pytest.mark.real_data
def test_the_real_issue_of_2013_gives_three_publications(real_data: Path) -> None:
    outcomes = _real(real_data / "br-inpi" / "RM2240_excerpt_extracted.xml")
    got = {r.matter: r for r in records(outcomes)}
    assert outcomes[0] == OfUnit(date(2013, 12, 10))
    assert len(got) == len(outcomes[1:]) == 3
    elite = got["tm:BR:840233841"]
    assert elite.title == "ELITE"
    assert elite.facts["classes"] == [35]
    assert [(e.code, e.date) for e in elite.events] == [("filed", date(2012, 8, 15)), ("published", date(2013, 12, 10))]
    assert [(m.text, m.country) for m in elite.mentions if m.role is Role.APPLICANT] == [
        ("GRAVIA ESQUALITY INDÚSTRIA METALÚRICA LTDA", "BR")
    ]


@pytest.mark.real_data
def test_the_real_process_of_2020_is_read_without_a_date_of_publication(real_data: Path) -> None:
    outcomes = _real(real_data / "br-inpi" / "processo_2020_extracted.xml")
    (record,) = records(outcomes)
    assert (record.matter, record.facts["classes"], record.facts["acts"]) == ("tm:BR:920493416", [37], ["IPAS421"])
    assert [e.code for e in record.events] == ["filed"]
    assert [type(o) for o in outcomes if not isinstance(o, Record)] == [Unknown]
