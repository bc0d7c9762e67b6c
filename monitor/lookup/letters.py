"""A letter as a clerk has it – typed, pasted, or a file of several kinds – as plain text. Nothing of it is kept anywhere.

Files come from strangers: every size is bounded, no address in them is opened, no program in them is run. What cannot be read
is refused in a sentence that says what to do instead (InputFileError, exit code 4).
"""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from monitor.errors import InputFileError

MAX_FILE = 10 << 20  # bytes
MAX_UNPACKED = 40 << 20  # bytes of one part of a packed file
MAX_TEXT = 400_000  # characters that are looked at
MAX_PARTS = 200  # of a mail

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADERS = ("Subject", "From", "To", "Cc", "Date")
_BLOCK = re.compile(r"(?i)<(?=/?(?:p|div|tr|li|br|h[1-6]|table|ul|ol|blockquote|hr)\b)")
_CELL = re.compile(r"(?i)</t[dh]\s*>")
_CHARSET = re.compile(rb"(?i)charset\s*=\s*[\"']?([\w-]{2,20})")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@dataclass(frozen=True, slots=True)
class Letter:
    """`left`: names of attachments nobody read. `cut`: the text was longer than is looked at."""

    text: str
    left: tuple[str, ...] = ()
    cut: bool = False


def pasted(raw: bytes | str) -> Letter:
    """What came from standard input."""
    if len(raw) > MAX_FILE:
        raise InputFileError("answer.errors.paste_too_large", most=MAX_FILE >> 20)
    return _letter(raw if isinstance(raw, str) else _decoded(raw, "-"))


def read_letter(path: Path) -> Letter:
    """The text of a file: .txt, .eml, .html, .docx. Raises InputFileError for any other, for one that cannot be read, is too
    large, or holds no text."""
    name = path.name
    try:
        if not path.is_file():
            raise InputFileError("answer.errors.no_file", file=str(path))
        if path.stat().st_size > MAX_FILE:
            raise InputFileError("answer.errors.too_large", file=name, most=MAX_FILE >> 20)
        with path.open("rb") as stream:
            raw = stream.read(MAX_FILE + 1)
    except OSError as error:
        raise InputFileError("answer.errors.unreadable", file=str(path), why=error.strerror or "") from None
    return _reader_of(path, raw)(raw, name)


def _reader_of(path: Path, raw: bytes) -> Callable[[bytes, str], Letter]:
    """By what a file holds first, then by its name."""
    suffix = path.suffix.casefold()
    if raw.startswith(_OLE):
        raise InputFileError("answer.errors.old_office", file=path.name)
    if raw.startswith(b"%PDF") or suffix == ".pdf":
        raise InputFileError("answer.errors.pdf", file=path.name)
    if raw.startswith(b"PK\x03\x04"):
        return _of_docx
    if suffix == ".eml" or re.match(rb"(?i)\s*(?:received|return-path|delivered-to|mime-version|message-id):", raw):
        return _of_mail
    if suffix in (".html", ".htm") or re.match(rb"(?i)(?:\xef\xbb\xbf)?\s*(?:<!doctype html|<html)", raw):
        return lambda data, name: _letter(_of_html(_html_decoded(data, name)))
    return lambda data, name: _letter(_decoded(data, name))


def _letter(text: str, left: tuple[str, ...] = ()) -> Letter:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return Letter(text[:MAX_TEXT], left, len(text) > MAX_TEXT)


# --- plain text ---------------------------------------------------------------------------------------


