"""The schema, as steps that are frozen: a released step is never edited, and imports nothing that lives. A change is a
new step at the end. tests/store/test_schema.py holds the digest of every released one.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the schema: its permanent name, and the statements that make it."""

    name: str
    statements: tuple[str, ...]


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

_CANARY_OF_RUNS = (
    # The word a run looked for, and how many records had it. Earlier runs looked for none.
    "alter table runs add column canary text not null default ''",
    "alter table runs add column canary_met integer not null default 0",
)

_READING_OF_SOURCES = (
    # With which settings a source was last read: format, version, digest of its options.
    "alter table source_state add column read_with text not null default ''",
)

_TOLD_MORE_OF_RUNS = (
    # How many records of a run told more than was known. Of earlier runs every item is taken for one.
    "alter table runs add column told_more integer not null default 0",
    "update runs set told_more = items",
)

_NAMES_INDEX = (
    "create table names_docs (id integer primary key, matter integer not null)",
    "create index names_docs_by_matter on names_docs (matter)",
    "create virtual table names using fts5 (pieces, content = '', columnsize = 0, detail = none, tokenize = 'ascii')",
    """create table names_near (
        length integer not null, ascii integer not null, first integer not null, docs blob not null, texts text not null,
        written text not null, primary key (length, ascii, first)) without rowid""",
    # built_to: the matter up to which the index was made, null once it is whole; matters, texts: what stands in it then
    """create table names_state (
        version text not null, built_to integer, matters integer not null, texts integer not null)""",
    # Which forms the index is made of is for the program to say: "" stands for none, and an index that is not whole.
    """insert into names_state (version, built_to, matters, texts)
        values ('', (select 0 from matters limit 1), 0, 0)""",
)

_SUBJECT_OF_HITS = (
    # A hit is about a subject: a watched name, a firm of the province, a filer a person confirmed, a product.
    """create table hits_with_subject (
        id integer primary key, matter integer not null references matters (id),
        subject_kind text not null default 'name', subject text not null,
        state text not null default 'new', kind text not null, score real not null, band text not null,
        role text not null, field text not null, text text not null, source text not null, match text not null,
        own_filing integer not null default 0, first_seen text not null, first_run integer not null,
        last_changed text not null, changed_run integer not null, unique (matter, subject_kind, subject))""",
    """insert into hits_with_subject select id, matter, 'name', watched_id, state, kind, score, band, role, field, text,
        source, match, own_filing, first_seen, first_run, last_changed, changed_run from hits""",
    "drop table hits",
    "alter table hits_with_subject rename to hits",
)

_TOLD_ON_ACCEPTANCE = (
    # One issue for one audience and week; `revision` n is its n-th correction. `channel` is file or mail. `released_at`:
    # when it was let go (its mails queued, or the file given out); `told_at`: when the first of the audience had it.
    # `stale`: what an unreleased one was built on has changed since (something was told, a hit fell): build it again.
    """create table issues (
        id integer primary key, audience text not null, year integer not null, week integer not null,
        revision integer not null default 0, number integer not null, built_at text not null, cut_run integer not null,
        subject text not null, digest text not null, folder text not null, channel text not null,
        stale integer not null default 0, released_at text, told_at text, unique (audience, year, week, revision))""",
    """create table issue_entries (
        issue integer not null references issues (id) on delete cascade, hit integer not null, entry_no text not null,
        part text not null, primary key (issue, hit)) without rowid""",
    "create index issue_entries_by_hit on issue_entries (hit)",
    # What an audience was told, by which issue and kind of message (issue, urgent), and when.
    """create table told (
        audience text not null, hit integer not null, entry_no text not null, issue integer references issues (id),
        kind text not null, at text not null, primary key (audience, hit)) without rowid""",
    "create index told_by_hit on told (hit)",
    # One message to one address. States: queued, claimed, deferred, accepted, refused, given_up, superseded, dropped.
    """create table outbox (
        id integer primary key, kind text not null, channel text not null, audience text not null,
        issue integer references issues (id), recipient text not null, digest text not null, message_id text not null,
        state text not null, tries integer not null default 0, queued_at text not null, first_try text,
        last_try text, next_try text, claimed_by text not null default '', accepted_at text,
        answer text not null default '', unique (kind, issue, recipient, digest))""",
    "create index outbox_by_state on outbox (state)",
    # A bulletin without deliveries was given out as a file. One that was mailed was told if somebody accepted it.
    """insert into issues (audience, year, week, revision, number, built_at, cut_run, subject, digest, folder, channel,
            released_at, told_at)
        select 'office', b.year, b.week, 0, b.number, b.built_at, b.cut_run, b.subject, b.digest, b.folder,
            case when count(d.id) then 'mail' else 'file' end,
            case when count(d.id) then min(d.queued_at) else b.built_at end,
            case when count(d.id) then min(case when d.state = 'accepted' and d.digest = b.digest then d.accepted_at end)
                else b.built_at end
        from bulletins b left join deliveries d on d.year = b.year and d.week = b.week
        group by b.year, b.week order by b.year, b.week""",
    """insert into issue_entries (issue, hit, entry_no, part)
        select i.id, e.hit, e.entry_no, e.part from bulletin_entries e
        join issues i on i.year = e.year and i.week = e.week""",
    """insert or ignore into told (audience, hit, entry_no, issue, kind, at)
        select 'office', e.hit, e.entry_no, i.id, 'issue', i.told_at from issue_entries e join issues i on i.id = e.issue
        where i.told_at is not null and e.part <> 'changed' order by i.year, i.week""",
    # What was still open of an issue that another one followed, or that was built again, went out with the later one.
    """insert into outbox (id, kind, channel, audience, issue, recipient, digest, message_id, state, tries, queued_at,
            last_try, next_try, accepted_at, answer)
        select d.id, 'issue', 'mail', 'office', i.id, d.recipient, d.digest, d.message_id,
            case when d.state in ('queued', 'deferred') and (d.digest <> i.digest or exists (select 1 from issues later
                where (later.year, later.week) > (i.year, i.week))) then 'superseded' else d.state end,
            d.tries, d.queued_at, d.last_try, d.queued_at, d.accepted_at, d.answer
        from deliveries d join issues i on i.year = d.year and i.week = d.week order by d.id""",
    "drop table deliveries",
    "drop table bulletin_entries",
    "drop table bulletins",
)

