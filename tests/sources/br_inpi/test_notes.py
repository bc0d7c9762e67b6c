"""What the free text of an act says. Laid out as the gazette writes it; all names and numbers are invented."""

from __future__ import annotations

import pytest

from monitor.sources.br_inpi.notes import Cited, Named, asked_in, cited_in, parties_of, taken_back

TRANSFER = (
    "Protocolo: 850269900001 (17/03/2026) Petição (tipo): Anotação de transferência de titularidade decorrente de cisão (349.2) "
    "Procurador: ADVOGADOS SINTÉTICOS Cedente: SHANXI LANGUHE LIQUOR CO., LTD. [CN] Cessionário: GLOBAL NOME HOLDING S.A. "
    "Detalhes do despacho: ok!"
)
LANGUHE, GLOBAL = "SHANXI LANGUHE LIQUOR CO., LTD.", "GLOBAL NOME HOLDING S.A."


def parts(note: str) -> list[tuple[str, str]]:
    return [(n.part, n.text) for n in parties_of(note)]


def test_a_transfer_names_who_gives_and_who_takes() -> None:
    assert list(parties_of(TRANSFER)) == [Named("assignor", LANGUHE, "CN"), Named("assignee", GLOBAL)]
    assert asked_in(TRANSFER) == ("Anotação de transferência de titularidade decorrente de cisão (349.2)", True)
    assert asked_in("Anotada.") == ("Anotada.", False)


@pytest.mark.parametrize(
    "note",
    [
        f"Cedente: {LANGUHE} Cessionário: {GLOBAL}",
        f"CEDENTE: {LANGUHE} CESSIONARIO: {GLOBAL}",
        f"Cedente - {LANGUHE} Cessionário – {GLOBAL}",
        f"Cedente(s): {LANGUHE}; Cessionária(s): {GLOBAL}",
        f"Cessionário: {GLOBAL}. Cedente : {LANGUHE} [CN]",
        f"Titular anterior: {LANGUHE} Novo titular: {GLOBAL}",
        f"Anotada a transferência de titularidade de {LANGUHE} para {GLOBAL}",
        f"Registro transferido de: {LANGUHE} para: {GLOBAL}, conforme protocolo.",
        f"Cessão de direitos de {LANGUHE} a favor de {GLOBAL}.",
    ],
)
def test_a_transfer_is_read_however_it_is_put(note: str) -> None:
    found = {part: text.rstrip(".") for part, text in parts(note)}
    assert found == {"assignor": LANGUHE.rstrip("."), "assignee": GLOBAL.rstrip(".")}


def test_several_on_one_side_are_each_named() -> None:
    note = "Cedentes: ALFA FICTÍCIA LTDA [BR], BETA FICTÍCIA SA [PT] e GAMA FICTÍCIA [BR] Cessionário: DELTA LTDA; ÉPSILON LTDA"
    assert parts(note) == [
        ("assignor", "ALFA FICTÍCIA LTDA"),
        ("assignor", "BETA FICTÍCIA SA"),
        ("assignor", "GAMA FICTÍCIA"),
        ("assignee", "DELTA LTDA"),
        ("assignee", "ÉPSILON LTDA"),
    ]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("Nome anterior: ALFA LTDA Nome atual: BETA LTDA", [("former_name", "ALFA LTDA"), ("new_name", "BETA LTDA")]),
        ("Oponente: ALFA LTDA [BR]", [("opponent", "ALFA LTDA")]),
        ("Requerente: ALFA LTDA Procurador: FULANO", [("petitioner", "ALFA LTDA")]),
        ("850269900001 de 02/07/2026, 850269900002 de 08/07/2026", []),
        ("Imagem da Marca alterada.", []),
        ("Procurador: FULANO DE TAL", []),
        ("Precedente: ALFA LTDA", []),
        ("", []),
    ],
)
def test_other_labels_and_texts(note: str, expected: list[tuple[str, str]]) -> None:
    assert parts(note) == expected


# --- cited marks ----------------------------------------------------------------------------------------------------

REFUSAL = (
    "A marca reproduz ou imita os seguintes registros de terceiros, sendo, portanto, irregistrável de acordo com o inciso XIX do "
    "Art. 124 da LPI: Processo 829900001 (LANGUHE) e Processo 829900002 (LANG HU). Art. 124 - Não são registráveis como marca: "
    "XIX - reprodução ou imitação, no todo ou em parte, ainda que com acréscimo, de marca alheia registrada"
)


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (REFUSAL, [("LANGUHE", "829900001"), ("LANG HU", "829900002")]),
        ("Sobrestadores: Processo: 829900001 (LANGUHE E-MODA)", [("LANGUHE E-MODA", "829900001")]),
        ('Registro nº 829900001 - "LANGUHE"', [("LANGUHE", "829900001")]),
        ("Anterioridade: reg. 829.900.001, marca “LANGUHE”", [("LANGUHE", "829900001")]),
        ("Colide com LANGUHE & DECOR.", [("LANGUHE & DECOR", "")]),
        ("colide com a marca LANGUHE (829900001)", [("LANGUHE", "829900001")]),
        ('O sinal imita a marca registrada "Languhe".', [("Languhe", "")]),
        ("Aguarda decisão do pedido 929900001 (杏花)", [("杏花", "929900001")]),
    ],
)
def test_the_marks_in_the_way_are_taken_out(note: str, expected: list[tuple[str, str]]) -> None:
    assert [(c.text, c.process) for c in cited_in(note) if c.held_against] == expected


def test_a_quoted_word_is_told_but_not_as_in_the_way() -> None:
    assert cited_in('A expressão "VINHO" é descritiva dos produtos.') == (Cited("VINHO", held_against=False),)


def test_a_sentence_about_an_earlier_mark_that_cannot_be_taken_apart_is_handed_on_whole() -> None:
    note = "Existe anterioridade impeditiva em nome de terceiro, languhe, cl. 33."
    assert cited_in(note) == (Cited(note, held_against=False),)


@pytest.mark.parametrize(
    "note",
    [
        "A marca é constituída por expressão de propaganda, irregistrável de acordo com o inciso VII do Art 124 da LPI. "
        "Art. 124 - Não são registráveis como marca: VII - sinal ou expressão empregada apenas como meio de propaganda;",
        "ok!",
        "",
    ],
)
def test_a_refusal_on_other_grounds_cites_no_mark(note: str) -> None:
    assert cited_in(note) == ()


# --- annulments -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("note", "target"),
    [
        ("Anulado o despacho publicado na RPI 2915 de 17/11/2026, por ter sido indevido.", "2915"),
        ("Anulado o despacho IPAS009 da RPI nº 2915.", "2915,IPAS009"),
        ("Fica sem efeito o IPAS 9.", "IPAS009"),
        ("Anulada a publicação do pedido.", "published|republished"),
        ("Anulada a republicação, por erro.", "published|republished"),
        ("Anulada a publicação.", "published|republished"),
        ("Anulado o despacho de arquivamento definitivo.", "abandoned"),
        ("Anulado o despacho de indeferimento do pedido.", "refused"),
        ("Anulado o despacho de deferimento.", "allowed"),
        ("Anulada a concessão do registro.", "registered"),
        ("Anulada a exigência.", "office_action"),
        ("Por erro material.", ""),
        ("", ""),
    ],
)
def test_an_annulment_says_what_it_takes_back(note: str, target: str) -> None:
    assert taken_back(note) == target
