"""A key that a server repeats gets nowhere: not into an error, a log, an archive, a quarantine, in whichever form."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs
from warcio.archiveiterator import ArchiveIterator

from monitor import log, redaction
from monitor.collect.quarantine import Quarantine
from monitor.errors import FetchFailed
from monitor.fetch.archive import Archive
from monitor.model import Capture, Request, Skip
from monitor.redaction import redact, redact_bytes
from tests.demo_run import monitor, with_demo_names

KEY = "k3y/with+odd=signs&42"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("SOME_API_KEY", KEY)
    return KEY


FORMS = {
    "plain": KEY,
    "percent": quote(KEY, safe=""),
    "percent, small letters": quote(KEY, safe="").replace("%2F", "%2f"),
    "every character": "".join(f"%{b:02X}" for b in KEY.encode()),
    "form": quote_plus(KEY),
    "base64": base64.b64encode(KEY.encode()).decode(),
    "base64 of an address": base64.urlsafe_b64encode(KEY.encode()).decode().rstrip("="),
    "basic": base64.b64encode(f"clerk:{KEY}".encode()).decode(),
    "basic, one more": base64.b64encode(f"clerks:{KEY}".encode()).decode(),
    "token": base64.b64encode(f"me:{KEY}!".encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_each_form_is_taken_out_of_texts_bytes_and_errors(form: str) -> None:
    said = f"you sent <{form}>; go away"
    rest = redact(said)
    assert "***" in rest
    assert rest.startswith("you sent <")
    assert rest.endswith(">; go away")
    assert not any(part in rest for part in (KEY, form, form[3:-3]))
    assert redact_bytes(said.encode()).decode() == rest
    error = FetchFailed("fetch.unreachable", url="https://x.example/", why={"key": "a", "params": {"b": [said]}})
    assert form[3:-3] not in str(error)
    assert form[3:-3] not in repr(error.args)


@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=5, max_size=40), st.binary(max_size=4))
def test_any_secret_is_found_as_it_is_percent_encoded_and_in_base64(secret: str, before: bytes) -> None:
    pattern = redaction._pattern((secret,))
    assert pattern is not None
    for form in (secret, quote(secret, safe=""), quote_plus(secret)):
        assert pattern.sub("", form) == ""
    whole = base64.b64encode(before + secret.encode() + b"zz").decode()
    if len(secret.encode()) >= 8:
        assert pattern.search(whole)


def test_what_holds_no_secret_stays_to_the_byte() -> None:
    raw = os.urandom(3000) + b"k3y/with+odd"
    assert redact_bytes(raw) == raw
    assert redact("https://a.example/x?y=k3y") == "https://a.example/x?y=k3y"
    assert redact("https://clerk:hunter@a.example/") == "https://***@a.example/"


# --- the archive ----------------------------------------------------------------------------------------------------


def kept(state: Path, body: bytes, *, whole: bool = True) -> list[tuple[str, dict[str, str], bytes]]:
    """The records of an archive that was given this answer; the key stood in the request and in a header as well."""
    (state / "body").write_bytes(body)
    request = Request(f"https://x.example/?key={quote(KEY, safe='')}", headers=(("X-Echo", KEY),), body=KEY.encode())
    headers = {"content-type": "text/html", "www-authenticate": f'Basic "{KEY}"'}
    digest = f"sha256:{hashlib.sha256(body).hexdigest()}"
    at = datetime(2026, 11, 20, 2, tzinfo=UTC)
    archive = Archive(state)
    archive.keep("zz-source", Capture(digest, request, 403, headers, at, len(body), state / "body"), body=whole)
    archive.close()
    (file,) = state.rglob("*.warc.gz")
    assert file.stat().st_size
    found = []
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            heads = {**dict(record.rec_headers.headers), **dict(getattr(record.http_headers, "headers", None) or [])}
            found.append((record.rec_type, heads, record.content_stream().read()))
    return found


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
@pytest.mark.parametrize("where", ["beginning", "across two pieces"])
def test_a_key_that_a_server_repeats_does_not_enter_the_archive(tmp_path: Path, form: str, where: str) -> None:
    before = b"<html>" if where == "beginning" else b"." * ((1 << 20) - 7)
    records = kept(tmp_path, before + form.encode() + b"</html>")
    whole = json.dumps([(kind, heads, body.decode()) for kind, heads, body in records])
    assert KEY not in whole
    assert form[3:-3] not in whole
    (answer,) = [(heads, body) for kind, heads, body in records if kind == "response"]
    heads, body = answer
    assert body.startswith(before)
    assert body.endswith(b"</html>")
    assert heads["Monitor-Redacted"] == "secret"
    assert (
        heads["Monitor-Received-Digest"] == f"sha256:{hashlib.sha256(before + form.encode() + b'</html>').hexdigest()}"
    )
    digest = base64.b32encode(hashlib.sha1(body).digest()).decode()  # warcio's own, of what is kept
    assert heads["WARC-Payload-Digest"] == f"sha1:{digest}"


def test_an_answer_without_a_secret_is_kept_to_the_byte_under_its_digest(tmp_path: Path) -> None:
    body = os.urandom(5000)
    (answer,) = [(heads, found) for kind, heads, found in kept(tmp_path, body) if kind == "response"]
    assert answer[1] == body
    assert "Monitor-Redacted" not in answer[0]
    assert answer[0]["WARC-Payload-Digest"].startswith("sha256:")


def test_the_note_of_a_body_that_is_not_kept_holds_none_either(tmp_path: Path) -> None:
    assert KEY not in json.dumps([(heads, body.decode()) for _, heads, body in kept(tmp_path, b"x", whole=False)])


def test_the_quarantine_holds_none(tmp_path: Path) -> None:
    aside = Quarantine(tmp_path, "zz-source")
    aside.put(Skip("item 1", "errors.x", raw=f"<a>{KEY}</a>".encode()), "sha256:" + "0" * 64)
    (file,) = tmp_path.rglob("*.raw")
    assert file.read_bytes() == b"<a>***</a>"


# --- files and streams ----------------------------------------------------------------------------------------------


def test_under_any_umask_what_is_written_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        state = tmp_path / "state"
        with_demo_names(state)
        assert monitor(state, "demo").returncode in (0, 3, 6)
        assert monitor(state, "watchlist", "export", str(tmp_path / "list.csv")).returncode == 0
        assert os.umask(0) == 0
    finally:
        os.umask(before)
    paths = [p for p in state.rglob("*") if not p.is_symlink()]
    assert len(paths) > 20
    assert not [p for p in [state, *paths] if p.stat().st_mode & 0o077]
    assert (tmp_path / "list.csv").stat().st_mode & 0o777 == 0o666  # somebody asked for it, and may hand it on


def test_json_shows_no_sign_that_cannot_be_seen_and_loses_none(capsys: pytest.CaptureFixture[str]) -> None:
    from monitor.cli.common import Session, json_text

    said = {"title": "LAN\U000e0041\u202eGU\u200bHE \x1b[1m岚谷禾\n\u2028"}
    Session().print_json(said)
    shown = capsys.readouterr().out
    assert json.loads(shown) == said
    assert "岚谷禾" in shown
    assert not [c for c in shown if c != "\n" and not c.isprintable()]
    assert json.loads(json_text(said)) == said


def test_what_ends_a_thread_or_the_process_is_a_line_of_json_without_secrets() -> None:
    hooks = sys.excepthook, threading.excepthook, sys.unraisablehook
    try:
        log.configure_libraries()
        with capture_logs() as logged:
            thread = threading.Thread(target=lambda: {}[KEY], name="lane")
            thread.start()
            thread.join()
            sys.excepthook(ValueError, ValueError(KEY), None)
    finally:
        sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    assert [(line["event"], line["where"]) for line in logged] == [("uncaught", "lane"), ("uncaught", "main")]
    assert "KeyError" in logged[0]["trace"]
    assert KEY not in json.dumps(logged)


def test_a_daemon_that_may_not_begin_says_so_in_json(tmp_path: Path) -> None:
    done = monitor(tmp_path, "daemon", "--sources", "/nowhere.yaml")
    (line,) = [json.loads(text) for text in done.stderr.splitlines()]
    assert (line["event"], line["exit_code"], done.returncode) == ("daemon_refused", 4, 4)
    assert "/nowhere.yaml" in line["what"]


def test_a_secret_that_is_no_utf_8_is_taken_out_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every error and every line of the log comes by here: a password typed in GBK must not make them all fail."""
    secret = "密码密码".encode("gbk").decode("utf-8", "surrogateescape")
    monkeypatch.setenv("MAIL_PASSWORD", secret)
    assert redact(f"login {secret} refused") == "login *** refused"
    assert redact_bytes(b"x " + "密码密码".encode("gbk") + b" y") == b"x *** y"
    assert redact("nothing of it") == "nothing of it"
