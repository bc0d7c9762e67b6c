"""The response gate: may this answer be parsed at all?"""

from __future__ import annotations

import re

from monitor.errors import Blocked, FetchFailed, Unparsed
from monitor.model import Capture
from monitor.sources.base import Gate

_LOOKED_AT = 65_536

# Pages that stand where data should be. Markers are lower-case; each was seen on a real challenge or login page.
_CHALLENGE = (
    b"just a moment", b"cf-chl", b"challenge-platform", b"captcha", b"request access", b"access denied",
    b"radware", b"incapsula", b"_incap_", b"aws-waf-token", b"awswafcookie", b"akamai reference", b"unusual traffic",
    b"are you a robot", b"bot detection", b"ddos-guard", b"perimeterx",
)  # fmt: skip
_LOGIN = re.compile(rb"<input[^>]{0,300}type\s*=\s*[\"']?password", re.IGNORECASE)
# Comments are taken once and for all: tried again in every other way, a page of comments keeps the gate busy for hours.
_HTML = re.compile(
    rb"^\s*+(?:\xef\xbb\xbf)?+\s*+(?>(?:(?><!--.{0,2000}?-->)\s*+)*)<(?:!doctype\s+html|html|head|body)", re.I | re.S
)

_MEDIA_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}")


def check_response(capture: Capture, gate: Gate, *, keyed: bool = True) -> None:
    """The response gate. Raises Blocked, FetchFailed or Unparsed; returns silently when the answer may be parsed.

    `keyed`: the source was asked with a key. Where it has none, a 401 says nothing about one."""
    url = capture.request.url
    with capture.open() as body:
        head = body.read(_LOOKED_AT)
    lower = b"" if gate.binary and not _HTML.match(head) else head.lower()
    if capture.headers.get("cf-mitigated", "").lower() == "challenge":
        raise Blocked("health.challenge", url=url, marker="cf-mitigated")
    looks_html = bool(_HTML.match(head))
    if looks_html or capture.status in (401, 403):
        for marker in _CHALLENGE:
            if marker in lower:
                raise Blocked("health.challenge", url=url, marker=marker.decode())
        if _LOGIN.search(head):
            raise Blocked("health.login_page", url=url)
    status = capture.status
    if status == 401:
        raise Blocked("health.wrong_key" if keyed else "health.refused", url=url, status=status)
    if status in (403, 407, 451):
        raise Blocked("health.refused", url=url, status=status)
    if status == 429:
        raise Blocked("health.quota", url=url)
    if not 200 <= status < 300:
        raise FetchFailed("health.status", url=url, status=status)
    if capture.size == 0:
        raise Unparsed("health.empty_body", url=url)
    if capture.size < gate.min_bytes:
        raise Unparsed("health.too_small", url=url, size=capture.size, least=gate.min_bytes)
    html_welcome = any("html" in m for m in gate.media_types)
    if looks_html and gate.media_types and not html_welcome:
        raise Unparsed("health.html_instead", url=url, wanted=", ".join(gate.media_types))
    # A missing content type (local files, replays) is not held against the answer; its content is checked below.
    if capture.media_type and gate.media_types and capture.media_type not in gate.media_types:
        got = capture.media_type if _MEDIA_TYPE.fullmatch(capture.media_type) else "?"  # the header is the server's
        raise Unparsed("health.media_type", url=url, got=got, wanted=", ".join(gate.media_types))
    if gate.sentinels and not any(s.lower() in head.lower() for s in gate.sentinels):
        raise Unparsed("health.no_sentinel", url=url, wanted=_shown(gate.sentinels))


def _shown(sentinels: tuple[bytes, ...]) -> str:
    return " | ".join(s.decode("utf-8", "replace") for s in sentinels)