_TOUCHED_MATTERS = (
    # Matters stored while what was stored before them is matched anew: they are matched again before it ends.
    "create table touched (matter integer primary key)",
)

_BOUNDED_READS = (
    # What an issue, status and a run ask of the past is found without going through all of it.
    "create index runs_by_start on runs (source, started)",
    "create index runs_by_newest on runs (source, newest_item) where newest_item is not null",
    "create index quarantine_by_source on quarantine (source, at)",
    "create index matters_by_first_run on matters (first_run)",
    "create index events_by_run on events (run)",
)

_UNITS = (
    # What the calendar of a source guarantees, one row for each unit that was expected: read, late, missing, excused (a
    # person said that it does not exist). `capture` are the bytes it came in: of one that was not read, what could not be
    # read to its end.
    """create table units (
        source text not null, day text not null, name text not null default '', state text not null, due text not null,
        read_at text, capture text not null default '', reason text not null default '',
        primary key (source, day)) without rowid""",
)

_WHOSE_RIGHT = (
    # Whose right a record is about, as far as the name is concerned: stranger, ours, claimed, lost.
    "alter table evidence add column whose text not null default 'stranger'",
    "update evidence set whose = 'ours' where own_filing",
    "alter table evidence drop column own_filing",
    "alter table hits add column whose text not null default 'stranger'",
    "update hits set whose = 'ours' where own_filing",
    # As what an issue reported a hit: a line says it where it is something else afterwards.
    "alter table issue_entries add column kind text not null default ''",
    "update issue_entries set kind = coalesce((select h.kind from hits h where h.id = issue_entries.hit), '')",
    # Owners a person confirmed to be the watched owner (`family`), at one office; `matter`: the filing it was said of.
    # `past`: somebody who owned that very filing before, and does not count against it. Taken back: `undone_at`.
    """create table own_confirmed (
        id integer primary key, family text not null, owner text not null, owner_key text not null, office text not null,
        matter text not null, hit integer not null, past integer not null default 0, by text not null,
        reason text not null, at text not null, undone_at text, undone_by text not null default '')""",
    "create index own_confirmed_by_hit on own_confirmed (hit)",
    # Filings of one international registration are told of together.
    """create index matters_by_ir on matters (json_extract(facts, '$.ir_number'))
        where json_extract(facts, '$.ir_number') is not null""",
)

_ACTS = (
    # What an act itself prints (facts by name), whom it concerns (names as printed), and whether it ends all of a matter.
    "alter table events add column says text not null default '{}'",
    "alter table events add column parties text not null default '[]'",
    "alter table events add column whole integer",
)

