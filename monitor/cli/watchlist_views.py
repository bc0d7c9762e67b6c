"""How lists, imports and single names are shown: sentences and tables for people, dictionaries for --json."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from monitor.cli.common import Session
from monitor.cli.watchlist_plan import plan_json, show_differences

if TYPE_CHECKING:
    from monitor.jobs.importing import Planned
    from monitor.model import WatchedName
    from monitor.watchlist import ImportPlan, ReadResult, RowProblem

_TO_CHECK = (
    *("name_of_digits", "name_like_date", "name_like_logical", "field_is_date", "hidden_rows", "hidden_columns"),
    *("unread_names", "unread_firms", "companies", "alias_as_name", "unreadable", "parted_words"),
    *("owners_read", "owners_read_beside"),
)
_SHOWN = 20  # lines of each sort on a terminal; --json prints all


def show_reading(session: Session, result: ReadResult) -> None:
    """How the file was understood, and every row that was not taken."""
    t = session.texts
    encoding = f", {result.encoding.upper()}" if result.encoding else ""
    session.say(
        "watchlist.cli.understood", file=result.file, format=result.format, encoding=encoding, names=len(result.names)
    )
    for facts in result.sheets:
        if not facts.header_row:
            session.say("watchlist.cli.sheet_skipped", sheet=facts.sheet)
            continue
        if facts.hidden:
            continue
        ours = len(facts.columns) > 1 and all(f == label for f, label in facts.columns.items())
        columns = (
            t("watchlist.cli.own_format")
            if ours
            else " · ".join(f"{t(f'watchlist.field.{field}')}←{label}" for field, label in facts.columns.items())
        )
        part = f"{facts.sheet} {facts.block}".strip()
        key = "watchlist.cli.sheet_read" if part else "watchlist.cli.table_read"
        session.say(key, sheet=part, header=facts.header_row, rows=facts.rows, names=facts.names, columns=columns)
        if facts.unread:
            session.say("watchlist.cli.unread", columns=session.joined(facts.unread))
    refused = list(result.refused)
    remarks = [p for p in result.problems if not p.fatal]
    for key, problems in (("watchlist.cli.refused", refused), ("watchlist.cli.warnings", remarks)):
        if problems:
            session.say(key, count=len(problems))
            # Every refused row is named, and every name to be checked; of the other remarks the first ones are enough.
            others = [p for p in problems if not p.fatal and p.key.rpartition(".")[2] not in _TO_CHECK]
            left_out = {id(p) for p in others[_SHOWN:]}
            shown = [p for p in problems if id(p) not in left_out]
            for problem in shown:
                session.tell("  " + problem_line(session, problem))
            if len(problems) > len(shown):
                session.say("watchlist.cli.more", count=len(problems) - len(shown))
    if not refused:
        session.say("watchlist.cli.no_problems")


def show_changes(session: Session, plan: ImportPlan, *, whole: bool = False) -> None:
    show_differences(session, plan, whole=whole)
    _show_signs(session, plan)
    _show_owners(session, plan)


def _show_signs(session: Session, plan: ImportPlan) -> None:
    """How names of several parts were read; the first ones on a terminal, all of them by `lint`."""
    from monitor.matching.signs import describe, read_as
    from monitor.model import WatchedKind

    changed = {n.id for n in plan.names_diff.added} | {c.new.id for c in plan.names_diff.changed}
    marks = [n for n in plan.names if n.id in changed and n.kind is not WatchedKind.COMPANY]  # a firm has no signs
    read = [(n, d) for n in marks if not (d := describe(n.name)).plain]
    if not read:
        return
    session.say("watchlist.cli.signs", count=len(read))
    for name, description in read[:_SHOWN]:
        session.tell(
            "  " + session.texts("cli.table.below", title=name.name, value=session.texts.reason(read_as(description)))
        )
    if len(read) > _SHOWN:
        session.say("watchlist.cli.more", count=len(read) - _SHOWN)


def _show_owners(session: Session, plan: ImportPlan) -> None:
    """Who is not watched as a firm, by the reason; every name is whole."""
    from monitor.watchlist.owners import OwnerKind, kind_of

    for kind in OwnerKind:
        owners = [o for o in plan.not_derived if kind_of(o) is kind]
        if owners:
            word = session.texts(f"watchlist.unwatched.{kind.value}")
            session.say("watchlist.cli.not_derived", kind=word, count=len(owners), owners=session.joined(owners))


def show_unwatched(session: Session, planned: Planned) -> None:
    """What of all lists will not be watched, or only in part, in one sentence."""
    from monitor.watchlist import in_one_sentence, unwatched_of

    lacking = unwatched_of(planned.plan.all, planned.unread_then, session.covered)
    if said := in_one_sentence(lacking.reasons, session.texts):
        session.tell(said)
    if lacking.han_only or lacking.firms_han_only:
        session.say("worksheet.cli.offer")


def show_name(
    session: Session,
    name: WatchedName,
    stands: Sequence[str] = (),
    since: Sequence[tuple[str, str]] = (),
    beside: Sequence[WatchedName] = (),
) -> None:
    """`stands`: on which lists it stands, a line each; `since`: since when it is watched, with labels; `beside`: the list, of
    which a firm's marks say how it is called."""
    t = session.texts
    rows = (
        ("col_id", name.id),
        ("col_name", name.name),
        ("read_as", read_as_said(session, name)),
        ("col_kind", t(f"watchlist.kind.{name.kind.value}")),
        ("col_aliases", "; ".join(name.aliases)),
        ("col_owner", name.owner),
        ("owner_en", name.owner_en),
        ("owner_aliases", "; ".join(name.owner_aliases)),
        ("col_classes", classes(name)),
        ("col_city", name.city),
        ("industry", name.industry),
        ("col_flags", flags(session, name)),
        *(("stands", line) for line in stands),
    )
    told = [*((t(f"watchlist.cli.{key}"), value) for key, value in rows), *since, *particulars(session, name)]
    session.facts((label, value) for label, value in told if value)
    show_cuts(session, name, beside)
    columns = [t(f"watchlist.cli.col_{c}") for c in ("variant", "variant_kind", "prior", "state")]
    session.table(
        columns,
        [
            (
                v["text"],
                t.find(f"matching.variant.{v['kind']}") or v["kind"],
                f"{v['prior']:.2f}",
                t("watchlist.cli.state_on" if v["enabled"] else "watchlist.cli.state_off"),
            )
            for v in variants_json(name, beside)
        ],
    )


