"""The schema, as migrations. A migration is never edited once it was released; a change is a new one."""

from __future__ import annotations

from sqlite_utils.db import Database
from sqlite_utils.migrations import Migrations

from monitor.store.names_index import TABLES

migrations = Migrations("monitor")

_FIRST = (
    "create table meta (key text primary key, value text not null)",
    # the protection list
    """create table watched (
        id text primary key, name text not null, kind text not null, data text not null,
        position integer not null, active integer not null default 1)""",
    """create table watchlist_imports (
        id integer primary key, version text not null, file text not null, at text not null,
        names integer not null, added integer not null, changed integer not null, removed integer not null)""",
    """create table variant_switches (
        watched_id text not null, text text not null, enabled integer not null, primary key (watched_id, text))""",
    # sources and their runs
    """create table source_state (
        source text primary key, cursor text not null default '{}', paused integer not null default 0,
        reason text not null default '', checked_until text)""",
    """create table documents (
        source text not null, key text not null, version text not null, etag text not null default '',
        last_modified text not null default '', digest text not null default '', once integer not null default 0,
        at text not null, primary key (source, key)) without rowid""",
    """create table runs (
        id integer primary key, source text not null, started text not null, finished text, verdict text,
        since text, until text, items integer not null default 0, records integer not null default 0,
        skipped integer not null default 0, ignored integer not null default 0, parsed integer not null default 0,
        new_hits integer not null default 0, changed_hits integer not null default 0, newest_item text,
        message text not null default '', notes text not null default '[]')""",
    "create index runs_by_source on runs (source, id)",
    """create table captures (
        id text not null, source text not null, url text not null, run integer not null, status integer not null,
        media_type text not null, size integer not null, fetched_at text not null, file text not null,
        body integer not null, primary key (id, source, url, run)) without rowid""",
    """create table quarantine (
        id integer primary key, source text not null, run integer not null, place text not null,
        reason text not null, file text not null default '', at text not null)""",
    """create table unknowns (
        source text not null, what text not null, place text not null, first_seen text not null,
        last_seen text not null, primary key (source, what)) without rowid""",
    "create table budgets (source text not null, at real not null)",
    "create index budgets_by_source on budgets (source, at)",
    # what sources publish
    """create table matters (
        id integer primary key, key text not null unique, kind text not null, category text not null,
        jurisdiction text not null, title text not null, url text not null, facts text not null,
        origins text not null, first_seen text not null, first_run integer not null, changed_run integer not null,
        last_changed text not null)""",
    "create table matter_keys (key text primary key, matter integer not null references matters (id)) without rowid",
    "create index matters_of_known_brands on matters (id) where json_extract(facts, '$.known_brand') is not null",
    "create index matter_keys_by_matter on matter_keys (matter)",
    """create table events (
        id integer primary key, matter integer not null references matters (id), code text not null,
        ident text not null, date text not null, title text not null, url text not null, certain integer not null,
        source text not null, first_seen text not null, run integer not null, unique (matter, code, ident))""",
    """create table mentions (
        id integer primary key, matter integer not null references matters (id), source text not null,
        role text not null, field text not null, text text not null, as_of text not null,
        data text not null default '{}', unique (matter, source, role, field, text))""",
    "create index mentions_by_applicant on mentions (text) where role = 'applicant'",
    # hits
    """create table hits (
        id integer primary key, matter integer not null references matters (id), watched_id text not null,
        state text not null default 'new', kind text not null, score real not null, band text not null,
        role text not null, field text not null, text text not null, source text not null, match text not null,
        own_filing integer not null default 0, first_seen text not null, first_run integer not null,
        last_changed text not null, changed_run integer not null, unique (matter, watched_id))""",
    """create table evidence (
        hit integer not null references hits (id) on delete cascade, role text not null, field text not null,
        text text not null, source text not null, score real not null, band text not null, match text not null,
        own_filing integer not null, capture text not null, primary key (hit, role, field, text, source)) without rowid""",
    """create table former_hits (id integer primary key, hit integer not null)""",
    # what was told, and to whom
    """create table bulletins (
        year integer not null, week integer not null, number integer not null, built_at text not null,
        cut_run integer not null, subject text not null, digest text not null, folder text not null,
        primary key (year, week))""",
    """create table bulletin_entries (
        year integer not null, week integer not null, hit integer not null, entry_no text not null,
        part text not null, primary key (year, week, hit))""",
    "create index bulletin_entries_by_hit on bulletin_entries (hit)",
    """create table deliveries (
        id integer primary key, year integer not null, week integer not null, recipient text not null,
        digest text not null, message_id text not null, state text not null, tries integer not null default 0,
        queued_at text not null, last_try text, accepted_at text, answer text not null default '',
        unique (year, week, recipient, digest))""",
)


@migrations()
def first(db: Database) -> None:
    for statement in _FIRST:
        db.execute(statement)


@migrations()
def canary_of_runs(db: Database) -> None:
    """The word a run looked for, and how many records had it. Earlier runs looked for none."""
    db.execute("alter table runs add column canary text not null default ''")
    db.execute("alter table runs add column canary_met integer not null default 0")


@migrations()
def reading_of_sources(db: Database) -> None:
    """With which settings a source was last read: format, version, digest of its options."""
    db.execute("alter table source_state add column read_with text not null default ''")


@migrations()
def told_more_of_runs(db: Database) -> None:
    """How many records of a run told more than was known. Of earlier runs every item is taken for one."""
    db.execute("alter table runs add column told_more integer not null default 0")
    db.execute("update runs set told_more = items")


@migrations()
def names_index(db: Database) -> None:
    """Texts become findable without reading them all. Those stored before are indexed when a name is first looked up."""
    from monitor.matching.written import revision

    for statement in TABLES:
        db.execute(statement)
    empty = db.execute("select 1 from matters limit 1").fetchone() is None
    db.execute(
        "insert into names_state (version, built_to, matters, texts) values (?, ?, 0, 0)",
        [revision(), None if empty else 0],
    )
