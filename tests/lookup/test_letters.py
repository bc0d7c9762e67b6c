"""A letter is read whatever program wrote it; what cannot be read is refused in a sentence that says what to do instead."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.errors import InputFileError
from monitor.lookup import letters
from monitor.lookup.letters import pasted, read_letter
from monitor.texts import LANGUAGES, Texts

ZH = "原告：示例玻璃公司\n案号：1:26-cv-99011\n您的店铺已被冻结。\n"
ZH_TRADITIONAL = "原告：示例玻璃公司\n案號：1:26-cv-99011\n您的店鋪已被凍結，請與律師聯繫。\n"


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ZH, "utf-8"), (ZH, "utf-8-sig"), (ZH, "utf-16"), (ZH, "gb18030"), (ZH_TRADITIONAL, "big5"), (ZH_TRADITIONAL, "gb18030"),
    ],
)  # fmt: skip
def test_plain_text_is_read_in_the_encodings_of_our_mail(tmp_path: Path, text: str, encoding: str) -> None:
    raw = text.replace("\n", "\r\n").encode(encoding)
    assert read_letter(written(tmp_path, "letter.txt", raw)).text == text
    assert pasted(raw).text == text


def mail(text: str, html: str = "", *, charset: str = "utf-8", cte: str = "base64") -> EmailMessage:
    made = EmailMessage()
    made["Subject"] = "店铺冻结通知 1:26-cv-99011"
    made["From"] = "Notice <notice@example.com>"
    if text:
        made.set_content(text, charset=charset, cte=cte)
    if html:
        (made.add_alternative if text else made.set_content)(html, subtype="html", charset=charset, cte=cte)
    return made


@pytest.mark.parametrize("cte", ["base64", "quoted-printable"])
@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030"])
def test_a_mail_is_read_with_its_subject_and_sender(tmp_path: Path, charset: str, cte: str) -> None:
    text = read_letter(written(tmp_path, "a.eml", bytes(mail(ZH, charset=charset, cte=cte)))).text
    assert "店铺冻结通知 1:26-cv-99011" in text
    assert "notice@example.com" in text
    assert ZH in text


def test_of_a_mail_that_says_the_same_twice_one_is_read_and_attachments_are_named(tmp_path: Path) -> None:
    made = mail("Case 1:26-cv-99011\n", "<p>Case <b>1:26</b>-cv-99011</p>")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="Schedule A.pdf")
    letter = read_letter(written(tmp_path, "a.eml", bytes(made)))
    assert letter.text.count("1:26-cv-99011") == 2  # of the subject, and of the body
    assert letter.left == ("Schedule A.pdf",)
    only = read_letter(
        written(tmp_path, "b.eml", bytes(mail("", "<p>Case <b>1:26</b>-cv-99012</p><script>x()</script>")))
    )
    assert "Case 1:26-cv-99012" in only.text
    assert "x()" not in only.text


def test_a_page_is_read_block_by_block(tmp_path: Path) -> None:
    page = (
        '<html><head><meta charset="gb2312"><title>t</title></head><body><table><tr><td>店铺名称</td><td>DEMO</td></tr></table>'
        "<p>第一段</p><p>第二<b>段</b></p></body></html>"
    )
    text = read_letter(written(tmp_path, "a.html", page.encode("gb18030"))).text
    assert [" ".join(line.split()) for line in text.splitlines() if line.strip()] == [
        "店铺名称 DEMO",
        "第一段",
        "第二段",
    ]


def docx(document: str, name: str = "word/document.xml") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr(name, document)
    return made.getvalue()


_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def test_a_word_file_is_read_paragraph_by_paragraph(tmp_path: Path) -> None:
    xml = (
        f"<w:document {_W}><w:body><w:p><w:r><w:t>案号：1:26</w:t></w:r><w:r><w:t>-cv-99011</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>店铺</w:t><w:tab/><w:t>DEMO</w:t></w:r></w:p></w:body></w:document>"
    )
    assert read_letter(written(tmp_path, "a.docx", docx(xml))).text == "案号：1:26-cv-99011\n店铺\tDEMO"


def test_a_word_file_asks_for_nothing_and_swells_to_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    xml = (
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]><w:document {_W}><w:body><w:p><w:r><w:t>a&e;b</w:t></w:r>'
        "</w:p></w:body></w:document>"
    )
    assert "secret" not in read_letter(written(tmp_path, "a.docx", docx(xml))).text
    monkeypatch.setattr(letters, "MAX_UNPACKED", 1000)
    with pytest.raises(InputFileError) as refused:
        read_letter(written(tmp_path, "b.docx", docx(f"<w:document {_W}>{' ' * 5000}</w:document>")))
    assert refused.value.key == "answer.errors.too_large"


@pytest.mark.parametrize(
    ("name", "data", "key"),
    [
        ("a.pdf", b"%PDF-1.7\n", "pdf"),
        ("a.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "old_office"),
        ("a.zip", docx("x", "other.txt"), "other_kind"),
        ("a.docx", b"PK\x03\x04 and nothing", "damaged"),
        ("a.docx", docx("<w:document"), "damaged"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "binary"),
        ("a.txt", bytes(range(32)) * 40, "binary"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do_instead(
    tmp_path: Path, name: str, data: bytes, key: str
) -> None:
    with pytest.raises(InputFileError) as refused:
        read_letter(written(tmp_path, name, data))
    assert refused.value.key == f"answer.errors.{key}"
    assert refused.value.exit_code == 4
    for lang in LANGUAGES:
        said = Texts(lang)(refused.value.key, **refused.value.params)
        assert "--paste" in said
        assert "{" not in said


def test_a_file_that_is_missing_or_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for path in (tmp_path / "none.txt", tmp_path):
        with pytest.raises(InputFileError) as refused:
            read_letter(path)
        assert refused.value.key == "answer.errors.no_file"
    monkeypatch.setattr(letters, "MAX_FILE", 10)
    with pytest.raises(InputFileError) as refused:
        read_letter(written(tmp_path, "a.txt", b"a" * 11))
    assert refused.value.key == "answer.errors.too_large"
    with pytest.raises(InputFileError):
        pasted("a" * 11)


def test_a_letter_that_is_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "MAX_TEXT", 5)
    assert pasted("abcdefg") == letters.Letter("abcde", cut=True)
    assert not pasted("abcde").cut


def test_a_mail_nested_without_end_or_malformed_is_still_read(tmp_path: Path) -> None:
    raw = b"Subject: 1:26-cv-99011\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n" + (
        b"--b\nContent-Type: multipart/mixed; boundary=b\n\n" * 100
    )
    assert "1:26-cv-99011" in read_letter(written(tmp_path, "a.eml", raw)).text
    odd = b"Subject: =?x-unknown?B?zzzz?= 1:26-cv-99011\nContent-Type: text/plain; charset=no-such\n\ncaf\xe9 and the body"
    assert "body" in read_letter(written(tmp_path, "b.eml", odd)).text
