"""Values of secrets, which must never be written anywhere, and taking them out of whatever others may have put them into.

A server repeats what it was sent: as it came, percent-encoded in an address, or in base64 as part of an Authorization
header. All three are taken out where errors are made and where answers are archived, so that no later exit can forget it.
"""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Mapping
from functools import lru_cache

_SECRET_NAMES = re.compile(r"KEY|TOKEN|PASSWORD|SECRET|CREDENTIAL", re.IGNORECASE)
_URL_LOGIN = re.compile(r"(?<=://)[^/@\s]+@")
_SHORTEST = 5  # characters; what is shorter would be found everywhere
_SHORTEST_CORE = 8  # characters of base64 that no neighbour has a part in

GONE = "***"

_remembered: set[str] = set()


def remember_secret(value: str) -> None:
    """A secret that came from a file; it is redacted like those of the environment."""
    if len(value) >= _SHORTEST:
        _remembered.add(value)


def known_secrets() -> tuple[str, ...]:
    """Values that must never be written anywhere, longest first."""
    found = {v for k, v in os.environ.items() if _SECRET_NAMES.search(k) and len(v) >= _SHORTEST}
    return tuple(sorted(found | _remembered, key=len, reverse=True))


def redact(text: str) -> str:
    """`text` without secret values, in whichever of the three forms, and without logins inside URLs."""
    pattern = _pattern(known_secrets())
    if pattern is not None:
        text = pattern.sub(GONE, text)
    return _URL_LOGIN.sub(f"{GONE}@", text) if "://" in text else text


def redact_bytes(data: bytes) -> bytes:
    """The same for what a server sent, secret values alone: the rest of an answer is evidence, and stays to the byte."""
    pattern = _byte_pattern(known_secrets())
    return pattern.sub(GONE.encode(), data) if pattern is not None else data


def redacted(value: object) -> object:
    """A parameter of a message: its texts redacted, also those deeper inside, and everything else as it is."""
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, Mapping):
        return {k: redacted(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(map(redacted, value)) if type(value) in (list, tuple) else value
    return value


@lru_cache(maxsize=4)
def _pattern(secrets: tuple[str, ...]) -> re.Pattern[str] | None:
    forms = [form for secret in secrets for form in _forms(secret)]
    return re.compile("|".join(forms)) if forms else None


@lru_cache(maxsize=4)
def _byte_pattern(secrets: tuple[str, ...]) -> re.Pattern[bytes] | None:
    found = _pattern(secrets)
    return re.compile(_bytes_of(found.pattern)) if found is not None else None


def _forms(secret: str) -> list[str]:
    """As patterns of ASCII and UTF-8 alone, so that one serves texts and bytes."""
    either = "".join(_plain_or_encoded(char) for char in secret)
    return [either, *map(_as_written, _cores(_bytes_of(secret)))]


def _plain_or_encoded(char: str) -> str:
    encoded = "".join(f"%{_hex(byte)}" for byte in _bytes_of(char))
    space = r"|\+" if char == " " else ""
    return f"(?:{encoded}|{re.escape(char)}{space})"


def _bytes_of(text: str) -> bytes:
    """Also of a value of the environment that is no UTF-8, as the system gave it."""
    return text.encode("utf-8", "surrogateescape")


def _hex(byte: int) -> str:
    return "".join(f"[{d}{d.lower()}]" if d.isalpha() else d for d in f"{byte:02X}")


def _cores(secret: bytes) -> list[str]:
    """What base64 makes of it wherever it begins within three bytes: without the characters its neighbours have a part in."""
    found = []
    for before in range(3):
        whole = base64.b64encode(b"\0" * before + secret).decode().rstrip("=")
        first = (before * 8 + 5) // 6  # the first character made of the secret alone
        last = (before + len(secret)) * 8 // 6
        core = whole[first:last]
        if len(core) >= _SHORTEST_CORE:
            found.append(core)
    return found


def _as_written(core: str) -> str:
    """In both alphabets of base64."""
    return "".join("[+-]" if c in "+-" else "[/_]" if c in "/_" else c for c in core)