_COMPLAINTS = (
    # A complaint (DN) and the investigation (337-TA) it became stay matters of their own. `sure`: they are shown as one;
    # otherwise they may be, with others. `complaint_days`: when the complaint of either is said to have been filed.
    "create table complaint_days (day text not null, matter integer not null, primary key (day, matter)) without rowid",
    "create index complaint_days_by_matter on complaint_days (matter)",
    """create table complaint_links (
        complaint integer not null references matters (id), investigation integer not null references matters (id),
        sure integer not null, primary key (complaint, investigation)) without rowid""",
    "create index complaint_links_by_investigation on complaint_links (investigation)",
    # What the sources say of both, where two are shown as one; `origins` is what they say of the one.
    "alter table matters add column joined_origins text not null default ''",
    """insert or ignore into complaint_days (day, matter)
        select json_extract(o.value, '$.complaint_date[1]'), m.id from matters m, json_each(m.origins) o
        where m.kind = 'investigation' and json_extract(o.value, '$.complaint_date[1]') is not null""",
    "delete from matter_keys where key like 'us-itc:complaint:%'",
    # They are held against each other before the next records are stored.
    "insert into meta (key, value) select 'complaints_unsettled', '1' where exists (select 1 from complaint_days)",
)

_STREAMS = (
    # What of a source can fall silent by itself (the feed of one court, one question to a search), as its latest runs found
    # it; `left_out` what it leaves out by its own account, in JSON, null where it was never heard.
    """create table streams (
        source text not null, name text not null, kind text not null, tried_at text not null, read_at text,
        failing integer not null default 0, left_out text, newest text, stands_still integer not null default 0,
        primary key (source, name)) without rowid""",
    # The days of a stream that were read to their end, and how they were read (as `documents.version`).
    """create table stream_days (
        source text not null, stream text not null, day text not null, version text not null, read_at text not null,
        primary key (source, stream, day)) without rowid""",
)

_MISREAD_ENTRIES = (
    # What earlier versions took docket entries for by a keyword: a summons that was issued has served nobody, an amended
    # complaint unseals nothing, and leave to file a motion is no restraining order. The entry stays, under what it is.
    """update or ignore events set code = 'summons_issued' where code = 'served' and title like '%summons%issued%'
        and title not like '%return%' and title not like '%executed%' and title not like '%waive%'""",
    """update or ignore events set code = 'other' where code = 'unsealed' and title like '%amended complaint%'
        and title not like '%order%'""",
    """update or ignore events set code = 'other' where code in ('tro_issued', 'tro_extended')
        and title like '%leave to file%'""",
    """delete from events where (code = 'served' and title like '%summons%issued%' and title not like '%return%'
            and title not like '%executed%' and title not like '%waive%')
        or (code = 'unsealed' and title like '%amended complaint%' and title not like '%order%')
        or (code in ('tro_issued', 'tro_extended') and title like '%leave to file%')""",
)

