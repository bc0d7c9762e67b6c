"""What a process of the gazette says of people and of other marks. Every name and number is invented."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from monitor.model import Mention, Record, Role
from tests.sources.br_inpi.test_br_inpi import issue, processo, read, records
from tests.sources.said import unknown
from tests.sources.us_uspto.applications.files import zipped

LANGUHE, GLOBAL = "Shanxi Languhe Liquor Co., Ltd.", "Global Nome Holding Ltd"
ELEMENTS = f"""<protocolo numero="850260000001" data="10/11/2026" codigoServico="3491">
  <requerente nome-razao-social="{GLOBAL}" pais="VG"/>
  <cedente nome-razao-social="{LANGUHE}" pais="CN"/><cessionario nome-razao-social="{GLOBAL}"/>
</protocolo>"""
WRAPPED = f"""<cedentes><cedente nome-razao-social="{LANGUHE}" pais="CN"/></cedentes>
<cessionarios><cessionario nome-razao-social="{GLOBAL}"/></cessionarios>"""
NOTE = f"<texto-complementar>Petição (tipo): Anotação de transferência Cedente: {LANGUHE} [CN] Cessionário: {GLOBAL}</texto-complementar>"


def one(tmp_path: Path, *acts: tuple[str, str, str], extra: str = "", mark: str = "LANGUHE") -> Record:
    """The record of one process with these acts: (code, name, what stands in it)."""
    despachos = "".join(f'<despacho codigo="{c}" nome="{n}">{inside}</despacho>' for c, n, inside in acts)
    text = processo("912345678", mark=mark)
    before, _, rest = text.partition("<despachos>")
    text = f"{before}<despachos>{despachos}</despachos>{rest.partition('</despachos>')[2]}"
    (found,) = records(read(tmp_path, zipped(RM2915_xml=issue(text.replace("</processo>", f"{extra}</processo>")))))
    return found


def roles(record: Record) -> dict[str, Role]:
    return {m.text: m.role for m in record.mentions if m.role is not Role.MARK}


def codes(record: Record) -> list[str]:
    return [e.code for e in record.events if e.code != "filed"]


def cited(record: Record) -> list[Mention]:
    return [m for m in record.mentions if m.role is Role.CITED]


# --- transfers ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("inside", [ELEMENTS, WRAPPED, NOTE, ELEMENTS + NOTE])
def test_who_gave_a_mark_away_and_who_has_it_now_are_told_apart_and_once(inside: str, tmp_path: Path) -> None:
    record = one(tmp_path, ("IPAS270", "Deferimento da petição", inside))
    assert codes(record) == ["owner_changed"]
    assert roles(record) == {
        "Empresa Fictícia & Cia Ltda": Role.APPLICANT,
        LANGUHE: Role.FORMER_OWNER,
        GLOBAL: Role.APPLICANT,
    }
    assert len(record.mentions) == 4
    assert {m.text: m.country for m in record.mentions}[LANGUHE] == "CN"


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("IPAS901", "Anotação de transferência de titularidade em designação"),
        ("IPAS349", "Deferimento parcial da petição"),
        ("IPAS9876", "Anotação de cessão"),
    ],
)
def test_so_it_is_in_every_act_that_records_a_transfer(code: str, name: str, tmp_path: Path) -> None:
    record = one(tmp_path, (code, name, WRAPPED))
    assert codes(record) == ["owner_changed"]
    assert roles(record)[LANGUHE] is Role.FORMER_OWNER


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("IPAS271", "Indeferimento da petição"),
        ("IPAS267", "Exigência de mérito (em petição)"),
        ("IPAS908", "Sobrestamento de anotação de transferência de titularidade em designação"),
        ("IPAS403", "Anulação de despacho (em petição)"),
    ],
)
def test_a_transfer_that_is_not_made_changes_no_owner(code: str, name: str, tmp_path: Path) -> None:
    record = one(tmp_path, (code, name, WRAPPED))
    assert "owner_changed" not in codes(record)
    assert (roles(record)[LANGUHE], roles(record)[GLOBAL]) == (Role.PARTY, Role.PARTY)


def test_a_change_of_form_that_prints_the_same_firm_twice_is_no_change_of_owner(tmp_path: Path) -> None:
    inside = WRAPPED.replace(GLOBAL, LANGUHE.upper())
    record = one(tmp_path, ("IPAS270", "Deferimento da petição", inside))
    assert codes(record) == ["petition"]


def test_a_transfer_nobody_has_classified_still_names_the_former_owner(tmp_path: Path) -> None:
    record = one(tmp_path, ("IPAS9876", "Comunicado", WRAPPED))
    assert codes(record) == ["unknown_act"]
    assert roles(record)[LANGUHE] is Role.FORMER_OWNER


# --- attacks --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "event"), [("IPAS423", "opposition"), ("IPAS338", "nonuse_action"), ("IPAS400", "nullity")]
)
def test_whoever_attacks_a_mark_is_the_opponent_in_elements_and_in_notes(code: str, event: str, tmp_path: Path) -> None:
    for inside in (
        '<protocolo numero="1" data="01/11/2026"><requerente nome-razao-social="Atacante Fictícia Ltda" pais="BR"/></protocolo>',
        "<texto-complementar>Requerente: Atacante Fictícia Ltda [BR] Procurador: FULANO</texto-complementar>",
        "<texto-complementar>Oponente: Atacante Fictícia Ltda</texto-complementar>",
    ):
        record = one(tmp_path, (code, "", inside))
        assert codes(record) == [event]
        assert roles(record)["Atacante Fictícia Ltda"] is Role.OPPONENT


def test_a_holder_who_asks_for_something_is_told_once_as_the_holder(tmp_path: Path) -> None:
    inside = '<protocolo numero="1" data="01/11/2026"><requerente nome-razao-social="EMPRESA FICTÍCIA &amp; CIA LTDA"/></protocolo>'
    record = one(tmp_path, ("IPAS270", "Deferimento da petição", inside))
    assert roles(record) == {"Empresa Fictícia & Cia Ltda": Role.APPLICANT}


# --- marks in the way -----------------------------------------------------------------------------------------------

LISTED = '<sobrestadores><sobrestador processo="829900001" marca="LANGUHE"/></sobrestadores>'
SUSPENDED = "<texto-complementar>Sobrestadores: Processo: 829900001 (LANGUHE)</texto-complementar>"


def test_a_process_held_up_by_an_earlier_mark_cites_it_once(tmp_path: Path) -> None:
    for inside, extra in ((SUSPENDED, ""), ("", LISTED), (SUSPENDED, LISTED)):
        record = one(tmp_path, ("IPAS142", "Sobrestamento", inside), extra=extra, mark="OUTRO NOME")
        assert [(m.text, m.extra["process"]) for m in cited(record)] == [("LANGUHE", "829900001")]
        assert record.facts["suspended_over"] == ["LANGUHE (829900001)"]
        assert "refused_over" not in record.facts


def test_a_refusal_over_an_earlier_mark_cites_it(tmp_path: Path) -> None:
    note = "<texto-complementar>A marca imita os seguintes registros: Processo 829900001 (LANGUHE). Art. 124 - Não são</texto-complementar>"
    record = one(tmp_path, ("IPAS024", "Indeferimento do pedido", note), mark="OUTRO NOME")
    assert [(m.text, m.field) for m in cited(record)] == [("LANGUHE", "texto-complementar")]
    assert record.facts["refused_over"] == ["LANGUHE (829900001)"]


def test_a_text_of_suspension_is_read_too(tmp_path: Path) -> None:
    note = "<texto-sobrestamento>Aguarda o registro 829900001 (LANGUHE)</texto-sobrestamento>"
    assert [m.text for m in cited(one(tmp_path, ("IPAS771", "Sobrestamento", note), mark="OUTRO"))] == ["LANGUHE"]


def test_the_words_of_a_publication_cite_nothing(tmp_path: Path) -> None:
    note = '<texto-complementar>Imagem da marca "NOVA" alterada.</texto-complementar>'
    assert cited(one(tmp_path, ("IPAS009", "Publicação", note))) == []


# --- what else ------------------------------------------------------------------------------------------------------


def test_an_annulment_carries_what_it_takes_back_in_its_identity(tmp_path: Path) -> None:
    note = "<texto-complementar>Anulado o despacho publicado na RPI 2913.</texto-complementar>"
    (event,) = one(tmp_path, ("IPAS402", "Anulação de despacho", note)).events[1:]
    assert (event.code, event.ident, event.date) == ("act_annulled", "IPAS402:2915>2913", date(2026, 11, 17))


def test_a_decision_of_the_office_that_can_be_appealed_says_so(tmp_path: Path) -> None:
    assert codes(one(tmp_path, ("IPAS409", "Cancelamento de ofício", ""))) == ["cancelled", "appealable"]


def test_priority_disclaimer_and_the_edition_of_a_class_are_known(tmp_path: Path) -> None:
    extra = """<prioridade-unionista><prioridade data="05/03/2026" numero="1" pais="PT"/><prioridade data="04/03/2026" numero="2"
    pais="CN"/></prioridade-unionista><apostila>Sem direito ao uso exclusivo de LIQUOR.</apostila>
    <classe-nice codigo="33" edicao="10"><especificacao>Bebidas;</especificacao></classe-nice>"""
    record = one(tmp_path, ("IPAS009", "Publicação", ""), extra=extra)
    assert record.facts["priority"] == "2026-03-04"
    assert record.facts["disclaimer"] == "Sem direito ao uso exclusivo de LIQUOR."
    old = issue(processo("912345678").replace('codigo="25"', 'codigo="25" edicao="10"'))
    assert unknown(read(tmp_path, zipped(RM2915_xml=old))) == []
