"""Who works: names of persons, from the office's form or from the account of the system."""

from __future__ import annotations

from dataclasses import dataclass
from getpass import getuser

from monitor.bulletin.safe import one_line
from monitor.config.form import OfficeForm
from monitor.errors import UsageError

_NAME_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Actor:
    """`account`: of the system, "" where it has none."""

    name: str
    account: str


def actor(form: OfficeForm, said: str = "") -> Actor:
    """Who is working: the person named, else the one whose account it is, else the account itself.

    Raises UsageError for a name that is not among the people of the office, where these are named, and where nobody is known."""
    account = account_of()
    name = one_line(said, _NAME_LIMIT)
    if not name:
        name = form.people.get(account, account)
    elif form.people and name not in form.people.values():
        if name not in form.people:
            known = tuple(dict.fromkeys(form.people.values()))
            raise UsageError("errors.triage.unknown_actor", name=name, known=known)
        name = form.people[name]
    if not name:
        raise UsageError("errors.triage.no_actor")
    return Actor(name, account)


def called(said: str) -> str:
    """Who did something that is not case work: whoever is named, else the account. Raises UsageError where nobody is known."""
    name = one_line(said, _NAME_LIMIT) or account_of()
    if not name:
        raise UsageError("errors.triage.no_actor")
    return name


def account_of() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return ""  # a container in which the account has no name
