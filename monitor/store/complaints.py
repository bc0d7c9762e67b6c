"""Complaints (DN) and the investigations (337-TA) they became: which are one though no source says so yet.

Both stay matters of their own, with their own keys, events and mentions; what joins them is a link, worked out anew whenever
something of their day becomes known. So the order of reading does not matter, and what was joined on the likeness of a day comes
apart again where a later notice shows a better choice or a source names another. To every reader the two are one matter, the
investigation's: whoever asks for either gets that one, with the events and mentions of both.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from monitor.model import RecordKind, Role
from monitor.store.as_json import listed, loads
from monitor.store.database import Database
from monitor.store.meta import Meta
from monitor.store.one_complaint import Choice, Known, choices
from monitor.store.origins import values_of

COMPLAINT, INVESTIGATION = "us-itc:DN-", "us-itc:337-TA-"

_AMONG = "(select value from json_each(:matters))"

SHOWN = """select value as shown, value as matter from json_each(:matters) union all
    select investigation, complaint from complaint_links
    where sure and investigation in (select value from json_each(:matters))"""
"""SQL: each of the matters asked for, with itself and the complaint that is shown under it."""

UNSETTLED = "complaints_unsettled"
"""Set in `meta` by the upgrade of a state folder in which complaints and investigations were never held against each other."""


class Complaints:
    """Which complaint and which investigation are one, and which may be.

    Owns: complaint_days, complaint_links. Reads: matters, matter_keys, mentions.
    """

    def __init__(self, db: Database, meta: Meta) -> None:
        self._db = db
        self._meta = meta

    # --- reading ----------------------------------------------------------------------------------------

    def whole(self, matter: int) -> int:
        """The matter under which this one is shown: that of the investigation, or itself."""
        found = self._db.value("select investigation from complaint_links where complaint = ? and sure", [matter])
        return int(found or matter)

    def wholes(self, matters: Iterable[int]) -> dict[int, int]:
        """Complaint → the investigation it is shown under, of those among the matters that are. One statement."""
        sql = """select complaint, investigation from complaint_links
            where sure and complaint in (select value from json_each(?))"""
        return dict(self._db.all(sql, [listed(matters)]))

    def parts(self, matters: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Matter → itself, then the complaint that is shown under it. One statement."""
        result: dict[int, tuple[int, ...]] = {m: (m,) for m in matters}
        sql = """select investigation, complaint from complaint_links
            where sure and investigation in (select value from json_each(?))"""
        for investigation, complaint in self._db.all(sql, [listed(result)]):
            result[investigation] = (investigation, complaint)
        return result

    def perhaps(self, matter: int) -> tuple[str, ...]:
        """The numbers of those that may be one with a matter, where several may be: "337-TA-1240"."""
        sql = """select m.key from complaint_links l join matters m on m.id = iif(l.complaint = :it, l.investigation, l.complaint)
            where :it in (l.complaint, l.investigation) and not l.sure order by m.key"""
        return tuple(key.removeprefix("us-itc:") for key in self._db.column(sql, {"it": matter}))

    def linked(self, matter: int) -> list[Choice]:
        """The links of one matter."""
        sql = "select complaint, investigation, sure from complaint_links where ? in (complaint, investigation)"
        return [Choice(c, i, bool(sure)) for c, i, sure in self._db.all(sql, [matter])]

    # --- settling ---------------------------------------------------------------------------------------

    def note(self, matter: int, kind: str, origins: Mapping[str, Mapping[str, Any]]) -> frozenset[str]:
        """Keep on which days the complaint of a matter is said to have been filed. Returns the days that must be settled: those
        and the earlier ones."""
        days = set()
        if kind == RecordKind.INVESTIGATION:
            days = {str(facts["complaint_date"][1]) for facts in origins.values() if "complaint_date" in facts}
        known = set(self._db.column("select day from complaint_days where matter = ?", [matter]))
        self._db.execute_many(
            "delete from complaint_days where day = ? and matter = ?", [(d, matter) for d in known - days]
        )
        self._db.execute_many(
            "insert into complaint_days (day, matter) values (?, ?)", [(d, matter) for d in days - known]
        )
        return frozenset(days | known)

    def move(self, kept: int, gone: int) -> None:
        """Two matters are one by name: the days of both are its days. Their links were taken back before."""
        self._db.execute("update or ignore complaint_days set matter = ? where matter = ?", [kept, gone])
        self._db.execute("delete from complaint_days where matter = ?", [gone])

    def unlink(self, link: Choice) -> None:
        self._db.execute(
            "delete from complaint_links where complaint = ? and investigation = ?",
            [link.complaint, link.investigation],
        )

    def link(self, link: Choice) -> None:
        self._db.execute(
            "insert into complaint_links (complaint, investigation, sure) values (?, ?, ?)",
            [link.complaint, link.investigation, link.sure],
        )

    def unsettled(self) -> frozenset[str]:
        """Every day of a state folder that was brought up to this version, once."""
        if not self._meta.get(UNSETTLED):
            return frozenset()
        self._meta.set(UNSETTLED, "")
        return frozenset(self._db.column("select distinct day from complaint_days"))

    def changes(self, days: Iterable[str]) -> tuple[list[Choice], list[Choice]]:
        """Links that no longer hold, and those that hold and are not kept, of all matters of these days."""
        matters = self._matters_of(days)
        kept = {
            Choice(c, i, bool(sure))
            for c, i, sure in self._db.all(
                f"""select complaint, investigation, sure from complaint_links
                where complaint in {_AMONG} or investigation in {_AMONG}""",
                {"matters": matters},
            )
        }
        now = set(choices(*self._known(matters)))
        return sorted(kept - now), sorted(now - kept)

    def _matters_of(self, days: Iterable[str]) -> str:
        """The matters of these days, and of the other days of those: sources can differ by a day."""
        before, within = "", listed(days)
        while within != before:
            before = within
            matters = self._db.column(
                "select distinct matter from complaint_days where day in (select value from json_each(?))", [within]
            )
            within = listed(
                self._db.column(
                    f"select distinct day from complaint_days where matter in {_AMONG}", {"matters": listed(matters)}
                )
            )
        return listed(matters)

    def _known(self, matters: str) -> tuple[list[Known], list[Known]]:
        """What is known of the matters that have one of the two numbers only."""
        among = {"matters": matters}
        keys: dict[int, set[str]] = {}
        for matter, key in self._db.all(f"select matter, key from matter_keys where matter in {_AMONG}", among):
            keys.setdefault(matter, set()).add(key)
        days: dict[int, set[str]] = {}
        for matter, day in self._db.all(f"select matter, day from complaint_days where matter in {_AMONG}", among):
            days.setdefault(matter, set()).add(day)
        names: dict[tuple[int, str], set[str]] = {}
        for matter, role, text in self._db.all(
            f"""select matter, role, text from mentions where matter in {_AMONG}
            and role in ('{Role.COMPLAINANT}', '{Role.RESPONDENT}')""",
            among,
        ):
            names.setdefault((matter, role), set()).add(text)
        found: tuple[list[Known], list[Known]] = ([], [])
        sql = f"select id, facts, origins from matters where id in {_AMONG}"
        for matter, facts, origins in self._db.all(sql, among):
            its = keys.get(matter, set())
            numbers = [[k for k in its if k.startswith(head)] for head in (COMPLAINT, INVESTIGATION)]
            if bool(numbers[0]) == bool(numbers[1]):
                continue
            titles = {str(product) for product in values_of(origins, "product", loads(facts))}
            found[bool(numbers[1])].append(
                Known(
                    matter,
                    frozenset(days.get(matter, ())),
                    frozenset(titles),
                    frozenset(names.get((matter, Role.COMPLAINANT), ())),
                    frozenset(names.get((matter, Role.RESPONDENT), ())),
                )
            )
        return found
