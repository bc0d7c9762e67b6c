"""What stands in the raw bytes of a message, because mail services read bytes and not objects."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import InputFileError
from monitor.mail import build_message, stable_message_id
from monitor.texts import Texts

SUBJECT = "1条高风险，在办3件最早12月3日｜海外知识产权预警周报2026年第47期：高风险1，新增3，更新2（11月16日—22日）（部分来源未核查）"


def made(**changes: Any) -> EmailMessage:
    values: dict[str, Any] = {
        "html": ("<p>" + "海外知识产权 " * 400 + "</p>").encode(),
        "text": ("海外知识产权 " * 400 + "\n.\nFrom here\n").encode(),
        "subject": SUBJECT,
        "sender": "bulletin@office.example",
        "sender_name": "山西省海外知识产权纠纷应对指导分中心",
        "reply_to": "duty@office.example",
        "recipient": "clerk@office.example",
        "message_id": stable_message_id("2026-W47", "clerk@office.example", b"content", "office.example"),
        "date": datetime(2026, 11, 20, 2, 0, tzinfo=UTC),
        "list_id": "bulletin.office.example",
        "list_name": "Overseas IP warning",
    }
    return build_message(**(values | changes))


def headers(raw: bytes) -> list[bytes]:
    return raw.split(b"\r\n\r\n", 1)[0].split(b"\r\n")


def header(raw: bytes, name: bytes) -> bytes:
    lines = headers(raw)
    at = next(i for i, line in enumerate(lines) if line.lower().startswith(name.lower() + b":"))
    value = [lines[at]]
    for line in lines[at + 1 :]:
        if not line.startswith((b" ", b"\t")):
            break
        value.append(line)
    return b"\r\n".join(value)


def test_every_line_is_seven_bit_ends_in_crlf_and_is_short_enough() -> None:
    raw = made().as_bytes()
    assert raw.isascii()
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    body = raw.split(b"\r\n\r\n", 1)[1]
    assert max(map(len, body.split(b"\r\n"))) <= 76


def test_the_subject_is_made_of_encoded_words_no_longer_than_allowed_and_reads_back() -> None:
    raw = made().as_bytes()
    words = re.findall(rb"=\?[^?]+\?[bqBQ]\?[^?]*\?=", header(raw, b"Subject"))
    assert words
    assert max(map(len, words)) <= 75
    assert max(map(len, header(raw, b"Subject").split(b"\r\n"))) <= 76
    assert message_from_bytes(raw, policy=default)["Subject"] == SUBJECT


def test_a_long_list_unsubscribe_stays_whole_and_is_no_encoded_word() -> None:
    address = "unsubscribe+" + "x" * 50 + "@" + "office." * 20 + "example"
    raw = made(unsubscribe=address).as_bytes()
    line = header(raw, b"List-Unsubscribe")
    assert b"\r\n" not in line
    assert b"=?" not in line
    assert f"<mailto:{address}?subject=unsubscribe>".encode() in line
    assert b"List-Unsubscribe-Post" not in raw  # there is no web address that could keep that promise


def test_message_id_and_content_type_stay_in_one_line() -> None:
    raw = made().as_bytes()
    assert re.fullmatch(rb"Message-ID: <[0-9a-f]{40}@office\.example>", header(raw, b"Message-ID"))
    assert b"\r\n" not in header(raw, b"Content-Type")


def test_text_comes_first_then_html_and_both_read_back() -> None:
    back = message_from_bytes(made().as_bytes(), policy=default)
    assert back.get_content_type() == "multipart/alternative"
    parts = list(back.iter_parts())
    assert [p.get_content_type() for p in parts] == ["text/plain", "text/html"]
    assert [p["Content-Transfer-Encoding"] for p in parts] == ["base64", "base64"]
    assert parts[0].get_content().replace("\r\n", "\n") == "海外知识产权 " * 400 + "\n.\nFrom here\n"
    assert "海外知识产权" in parts[1].get_content()


def test_automatic_mail_says_so_and_the_date_is_beijing_time() -> None:
    raw = made().as_bytes()
    assert header(raw, b"Auto-Submitted") == b"Auto-Submitted: auto-generated"
    assert header(raw, b"Precedence") == b"Precedence: bulk"
    assert header(raw, b"Date") == b"Date: Fri, 20 Nov 2026 10:00:00 +0800"
    assert header(raw, b"List-Id") == b'List-Id: "Overseas IP warning" <bulletin.office.example>'
    assert header(raw, b"To") == b"To: clerk@office.example"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert made().as_bytes() == made().as_bytes()


@pytest.mark.parametrize("field", ["recipient", "sender", "reply_to", "unsubscribe"])
@pytest.mark.parametrize(
    "address",
    ["a@b.example\r\nBcc: all@b.example", "a@b.example, c@b.example", "Name <a@b.example>", "a b@c.example", "x@", ""],
)
def test_an_address_that_is_none_is_refused_with_a_sentence(field: str, address: str) -> None:
    if not address and field in ("reply_to", "unsubscribe"):
        return  # these may be left empty
    with pytest.raises(InputFileError) as caught:
        made(**{field: address})
    for lang in ("zh", "en"):
        sentence = Texts(lang)(caught.value.key, **caught.value.params)
        assert sentence != caught.value.key
        assert "{" not in sentence
        assert "\n" not in sentence


@pytest.mark.parametrize("field", ["sender_name", "list_name"])
@pytest.mark.parametrize("poison", ["\r\nBcc: x@y.example", "\u202eevil", "\u2028", "\x00"])
def test_a_setting_with_a_line_break_or_direction_mark_is_refused(field: str, poison: str) -> None:
    with pytest.raises(InputFileError):
        made(**{field: "Office" + poison})


def test_a_hostile_subject_is_cleaned_into_one_line() -> None:
    raw = made(subject="Case\r\nBcc: everybody@example.org\u202e\x00" + "x" * 2000).as_bytes()
    assert not re.search(rb"^Bcc:", raw, re.M)
    subject = message_from_bytes(raw, policy=default)["Subject"]
    assert subject.startswith("Case Bcc: everybody@example.org x")
    assert len(subject) <= 200


@given(st.text(max_size=400))
def test_no_subject_can_add_a_header(subject: str) -> None:
    raw = made(subject=subject).as_bytes()
    names = [line.split(b":")[0] for line in headers(raw) if not line.startswith((b" ", b"\t"))]
    assert sorted(names) == sorted(
        [b"From", b"To", b"Reply-To", b"Subject", b"Date", b"Message-ID", b"Auto-Submitted", b"Precedence",
         b"X-Auto-Response-Suppress", b"List-Id", b"List-Unsubscribe", b"MIME-Version", b"Content-Type"]
    )  # fmt: skip


def test_message_ids_differ_by_issue_recipient_and_content_only() -> None:
    same = stable_message_id("2026-W47", "A@office.example", b"x", "office.example")
    assert same == stable_message_id("2026-W47", "a@office.example", b"x", "office.example")
    others = {
        stable_message_id("2026-W48", "a@office.example", b"x", "office.example"),
        stable_message_id("2026-W47", "b@office.example", b"x", "office.example"),
        stable_message_id("2026-W47", "a@office.example", b"y", "office.example"),
    }
    assert len(others | {same}) == 4