def read_as_said(session: Session, name: WatchedName) -> str:
    """How a name of several parts was read; "" for a plain one and for a firm."""
    from monitor.matching.signs import describe, read_as
    from monitor.model import WatchedKind

    read = describe(name.name)
    if read.plain or name.kind is WatchedKind.COMPANY:
        return ""
    return session.texts.reason(read_as(read)).removeprefix(session.texts("watchlist.cli.read_as_before"))


def particulars(session: Session, name: WatchedName) -> list[tuple[str, str]]:
    """What the list says of a name besides: (label, value), "" where it says nothing."""
    from monitor.watchlist.particulars import FIELDS

    said = {field: getattr(name, field) for field in FIELDS}
    return [
        (session.texts(f"watchlist.field.{field}"), value if isinstance(value, str) else "; ".join(value))
        for field, value in said.items()
    ]


def show_cuts(session: Session, name: WatchedName, beside: Sequence[WatchedName]) -> None:
    """How the Chinese name of a firm is divided; nothing for a mark and for a firm without a Chinese name."""
    from monitor.cli.tables import Column

    t = session.texts
    cuts = cuts_json(name, beside)
    if not cuts:
        return
    columns = [
        Column(t("watchlist.cuts.col_rank"), whole=True),
        *(Column(t(f"watchlist.cuts.col_{c}")) for c in ("cut", "latin", "told")),
        Column(t("watchlist.cuts.col_why"), below=1),
    ]
    rows = [
        (
            str(number),
            t("watchlist.cuts.between").join(filter(None, (c["before"], c["core"], c["behind"]))),
            t("watchlist.cuts.comma").join(c["latin"]),
            t(f"watchlist.cuts.told_{c['told']}"),
            t(f"watchlist.cuts.why_{c['kind']}", source=c["source"]),
        )
        for number, c in enumerate(cuts, 1)
    ]
    session.table(columns, rows)


def cuts_json(name: WatchedName, beside: Sequence[WatchedName] = ()) -> list[dict[str, Any]]:
    from dataclasses import asdict

    from monitor.matching import build_matcher
    from monitor.matching.firms import marks_owned_by
    from monitor.model import WatchedKind

    if name.kind is not WatchedKind.COMPANY:
        return []
    made = build_matcher([name, *marks_owned_by(name, beside)]).cuts_of(name.id)
    return [{**asdict(cut), "latin": list(cut.latin), "told": cut.told.value} for cut in made]


def variants_json(name: WatchedName, beside: Sequence[WatchedName] = ()) -> list[dict[str, Any]]:
    from monitor.matching import build_matcher
    from monitor.matching.firms import marks_owned_by

    matcher = build_matcher([name, *marks_owned_by(name, beside)])
    made = {(v.text, v.kind): v for v in matcher.variants_of(name.id)}
    return [
        {"text": v.text, "kind": v.kind, "prior": round(v.prior, 4), "note": v.note, "enabled": v.enabled}
        for v in made.values()
    ]


def name_json(name: WatchedName) -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(name), "kind": name.kind.value, "flags": sorted(name.flags)}


def import_json(session: Session, result: ReadResult, planned: Planned, *, written: bool) -> dict[str, Any]:
    from monitor.watchlist.owners import kind_of

    return {
        "file": result.file,
        "format": result.format,
        "encoding": result.encoding,
        "names": len(result.names),
        "problems": [problem_json(session, p) for p in result.problems],
        **plan_json(planned),
        "not_derived": list(planned.plan.not_derived),
        "not_derived_because": {o: kind_of(o).value for o in planned.plan.not_derived},
        "written": written,
    }


def problem_json(session: Session, problem: RowProblem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "key": problem.key,
        "message": session.texts(problem.key, **_readable(session, problem)),
        "taken": not problem.fatal,
    }


def problem_line(session: Session, problem: RowProblem) -> str:
    t = session.texts
    where = (
        "file"
        if not problem.row and not problem.sheet
        else "sheet"
        if not problem.row
        else "row_in_sheet"
        if problem.sheet
        else "row"
    )
    place = t(f"watchlist.where.{where}", file=problem.file, sheet=problem.sheet, row=problem.row)
    if problem.column:
        place += " " + t("watchlist.where.column", column=problem.column.replace("\n", ""))
    return t("cli.table.below", title=place, value=t(problem.key, **_readable(session, problem)))


def _readable(session: Session, problem: RowProblem) -> dict[str, object]:
    return {k: session.joined(map(str, v)) if isinstance(v, list | tuple) else v for k, v in problem.params.items()}


def classes(name: WatchedName) -> str:
    return "; ".join(map(str, name.nice_classes)) if len(name.nice_classes) < 45 else "1–45"


def flags(session: Session, name: WatchedName) -> str:
    return session.joined(session.texts(f"watchlist.flag.{f}") for f in sorted(name.flags))