_PACKED_MATTERS = (
    # What comes again and again is kept once, and rows hold its number. Numbers are never changed.
    "create table phrases (id integer primary key, text text not null unique)",
    # `url`: an address, or the number of a pattern in which {} stands for the end of the key. `first_seen`, `last_changed`:
    # seconds since 1970; the latter null where nothing has changed. `origins`: what each source says of a matter, beside what
    # holds; a source with a day alone says everything that holds, as of that day.
    """create table matters_packed (
        id integer primary key, key text not null, kind text not null, category text not null, jurisdiction text not null,
        title text not null, url not null, facts text not null, origins text not null, first_seen not null,
        first_run integer not null, changed_run integer not null, last_changed,
        joined_origins text not null default '')""",
    """insert into phrases (text) select replace(url, tail, '{}') from
        (select url, replace(key, rtrim(key, replace(key, ':', '')), '') as tail from matters)
        where length(tail) >= 4 and length(replace(url, tail, '')) = length(url) - length(tail) and instr(url, '{}') = 0
        group by replace(url, tail, '{}') having count(*) > 1 order by count(*) desc, 1""",
    # What one source says, all of one day, is what holds: it is written out once, in `facts` and the columns, and compared
    # as it was written. Where it is anything else it stays written out.
    """insert into matters_packed (id, key, kind, category, jurisdiction, title, url, facts, origins, first_seen, first_run,
            changed_run, last_changed, joined_origins)
        select id, key, kind, category, jurisdiction, title,
            coalesce((select p.id from phrases p where p.text = replace(url, tail, '{}') and length(tail) >= 4
                and length(replace(url, tail, '')) = length(url) - length(tail) and instr(url, '{}') = 0), url),
            facts,
            case when origins = '{' || json_quote(source) || ':{"_category":' || day || json_quote(category)
                || '],"_jurisdiction":' || day || json_quote(jurisdiction) || '],"_kind":' || day || json_quote(kind)
                || '],"_title":' || day || json_quote(title) || '],"_url":' || day || json_quote(url) || ']'
                || coalesce((select group_concat(',' || json_quote(f.key) || ':'
                    || iif(substr(f.key, 1, 5) = 'ever_', '["",', day)
                    || case f.type when 'true' then 'true' when 'false' then 'false' when 'null' then 'null'
                        when 'text' then json_quote(f.value) else f.value end || ']', '') from json_each(facts) f), '')
                || '}}' then json_object(source, json_extract(day || '0]', '$[0]')) else origins end,
            coalesce(cast(strftime('%s', first_seen) as integer), first_seen), first_run, changed_run,
            case when last_changed <> first_seen
                then coalesce(cast(strftime('%s', last_changed) as integer), last_changed) end, joined_origins
        from (select *, replace(key, rtrim(key, replace(key, ':', '')), '') as tail,
            (select o.key from json_each(origins) o limit 1) as source,
            (select '[' || json_quote(json_extract(o.value, '$._kind[0]')) || ',' from json_each(origins) o limit 1) as day
            from matters) order by id""",
    "drop table matters",
    "alter table matters_packed rename to matters",
    "create index matters_of_known_brands on matters (id) where json_extract(facts, '$.known_brand') is not null",
    "create index matters_by_first_run on matters (first_run)",
    """create index matters_by_ir on matters (json_extract(facts, '$.ir_number'))
        where json_extract(facts, '$.ir_number') is not null""",
    """create view matters_shown as select id, key, kind, category, jurisdiction, title,
        case typeof(url) when 'integer' then (select replace(p.text, '{}',
            replace(key, rtrim(key, replace(key, ':', '')), '')) from phrases p where p.id = url) else url end as url,
        facts, origins, joined_origins,
        case typeof(first_seen) when 'integer' then strftime('%Y-%m-%dT%H:%M:%S+00:00', first_seen, 'unixepoch')
            else first_seen end as first_seen,
        first_run, changed_run,
        case typeof(coalesce(last_changed, first_seen)) when 'integer'
            then strftime('%Y-%m-%dT%H:%M:%S+00:00', coalesce(last_changed, first_seen), 'unixepoch')
            else coalesce(last_changed, first_seen) end as last_changed
        from matters""",
)

_PACKED_EVENTS = (
    # `code`, `source`: numbers of phrases; `title`: a number where it comes again and again, else the text. `date`: days since
    # 1970. `first_seen`, `run`: null where it became known together with its matter. Empty `url`, `says`, `parties`: null.
    """create table event_rows (
        matter integer not null references matters (id), code integer not null, ident text not null, date integer not null,
        title not null, url text, certain integer not null, source integer not null, first_seen, run integer,
        says text, parties text, whole integer, primary key (matter, code, ident)) without rowid""",
    "insert or ignore into phrases (text) select distinct source from events order by 1",
    "insert or ignore into phrases (text) select code from events group by code order by count(*) desc, 1",
    """insert or ignore into phrases (text) select title from events where title <> '' group by title
        having count(*) > 2 order by count(*) desc, 1""",
    """insert into event_rows (matter, code, ident, date, title, url, certain, source, first_seen, run, says, parties, whole)
        select e.matter, (select p.id from phrases p where p.text = e.code), e.ident,
            cast(julianday(e.date) - 2440587.5 as integer),
            coalesce((select p.id from phrases p where p.text = e.title and e.title <> ''), e.title), nullif(e.url, ''),
            e.certain, (select p.id from phrases p where p.text = e.source),
            case when strftime('%s', e.first_seen) || '' <> m.first_seen || ''
                then coalesce(cast(strftime('%s', e.first_seen) as integer), e.first_seen) end,
            nullif(e.run, m.first_run), nullif(e.says, '{}'), nullif(e.parties, '[]'), e.whole
        from events e join matters m on m.id = e.matter order by e.matter, 2, e.ident""",
    "drop table events",
    """create view events as select e.matter, (select p.text from phrases p where p.id = e.code) as code, e.ident,
        date(e.date * 86400, 'unixepoch') as date,
        case typeof(e.title) when 'integer' then (select p.text from phrases p where p.id = e.title) else e.title end as title,
        coalesce(e.url, '') as url, e.certain, (select p.text from phrases p where p.id = e.source) as source,
        case typeof(coalesce(e.first_seen, m.first_seen)) when 'integer'
            then strftime('%Y-%m-%dT%H:%M:%S+00:00', coalesce(e.first_seen, m.first_seen), 'unixepoch')
            else coalesce(e.first_seen, m.first_seen) end as first_seen,
        coalesce(e.run, m.first_run) as run, coalesce(e.says, '{}') as says, coalesce(e.parties, '[]') as parties, e.whole
        from event_rows e join matters m on m.id = e.matter""",
)

