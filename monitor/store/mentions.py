"""Mentions: the texts in a matter that may be somebody's name, each with its role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from monitor.model import Mention, Record, Role
from monitor.store.as_json import listed, mention_details, mention_from_row
from monitor.store.complaints import SHOWN
from monitor.store.database import Database
from monitor.store.names_index import NamesIndex
from monitor.store.phrases import Phrases
from monitor.store.short import packed_day, unpacked_day
from monitor.store.words_index import WordsIndex

Place = tuple[str, str, str]
"""Role, field and text: what makes a mention of a source one."""
Said = tuple[str, str]
"""As of which day, and the details."""


class Mentions:
    """Each text once for each matter, source, role and field. What is added here is added to the indexes of names and words.

    `mention_rows` holds sources, roles and fields as numbers of `phrases`, and days as days since 1970; `mentions` shows it in
    words. `applicant` is 1 where the role is that, or nothing: applicants are asked for by their names.

    Owns: mention_rows. Reads: mentions, matters.
    """

    def __init__(self, db: Database, phrases: Phrases, names_index: NamesIndex, words_index: WordsIndex) -> None:
        self._db = db
        self._phrases = phrases
        self._names_index = names_index
        self._words_index = words_index

    def of(self, matters: Iterable[int]) -> dict[int, list[tuple[str, Mention]]]:
        """Matter → its mentions, each with its source; an empty list where there is none. One statement.

        A register gives its whole record each time: of a filing's owners, signs and readings those of its latest record
        count, the earlier ones (an owner who assigned it) do not. An investigation has those of the complaint that is shown
        under it; of what both print the later holds."""
        wanted = set(matters)
        result: dict[int, list[tuple[str, Mention]]] = {m: [] for m in wanted}
        sql = f"""with asked as ({SHOWN}) select shown, source, role, field, text, data from (
                select asked.shown, x.*, max(x.as_of) over (partition by x.matter, x.source, x.role) as latest,
                    row_number() over (partition by asked.shown, x.source, x.role, x.field, x.text
                        order by x.as_of desc, x.data desc) as nth
                from asked cross join mentions x on x.matter = asked.matter)
            where nth = 1 and (as_of = latest or not exists (select 1 from matters where id = matter and kind = 'application'))
            order by shown, role, text, source, field"""
        for matter, source, *mention in self._db.all(sql, {"matters": listed(wanted)}):
            result[matter].append((source, mention_from_row(*mention)))
        return result

    def counted(self, matters: Iterable[int], roles: Iterable[Role]) -> dict[int, int]:
        """Matter → how many names stand in it in one of these roles; those without any are left out. One statement."""
        sql = """select matter, count(distinct text) from mentions where matter in (select value from json_each(?))
            and role in (select value from json_each(?)) group by matter"""
        return dict(self._db.all(sql, [listed(matters), listed(r.value for r in roles)]))

    def count(self) -> int:
        return int(self._db.value("select count(*) from mention_rows"))

    def fold(self, matter: int, record: Record) -> bool:
        """Unite the mentions of a record with what is known: the later record holds. True if it says more than the same as of a
        later day. Inside `gathering` of both indexes."""
        source = self._phrases.number(record.source)
        before = self._known(matter, source)
        after = dict(before)
        for m in distinct_mentions(record.mentions):
            _hold(after, (m.role.value, m.field, m.text), (record.as_of, mention_details(m)))
        if after != before:
            self._names_index.add(matter, before, after)
            self._words_index.changing(matter)
            self._keep(matter, source, before, after)
        return {place: said for place, (_, said) in after.items()} != {
            place: said for place, (_, said) in before.items()
        }

    def move(self, kept: int, gone: int) -> None:
        """The mentions of one matter become those of another. Inside `gathering` of both indexes."""
        with self._names_index.merging(kept, gone):
            for source in self._db.column("select distinct source from mention_rows where matter = ?", [gone]):
                before = self._known(kept, source)
                after = dict(before)
                for place, said in self._known(gone, source).items():
                    _hold(after, place, said)
                self._keep(kept, source, before, after)
            self._db.execute("delete from mention_rows where matter = ?", [gone])

    def plain(self, matters: Iterable[int]) -> dict[int, list[Mention]]:
        """Matter → its own mentions, of whatever record and source. One statement."""
        result: dict[int, list[Mention]] = {m: [] for m in matters}
        text = self._phrases.text
        sql = """select matter, role, field, text, data from mention_rows
            where matter in (select value from json_each(?)) order by matter, role, text"""
        for matter, role, field, name, data in self._db.all(sql, [listed(result)]):
            result[matter].append(mention_from_row(text(role), text(field), name, data or "{}"))
        return result

    def _known(self, matter: int, source: int) -> dict[Place, Said]:
        text = self._phrases.text
        sql = "select role, field, text, as_of, data from mention_rows where matter = ? and source = ?"
        return {
            (text(role), text(field), name): (unpacked_day(as_of), data or "{}")
            for role, field, name, as_of, data in self._db.all(sql, [matter, source])
        }

    def _keep(self, matter: int, source: int, before: Mapping[Place, Said], after: Mapping[Place, Said]) -> None:
        number = self._phrases.number
        self._db.execute_many(
            """insert into mention_rows (matter, source, role, field, text, as_of, data, applicant)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict (matter, source, role, field, text)
            do update set as_of = excluded.as_of, data = excluded.data""",
            [
                (
                    matter, source, number(role), number(field), text, packed_day(as_of),
                    None if data == "{}" else data, 1 if role == Role.APPLICANT else None,
                )
                for (role, field, text), (as_of, data) in after.items()
                if before.get((role, field, text)) != (as_of, data)
            ],
        )  # fmt: skip


def _hold(known: dict[Place, Said], place: Place, said: Said) -> None:
    """Of two that a source said of one text the later holds."""
    if place not in known or said > known[place]:
        known[place] = said


def distinct_mentions(mentions: Sequence[Mention]) -> tuple[Mention, ...]:
    """A record's mentions as the store keeps them: one for each role, field and text. What a record prints several times
    has the classes and the other names of all of them, and a country if they agree on one; of anything else the greatest holds,
    whatever their order."""
    same: dict[tuple[Role, str, str], list[Mention]] = {}
    for m in mentions:
        same.setdefault((m.role, m.field, m.text), []).append(m)
    return tuple(_as_one(group) if len(group) > 1 else group[0] for group in same.values())


def _as_one(group: Sequence[Mention]) -> Mention:
    countries = {m.country for m in group if m.country}
    return replace(
        max(group, key=mention_details),
        country=countries.pop() if len(countries) == 1 else "",
        nice_classes=tuple(sorted({c for m in group for c in m.nice_classes})),
        aliases=tuple(sorted({a for m in group for a in m.aliases})),
    )
