"""Which records are about the same real-world thing (matter), and under which key it is known."""

from __future__ import annotations

from collections.abc import Iterable

from monitor.model import Record


def keys_of(record: Record) -> tuple[str, ...]:
    """Every key that identifies the matter of a record. Two records that share one are one matter.

    An international registration number is not among them: each designation is an application of its own. Neither are the
    day and the title of a complaint: one_complaint.py says what they are worth.
    """
    return tuple(dict.fromkeys([record.matter, *(k for k in record.aliases if not k.startswith("ir:"))]))


def shown_key(keys: Iterable[str]) -> str:
    """The key a matter is shown under: a final number before a provisional one, then the smallest.

    >>> shown_key({"us-itc:DN-3936", "us-itc:337-TA-1521"})
    'us-itc:337-TA-1521'
    """
    return min(keys, key=lambda k: (_provisional(k), k))


def _provisional(key: str) -> int:
    return int(key.startswith(("us-itc:DN-", "ir:")) or ":pacer-" in key)


def repeats_a_key(title: str, keys: Iterable[str]) -> bool:
    """Whether a title says no more than the number of the matter: what a reader puts there for want of a name.

    >>> repeats_a_key("BR 940000001", ["tm:BR:940000001"])
    True
    >>> repeats_a_key("FENJIU", ["tm:BR:940000001"])
    False
    """
    said = _squashed(title)
    return not said or any(said in _tails(key) for key in keys)


def hides_a_party(record: Record) -> bool:
    """Whether a record says of itself that the plaintiff of its caption is a stand-in ("XYZ Corporation", "Sealed")."""
    return record.facts.get("pseudonymous_plaintiff") is True


def _tails(key: str) -> set[str]:
    """ "tm:BR:940000001" → all of it, and what stands behind each colon, squashed."""
    parts = key.split(":")
    return {_squashed("".join(parts[at:])) for at in range(len(parts))}


def _squashed(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())