_PACKED_MENTIONS = (
    # `source`, `role`, `field`: numbers of phrases. `as_of`: days since 1970, or what a source gave that is no day. Empty
    # `data`: null. `applicant`: 1 of a mention in that role.
    """create table mention_rows (
        matter integer not null references matters (id), source integer not null, role integer not null,
        field integer not null, text text not null, as_of not null, data text, applicant integer,
        primary key (matter, source, role, field, text)) without rowid""",
    "insert or ignore into phrases (text) select distinct source from mentions order by 1",
    "insert or ignore into phrases (text) select distinct role from mentions order by 1",
    "insert or ignore into phrases (text) select distinct field from mentions order by 1",
    """insert into mention_rows (matter, source, role, field, text, as_of, data, applicant)
        select m.matter, (select p.id from phrases p where p.text = m.source),
            (select p.id from phrases p where p.text = m.role), (select p.id from phrases p where p.text = m.field), m.text,
            case when date(m.as_of, '+0 days') = m.as_of then cast(julianday(m.as_of) - 2440587.5 as integer) else m.as_of end,
            nullif(m.data, '{}'), iif(m.role = 'applicant', 1, null)
        from mentions m order by m.matter, 2, 3, 4, m.text""",
    "drop table mentions",
    "create index mentions_by_applicant on mention_rows (text) where applicant = 1",
    """create view mentions as select matter, (select p.text from phrases p where p.id = source) as source,
        (select p.text from phrases p where p.id = role) as role, (select p.text from phrases p where p.id = field) as field,
        text, case typeof(as_of) when 'integer' then date(as_of * 86400, 'unixepoch') else as_of end as as_of,
        coalesce(data, '{}') as data, applicant from mention_rows""",
)

_AS_REPORTED = (
    # What an entry of an issue showed, in JSON ("" in those of earlier versions): a later issue tells what is otherwise.
    "alter table issue_entries add column shown text not null default ''",
    # The latest run that brought something of the matter of a hit: an event or a fact, whomever it concerns.
    # `changed_run`: the latest that made the hit another kind or band.
    "alter table hits add column matter_run integer not null default 0",
)

_GENERAL_ORDERS = (
    # Which investigations an issue told of because of a general exclusion order, by their key, and how far each had come.
    """create table issue_orders (
        issue integer not null references issues (id), matter text not null, reached integer not null,
        primary key (issue, matter)) without rowid""",
)

_GOODS = (
    # Of filings in which no name was met: a number of the words it is packed against, then JSON, deflated. `as_of` as in
    # mention_rows.
    """create table matter_goods (
        matter integer primary key references matters (id), as_of not null, goods blob not null)""",
    "drop view matters_shown",
    """create view matters_shown as select id, key, kind, category, jurisdiction, title,
        case typeof(url) when 'integer' then (select replace(p.text, '{}',
            replace(key, rtrim(key, replace(key, ':', '')), '')) from phrases p where p.id = url) else url end as url,
        facts, origins, joined_origins,
        case typeof(first_seen) when 'integer' then strftime('%Y-%m-%dT%H:%M:%S+00:00', first_seen, 'unixepoch')
            else first_seen end as first_seen,
        first_run, changed_run,
        case typeof(coalesce(last_changed, first_seen)) when 'integer'
            then strftime('%Y-%m-%dT%H:%M:%S+00:00', coalesce(last_changed, first_seen), 'unixepoch')
            else coalesce(last_changed, first_seen) end as last_changed,
        (select g.goods from matter_goods g where g.matter = id) as goods
        from matters""",
)

_NUMBERS = (
    # Numbers a matter is known by beyond its keys: docket without court, registration, rights asserted … `kind` is a value of
    # NumberKind. In a state folder with matters they are gathered up to `built_to`; null once every matter's are there.
    """create table matter_numbers (
        number text not null, kind integer not null, matter integer not null, primary key (number, kind, matter))
        without rowid""",
    "create table numbers_state (version integer not null, built_to integer)",
    "insert into numbers_state select 0, iif(exists (select 1 from matters), 0, null)",
)

