"""JSON: the same issue for machines. Keys are stable; texts are those of the issue's language."""

from __future__ import annotations

import json
from dataclasses import asdict

from monitor.bulletin.issue import Concluded, Entry, Issue, Open, Order
from monitor.bulletin.safe import one_line, visible
from monitor.texts import Texts

MEDIA_TYPE = "application/json"
SUFFIX = "json"


def render(issue: Issue, t: Texts) -> bytes:
    source = issue.source
    document: dict[str, object] = {
        "title": issue.title,
        "language": issue.lang,
        "demo": issue.demo,
        "office": source.office.name,
        "year": source.year,
        "week": source.week,
        "issue_no": source.issue_no,
        "running_no": source.running_no,
        "draft": source.draft,
        "draft_no": source.draft_no,
        "approved": asdict(source.approval) if source.approval else None,
        "form": _form(issue),
        "period": {"from": source.period_from, "until": source.period_until},
        "read": {"from": source.read_from, "until": source.read_until},
        "built_at": source.built_at,
        "subject": issue.subject,
        "standing": issue.standing,
        "headline": issue.headline,
        "summary": issue.summary,
        "counts": asdict(issue.counts),
        "open": _open(issue.open),
        "names_watched": source.names_watched,
        "watchlist_version": source.watchlist_version,
        "records_examined": source.records_examined,
        "important": [e.hit.id for e in issue.table],
        "advice_note": issue.advice_note,
        "warnings": [_entry(e) for e in issue.warnings],
        "full": [_entry(e) for e in issue.full],
        "unlisted": [_entry(e) for e in (*issue.firms, *issue.firms_brief)],
        "baseline": [_entry(e) for e in (*issue.baseline, *issue.baseline_brief)],
        "baseline_names": issue.baseline_names,
        "reread": [_entry(e) for e in (*issue.reread, *issue.reread_brief)],
        "reread_progress": [_entry(e) for e in issue.reread_progress],
        "fallen": issue.fallen,
        "brief": [_entry(e) for e in issue.brief],
        "old": [_entry(e) for e in issue.old],
        "progress": [_entry(e) for e in issue.progress],
        "settled": [_concluded(c) for c in issue.settled],
        "ended": [_concluded(c) for c in issue.ended],
        "kept_out": [_concluded(c) for c in issue.kept_out],
        "ended_untold": {"false_positive": source.false_untold, "duplicate": source.duplicates_untold},
        "own_filings": [_entry(e) for e in issue.own],
        "general_orders": [_order(o) for o in issue.orders],
        "general_orders_total": len(source.orders),
        "serial_filers": [asdict(f) for f in source.filers],
        "not_listed": [{"watched": f.watched, "count": f.count} for f in issue.folded],
        "coverage": [asdict(row) for row in issue.coverage],
        "unchecked": issue.unchecked,
        "disclaimer": issue.disclaimer,
    }
    if source.correction:
        document["correction"] = source.correction
    return (json.dumps(_visible(document), ensure_ascii=False, indent=1, default=_isoformat) + "\n").encode("utf-8")


def _form(issue: Issue) -> dict[str, object]:
    form = issue.form
    return {
        "publisher": form.publisher,
        "marking": form.marking,
        "pass_on": form.pass_on,
        "issued": form.issued,
        "imprint": [{"label": label, "value": value} for label, value in form.imprint],
    }


def _entry(e: Entry) -> dict[str, object]:
    hit = e.hit
    return {
        "id": hit.id,
        "entry_no": hit.entry_no,
        "state": hit.state.value,
        "reviewed": e.reviewed,
        "label": e.label,
        "kind": hit.kind.value,
        "category": hit.category.value,
        "jurisdiction": hit.jurisdiction,
        "risk": hit.risk,
        "risk_reasons": hit.risk_reasons,
        "matter": hit.matter,
        "title": one_line(hit.matter_title),
        "number": e.number,
        "forum": e.forum,
        "watched": e.mark,
        "watched_id": hit.watched_id,
        "subject": e.subject,
        "unlisted": hit.unlisted,
        "address": e.address,
        "sentence": e.sentence,
        "kind_before": hit.kind_before,
        "also": [{"id": a.id, "watched": a.watched, "kind": a.kind.value} for a in hit.also],
        "same_registration": hit.same_registration,
        "adverse": e.adverse,
        "goods": e.goods,
        "case": [asdict(line) for line in e.case],
        "events": [asdict(d) for d in e.dates],
        "deadlines": [asdict(c) for c in e.clocks],
        "awaited": [asdict(w) for w in e.waiting],
        "passed": e.passed,
        "stage": {"id": hit.stage, "name": e.stage} if e.stage else None,
        "if_silent": e.if_silent,
        "first_steps": e.first_steps,
        "collect": e.collect,
        "avoid": e.avoid,
        "help": e.helpers,
        "advice_basis": e.basis,
        "advice_reviewed": e.advice_reviewed,
        "handling": {**asdict(hit.handling), "words": e.handled},
        "same_story": e.same_story,
        "beside": [asdict(b) for b in hit.beside],
        "contact": e.contact,
        "responsible": e.responsible,
        "handle_by": hit.handle_by,
        "handle_at_once": hit.handle_at_once,
        "proposal": e.proposal,
        "found_in": e.found_in,
        "explanation": e.why,
        "score": hit.score,
        "band": hit.band.value,
        "confidence": e.confidence,
        "evidence": asdict(hit.evidence) if hit.evidence else None,
        "url": e.url,
        "sources": hit.sources,
        "first_seen": hit.first_seen,
        "last_changed": hit.last_changed,
        "synthetic": e.synthetic,
    }


def _concluded(c: Concluded) -> dict[str, object]:
    hit = c.hit
    return {
        "id": hit.id,
        "entry_no": hit.entry_no,
        "state": hit.state.value,
        "category": hit.category.value,
        "matter": hit.matter,
        "watched": one_line(hit.watched),
        "owner": one_line(hit.owner),
        "responsible": one_line(hit.responsible),
        "handling": asdict(hit.handling),
        "sentence": c.text,
    }


def _open(still: Open) -> dict[str, object]:
    return {
        "count": still.count,
        "nearest": still.nearest.date if still.nearest else None,
        "nearest_due": still.nearest_due.date if still.nearest_due else None,
        "lines": [asdict(line) for line in (*still.due, *still.milestones)],
        "not_shown": still.due_count + still.milestone_count - len(still.due) - len(still.milestones),
        "not_shown_words": still.rest,
    }


def _order(o: Order) -> dict[str, object]:
    return {
        "matter": o.view.matter,
        "number": o.view.number,
        "title": o.original,
        "reached": o.view.reached,
        "stage": o.stage,
        "date": o.view.date,
        "sentence": o.gist,
        "case": [asdict(line) for line in o.case],
        "see": o.see,
        "url": o.url,
    }


def _visible(value: object) -> object:
    """The same document with nothing invisible in any string."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, dict):
        return {key: _visible(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_visible(inner) for inner in value]
    return value


def _isoformat(value: object) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
