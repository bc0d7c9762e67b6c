"""Settings of the office and of this machine, from the environment. Secrets come from there or from credential files.

Every setting is MONITOR_<NAME>; a secret may instead lie in a file <name> of the folder MONITOR_CREDENTIALS
(or systemd's CREDENTIALS_DIRECTORY). Nothing of it is ever printed or stored.
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from monitor.config.cron import checked_schedule
from monitor.config.form import OfficeForm, load_form
from monitor.errors import ConfigError
from monitor.places.region import Region, UnknownRegion, provinces, region_called
from monitor.redaction import redact, remember_secret


class Sending(StrEnum):
    """When an issue goes out: once a person has signed it, by itself when it is built, or when a person sends it."""

    APPROVED = "approved"
    AUTO = "auto"
    OFF = "off"


# What the variable said before issues were signed: an office that mailed by itself goes on doing so.
_FORMERLY = {
    **dict.fromkeys(("true", "1", "yes", "on", "t", "y"), Sending.AUTO),
    **dict.fromkeys(("false", "0", "no", "f", "n"), Sending.OFF),
}


_LABEL = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")


def is_host(text: str) -> bool:
    """Whether a text can be the name or the address of a machine: labels between dots (of any script, for names like
    邮件.中国), or an IPv4 or IPv6 address; no port, no scheme, no blank."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.removesuffix(".").split("."))
    return True


def _form_at(value: object) -> object:
    return load_form(Path(value.strip())) if isinstance(value, str) else value


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="MONITOR_", extra="ignore", frozen=True, env_ignore_empty=True)

    # the office
    office_name: str = ""
    province: str = ""  # or the city the office serves: firms of it are told of whether they are on the list or not
    entry_prefix: str = Field(default="", pattern=r"^[A-Z]{0,4}$")
    office_phone: str = ""
    contact: str = ""  # mail address or URL that identifies us to the sites we read
    # MONITOR_OFFICE_FORM names the file
    office_form: Annotated[OfficeForm, NoDecode, BeforeValidator(_form_at)] = OfficeForm()

    # the machine
    proxy: str = ""
    allow_private_hosts: str = ""  # comma-separated hosts that may lie on a private address (an own mirror)

    # mail; nothing is sent while smtp_host, mail_from or mail_to is missing
    smtp_host: str = ""
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: str = Field(default="starttls", pattern="^(starttls|tls|none)$")
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_ca_file: str = ""  # certificate authority of an own mail server, PEM
    mail_from: str = ""
    mail_reply_to: str = ""
    mail_to: str = ""  # comma-separated addresses of the office

    # who is told when the monitor itself is in trouble (`monitor check`)
    admin_mail: str = ""  # comma-separated addresses of the administrators
    ping_url: SecretStr = SecretStr("")  # asked by `check --ping` where all is well: a watch outside this machine
    expires: str = ""  # when keys expire: "USPTO_ODP_KEY=2027-03-01,COURTLISTENER_TOKEN=2027-06-30"

    # the daemon
    bulletin_schedule: str = ""  # cron in Asia/Shanghai, e.g. "30 8 * * mon"; empty = never by itself
    bulletin_send: str = Sending.APPROVED.value  # a value of Sending, or what an earlier version took

    @field_validator("bulletin_send", mode="before")
    @classmethod
    def _is_a_way_to_send(cls, value: object) -> str:
        said = str(value).strip().lower()
        if said not in _FORMERLY and said not in tuple(Sending):
            raise ValueError("no_way_to_send")
        return said

    @field_validator("smtp_host")
    @classmethod
    def _may_be_a_host(cls, value: str) -> str:
        if value.strip() and not is_host(value.strip()):
            raise ValueError("no_host")
        return value.strip()

    @field_validator("expires")
    @classmethod
    def _names_keys_and_days(cls, value: str) -> str:
        _expiring(value)
        return value

    @field_validator("bulletin_schedule")
    @classmethod
    def _comes_due(cls, value: str) -> str:
        return checked_schedule(value) if value.strip() else ""

    @field_validator("province")
    @classmethod
    def _is_a_region(cls, value: str) -> str:
        if value.strip():
            region_called(value)
        return value

    @property
    def region(self) -> Region | None:
        """The province or city the office serves; None where none is set (the office of the demo is nowhere)."""
        try:
            return region_called(self.province) if self.province.strip() else None
        except UnknownRegion:
            return None

    @property
    def sending(self) -> Sending:
        said = str(self.bulletin_send).strip().lower()
        return _FORMERLY.get(said) or Sending(said)

    @property
    def sends_as_formerly(self) -> bool:
        """Whether the variable says it in the words of an earlier version."""
        return str(self.bulletin_send).strip().lower() in _FORMERLY

    @property
    def recipients(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_listed(self.mail_to)))

    @property
    def administrators(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_listed(self.admin_mail)))

    @property
    def expiring(self) -> Mapping[str, date]:
        """Which key expires on which day, as far as the office has said so."""
        return _expiring(self.expires)

    @property
    def private_hosts(self) -> frozenset[str]:
        return frozenset(h.strip() for h in self.allow_private_hosts.split(",") if h.strip())

    @property
    def mail_begun(self) -> bool:
        """Somebody meant to send mail. Where it is not ready all the same, a variable is missing or misspelt."""
        return bool(self.smtp_host or self.mail_from or self.mail_to.strip())

    @property
    def mail_ready(self) -> bool:
        return bool(self.smtp_host and self.mail_from and self.recipients)