_JUDGED_ANEW = (
    # What entries of earlier versions showed is worked out once, before anything is read again.
    "insert into meta (key, value) select 'entries_unkept', '1' where exists (select 1 from issue_entries)",
    # The latest run in which a new version judged what was stored otherwise: found it, or made it another kind or band.
    # `fallen_run`: in which a new version no longer found a hit that was reported; 0 while it stands.
    "alter table hits add column reread_run integer not null default 0",
    "alter table hits add column fallen_run integer not null default 0",
)

_READ_AGAIN = (
    # Filings that were read again since the reader of their source changed: what it misread is replaced once.
    """create table read_again (
        source text not null, matter integer not null, filing text not null,
        primary key (source, matter, filing)) without rowid""",
    # Sources that were read before anybody noted by which reader.
    "update source_state set read_with = 'before' where read_with = '' and checked_until is not null",
)

_SUITS = (
    # Suits by who brings them: the case (its court, when it was filed, whether the store has a restraining order in it), and
    # the folded names of its plaintiffs and of the firms that act for them.
    """create table suits (
        matter integer primary key, court text not null, filed text not null default '',
        restrained integer not null default 0)""",
    """create table suit_names (
        role text not null, name text not null, matter integer not null, primary key (role, name, matter)) without rowid""",
    "create index suit_names_by_matter on suit_names (matter)",
    # Names are folded by the program: suits stored before are taken in by it, beginning with the first.
    """insert into meta (key, value) select 'suits_made_to', '0' where exists (select 1 from matters where category = 'suit')""",
)

_WORDS = (
    # The words of all matters: row id = matter, each word behind the letter of the shelf its field stands on.
    "create virtual table words using fts5 (terms, content = '', columnsize = 0, detail = none, tokenize = 'ascii')",
    "create table words_known (word text primary key) without rowid",
    # built_to: the matter up to which the index was made, null once it is whole; goods: matters whose goods are in it
    "create table words_state (version text not null, built_to integer, goods integer not null)",
    "insert into words_state (version, built_to, goods) values ('', (select 0 from matters limit 1), 0)",
)

_DOUBTS = (
    # Texts that were not understood, as [key, parameters], with the keys of the matters they are about (JSON); and who looked
    # at them. Taken back: `undone_at`.
    """create table doubts (
        id integer primary key, source text not null, matters text not null, what text not null,
        first_seen text not null, last_seen text not null, unique (source, what))""",
    """create table doubts_looked_at (
        id integer primary key, doubt integer not null, by text not null, reason text not null, at text not null,
        undone_at text, undone_by text not null default '')""",
    "create index doubts_looked_at_by_doubt on doubts_looked_at (doubt)",
)

_TOLD_APART = (
    # What one code stood for is told apart where the row itself says which it is: a respondent found in default by the ITC (a
    # court's entry of default keeps the code), a US registration cancelled because no declaration of use was filed (by the code
    # of its entry, or of its status), a final refusal of the USPTO (it has no other under that code). What is told, and when
    # it became known, stays.
    "insert or ignore into phrases (text) values ('found_in_default'), ('lapsed'), ('final_refusal')",
    """update or ignore event_rows set code = (select id from phrases where text = 'found_in_default')
        where code = (select id from phrases where text = 'default')
        and (select m.key from matters m where m.id = matter) like 'us-itc:%'""",
    """update or ignore event_rows set code = (select id from phrases where text = 'lapsed')
        where code = (select id from phrases where text = 'cancelled')
        and (select m.key from matters m where m.id = matter) like 'tm:US:%'
        and (ident like 'C8..:%' or ident like 'C8.T:%' or ident like 'C71T:%' or ident like 'CAEX:%'
            or ident like 'NCS8:%' or ident like 'NC71:%' or ident in ('status:709', 'status:710'))""",
    """update or ignore event_rows set code = (select id from phrases where text = 'final_refusal')
        where code = (select id from phrases where text = 'refused')
        and (select m.key from matters m where m.id = matter) like 'tm:US:%'""",
)

_UNREAD_CELLS = (
    # Rows of a list that its import could not take. refused: how many; null for imports of versions that did not note them.
    "alter table watchlist_imports add column refused integer",
    """create table unread_cells (
        import integer not null references watchlist_imports (id), place integer not null, sheet text not null,
        row integer not null, heading text not null, what text not null, text text not null, owner text not null,
        params text not null, primary key (import, place)) without rowid""",
)

