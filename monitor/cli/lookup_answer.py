"""The answer to one question on a terminal: the answer itself in the first lines, what it rests on in the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from monitor.cli.common import Session
from monitor.cli.lookup_matter import left, next_deadline, show_matter, urgency
from monitor.cli.tables import Column, Styled
from monitor.legal_forms import Use, han_endings
from monitor.model import Band
from monitor.texts import Texts

_IN_FULL = 2  # matters found by words that are shown in full
_LISTED = 20  # rows of one table

Json = Mapping[str, Any]


def show_answer(session: Session, data: Json, *, spellings: bool = False) -> None:
    if data["demo"]:
        session.say("cli.demo_data")
    show_parts(session, data, data["searched"], spellings=spellings)
    show_rests(session, data)


def show_parts(session: Session, data: Json, searched: Json, *, spellings: bool = False) -> None:
    """What was found, without what the answer rests on."""
    _readings(session, data, searched)
    if "name" in data["asked_as"] or data["watched"]:
        _name(session, data, searched, spellings=spellings)
    if data["too_common"]:
        session.told(session.texts("answer.say.too_common", name=data["name"], count=data["too_common"]), "notice")
    if data["words"] is not None:
        _words(session, data, searched)
    _suggested(session, data["suggested"])
    if is_empty(data) and not data["readings"]:
        session.told(session.texts("answer.say.nothing"))


def _suggested(session: Session, suggested: Sequence[Json]) -> None:
    """Names that were perhaps meant, with what is stored under them."""
    t = session.texts
    if not suggested:
        return
    with_leads = [w for w in suggested if w["hits"]]
    said: list[Json] = []  # a firm and its marks share their deadlines
    for w in with_leads:
        session.told(t("answer.say.near_name_hits", name=w["name"], count=w["hits"]), "notice")
        if w["deadline"] and w["deadline"] not in said:
            said.append(w["deadline"])
            session.told(next_deadline(session, w["deadline"]), urgency(w["deadline"]["days_left"]))
    first = (with_leads or suggested)[0]["name"]
    names = session.joined(w["name"] for w in suggested)
    session.told(t("answer.say.near_names", names=names, first=first))


def is_empty(data: Json) -> bool:
    words = data["words"]
    found = data["matters"] or data["found"] or data["told_under"] or data["unlisted"] or (words and words["total"])
    return not found and not (data["firm"] and data["firm"]["counts"]["hits"])


# --- numbers --------------------------------------------------------------------------------------------


def _readings(session: Session, data: Json, searched: Json) -> None:
    t = session.texts
    readings = data["readings"]
    if len(readings) > 1:
        session.told(t("answer.say.readings", text=data["question"], count=len(readings)))
    by_key = {m["matter"]: m for m in data["matters"]}
    stored = [r for r in readings if r["answer"] == "stored"]
    missing = [r for r in readings if r["answer"] != "stored"]
    for r in (*stored, *missing):
        key = "number_stored" if r["answer"] == "stored" else "number_not_stored"
        kind = r["kind_name"]
        if r["office_name"]:
            kind = t("answer.say.number_of_office", kind=kind, office=r["office_name"])
        count = len(r["matters"])
        session.told(t(f"answer.say.{key}", printed=r["printed"], kind=kind, count=count), "strong")
    shown: set[str] = set()
    for r in stored:
        for of in r["matters"]:
            if of["matter"] in shown or of["matter"] not in by_key:
                continue
            shown.add(of["matter"])
            session.line("")
            if t.find(f"answer.how.{of['how']}"):
                session.told(t(f"answer.how.{of['how']}", printed=r["printed"]))
            show_matter(session, by_key[of["matter"]], searched)
    _carriers(session, missing)


def _carriers(session: Session, readings: Sequence[Json]) -> None:
    """Where to look up what is not stored, and which sources would carry it, once for all readings."""
    t = session.texts
    for r in readings:
        if r["page"]:
            session.line(t("answer.say.official", printed=r["printed"], url=r["page"]))
    sources = {s["source"]: s for r in readings for s in r["sources"]}
    if not readings:
        return
    if not sources:
        session.told(t("answer.say.no_carrier"))
        return
    if without := [r["printed"] for r in readings if not r["sources"]]:
        session.told(t("answer.say.no_carrier_of", printed=session.joined(without)))
    session.line("")
    session.table(
        [
            Column(t("answer.column.source")),
            Column(t("answer.column.since"), whole=True),
            Column(t("answer.column.back"), whole=True),
            Column(t("answer.column.complete"), whole=True),
        ],
        [
            [
                s["title"],
                s["since"] or Styled(t("answer.says.never"), "bad"),
                s["reaches_back_to"] or "—",
                t("answer.says.complete") if s["complete"] else Styled(t("answer.says.incomplete"), "warn"),
            ]
            for s in sources.values()
        ],
        title=t("answer.say.carriers"),
    )


# --- a name ---------------------------------------------------------------------------------------------


def _name(session: Session, data: Json, searched: Json, *, spellings: bool) -> None:
    t = session.texts
    if data["watched"]:
        session.told(t("cli.lookup.is_watched", name=data["name"], id=data["watched"]), "strong")
    else:
        session.told(t("cli.lookup.not_watched", name=data["name"]))
    if data["unlisted"]:
        ids = session.joined(f"#{h['id']}" for h in data["unlisted"])
        session.told(t("cli.lookup.unlisted", ids=ids), "notice")
    if data["firm"]:
        from monitor.cli.lookup_firm import show_firm

        show_firm(session, data["firm"])
    beside = [f for f in (*data["found"], *data["told_under"]) if f["hit"] is None] if data["firm"] else data["found"]
    if beside:
        title = t("answer.say.found_beside") if data["firm"] else ""
        if 0 < len(data["found_in"]) <= _IN_FULL:
            weak = {f["matter"] for f in beside} - {f["matter"] for f in beside if _is_sure(f)}
            for m in data["found_in"]:
                if m["ours"] or m["matter"] not in weak:
                    show_matter(session, m, searched)
        by_key = {m["matter"]: m for m in data["found_in"]}
        _found(session, beside, by_key, watched=bool(data["watched"]), title=title)
    if data["near"]:
        session.table(
            [t("cli.lookup.column.text"), t("cli.lookup.column.like"), t("cli.lookup.column.matter")],
            [
                [n["text"][:60], f"{n['spelling']} {n['likeness']:.0%}", f"{n['title'][:60]}\n{n['matter']}"]
                for n in data["near"]
            ],
            title=t("cli.lookup.near"),
        )
    texts = list(dict.fromkeys(v["text"] for v in data["variants"]))
    if spellings and texts:
        session.facts([(t("answer.say.spellings_all"), session.joined(texts))])
    elif len(texts) > 1:
        session.say("answer.say.spellings", count=len(texts))


def _found(session: Session, entries: Sequence[Json], by_key: Mapping[str, Json], *, watched: bool, title: str) -> None:
    t = session.texts
    columns = ("band", "category", "role", "text", "matter", "why")
    lines = [
        (
            _worth(f, t, watched=watched),
            t(f"word.category.{f['category']}"),
            t(f"word.role.{f['role']}"),
            f["text"][:60],
            "\n".join([f["title"][:60], f["matter"], *([f["stage"]["name"]] if f["stage"] else []), *_hits(by_key, f)]),
            f["explanation"],
        )
        for f in entries
    ]
    # Two sources that say the same are one line here; --json names both.
    distinct = list(dict.fromkeys(lines))
    session.table([t(f"cli.lookup.column.{c}") for c in columns], [list(line) for line in distinct[:_LISTED]], title)
    if len(distinct) > _LISTED:
        session.told(t("answer.say.shown_of", title=title, shown=_LISTED, count=len(distinct)))


def _is_sure(f: Json) -> bool:
    return bool(f["band"] != Band.DIGEST or f["own_filing"])


def _hits(by_key: Mapping[str, Json], f: Json) -> list[str]:
    """The leads of a matter: whose, and under which number."""
    hits = by_key[f["matter"]]["hits"] if f["matter"] in by_key else []
    return [f"→ {h['watched']} #{h['id']}" for h in hits if not h["set_aside"]]


def _worth(found: Json, t: Texts, *, watched: bool) -> str:
    """The band, and what it is to the office; the firm's own filing is no warning, whatever its score."""
    if found["own_filing"]:
        return f"{t('cli.lookup.own_filing')} {found['score']:.2f}"
    band = f"{t('word.band.' + found['band'])} {found['score']:.2f}"
    return f"{band}\n{t('word.kind.' + found['kind'])}" if watched else band


