"""An act in words: ours first, and the source's own beside them where it says more."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.assess.acts import ActInWords, in_words
from monitor.texts import Texts

ZH, EN = Texts("zh"), Texts("en")
SUIT = "us-dct:ilnd:1:26-cv-99011"


@dataclass(frozen=True)
class Act:
    code: str
    title: str
    ident: str = ""


def test_our_words_come_first_and_the_original_stands_beside_them() -> None:
    assert in_words(Act("other", "Bond (#21)"), SUIT, "Demo v. Sample", ZH) == ActInWords("担保金", "Bond (#21)")
    approved = Act("approved", "APPROVED FOR PUB - PRINCIPAL REGISTER", "CNSA:2026-10-08")
    assert in_words(approved, "tm:US:99900101", "LANGUHE", ZH).words == ZH("event.approved")
    assert in_words(approved, "tm:US:99900101", "LANGUHE", ZH).original == approved.title


def test_an_original_that_only_repeats_is_left_out() -> None:
    assert in_words(Act("filed", "Application filed"), "tm:US:99900101", "LANGUHE", ZH) == ActInWords("申请", "")
    assert in_words(Act("institution", "Certain Pipes"), "us-itc:337-TA-9911", "Certain Pipes", ZH).original == ""
    assert in_words(Act("status", "Active"), "us-itc:337-TA-9911", "Certain Pipes", ZH) == ActInWords(
        "状态变更：进行中", ""
    )


def test_in_english_the_source_s_own_words_are_not_said_twice() -> None:
    assert in_words(Act("other", "Bond (#21)"), SUIT, "Demo v. Sample", EN) == ActInWords("Bond (#21)", "")


def test_an_act_of_an_office_without_a_table_is_called_by_its_code() -> None:
    assert in_words(Act("other", "Bond"), "upc:UPC_CFI_1/2026", "", ZH) == ActInWords(ZH("event.other"), "Bond")
    assert in_words(Act("filed", ""), "tm:GB:UK00000000001", "", ZH) == ActInWords(ZH("event.filed"), "")