def _listed(text: str) -> list[str]:
    """As a Chinese keyboard separates them too: "，", "；" and "、" are no part of an address."""
    return [part.strip() for part in re.split("[,;，；、]", text) if part.strip()]


def _expiring(text: str) -> Mapping[str, date]:
    """Raises ValueError where a part is no NAME=YYYY-MM-DD."""
    found = {}
    for part in _listed(text):
        name, _, day = part.partition("=")
        if not re.fullmatch(r"[A-Za-z][A-Za-z0-9_]*", name.strip()):
            raise ValueError("no_name_of_a_key")
        found[name.strip()] = date.fromisoformat(day.strip())
    return found


def _credentials_folder() -> Path | None:
    name = os.environ.get("MONITOR_CREDENTIALS") or os.environ.get("CREDENTIALS_DIRECTORY")
    return Path(name) if name else None


def load_settings() -> Settings:
    """The settings of this process. Raises ConfigError naming the variable, never its value."""
    folder = _credentials_folder()
    try:
        secrets = {"_secrets_dir": str(folder)} if folder is not None and folder.is_dir() else {}
        settings = Settings(**secrets)  # type: ignore[arg-type]
        for value in (settings.smtp_password, settings.ping_url):
            remember_secret(value.get_secret_value())
        return settings
    except ValidationError as error:
        first = error.errors()[0]
        name = "MONITOR_" + "_".join(str(p) for p in first["loc"]).upper().removeprefix("MONITOR_")
        if first["loc"] == ("province",):
            raise _no_region(name, str(first["input"])) from None
        if first["loc"] == ("bulletin_schedule",):
            raise ConfigError("errors.bad_schedule_setting", name=name) from None
        raise _not_allowed(name, str(first["loc"][-1]), first["input"]) from None


_ALLOWED: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "smtp_port": ("whole_number", {"least": 1, "most": 65535}),
    "smtp_host": ("host", {}),
    "smtp_security": ("one_of", {"known": {"zh": "starttls、tls、none", "en": "starttls, tls, none"}}),
    "entry_prefix": ("prefix", {"most": 4}),
    "bulletin_send": ("sending", {}),
    "expires": ("key_days", {}),
}
"""Setting → which sentence of [setting] says what may stand there."""

_PLAIN = re.compile(r"[A-Za-z]{1,8}|-?[0-9]{1,6}")


def _not_allowed(name: str, setting: str, value: object) -> ConfigError:
    """What may stand there. The value is shown only where it can be no secret put into the wrong variable: one plain word
    or number, and none that is known as a secret."""
    key, params = _ALLOWED.get(setting, ("text", {}))
    allowed = {"key": f"errors.setting.{key}", "params": params}
    shown = str(value).strip()
    if isinstance(value, str | int) and _PLAIN.fullmatch(shown) and redact(shown) == shown:
        return ConfigError("errors.setting.wrong_value", name=name, value=shown, allowed=allowed)
    return ConfigError("errors.setting.wrong", name=name, allowed=allowed)


def _no_region(name: str, value: str) -> ConfigError:
    try:
        region_called(value)
    except UnknownRegion as unknown:
        key = "near" if unknown.near else "ambiguous" if unknown.several else "unknown"
        listed = unknown.several or provinces()
        known = {"zh": "、".join(r.zh for r in listed), "en": "; ".join(r.en for r in listed)}
        near = {"near": {"zh": unknown.near.zh, "en": unknown.near.en}} if unknown.near else {}
        return ConfigError(f"errors.region_{key}", name=name, value=value, known=known, **near)
    return _not_allowed(name, "province", "")


def secret(name: str) -> str | None:
    """The value of a key variable, from the environment or a credential file of the same name (any case)."""
    value = os.environ.get(name)
    if value:
        remember_secret(value.strip())  # whatever its variable is called
        return value.strip()
    folder = _credentials_folder()
    if folder is not None:
        for candidate in (folder / name, folder / name.lower()):
            if candidate.is_file():
                value = candidate.read_text(encoding="utf-8").strip()
                remember_secret(value)
                return value or None
    return None