_APPROVALS = (
    # `number` and `running` count the issues of the year and all issues (第×期, 总第×期); before, `number` was that of the week.
    # `draft`: the name of what the issue was composed from, kept beside its files; "" where nothing is kept. `as_draft`: its
    # files are marked as a draft.
    "alter table issues add column running integer not null default 0",
    "alter table issues add column draft text not null default ''",
    "alter table issues add column as_draft integer not null default 0",
    """update issues set
        number = (select count(distinct b.week) from issues b
            where b.audience = issues.audience and b.year = issues.year and b.week <= issues.week),
        running = (select count(distinct b.year * 100 + b.week) from issues b
            where b.audience = issues.audience and (b.year, b.week) <= (issues.year, issues.week))""",
    # Who signed an issue: `draft` is what was signed, `digest` that of the files it became.
    """create table approvals (
        id integer primary key, issue integer not null references issues (id), signed_by text not null, note text not null,
        at text not null, draft text not null, digest text not null, undone_at text, undone_by text not null default '')""",
    "create unique index approvals_standing on approvals (issue) where undone_at is null",
)

_WATCHLIST_LISTS = (
    # Several lists, one watch: which list gives which name, as that list gives it, and where it says so. What was taken in before
    # becomes the list 名录.
    """create table watchlist_entries (
        list text not null, watched_id text not null references watched (id), place integer not null, data text not null,
        file text not null default '', sheet text not null default '', row integer not null default 0,
        batch text not null default '', valid_from text not null default '', valid_until text not null default '',
        primary key (list, watched_id)) without rowid""",
    """insert into watchlist_entries (list, watched_id, place, data, file)
        select '名录', id, row_number() over (order by position, id), data,
            coalesce((select file from watchlist_imports order by id desc limit 1), '')
        from watched where active and not exists (select 1 from json_each(data, '$.flags') where value = 'derived')""",
    # Who changed the lists, how and why; how much was watched before and after (JSON); the lists as they were before, compressed,
    # null where they are not kept; which earlier change this one takes back.
    "alter table watchlist_imports add column act text not null default 'import'",
    "alter table watchlist_imports add column list text not null default '名录'",
    "alter table watchlist_imports add column by text not null default ''",
    "alter table watchlist_imports add column reason text not null default ''",
    "alter table watchlist_imports add column measured text not null default ''",
    "alter table watchlist_imports add column undoes integer",
    "alter table watchlist_imports add column before blob",
)

_UNREAD_OF_FILES = (
    # A list may be made of several files: which one a row that could not be taken stands in.
    "alter table unread_cells add column file text not null default ''",
    "update unread_cells set file = coalesce((select file from watchlist_imports where id = import), '')",
)

_WATCHED_SINCE = (
    # since: when a name joined the watch, or joined it again; "" while it is off. Of names that joined before anybody noted it, the
    # latest day on which any joined.
    "alter table watched add column since text not null default ''",
    """update watched set since = coalesce((select max(at) from watchlist_imports where added > 0),
        (select min(at) from watchlist_imports), '') where active""",
    # baseline_run: the hit was found by matching what was stored before, after the list changed, in this run; 0 for all others.
    "alter table hits add column baseline_run integer not null default 0",
)

_STREAM_COUNTS = (
    # What each stream brought on each day (of the run, or of the unit that was read): records that told more than was known,
    # those of them whose matter was not known before, and what they carry (fact, role or code of an event → records, in JSON).
    # `reads`: how often it was read that day; `anew`: what was known was read again by another reader, so that the day says
    # nothing about other days.
    """create table stream_counts (
        source text not null, stream text not null, day text not null, fresh integer not null default 0,
        born integer not null default 0, met integer not null default 0, filled text not null default '{}',
        reads integer not null default 0, anew integer not null default 0,
        primary key (source, stream, day)) without rowid""",
    # The day an answer of a stream says it was made; why its latest run doubts it, as `runs.message`.
    "alter table streams add column made text",
    "alter table streams add column doubts text not null default '[]'",
)

# The numbers under which a run stored something before another run was begun beside it.
_NUMBERS_OF_RUNS = (
    "create table run_numbers (number integer primary key, run integer not null) without rowid",
    "create index run_numbers_by_run on run_numbers (run)",
)

