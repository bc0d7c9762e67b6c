"""The figures of an issue (数据统计), against those of the issue before it and of the year. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from monitor.bulletin import calendar_words as when
from monitor.bulletin.issue import Counts, HitView, IssueInput
from monitor.bulletin.safe import one_line
from monitor.bulletin.selection import is_over
from monitor.model import Category, WatchedKind
from monitor.texts import Texts


def statistics(
    source: IssueInput, standing: Sequence[HitView], counts: Counts, t: Texts
) -> tuple[tuple[str, str], ...]:
    """Rows of (title, value). `standing`: what is new and what changed, without what is settled."""
    rows = [
        ("names", _names(source, t)),
        ("records", t("bulletin.statistics.records_value", count=source.records_examined)),
        *_warnings(counts, t),
        _new(source, counts, t),
        ("risk", t("bulletin.statistics.risk_value", high=counts.high, medium=counts.medium, low=counts.low)),
    ]
    by_category = Counter(h.category for h in standing)
    if by_category:
        parts = [
            t("bulletin.statistics.category_value", category=t(f"word.category.{c.value}"), count=by_category[c])
            for c in Category
            if by_category[c]
        ]
        rows.append(("category", t("bulletin.statistics.separator").join(parts)))
    if source.office.region:
        unlisted = sum(h.unlisted for h in standing)
        rows.append(("firms", t("bulletin.statistics.firms_value", count=unlisted)))
    rows.append(("ongoing", t("bulletin.statistics.ongoing_value", count=counts.ongoing)))
    if counts.settled or source.over_count or any(is_over(h) for h in standing):
        again = sum(is_over(h) for h in standing)
        words = {"count": counts.settled, "all": counts.settled + source.over_count + again}
        rows.append(("settled", t("bulletin.statistics.settled_value", **words)))
    if counts.false_alarms or counts.duplicates:
        words = {"false": counts.false_alarms, "duplicates": counts.duplicates, "told": counts.ended}
        words["untold"] = counts.false_alarms + counts.duplicates - counts.ended
        rows.append(("ended", t("bulletin.statistics.ended_value", **words)))
    rows.append(("own", t("bulletin.statistics.own_value", count=counts.own_filings)))
    if source.suppressed:
        rows.append(("kept_out", kept_out(source, t)))
    return tuple((t(f"bulletin.statistics.{name}"), one_line(value)) for name, value in rows)


def _warnings(counts: Counts, t: Texts) -> list[tuple[str, str]]:
    if not counts.warnings:
        return []
    key = "warnings_risen" if counts.risen else "warnings_value"
    return [("warnings", t(f"bulletin.statistics.{key}", count=counts.warnings, risen=counts.risen))]


def _new(source: IssueInput, counts: Counts, t: Texts) -> tuple[str, str]:
    """New leads; where some of what is new is confirmed or settled already, of what they are made up."""
    value = t("bulletin.statistics.new_value", count=counts.new, than=against_before(counts.new, source, t))
    if counts.new == counts.leads:
        return ("new", value)
    settled = counts.new - counts.leads - counts.new_warnings
    parts = {"new_leads": counts.leads, "new_warnings": counts.new_warnings, "new_settled": settled}
    said = [t(f"bulletin.statistics.{what}", count=count) for what, count in parts.items() if count]
    return ("new_all", t("bulletin.statistics.new_of", value=value, said=t("bulletin.statistics.separator").join(said)))


def kept_out(source: IssueInput, t: Texts) -> str:
    """12条（规则3：10条，规则5：2条），其中本期新发现4条: leads that exception rules keep out."""
    rules = t("bulletin.statistics.separator").join(
        t("bulletin.statistics.kept_out_rule", rule=rule, count=count)
        for rule, count in sorted(source.suppressed.items(), key=lambda item: int(item[0]))
    )
    count = sum(source.suppressed.values())
    key = "kept_out_new" if source.suppressed_new else "kept_out_value"
    return t(f"bulletin.statistics.{key}", count=count, rules=rules, new=source.suppressed_new)


def against_before(new: int, source: IssueInput, t: Texts) -> str:
    """（较上期+2，年内累计31条）: the new entries against those of the issue before, and of the year with this issue; "" where
    there is no issue before."""
    if source.new_before is None or source.new_this_year is None:
        return ""
    more = new - source.new_before
    key = "more" if more > 0 else "fewer" if more < 0 else "as_many"
    than = t(f"bulletin.statistics.{key}", count=abs(more))
    return t("bulletin.statistics.than", than=than, year=source.new_this_year + new)


def _names(source: IssueInput, t: Texts) -> str:
    kinds = [
        t(f"bulletin.statistics.kind_{kind.value}", count=source.watched_kinds[kind])
        for kind in WatchedKind
        if source.watched_kinds.get(kind)
    ]
    said = t("bulletin.statistics.kind_and").join(kinds)
    if not said:
        said = t("bulletin.statistics.names_value", count=source.names_watched)
    if source.watchlist_date is None:
        return said
    return t("bulletin.statistics.of_list", names=said, day=when.day(source.watchlist_date, t))