def _decoded(raw: bytes, name: str, said: str = "") -> str:
    """The text in the encoding it says, or looks, to be in: Unicode, else GB18030 or Big5."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    if b"\x00" in raw[:4096] or _is_noise(raw):
        raise InputFileError("answer.errors.binary", file=name)
    for encoding in filter(None, (said, "utf-8")):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    offered = [text for e in ("gb18030", "big5") if (text := _strictly(raw, e)) is not None]
    if not offered:
        return raw.decode("utf-8", errors="replace")
    return max(offered, key=_reads_like_chinese)  # of equals the first


def _is_noise(raw: bytes) -> bool:
    head = raw[:4096]
    return sum(b < 32 and b not in b"\t\n\r\f\x1b" for b in head) * 20 > len(head)


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None


def _reads_like_chinese(text: str) -> float:
    han = [c for c in text if "\u3400" <= c <= "\u9fff"]
    return sum(c in _COMMON for c in han) / max(len(han), 1)


_COMMON = frozenset(
    "的一是在不了有和人这這中大为為上个個国國我以要他来來用们們到作于於出就分对對成会會可主发發年动動同工也能下过過子说說"
    "产產种種而方后後多定行学學法所民得经經十三之进進着等部度家电電力里如水化高自二理起小物现現实實加量都两兩体體制机機当當"
    "使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那社义義事平形相全表间間样樣与與关關各重新线線内內数數正"
    "心反你明看原又么利比或但质質气氣第向道司公限商标標案号號店铺鋪原告被告律师師院权權侵知识識"
)


# --- mail, web page, Word ------------------------------------------------------------------------------


def _of_mail(raw: bytes, name: str) -> Letter:
    from email import policy
    from email.parser import BytesParser

    mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(raw)
    lines = [f"{header}: {value}" for header in _HEADERS if (value := _header(mail, header))]
    texts: list[str] = []
    left: list[str] = []
    alternatives: set[int] = set()  # containers of which the plain text was taken
    for n, (part, container) in enumerate(_parts(mail)):
        if n >= MAX_PARTS:
            break
        kind = part.get_content_type()
        if part.get_filename() or part.get_content_maintype() != "text":
            left.append(str(part.get_filename() or kind))
        elif kind == "text/plain":
            alternatives.add(container)
            texts.append(_body(part, name))
        elif kind == "text/html" and container not in alternatives:
            texts.append(_of_html(_body(part, name)))
    return _letter("\n".join([*lines, "", *texts]), tuple(left))


def _parts(mail: EmailMessage, depth: int = 0) -> Iterator[tuple[EmailMessage, int]]:
    """Every part that is no container, with its container."""
    if depth > 20:
        return
    for part in mail.get_payload() if mail.is_multipart() else (mail,):
        if not isinstance(part, EmailMessage):
            continue
        if part is not mail and part.is_multipart():
            yield from _parts(part, depth + 1)
        else:
            yield part, id(mail)


def _header(mail: EmailMessage, header: str) -> str:
    try:
        return " ".join(str(mail.get(header, "")).split())
    except Exception:  # the standard library trips over some malformed headers in several ways
        return ""


def _body(part: EmailMessage, name: str) -> str:
    payload = part.get_payload(decode=True)
    raw = payload if isinstance(payload, bytes) else b""
    charset = part.get_content_charset() or ""
    charset = {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset.casefold(), charset)
    try:
        return _decoded(raw, name, charset)
    except InputFileError:
        return ""


def _html_decoded(raw: bytes, name: str) -> str:
    said = _CHARSET.search(raw[:2048])
    charset = said[1].decode("ascii", "replace").casefold() if said else ""
    return _decoded(raw, name, {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset, charset))


def _of_html(text: str) -> str:
    """What a person sees of a page, block by block; the cells of a row are a tab apart."""
    from selectolax.lexbor import LexborHTMLParser

    tree = LexborHTMLParser(_CELL.sub("\t</td>", _BLOCK.sub("\n<", text)))
    for node in tree.css("script, style, noscript, template, head"):
        node.decompose()
    seen = tree.body.text() if tree.body else ""
    return re.sub(r"[ \xa0]+", " ", re.sub(r"\n\s*\n\s*", "\n\n", seen)).strip()


def _of_docx(raw: bytes, name: str) -> Letter:
    """The paragraphs of a Word file; a packed file of another kind is refused."""
    import io

    from lxml import etree

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            part = packed.getinfo("word/document.xml")
            if part.file_size > MAX_UNPACKED:
                raise InputFileError("answer.errors.too_large", file=name, most=MAX_UNPACKED >> 20)
            with packed.open(part) as stream:
                xml = stream.read(MAX_UNPACKED + 1)
        if len(xml) > MAX_UNPACKED:  # the container may lie about it
            raise InputFileError("answer.errors.too_large", file=name, most=MAX_UNPACKED >> 20)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        root = etree.fromstring(xml, parser)
    except KeyError:
        raise InputFileError("answer.errors.other_kind", file=name) from None
    except (zipfile.BadZipFile, etree.XMLSyntaxError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise InputFileError("answer.errors.damaged", file=name, why=type(error).__name__) from None
    return _letter("\n".join(_paragraph(p) for p in root.iter(f"{_W}p")))


def _paragraph(paragraph: object) -> str:
    pieces = []
    for node in paragraph.iter():  # type: ignore[attr-defined]
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag == f"{_W}tab":
            pieces.append("\t")
        elif node.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
    return "".join(pieces)
