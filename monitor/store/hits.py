"""Hits: subject × matter, with all evidence. One hit per pair, whatever the number of sources and sightings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime

from monitor.cases.exceptions import Decided
from monitor.cases.material import Judged, judged
from monitor.cases.states import SET_ASIDE
from monitor.clock import iso
from monitor.model import (
    OUR_RIGHTS,
    Band,
    HitKind,
    Match,
    Mention,
    Role,
    State,
    Subject,
    SubjectKind,
    Whose,
    gravity,
    hit_kind,
    kind_after,
)
from monitor.store.actions import Actions
from monitor.store.as_json import listed, loads, match_from_json, match_to_json
from monitor.store.database import Database
from monitor.store.issues import Issues
from monitor.store.rows import EvidenceRow, HitRow, matter_row
from monitor.store.words import word_of

Rested = tuple[str, int, str, str, str, str]
"""(capture, hit, role, field, text, source): on which capture one piece of evidence rested."""

_ASIDE = ", ".join(f"'{s.value}'" for s in sorted(SET_ASIDE))
# Neither reported nor on its way: of an issue that is not released a hit may still be dropped. The value: the kinds of
# subjects that are matched again.
_UNREPORTED = """select id from hits where state = 'new' and subject_kind in (select value from json_each(?))
    and id not in (select hit from actions) and id not in (select hit from told)
    and id not in (select e.hit from issue_entries e join issues i on i.id = e.issue where i.released_at is not null)"""
# The number of a hit that was merged into another leads to that one for good: no later hit may have it.
_NEXT = """(select max(n) + 1 from (select coalesce(max(id), 0) as n from hits
    union all select coalesce(max(id), 0) from former_hits))"""


# Two records of one matter differ about whose right it is: Whose.united, in SQL. Which of them explains the hit: the one
# that says the worse.
_UNITED = """case when {a} = {b} then {a} when 'lost' in ({a}, {b}) then 'lost' else 'claimed' end"""
_WORSE = "case {} when 'ours' then 0 when 'stranger' then 1 when 'claimed' then 2 else 3 end"
_UNITE_EVIDENCE = f"""on conflict (hit, role, field, text, source) do update set
    score = max(excluded.score, evidence.score),
    band = iif(excluded.score > evidence.score, excluded.band, evidence.band),
    match = iif(({_WORSE.format("excluded.whose")}, excluded.score, excluded.match)
        > ({_WORSE.format("evidence.whose")}, evidence.score, evidence.match), excluded.match, evidence.match),
    whose = {_UNITED.format(a="excluded.whose", b="evidence.whose")}"""
_RANK = {Whose.OURS: 0, Whose.STRANGER: 1, Whose.CLAIMED: 2, Whose.LOST: 3}


class Hits:
    """What was found in matters, and what speaks for each find. The id of a hit that was merged into another leads to
    that one for good.

    Owns: hits, evidence, former_hits. Reads: matters, matters_shown, mentions, events, told, issues, issue_entries, actions.
    """

    def __init__(self, db: Database, issues: Issues, actions: Actions) -> None:
        self._db = db
        self._issues = issues
        self._actions = actions

    # --- reading ----------------------------------------------------------------------------------------

    def find(
        self,
        *,
        ids: Iterable[int] | None = None,
        state: str = "",
        band: str = "",
        subject: Subject | None = None,
        category: str = "",
    ) -> list[HitRow]:
        """Hits, newest first; filters are joined by "and"."""
        where: list[str] = ["1"]
        values: list[str] = []
        if ids is not None:
            where.append("h.id in (select value from json_each(?))")
            values.append(listed(ids))
        for column, value in (
            ("h.state", state),
            ("h.band", band),
            ("h.subject_kind", subject.kind.value if subject else ""),
            ("h.subject", subject.id if subject else ""),
            ("m.category", category),
        ):
            if value:
                where.append(f"{column} = ?")
                values.append(value)
        sql = f"""select h.id as hit_id, h.subject_kind, h.subject, h.state, h.kind as hit_kind, h.score, h.band, h.role,
            h.field, h.text, h.source, h.match, h.own_filing, h.whose, h.first_seen as hit_first, h.first_run as hit_first_run,
            h.last_changed as hit_changed, h.changed_run as hit_changed_run,
            h.reread_run as hit_reread, h.fallen_run as hit_fallen, h.baseline_run as hit_baseline,
            h.exception, h.sparing, h.spared, h.freed, h.freed_run, m.*
            from hits h join matters_shown m on m.id = h.matter where {" and ".join(where)} order by h.first_run desc, h.id desc"""
        return [
            HitRow(
                id=r["hit_id"], matter=matter_row(r), subject=Subject(r["subject"], SubjectKind(r["subject_kind"])),
                state=word_of(State, r["state"], "hits.state", r["hit_id"]),
                kind=word_of(HitKind, r["hit_kind"], "hits.kind", r["hit_id"]),
                score=r["score"], band=r["band"], role=r["role"],
                field=r["field"], text=r["text"], source=r["source"], match=match_from_json(r["match"], r["whose"]),
                own_filing=bool(r["own_filing"]), whose=Whose(r["whose"]), first_seen=datetime.fromisoformat(r["hit_first"]),
                first_run=r["hit_first_run"], last_changed=datetime.fromisoformat(r["hit_changed"]),
                changed_run=r["hit_changed_run"], reread_run=r["hit_reread"], fallen_run=r["hit_fallen"],
                baseline_run=r["hit_baseline"], exception=r["exception"], sparing=r["sparing"], spared=r["spared"],
                freed=r["freed"], freed_run=r["freed_run"],
            )
            for r in self._db.dicts(sql, values)
        ]  # fmt: skip

    def get(self, hit_id: int) -> HitRow | None:
        """A hit by id; the id of a hit that was merged into another leads to that one, unless a later hit has it now."""
        if not 0 < hit_id < 2**63:
            return None  # no id SQLite can give
        if found := self.find(ids=[hit_id]):
            return found[0]
        now = self._db.value("select hit from former_hits where id = ?", [hit_id])
        found = self.find(ids=[now]) if now else []
        return found[0] if found else None

    def existing(self, ids: Iterable[int]) -> set[int]:
        """Those of these hits that were not merged into others."""
        return set(self._db.column("select id from hits where id in (select value from json_each(?))", [listed(ids)]))

    def names_in(self, matters: Iterable[int], *, standing: bool = False) -> dict[int, dict[str, int]]:
        """Matter → the watched names found in it, each with its hit; `standing`: without those a person has set aside. One statement."""
        wanted = set(matters)
        result: dict[int, dict[str, int]] = {m: {} for m in wanted}
        sql = f"""select matter, subject, id from hits where subject_kind = 'name'
            and matter in (select value from json_each(?)) {f"and state not in ({_ASIDE})" if standing else ""} order by id"""
        for matter, watched_id, hit in self._db.all(sql, [listed(wanted)]):
            result[matter][watched_id] = hit
        return result

    def of_matters(self, matters: Iterable[int]) -> dict[int, list[HitRow]]:
        """Matter → the hits in it, of whatever subject, oldest first; an empty list where there is none."""
        wanted = set(matters)
        result: dict[int, list[HitRow]] = {m: [] for m in wanted}
        ids = self._db.column(
            "select id from hits where matter in (select value from json_each(?)) order by id", [listed(wanted)]
        )
        for hit in self.find(ids=ids):
            result[hit.matter.id].append(hit)
        return {m: sorted(hits, key=lambda h: h.id) for m, hits in result.items()}

    def evidence(self, hits: Iterable[int]) -> dict[int, list[EvidenceRow]]:
        """Hit → what speaks for it, the gravest first. One statement."""
        wanted = set(hits)
        result: dict[int, list[EvidenceRow]] = {h: [] for h in wanted}
        sql = """select * from evidence where hit in (select value from json_each(?))
            order by hit, role, field, text, source"""
        found = self._db.dicts(sql, [listed(wanted)])
        found.sort(key=lambda e: (-gravity(Role(e["role"])), -e["score"], e["text"], e["source"]))
        for e in found:
            result[e["hit"]].append(
                EvidenceRow(
                    e["role"], e["field"], e["text"], e["source"], e["score"], e["band"],
                    match_from_json(e["match"], e["whose"]), Whose(e["whose"]), e["capture"],
                )
            )  # fmt: skip
        return result

    def captures(self, hits: Iterable[int]) -> dict[int, str]:
        """Hit → the capture its gravest evidence that has one rests on; hits without any are left out. One statement."""
        sql = """select hit, role, score, text, source, field, capture from evidence
            where capture <> '' and hit in (select value from json_each(?))"""
        found = self._db.all(sql, [listed(hits)])
        found.sort(key=lambda e: (-gravity(Role(e[1])), -e[2], *e[3:6]), reverse=True)
        return {e[0]: e[6] for e in found}  # the gravest comes last, and is kept

    def filings_beside(self) -> list[tuple[str, str, str, str, str, str]]:
        """Applications of every applicant who was hit at least once as a stranger to a mark, or filed for a known brand
        at least once: (applicant, jurisdiction, filed, watched id or "", mark, matter)."""
        # "cross join" keeps the order of the tables: from the hits to their applicants and on to what those filed. Left
        # to itself SQLite goes through the applicants of everything ever stored, three times over.
        sql = """with filers as (
                select a.text from hits h cross join mentions a on a.matter = h.matter and a.applicant = 1
                where h.kind = 'squat' and h.band in ('alert', 'review')
                union select a.text from matters b cross join mentions a on a.matter = b.id and a.applicant = 1
                where json_extract(b.facts, '$.known_brand') is not null),
            filed as (select distinct a.text, a.matter from filers f cross join mentions a
                on a.text = f.text and a.applicant = 1)
            select f.text, m.jurisdiction, coalesce(json_extract(m.facts, '$.filed'), date(m.first_seen, 'unixepoch'),
                    substr(m.first_seen, 1, 10)),
                coalesce((select h.subject from hits h where h.matter = m.id and h.kind = 'squat' and h.subject_kind = 'name'
                          and h.band in ('alert', 'review') order by h.score desc, h.subject limit 1), ''),
                coalesce((select x.text from mentions x where x.matter = m.id and x.role = 'mark' and x.text = m.title),
                    (select min(x.text) from mentions x where x.matter = m.id and x.role = 'mark'), ''), m.key
            from filed f cross join matters m on m.id = f.matter
            where m.category = 'trademark' order by m.key, f.text"""
        return [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in self._db.all(sql)]

    # --- folding ----------------------------------------------------------------------------------------

    def fold(
        self,
        matter: int,
        source: str,
        matches: Sequence[tuple[Mention, Match]],
        capture: str,
        run: int,
        at: datetime,
        *,
        confirmed: bool = False,
    ) -> tuple[set[int], set[int]]:
        """Unite evidence with what is known. Returns (new hits, hits that rose in role or band). A match that stands for several
        names goes to the one that has a hit already.

        `confirmed`: a person said whose right it is, or took that back; what these matches say of it holds alone."""
        return self.fold_of(
            matter,
            source,
            [(self._subject(matter, match), mention, match) for mention, match in matches],
            capture,
            run,
            at,
            confirmed=confirmed,
        )

    def fold_of(
        self,
        matter: int,
        source: str,
        found: Sequence[tuple[Subject, Mention, Match]],
        capture: str,
        run: int,
        at: datetime,
        *,
        confirmed: bool = False,
    ) -> tuple[set[int], set[int]]:
        """As `fold`, of subjects of whatever kind."""
        new: set[int] = set()
        raised: set[int] = set()
        touched: dict[int, bool] = {}
        for subject, mention, match in found:
            if match.band is None:
                continue
            hit = self.of_subject(matter, subject)
            if hit is None:
                hit = self._db.insert(
                    f"""insert into hits (id, matter, subject_kind, subject, kind, score, band, role, field, text, source,
                    match, first_seen, first_run, last_changed, changed_run)
                    values ({_NEXT}, ?, ?, ?, '', 0, '', '', '', '', '', '', ?, ?, ?, ?)""",
                    [matter, subject.kind.value, subject.id, iso(at), run, iso(at), run],
                )
                new.add(hit)
            touched[hit] = True
            self._db.execute(
                f"""insert into evidence (hit, role, field, text, source, score, band, match, whose, capture)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) {_UNITE_EVIDENCE}""",
                [
                    hit, mention.role.value, mention.field, mention.text, source, match.score, match.band.value,
                    match_to_json(match), match.whose.value, capture,
                ],
            )  # fmt: skip
            if confirmed:
                self._db.execute("update evidence set whose = ? where hit = ?", [match.whose.value, hit])
                self._db.execute(
                    "update evidence set match = ? where hit = ? and role = ? and field = ? and text = ? and source = ?",
                    [match_to_json(match), hit, mention.role.value, mention.field, mention.text, source],
                )
        self._db.execute(
            "update hits set fallen_run = 0 where fallen_run and id in (select value from json_each(?))",
            [listed(touched)],
        )
        for hit in touched:
            if self._settle(hit) and hit not in new:
                raised.add(hit)
                self._db.execute("update hits set changed_run = ?, last_changed = ? where id = ?", [run, iso(at), hit])
        return new, raised

    def _subject(self, matter: int, match: Match) -> Subject:
        subjects = [Subject(i) for i in (match.watched_id, *match.also)]
        if len(subjects) == 1:
            return subjects[0]
        return next((s for s in subjects if self.of_subject(matter, s) is not None), subjects[0])

    def of_subject(self, matter: int, subject: Subject) -> int | None:
        """The hit of a subject in a matter."""
        sql = "select id from hits where matter = ? and subject_kind = ? and subject = ?"
        found: int | None = self._db.value(sql, [matter, subject.kind.value, subject.id])
        return found

    def _settle(self, hit: int) -> bool:
        """Choose the evidence a hit is shown by; True if its kind or band changed."""
        found = self._db.dicts("select * from evidence where hit = ?", [hit])
        ((matter, *before),) = self._db.all("select matter, kind, band from hits where id = ?", [hit])
        if not found:
            return False
        whose = Whose(found[0]["whose"])
        for e in found[1:]:
            whose = whose.united(Whose(e["whose"]))
        worse = [e for e in found if _RANK[Whose(e["whose"])]] or found
        best = max(
            worse,
            key=lambda e: (
                e["band"] != Band.DIGEST.value, gravity(Role(e["role"])), e["score"], e["text"], e["field"], e["source"],
            ),
        )  # fmt: skip
        kind = hit_kind(Role(best["role"]), whose)
        if kind in OUR_RIGHTS:
            events = self._db.all("select date, code, ident from events where matter = ?", [matter])
            kind = kind_after(kind, ((date.fromisoformat(day), code, ident) for day, code, ident in events))
        self._db.execute(
            """update hits set kind = ?, score = ?, band = ?, role = ?, field = ?, text = ?, source = ?, match = ?,
            own_filing = ?, whose = ? where id = ?""",
            [
                kind, best["score"], best["band"], best["role"], best["field"], best["text"], best["source"],
                best["match"], int(kind is HitKind.OWN_FILING), whose.value, hit,
            ],
        )  # fmt: skip
        return bool(before[0]) and (before[0], before[1]) != (kind, best["band"])

    def touch(self, matter: int, run: int, at: datetime) -> set[int]:
        """The matter of these hits has a new event or fact, which may be something done against a right of our own. Whether
        it concerns the party of a hit is for the issue to find out."""
        ids = set(self._db.column("select id from hits where matter = ?", [matter]))
        for hit in sorted(ids):
            if self._settle(hit):
                self._db.execute("update hits set changed_run = ? where id = ?", [run, hit])
        if ids:
            sql = "update hits set matter_run = ?, last_changed = ? where matter = ?"
            self._db.execute(sql, [run, iso(at), matter])
        return ids

    def set_state(self, hit: int, state: State, run: int, at: datetime) -> None:
        """A person, or the program by its table, moved a hit; the next issue after that run tells of it."""
        self._db.execute(
            "update hits set state = ?, changed_run = ?, last_changed = ? where id = ?",
            [state.value, run, iso(at), hit],
        )

    def except_(self, decided: Mapping[int, Decided]) -> None:
        """Which exception rule keeps each of these hits out, or holds of it without doing so."""
        with self._db.immediate():
            self._db.execute_many(
                "update hits set exception = ?, sparing = ?, spared = ? where id = ?",
                [(d.rule, d.sparing, d.why, hit) for hit, d in sorted(decided.items())],
            )

    def free(self, hits: Iterable[int], run: int, at: datetime) -> None:
        """These hits are kept out no more (call it before `except_`): the next issue tells of them, and one that has not gone out must
        be built again."""
        among = "id in (select value from json_each(?))"
        with self._db.immediate():
            self._db.execute(
                f"""update hits set freed = exception, freed_run = ?, changed_run = ?, last_changed = ? where {among}""",
                [run, run, iso(at), listed(hits)],
            )
            self._issues.outdate()

    def judged(self, hits: Iterable[int]) -> dict[int, Judged]:
        """Hit → what a judgement on it rests on, as it stands now. One statement."""
        wanted = set(hits)
        sql = """select h.id, h.kind, h.band, m.facts, (select json_group_array(json_array(e.role, e.text)) from evidence e where e.hit = h.id),
                (select json_group_array(x.text) from mentions x where x.matter = h.matter and x.applicant = 1)
            from hits h join matters m on m.id = h.matter where h.id in (select value from json_each(?))"""
        result = {}
        for hit, kind, band, facts, texts, owners in self._db.all(sql, [listed(wanted)]):
            classes = loads(facts).get("classes") or ()
            result[hit] = judged(
                HitKind(kind), Band(band), [(r, x) for r, x in loads(texts)], loads(owners), map(str, classes)
            )
        return result

    def in_state(self, state: State) -> list[int]:
        """Ids of the hits in a state."""
        return self._db.column("select id from hits where state = ? order by id", [state.value])

    def by_state(self) -> dict[State, int]:
        """How many hits are in each state; without our own filings, what exception rules keep out, and what a new version no longer
        finds."""
        sql = """select state, count(*) from hits where not own_filing and not fallen_run
            and not (exception <> 0 and state = 'new') group by state"""
        return {word_of(State, state, "hits.state", 0): count for state, count in self._db.all(sql)}

    def set_aside_in(self, matters: Iterable[int]) -> dict[int, State]:
        """Hits of these matters that a person set aside, each with its state."""
        sql = f"""select id, state from hits where state in ({_ASIDE})
            and matter in (select value from json_each(?)) order by id"""
        return {hit: State(state) for hit, state in self._db.all(sql, [listed(matters)])}

    def move(self, kept: int, gone: int) -> None:
        """The hits of one matter become those of another. A subject that was found in both has one hit afterwards, with
        the evidence of both; what was reported of either, and what a person said of it, stays."""
        sql = "select id, subject_kind, subject, first_seen, first_run, state from hits where matter = ?"
        for hit in self._db.dicts(sql, [gone]):
            twin = self._db.value(
                "select id from hits where matter = ? and subject_kind = ? and subject = ?",
                [kept, hit["subject_kind"], hit["subject"]],
            )
            if twin is None:
                self._db.execute("update hits set matter = ? where id = ?", [kept, hit["id"]])
                continue
            self._db.execute(
                f"""insert into evidence (hit, role, field, text, source, score, band, match, whose, capture)
                select ?, role, field, text, source, score, band, match, whose, capture
                from evidence where hit = ? {_UNITE_EVIDENCE}""",
                [twin, hit["id"]],
            )
            self._merge(twin, hit["id"])
            self._settle(twin)

    def take_over(self, kept: int, gone: int) -> None:
        """Of two hits of one matter that are one, the subject and the evidence of the first stay. The older number stays and
        the other leads to it; what was reported of either, and what a person said of it, holds, and nothing of it is new."""
        if kept < gone:
            self._merge(kept, gone)
            return
        ((kind, subject, state),) = self._db.all("select subject_kind, subject, state from hits where id = ?", [kept])
        if self._are_one(gone, kept):  # merged by a person already: what holds of both is found by `_merge`
            state = State.NEW.value
        self._db.execute("delete from evidence where hit = ?", [gone])
        self._db.execute("update evidence set hit = ? where hit = ?", [gone, kept])
        self._merge(gone, kept)
        self._db.execute(
            f"""update hits set subject_kind = ?, subject = ?,
            state = iif(? = 'new' or (? in ({_ASIDE}) and state not in ('new', {_ASIDE})), state, ?) where id = ?""",
            [kind, subject, state, state, state, gone],
        )
        self._settle(gone)

    def _merge(self, kept: int, gone: int) -> None:
        """The second hit goes, with the evidence it still has: its number leads to the first, which has been reported where
        either was, and has what a person said of either."""
        ((first_seen, first_run, state),) = self._db.all(
            "select first_seen, first_run, state from hits where id = ?", [gone]
        )
        if self._are_one(kept, gone):
            # A hit is no duplicate of itself: of the two the one holds that was kept.
            stands = self._db.value("select state from hits where id in (?, ?) and state <> 'duplicate'", [kept, gone])
            state = stands or State.REVIEW.value
            self._db.execute("update hits set state = ? where id = ?", [state, kept])
        self._issues.move_hit(kept, gone)
        self._db.execute("insert or replace into former_hits (id, hit) values (?, ?)", [gone, kept])
        self._db.execute("update former_hits set hit = ? where hit = ?", [kept, gone])
        # What a person decided of either holds; of two decisions the one that does not silence it.
        self._db.execute(
            f"""update hits set first_seen = min(first_seen, ?), first_run = min(first_run, ?),
            state = iif(state = 'new' or (state in ({_ASIDE}) and ? not in ('new', {_ASIDE})), ?, state) where id = ?""",
            [first_seen, first_run, state, state, kept],
        )
        self._db.execute("delete from hits where id = ?", [gone])

    def _are_one(self, one: int, other: int) -> bool:
        """Whether a person has merged one of these hits into the other."""
        found = self._actions.kept_of((one, other))
        return other in found.get(one, ()) or one in found.get(other, ())

    def drop(self, hits: Sequence[int]) -> None:
        """These hits go without a trace; an issue that was not released is built again without them."""
        self._issues.drop_hits(hits)
        self._db.execute("delete from hits where id in (select value from json_each(?))", [listed(hits)])

    def hand_over(self, kept: int, gone: int) -> None:
        """All hits of one matter are shown under another, which has none."""
        self._db.execute("update hits set matter = ? where matter = ?", [kept, gone])

    def part(self, whole: int, parted: int) -> None:
        """A matter that was shown under another is one of its own again: it takes along the hits that rest on its own texts.
        One that rests on texts of both becomes two; what was reported of it, and what a person said of it, holds of both."""
        of_both = """select e.hit,
                sum(exists (select 1 from mentions x where x.matter = ? and x.source = e.source and x.role = e.role
                    and x.field = e.field and x.text = e.text)),
                sum(exists (select 1 from mentions x where x.matter = ? and x.source = e.source and x.role = e.role
                    and x.field = e.field and x.text = e.text))
            from evidence e join hits h on h.id = e.hit where h.matter = ? group by e.hit order by e.hit"""
        for hit, theirs, own in self._db.all(of_both, [parted, whole, whole]):
            if not theirs:
                continue
            if not own:
                self._db.execute("update hits set matter = ? where id = ?", [parted, hit])
                continue
            new = self._db.insert(
                f"""insert into hits (id, matter, subject_kind, subject, state, kind, score, band, role, field, text, source, match,
                own_filing, whose, first_seen, first_run, last_changed, changed_run)
                select {_NEXT}, ?, subject_kind, subject, state, kind, score, band, role, field, text, source, match,
                own_filing, whose, first_seen, first_run, last_changed, changed_run from hits where id = ?""",
                [parted, hit],
            )
            self._db.execute(
                """insert into evidence (hit, role, field, text, source, score, band, match, whose, capture)
                select ?, role, field, text, source, score, band, match, whose, capture from evidence where hit = ?""",
                [new, hit],
            )
            for one, its_matter in ((new, parted), (hit, whole)):
                self._db.execute(
                    """delete from evidence where hit = ? and not exists (select 1 from mentions x where x.matter = ?
                    and x.source = evidence.source and x.role = evidence.role and x.field = evidence.field
                    and x.text = evidence.text)""",
                    [one, its_matter],
                )
                self._settle(one)
            self._issues.part_hit(new, hit)
            self._actions.copy(new, hit)

    # --- matching again ---------------------------------------------------------------------------------

    def forget_evidence(self, kinds: Iterable[SubjectKind] = (SubjectKind.NAME,)) -> list[Rested]:
        """Forget the evidence of unreported, unreviewed hits of subjects of these kinds, so that matching again decides.
        Returns the captures it rested on, for `restore_captures`. The hits stay, with number and date, until
        `drop_unproved`; all three belong in one transaction."""
        among = listed(k.value for k in kinds)
        with self._db.immediate():
            rested = self._db.all(
                f"""select capture, hit, role, field, text, source from evidence
                where capture <> '' and hit in ({_UNREPORTED})""",
                [among],
            )
            self._db.execute(f"delete from evidence where hit in ({_UNREPORTED})", [among])
        return [(r[0], r[1], r[2], r[3], r[4], r[5]) for r in rested]

    def reread(self, hits: Iterable[int], run: int) -> None:
        """These hits were found, or made another kind or band, by a new version and not by new records."""
        with self._db.immediate():
            among = "id in (select value from json_each(?))"
            self._db.execute(f"update hits set reread_run = ? where {among}", [run, listed(hits)])

    def found_in_store(self, hits: Iterable[int], run: int) -> None:
        """These hits were found in what was stored before, because the list changed."""
        with self._db.immediate():
            among = "id in (select value from json_each(?))"
            self._db.execute(f"update hits set baseline_run = ? where {among}", [run, listed(hits)])

    def fall(self, watched: Iterable[str], found: Collection[tuple[int, str]], run: int, at: datetime) -> set[int]:
        """Reported hits of these watched names that a new version does not find any more (`found`: matter and watched id of
        those it does) no longer stand. What a person has looked at stands. Returns those that have fallen now."""
        with self._db.immediate():
            sql = f"""select id, matter, subject from hits where state = 'new' and subject_kind = 'name' and not fallen_run
                and id not in ({_UNREPORTED}) and subject in (select value from json_each(?))"""
            reported = self._db.all(sql, [listed([SubjectKind.NAME.value]), listed(watched)])
            gone = {hit for hit, matter, subject in reported if (matter, subject) not in found}
            among = "id in (select value from json_each(?))"
            sql = f"update hits set fallen_run = ?, last_changed = ? where {among}"
            self._db.execute(sql, [run, iso(at), listed(gone)])
        return gone

    def restore_captures(self, rested: Iterable[Rested]) -> None:
        with self._db.immediate():
            self._db.execute_many(
                "update evidence set capture = ? where hit = ? and role = ? and field = ? and text = ? and source = ?",
                rested,
            )

    def drop_unproved(self) -> None:
        """Unreported, unreviewed hits that nothing speaks for any more go."""
        with self._db.immediate():
            unproved = f"select id from hits where id in ({_UNREPORTED}) and id not in (select hit from evidence)"
            self.drop(self._db.column(unproved, [listed(k.value for k in SubjectKind)]))