# Everything that was done to hits, by persons and by the program. `hit` may be one that was merged into another since (former_hits).
# Nothing of it is changed or deleted, by whatever part of the program.
_ACTIONS = (
    """create table actions (
        id integer primary key, batch integer not null, hit integer not null, doing text not null, before text not null,
        after text not null, actor text not null, account text not null, at text not null, reason text not null,
        details text not null, undoes integer)""",
    "create index actions_by_hit on actions (hit)",
    "create index actions_by_batch on actions (batch)",
    "create index actions_of_merges on actions (hit) where doing = 'merge'",
    "create index actions_undoing on actions (undoes) where undoes is not null",
    "create index actions_by_time on actions (at)",
    """create trigger actions_are_never_changed before update on actions
        begin select raise(abort, 'what was done is never changed'); end""",
    """create trigger actions_are_never_deleted before delete on actions
        begin select raise(abort, 'what was done is never deleted'); end""",
)

# Exception rules: `scope` in JSON; `until` is the last day one holds; `clocks`: those a person agreed to keep out too, [hit, id of
# the clock, last day] in JSON. Who ended one before its
# day, and what each kept out at some time. Nothing of it is changed or deleted.
_EXCEPTIONS = (
    """create table exceptions (
        id integer primary key, kind text not null, scope text not null, reason text not null, author text not null,
        account text not null, made_at text not null, until text not null, clocks text not null)""",
    """create table exceptions_ended (
        rule integer primary key references exceptions (id), at text not null, by text not null, account text not null,
        reason text not null) without rowid""",
    """create table excepted (
        rule integer not null references exceptions (id), hit integer not null, at text not null,
        primary key (rule, hit)) without rowid""",
    """create trigger exceptions_are_never_changed before update on exceptions
        begin select raise(abort, 'a rule is never changed'); end""",
    """create trigger exceptions_are_never_deleted before delete on exceptions
        begin select raise(abort, 'a rule is never deleted'); end""",
    """create trigger endings_are_never_changed before update on exceptions_ended
        begin select raise(abort, 'the end of a rule is never changed'); end""",
    """create trigger endings_are_never_deleted before delete on exceptions_ended
        begin select raise(abort, 'the end of a rule is never deleted'); end""",
    # exception: the rule that keeps a hit out, 0 none. sparing: one that holds of it and does not, and why (spared). freed: the
    # rule that last kept it out, and in which run it came back.
    "alter table hits add column exception integer not null default 0",
    "alter table hits add column sparing integer not null default 0",
    "alter table hits add column spared text not null default ''",
    "alter table hits add column freed integer not null default 0",
    "alter table hits add column freed_run integer not null default 0",
    # Why somebody took back what was said of an owner.
    "alter table own_confirmed add column undone_reason text not null default ''",
)

STEPS = (
    Step("first", _FIRST),
    Step("canary_of_runs", _CANARY_OF_RUNS),
    Step("reading_of_sources", _READING_OF_SOURCES),
    Step("told_more_of_runs", _TOLD_MORE_OF_RUNS),
    Step("names_index", _NAMES_INDEX),
    Step("subject_of_hits", _SUBJECT_OF_HITS),
    Step("told_on_acceptance", _TOLD_ON_ACCEPTANCE),
    Step("touched_matters", _TOUCHED_MATTERS),
    Step("bounded_reads", _BOUNDED_READS),
    Step("units", _UNITS),
    Step("whose_right", _WHOSE_RIGHT),
    Step("acts", _ACTS),
    Step("complaints", _COMPLAINTS),
    Step("streams", _STREAMS),
    Step("misread_entries", _MISREAD_ENTRIES),
    Step("packed_matters", _PACKED_MATTERS),
    Step("packed_events", _PACKED_EVENTS),
    Step("packed_mentions", _PACKED_MENTIONS),
    Step("as_reported", _AS_REPORTED),
    Step("general_orders", _GENERAL_ORDERS),
    Step("goods", _GOODS),
    Step("numbers", _NUMBERS),
    Step("judged_anew", _JUDGED_ANEW),
    Step("read_again", _READ_AGAIN),
    Step("suits", _SUITS),
    Step("words", _WORDS),
    Step("doubts", _DOUBTS),
    Step("told_apart", _TOLD_APART),
    Step("unread_cells", _UNREAD_CELLS),
    Step("approvals", _APPROVALS),
    Step("watchlist_lists", _WATCHLIST_LISTS),
    Step("unread_of_files", _UNREAD_OF_FILES),
    Step("watched_since", _WATCHED_SINCE),
    Step("stream_counts", _STREAM_COUNTS),
    Step("numbers_of_runs", _NUMBERS_OF_RUNS),
    Step("actions", _ACTIONS),
    Step("exceptions", _EXCEPTIONS),
)
