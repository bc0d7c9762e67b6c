"""What an act is: by code, by name, and of a decision by what was asked for. All names are invented."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from monitor.model.events import EVENTS
from monitor.sources import br_inpi
from monitor.sources.br_inpi.acts import Known, decided, event_of, events_of_the_tables, kind_of

HERE = Path(br_inpi.__file__).parent


def rows(name: str) -> list[dict[str, str]]:
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


@pytest.mark.parametrize(
    ("codes", "event"),
    [
        (("IPAS033", "IPAS047", "IPAS091", "IPAS112", "IPAS113"), "abandoned"),
        (("IPAS106", "IPAS139", "IPAS157", "IPAS289", "IPAS291", "IPAS404", "IPAS773", "IPAS780"), "abandoned"),
        (("IPAS409", "IPAS414", "IPAS304", "IPAS530", "IPAS963"), "cancelled"),
        (("IPAS402",), "act_annulled"),
        (("IPAS403", "IPAS972"), "petition_annulled"),
        (("IPAS423", "IPAS668"), "opposition"),
        (("IPAS338",), "nonuse_action"),
        (("IPAS400", "IPAS437"), "nullity"),
        (("IPAS532", "IPAS533"), "nullity_dismissed"),
        (("IPAS421", "IPAS135", "IPAS757"), "republished"),
    ],
)
def test_the_listed_acts_are_what_they_are(codes: tuple[str, ...], event: str) -> None:
    assert {kind_of(code, "").event for code in codes} == {event}


@pytest.mark.parametrize(
    "code", ["ipas009", " IPAS009 ", "IPAS 009", "IPAS-009", "IPAS0009", "IPAS9", "009", "DESP009"]
)
def test_a_code_is_known_however_it_is_written(code: str) -> None:
    assert kind_of(code, "").event == "published"


def test_no_act_is_told_as_a_notice_and_every_event_has_its_words() -> None:
    found = events_of_the_tables()
    assert "notice" not in found
    assert found <= EVENTS.keys()


def test_the_name_of_every_listed_act_says_the_same_as_its_code() -> None:
    """So a code that INPI renumbers is read as before. Petitions and Madrid papers are told apart by code alone."""
    told_by_code_alone = {
        "IPAS236", "IPAS369", "IPAS531", "IPAS533", "IPAS534", "IPAS753", "IPAS815", "IPAS820", "IPAS1016", "IPAS1029",
        "IPAS1030", "IPAS1031", "IPAS1032", "IPAS1033", "IPAS1072", "IPAS1073",
    }  # fmt: skip
    differ = {
        row["code"]: event_of(row["pt"])
        for row in rows("despachos.csv")
        if event_of(row["pt"]) != row["event"] and row["code"] not in told_by_code_alone
    }
    assert not differ


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("Arquivamento definitivo de pedido por motivo novo", "abandoned"),
        ("Pedido considerado inexistente (motivo novo)", "abandoned"),
        ("ARQUIVAMENTO DO PEDIDO", "abandoned"),
        ("Desistência do pedido homologada", "abandoned"),
        ("Extinção de registro pela renúncia", "cancelled"),
        ("Extinção do registro pela expiração da vigência", "expired"),
        ("Cancelamento de registro a pedido", "cancelled"),
        ("Cancelamento parcial de registro", "cancelled_in_part"),
        ("Declaração de caducidade", "nonuse_granted"),
        ("Notificação de requerimento de caducidade", "nonuse_action"),
        ("Indeferimento da petição de caducidade", "nonuse_dismissed"),
        ("Petição de caducidade não conhecida", "nonuse_dismissed"),
        ("Instauração de processo administrativo de nulidade", "nullity"),
        ("Nulidade declarada", "cancelled"),
        ("Pedido de nulidade improcedente", "nullity_dismissed"),
        ("Notificação de oposição (nova)", "opposition"),
        ("Oposição procedente", "opposition_sustained"),
        ("Oposição improcedente", "opposition_dismissed"),
        ("Desistência de oposição", "opposition_ended"),
        ("Anulação de despacho (novo)", "act_annulled"),
        ("Tornado sem efeito o despacho anterior", "act_annulled"),
        ("Anulação da publicação do pedido", "publication_withdrawn"),
        ("Anulação de arquivamento", "revived"),
        ("Desarquivamento de pedido", "revived"),
        ("Restauração de pedido", "revived"),
        ("Restauração de registro", "registration_reinstated"),
        ("Reintegração do registro", "registration_reinstated"),
        ("Revogação da extinção do registro", "registration_reinstated"),
        ("Indeferimento do pedido de restauração", "petition"),
        ("Republicação (por erro material)", "republished"),
        ("Publicação de pedido para oposição de terceiros", "published"),
        ("Publicação de decisão judicial", "court_decision"),
        ("Notificação de ação judicial", "court_action"),
        ("Prorrogação de registro", "renewed"),
        ("Prorrogação de prazo", "petition"),
        ("Anotação de transferência", "owner_changed"),
        ("Sobrestamento da anotação de transferência", "suspended"),
        ("Exigência em anotação de transferência", "office_action"),
        ("Indeferimento de anotação de transferência", "petition"),
        ("Anotação de alteração de sede", "details_changed"),
        ("Indeferimento (motivo novo)", "refused"),
        ("Deferimento (motivo novo)", "allowed"),
        ("Recurso não conhecido", "appeal_dismissed"),
        ("Recurso não provido (mantido o indeferimento)", "appeal_dismissed"),
        ("Recurso provido (reformada para o indeferimento)", "refused"),
        ("Concessão de registro (nova)", "registered"),
        ("Arquivamento do processo de nulidade", "cancellation_ended"),
        ("Arquivamento do pedido por exigência não cumprida", "abandoned"),
        ("Recurso provido (motivo novo)", "appeal_granted"),
        ("Emissão de certidão nova", "document"),
    ],
)
def test_a_new_code_is_classified_by_its_name(name: str, event: str) -> None:
    kind = kind_of("IPAS9876", name)
    assert (kind.event, kind.known) == (event, Known.NAME)


@pytest.mark.parametrize(
    "name", ["", "Comunicado", "Notificação diversa", "Despacho sintético", "Decisão sobre o pedido"]
)
def test_a_name_that_says_nothing_leaves_the_act_unknown(name: str) -> None:
    kind = kind_of("IPAS9876", name)
    assert (kind.event, kind.known) == ("unknown_act", Known.NOT)


GRANTED, REFUSED = "Deferimento da petição", "Indeferimento da petição"


@pytest.mark.parametrize(
    ("name", "asked", "service", "transfers", "event"),
    [
        (GRANTED, "Anotação de transferência de titularidade decorrente de cisão (349.2)", "", False, "owner_changed"),
        (GRANTED, "", "", True, "owner_changed"),
        (GRANTED, "", "3491", False, "owner_changed"),
        (GRANTED, "Prorrogação de registro", "", False, "renewed"),
        (GRANTED, "", "374", False, "renewed"),
        (GRANTED, "Caducidade", "", False, "nonuse_granted"),
        (GRANTED, "Renúncia total", "", False, "cancelled"),
        (GRANTED, "Renúncia parcial", "", False, "cancelled_in_part"),
        ("Petição atendida", "Alteração de nome", "", False, "details_changed"),
        (REFUSED, "Caducidade", "", False, "nonuse_dismissed"),
        (REFUSED, "", "336", False, "nullity_dismissed"),
        ("Decisão de não conhecer da petição", "Oposição", "", False, "opposition_dismissed"),
        (REFUSED, "Anotação de transferência de titularidade", "", True, ""),
        (REFUSED, "Prorrogação", "374", False, ""),
        (GRANTED, "", "999", False, ""),
        (GRANTED, "Prorrogação de prazo", "", False, ""),
        (GRANTED, "Manifestação à oposição", "", False, ""),
        (GRANTED, "Cumprimento de exigência em caducidade", "", False, ""),
        ("Outra coisa sobre a petição", "Caducidade", "", False, ""),
    ],
)
def test_a_decision_is_what_the_petition_asked_for(
    name: str, asked: str, service: str, transfers: bool, event: str
) -> None:
    kind = decided(name, asked, service, transfers)
    assert (kind.event if kind else "") == event


def test_a_word_somewhere_in_a_note_decides_no_attack() -> None:
    assert decided(GRANTED, "Ver o parecer sobre a oposição.", "", False, surely=False) is None
    kind = decided(GRANTED, "Anotada a transferência.", "", False, surely=False)
    assert kind is not None
    assert kind.event == "owner_changed"


@pytest.mark.parametrize(
    ("name", "against"),
    [
        ("Notificação de oposição (nova)", True),
        ("Pedido de nulidade improcedente", True),
        ("Indeferimento da petição de caducidade", True),
        ("Desistência da caducidade", True),
        ("Prorrogação de registro", False),
        ("Comunicado", False),
    ],
)
def test_the_petitioner_of_an_act_known_by_its_name_stands_against_the_holder_where_it_attacks(
    name: str, against: bool
) -> None:
    assert kind_of("IPAS9876", name).against is against