# --- words ----------------------------------------------------------------------------------------------


def _words(session: Session, data: Json, searched: Json) -> None:
    t = session.texts
    words = data["words"]
    if words["why_not"]:
        if not data["found"] and not data["firm"]:
            session.say("cli.lookup.words_not_asked", why=words["why_not"])
        return
    before = sum(f["told_before"] for f in words["found"])
    new = [f for f in words["found"] if not f["told_before"]]
    count = words["total"] - before
    if new:
        key = "words_also" if data["found"] or data["firm"] else "words_found"
        key = "words_found_at_least" if words["at_least"] else key
        session.told(t(f"answer.say.{key}", text=data["question"], count=count), "strong")
        if count <= _IN_FULL and words["pages"] == 1:
            for f in new:
                session.line("")
                session.told(_where(session, f))
                show_matter(session, f["in_full"], searched)
        else:
            _words_table(session, new)
    if words["page"] > max(words["pages"], 1):
        session.told(t("answer.errors.no_such_page", page=words["page"], pages=words["pages"]))
    elif words["pages"] > 1:
        key = "words_page" if words["page"] < words["pages"] else "words_last_page"
        session.told(t(f"answer.say.{key}", page=words["page"], pages=words["pages"], next=words["page"] + 1))
    if words["translated"]:
        session.say("answer.say.words_translated", words=session.joined(words["translated"]))
    if words["untranslated"] and not (data["watched"] or data["readings"] or _is_a_firm(data["question"])):
        session.say("answer.say.words_untranslated")
    if not words["indexed"]:
        session.say("answer.say.words_not_indexed")


