"""What one docket entry means: its acts, and what was left unread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Act:
    """One act of an entry.

    `code` is an event code. `day` is the day of the act where the entry prints another than that of its docketing (the day
    somebody was served). `says` holds the days it prints, ISO text by the names of `SAYS`. `parties` are the names of those
    it concerns, as printed; empty where it concerns all, names nobody, or gives numbers of a schedule only. `whole`, of an
    act that ends something: True for the whole case or order, False for some parties or claims only, None where it does
    not say; of more time to answer, True for all defendants. `dated` is False where the day of the act is not printed though it counts from it: a service without its day.
    `spared` are the names of those an act of all the others does not reach.
    """

    code: str
    says: Mapping[str, str] = field(default_factory=dict)
    parties: tuple[str, ...] = ()
    whole: bool | None = None
    day: date | None = None
    dated: bool = True
    spared: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """`acts` in the order of their codes, never empty. `unread`: pieces of the text that give a day nobody can read for
    certain ("answer due 21 days after service", "13/45/2026", two days for one thing), as printed."""

    acts: tuple[Act, ...]
    unread: tuple[str, ...] = ()