def _is_a_firm(question: str) -> bool:
    """Whether a firm was asked for by its whole name, of which nobody expects an English word."""
    return question.endswith(han_endings(Use.FIRM))


def _where(session: Session, found: Json) -> str:
    return session.texts("answer.say.list_and").join(
        session.texts("cli.act.fact", title=w["field_name"], value=w["text"]) if w["text"] else w["field_name"]
        for w in found["where"][:3]
    )


def _words_table(session: Session, found: Sequence[Json]) -> None:
    t = session.texts
    rows = []
    for f in found:
        m = f["in_full"]
        hits = [h for h in m["hits"] if not h["set_aside"]]
        soonest = m["deadlines"][0] if m["deadlines"] and m["ours"] else None
        rows.append(
            [
                f["title"],
                f["number"] or f["matter"],
                "\n".join(f"{h['watched']} #{h['id']}" for h in hits) or "—",
                Styled(left(session, soonest["days_left"]), urgency(soonest["days_left"])) if soonest else "—",
                _where(session, f),
                f"{f['forum']}{t('cli.list.then')}{m['stage']['name']}" if m["stage"] else f["forum"],
            ]
        )
    session.table(
        [
            Column(t("answer.column.matter")),
            Column(t("answer.column.number"), whole=True),
            Column(t("answer.column.ours")),
            Column(t("answer.column.next"), whole=True),
            Column(t("answer.column.where"), below=1),
            Column(t("answer.column.forum"), below=2, mute=True),
        ],
        rows,
    )


# --- what the answer rests on ---------------------------------------------------------------------------


def show_rests(session: Session, data: Json) -> None:
    """What was searched and what was not, in one short block."""
    t = session.texts
    every = data["searched"]
    sources = every["sources"]
    read = [s for s in sources if s["since"]]
    since = min((s["since"] for s in read), default="")
    told_sources = "sources" if since else "sources_never"
    places = session.joined(dict.fromkeys(_place(session, p) for p in every["places"]))
    gaps = [s for s in sources if not s["complete"]]
    rows = [
        ("scope", t("answer.says.scope", matters=every["matters"], texts=every["texts"], names=every["names"])),
        ("fields", "\n".join(way["fields"] for way in every["ways"])),
        ("watched_sources", t(f"answer.says.{told_sources}", count=len(sources), places=places, since=since)),
        ("incomplete", _gaps(session, gaps)),
        ("not_searched", t("answer.say.list_and").join(n["text"] for n in every["not_searched"])),
        ("suppressed", t("answer.say.list_and").join(_left_out(session, every["suppressed"]))),
    ]
    session.facts((t(f"answer.field.{name}"), value) for name, value in rows if value)
    session.told(t("cli.lookup.limits"))


def _gaps(session: Session, gaps: Sequence[Json]) -> str:
    if not gaps:
        return session.texts("answer.says.all_complete")
    return session.texts("answer.says.gap", sources="\n".join(_gap(session, s) for s in gaps))


def _left_out(session: Session, suppressed: Mapping[str, int]) -> list[str]:
    return [session.texts(f"answer.suppressed.{what}", count=count) for what, count in suppressed.items() if count]


def _gap(session: Session, source: Json) -> str:
    t = session.texts
    never = t("bulletin.coverage.never")
    message = "" if source["message"] == t("health.never_ran") else source["message"]
    why = t("cli.list.then").join(filter(None, (source["not_read"] or never, message)))
    return t("cli.lookup.gap_line", title=source["title"], why=why).strip(" ·")


def _place(session: Session, code: str) -> str:
    from monitor.bulletin.places import place_name

    return place_name(code, session.texts)
