"""What a court ordered, clause by clause: which motion was granted or denied, which order was entered, extended, dissolved. Pure.

The verb decides, not the words around it: "denying 40 Motion to Dissolve Temporary Restraining Order" ends nothing, "Plaintiff is
granted leave to file its motion for a temporary restraining order" restrains nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from monitor.sources.us_courts.entries.table import Relief, Table, table
from monitor.sources.us_courts.entries.text import sentences


@dataclass(frozen=True, slots=True)
class Ruling:
    """`clause` is the text that says it, from which its parties are read. `whole_case`: the thing is the case itself."""

    code: str
    clause: str
    whole_case: bool | None = None


_IN_PART = re.compile(
    r"\b(grant(?:s|ed|ing)?)[- ]in[- ]part,? (?:and|&|,) ?den(?:ies|ied|ying)[- ]in[- ]part\b"
    r"|\bden(?:ies|ied|ying) in part,? and (grant(?:s|ed|ing)) in part\b",
    re.IGNORECASE,
)
_MOTION = re.compile(
    r"\b(?:motions?|applications?|requests?|petition|stipulations?|app\.)(?:\(s\))?(?=\W|$)", re.IGNORECASE
)
_ENTIRE = re.compile(r"\bdismiss (?:the |this )?(?:entire )?(?:case|action)\b", re.IGNORECASE)
_BARE = re.compile(
    r"(?:^|\b)(?:the |said |that |plaintiff'?s? |defendants?'?s? |ordered |ex parte |same |and |, ){0,12}(?:motions?|applications?|requests?|petition|it|which|same|request)(?:\W{0,20}\d{1,9})?(?:is|are|been|be|was|were|hereby|has|\W)*+(?:as to .*)?$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:motions?|applications?|requests?|petition|stipulations?)(?:\(s\))?\W+(?:\d+\W+)?(?:by [^;]{0,80}? )?(?:for|to|seeking|requesting|of|re)\b",
    re.IGNORECASE,
)
_ANOTHER = re.compile(
    r"\s*(?:,|;)?\s*(?:and|,|;)\s+(?=(?:\[?\d+\]?\s+)?(?:(?:ex parte|emergency|unopposed|agreed|sealed|plaintiff'?s?|defendants?'?) ){0,8}(?:motions?|applications?)\b)|\s+and (?=(?:for|to) )",
    re.IGNORECASE,
)
# Not of this moment: what was asked, will be, would be, or was done before.
_NOT_NOW = re.compile(
    r"\b(?:not|should|should not|shall not|may|would|will|if|unless|until|why|previously|earlier|once|originally|(?<!is )(?<!are )to be|seeking|pending|whether|before|when|if the court|can|could|might|cannot)\W+"
    r"(?:(?:be|is|are|been|was|were|being|hereby|not|the court|it|court)\W+){0,4}$"
    r"|\b(?:recommend|request|ask|move|pray|propos)\w*\b[^.;]{0,160}\bbe\W*$"
    r"|\b(?:whether|when|where|although|because|since|regardless)\b,? (?:[\w'-]+ ){1,6}?(?:is|was|were|be|are|been)\W*(?:so\W*)?$"
    r"|\b(?:from|after|upon|until|if|when|unless|once) (?:the )?(?:date )?(?:that )?(?:this |the )?(?:\w+ ){0,3}(?:is|are|be|has been)\W*$",
    re.IGNORECASE,
)
_BE = re.compile(
    r"\b(?:is|are|be|was|were|been|being|hereby|having|has)\b\W*(?:hereby|been|also|therefore|again|so|temporarily|further|orally)?\W*$",
    re.IGNORECASE,
)
_COURT = re.compile(r"\b(?:court|judge|clerk)(?: \w+){0,2}\W*(?:has |hereby |also |then )?$", re.IGNORECASE)
# Between two rulings on one motion: "is denied as to A, who has appeared, and granted as to all others".
_SAME_MOTION = re.compile(
    r"^(?!.*\b(?:motion|application|request|petition)).*\b(?:and|but)\W+(?:is |are )?(?:hereby |otherwise )?$",
    re.IGNORECASE,
)
_REST = re.compile(r"\b(?:all|the) (?:of the )?(?:the )?(?:remaining|other|rest)\b|\ball others\b", re.IGNORECASE)
_AS_TO = re.compile(r"\bas to\b.*", re.IGNORECASE)
_LEAVE = re.compile(r"^\W*(?:\w+ ){0,3}?leave\b", re.IGNORECASE)
_MOOT = re.compile(r"^.{0,30}\b(?:as )?(?:moot|stricken)\b", re.IGNORECASE)
_RELATIVE = re.compile(r"^\W*(?:on \w|in the|by this|at the|[a-z]+ \d{1,2}, \d{4}|\d{1,2}/\d)", re.IGNORECASE)
_KEPT = re.compile(
    r"\bden(?:y|ies|ied|ying)\b[^.;]{0,120}\b(?:dissolv|vacat|lift|modif|set(?:ting)? aside)\w*|\b(?:dissolv|vacat|lift|modif|set(?:ting)? aside)\w*[^.;]{0,160}\bdenied\b",
    re.IGNORECASE,
)
_LASTS = frozenset({"tro_extended", "pi_extended"})
_WHY = re.compile(r"\bwhy\b", re.IGNORECASE)
_ENTER = re.compile(r"(?:^|[:;,]\s)\W*enter (?=\w)", re.IGNORECASE)
_RESTRAINING = re.compile(
    r"\b(?:defendants?|respondents?)\b[^.;]{0,80}\b(?:are|is|be|were)\W+(?:hereby\W+)?temporarily\W+(?:restrained|enjoined)|\btemporarily (?:restraining|enjoining) (?:the )?defendants?\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[,:;]\s+|\s+and\s+", re.IGNORECASE)
_AS_NOUN = re.compile(r"\b(?:in|of|for|before|after|without|upon|against|from|not)\W+$", re.IGNORECASE)
_STANDS_ALONE = re.compile(r"^\W*(?:$|in favor\b|against\b|as to\b|by clerk\b|by the clerk\b)", re.IGNORECASE)
_OVER_FOR_ONE = re.compile(
    r"\b(?:case|action) (?:is )?(?:hereby )?(?:terminated|closed) (?:only )?(?:as to|against|with respect to) (?!all\b)",
    re.IGNORECASE,
)
_DIRECTED = re.compile(
    r"\bclerk\b.{0,60}\b(?:directed|ordered|shall|instructed|requested)\W+(?:to )?(?:enter|issue) (?:an? |the )?(?:entry of )?default\b(?! judgment)"
    r"|\bdirect(?:s|ing)? (?:the )?(?:entry of|clerk to enter)(?: a)? default\b(?! (?:final )?judgment)",
    re.IGNORECASE,
)
# What takes back an order that is named before it: "the order dismissing Foo is vacated".
_TAKEN_BACK = re.compile(
    r"\b(?:is|are|was|were|be|been)\s+(?:hereby\s+)?(?:vacated|stayed|reversed|set aside|withdrawn)\b", re.IGNORECASE
)
_LIFTED = re.compile(
    r"\b(?:is|are|was|were|be|been)\s+(?:hereby\s+)?(?:vacated|stayed|reversed|set aside|withdrawn|dissolved|lifted)\b",
    re.IGNORECASE,
)
_THE_ORDER = re.compile(r"(?:\b(?:the|this|that|its|prior|earlier)|'s)\s+(?:[\w'-]+\s+){0,2}order\W+$", re.IGNORECASE)
_ORDER_ENDING = re.compile(
    r"(?:\b(?:the|this|that|its|prior|earlier)|'s)\s+(?:[\w'-]+\s+){0,2}order\W+(?:dissolv|dismiss|terminat|vacat|lift)ing\b",
    re.IGNORECASE,
)
# A day on which something is going to end if something else does not happen ends nothing today.
_CONDITIONAL = re.compile(
    r"\b(?:if|unless|in the event|should (?:[\w']+ ){1,6}fail)\b|\bshow cause\b[^.;]{0,120}\bwhy\b"
    r"|\b(?:will|may|could|can) (?:also )?be (?:dismissed|terminated|dissolved|vacated)\b|\bfailure to\b[^.;]{0,160}\b(?:will|may|shall)\b",
    re.IGNORECASE,
)
_ENDINGS = frozenset({"dismissed", "terminated", "tro_dissolved", "tro_expired", "pi_dissolved"})
_HERE = re.compile(
    r"^\W*(?:in (?:this|the|that|a)\b|herein|by (?:this|the|that|docket|dkt|ecf)\b|above|below|earlier|under)",
    re.IGNORECASE,
)
_OTHER_THING = re.compile(
    r"^\W*(?:the |all |any |defendants?'?s? |plaintiff'?s? |said |\d+ |a |and |set |reset |motion |telephonic |status |preliminary injunction |tro |show cause |initial |pre-?trial |temporary restraining order |scheduled |previously |settlement )*"
    r"(?:hearings?|conferences?|deadlines?|dates?|trial|briefing|schedule|order to show cause|response|opposition|reply|discovery|time|bond)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\s+re:? \d|\s+filed by\b|\(related\b|\(doc\b|\s+re \[|\s+for the reasons\b|\bas set forth\b|\bas more fully\b|,? and (?:setting|scheduling|directing|ordering|referring|requiring)\b",
    re.IGNORECASE,
)
_HEAD_END = re.compile(
    r":|\. |\.\.|\bby judge\b|\bit is (?:hereby|ordered)\b|\bbefore (?:the )?(?:hon|judge)\b|\bin favor of\b|\bas to\b|\bagainst\b|\bgranting\b|\bdenying\b",
    re.IGNORECASE,
)
_TITLE_PARTS = re.compile(
    r";\s*(?:and\s+)?(?:\d+\)\s*)?|\s*\b\d+\)\s*|\s+(?:and|with)\s+(?=(?:an? |the )?(?:(?:order|temporary|preliminary|permanent|final|default|consent)\b))|\.\s+|\s+-\s+|:\s+",
    re.IGNORECASE,
)
_SHOW_CAUSE = re.compile(r"\bshow(?:ing)? cause\b", re.IGNORECASE)
_INJUNCTION = re.compile(r"\bpreliminary injunct|\bpreliminar(?:y|ily) (?:enjoin|restrain)|\bpi\b", re.IGNORECASE)
_RESTRAINT = re.compile(
    r"\b(?:and|with|&)\b.{0,30}\b(?:temporary restraining order|tro|temporary restraints?|temporary restraining)\b|\btemporary restraining order and order to show cause\b",
    re.IGNORECASE,
)
_RESTRAINED = re.compile(r"\b(?:temporary restraining order|tro|temporary restraints)\b", re.IGNORECASE)
_OTHER_CAUSE = re.compile(r"\b(?:contempt|default|dismiss|sanction|prosecut|joinder|dissolv|vacat)", re.IGNORECASE)
_WHOLE_CASE = re.compile(
    r"\b(?:case|action|matter|suit|lawsuit|complaint|all (?:of )?(?:the )?(?:remaining )?claims|claims against (?:the )?defendants)\b",
    re.IGNORECASE,
)
_PART_CLAIM = re.compile(r"\b(?:counts?|claims?)\b", re.IGNORECASE)


def rulings_in(body: str, signed: bool) -> tuple[Ruling, ...]:
    """What the text of a court's entry decides, in its order; empty where it decides nothing that has a code."""
    known = table()
    if not signed and known.label.search(body):
        return (Ruling("pi_ruled" if "injunct" in body.lower() else "tro_ruled", body),)
    body = _IN_PART.sub(lambda m: m[1] or m[2], body)
    found = list(_titles(body, known))
    asked: tuple[Relief, ...] = ()
    for at, clause in enumerate(sentences(body)):
        if at and known.label.fullmatch(clause):
            found.append(Ruling("pi_issued" if "injunct" in clause.lower() else "tro_issued", clause))
        found += _clause(clause, asked, known)
        asked = _asked_in(clause, known) or asked
    denied = {r.code for r in found}
    if "tro_denied" in denied and not _explicit(found, "tro_issued"):
        found = [r for r in found if r.code != "tro_issued"]
    if "pi_denied" in denied and not _explicit(found, "pi_issued"):
        found = [r for r in found if r.code != "pi_issued"]
    if known.closing.fits(body):
        found.append(Ruling("terminated", body, True))
    found += [Ruling("dismissed", clause) for clause in sentences(body) if _OVER_FOR_ONE.search(clause)]
    found = [r for r in found if not (r.code in _ENDINGS and _CONDITIONAL.search(r.clause))]
    if _KEPT.search(body):  # an order that stays as it is was not extended
        found = [r for r in found if r.code not in _LASTS or re.search(r"\bexten", r.clause, re.IGNORECASE)]
    codes = {r.code for r in found}
    for kind in ("tro", "pi"):
        if f"{kind}_issued" in codes:  # "this Order shall remain in effect until …" extends nothing
            found = [r for r in found if r.code != f"{kind}_extended" or re.search(r"\bexten", r.clause, re.IGNORECASE)]
    if codes - {"sealed_motion"}:
        found = [
            r for r in found if r.code != "sealed_motion" or "seal" in r.clause.lower().replace("sealed order", "")
        ]
    return (*found, *_stubs(body, found, known))


def reliefs_of(asked: str) -> tuple[Relief, ...]:
    """What a motion asks for, given what stands behind "motion for" or "motion to"."""
    known = table()
    for relief in known.reliefs:
        if relief.alone and relief.pattern.search(asked):
            return (relief,)
    return tuple(r for r in known.reliefs if not r.alone and r.pattern.search(asked))


def asked_for(body: str) -> tuple[Relief, ...]:
    """What the motions of a text ask for, each once."""
    return tuple(dict.fromkeys(_asked_in(body, table())))


def sets_hearing_on_injunction(body: str) -> bool:
    """Whether an order to show cause is about a preliminary injunction."""
    if not _SHOW_CAUSE.search(body):
        return False
    return bool(_INJUNCTION.search(body) or (_RESTRAINED.search(body) and not _OTHER_CAUSE.search(body)))


# --- titles -----------------------------------------------------------------------------------------------------------


def _titles(body: str, known: Table) -> Iterator[Ruling]:
    """What the head of an order calls itself: "1) TEMPORARY RESTRAINING ORDER; 2) ORDER … 3) ORDER TO SHOW CAUSE …"."""
    numbered = re.match(r"\W*(?:sealed\W+)?1\)", body, re.IGNORECASE)
    end = re.search(r":(?! ?\d\))(?=\s)", body[12:]) if numbered else _HEAD_END.search(body, 1)
    stop = (end.start() + (12 if numbered else 0)) if end else len(body)
    head = body[: min(max(stop, 1), 1_000)]
    if re.match(r"\W*sealed:", body, re.IGNORECASE) and not numbered:
        head = body[: (_HEAD_END.search(body, 9) or re.search("$", body)).start()]  # type: ignore[union-attr]
    if re.match(r"\W*(?:amended )?(?:minute|text|order\W*$)", head, re.IGNORECASE) and ":" not in head:
        head = head if re.search(r"\border\b", head, re.IGNORECASE) else ""
    show_cause = bool(_SHOW_CAUSE.search(head))
    for part in _TITLE_PARTS.split(head):
        if not part.strip() or _SHOW_CAUSE.search(part):
            continue
        for pattern, code in known.titles:
            if pattern.search(part) and not (show_cause and code == "pi_issued"):
                yield Ruling(
                    code, _whole_title(body), True if code == "dismissed" and "partial" not in part.lower() else None
                )
                if code in ("default_judgment", "consent_judgment"):
                    break
    if show_cause and _RESTRAINT.search(head):
        yield Ruling("tro_issued", body[:stop])


def _whole_title(body: str) -> str:
    return next(sentences(body), body)


# --- clauses ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    verb: str
    start: int
    end: int
    active: bool


def _clause(clause: str, asked: tuple[Relief, ...], known: Table) -> Iterator[Ruling]:
    said = _WHY.split(clause)[0]  # what a party shall say against it is not ordered yet
    if _DIRECTED.search(said):
        yield Ruling("default", clause)
    if _RESTRAINING.search(clause) and not _ASKS.search(said):
        yield Ruling("tro_issued", clause)
    if imperative := _ENTER.search(said):
        yield from _done("enter", said[imperative.end() :], clause, known)
    verbs = sorted(_verbs(said, known), key=lambda v: v.start)
    floor, ruled_on = 0, ""
    for at, verb in enumerate(verbs):
        following = verbs[at + 1] if at + 1 < len(verbs) else None
        before, after = said[: verb.start], said[verb.end :]
        whom = clause
        if following and following.verb in ("grant", "deny") and _SAME_MOTION.search(said[verb.end : following.start]):
            whom = re.sub(r",?\s+(?:and|but)\W*$", "", said[: following.start])  # "granted as to A, and denied as to B"
        passive = bool(_BE.search(before))
        if _NOT_NOW.search(before) or (verb.active and _AS_NOUN.search(before)):
            continue
        if at and verb.active and re.search(r"\border\W+$", before, re.IGNORECASE):
            continue  # "vacating 28 Order dismissing case"
        if verb.active and _THE_ORDER.search(before) and _TAKEN_BACK.search(after):
            continue  # "the order dismissing Foo is vacated"
        if passive and _ORDER_ENDING.search(before) and _TAKEN_BACK.search(said[: verb.end]):
            continue  # what is vacated is that order, not the injunction it had ended
        if not verb.active and not passive and re.match(r"\W*(?:against|as to|on)\b", after) and _LIFTED.search(after):
            continue  # "the injunction entered against Foo is dissolved"
        if verb.active:
            thing = said[verb.end : following.start if following and following.active else len(said)]
            thing = thing if thing.lower().strip(" ,and") else after
        elif not passive and (_COURT.search(before) or not re.search(r"\w", before)):
            thing = said[verb.end : following.start if following else len(said)]
        elif not passive and ruled_on and _SAME_MOTION.search(before[floor:]) and verb.verb in ("grant", "deny"):
            thing = ruled_on
            whom = f"{thing} {said[verb.start : following.start if following else len(said)]}"
            if _REST.search(whom) and (spared := _AS_TO.search(before[floor:])):
                whom += (
                    f" except {spared[0]}"  # "denied as to A and granted as to all remaining" is no judgment against A
                )
        elif not passive and (_HERE.search(after) or (_RELATIVE.search(after) and following)):
            continue  # "the order issued on November 3, 2026 is dissolved"
        elif verb.verb == "enter" and not passive and (at or not _STANDS_ALONE.search(after)):
            continue
        else:
            thing = _nearest(before[floor:], verb.verb, known)
        floor = verb.end
        ruled_on = thing if not verb.active and verb.verb in ("grant", "deny") else ""
        if verb.verb == "grant" and _LEAVE.search(after):
            if re.search(r"\bseal\b", after, re.IGNORECASE):
                yield Ruling("sealed_motion", clause)
            continue
        if (verb.verb == "deny" and _MOOT.search(after[:60])) or verb.verb == "moot":
            continue
        if verb.verb == "enter" and re.search(r"\bshall be\W*$", before, re.IGNORECASE):
            continue  # a judgment that will follow
        if verb.verb == "convert":
            if _INJUNCTION.search(said):
                yield Ruling("pi_issued", clause)
            continue
        cut = _CUT.search(thing)
        thing = thing[: cut.start()] if cut else thing
        if verb.verb in ("grant", "deny"):
            yield from _decided(verb.verb, thing, whom, asked, known)
        else:
            yield from _done(verb.verb, thing, clause, known)


def _nearest(before: str, verb: str, known: Table) -> str:
    """Of what stands before a verb in the passive the part that is its subject: "At plaintiff's request, the TRO is lifted"."""
    if verb in ("grant", "deny") and re.search(r"\bare\W*(?:hereby\W*)?$", before, re.IGNORECASE):
        return before  # several motions
    starts = [0, *(m.end() for m in _BOUNDARY.finditer(before))]
    for start in reversed(starts):
        part = before[start:]
        if verb in ("grant", "deny"):
            if _ASKS.search(part) or (start and _BARE.fullmatch(part.strip())):
                return part
        elif any(d.verb == verb and d.thing.search(part) for d in known.deeds):
            return part
    return before


def _verbs(clause: str, known: Table) -> Iterator[_Found]:
    for verb in known.verbs:
        for m in verb.active.finditer(clause):
            yield _Found(verb.name, m.start(), m.end(), True)
        for m in verb.past.finditer(clause):
            yield _Found(verb.name, m.start(), m.end(), False)


def _decided(verb: str, thing: str, clause: str, asked: tuple[Relief, ...], known: Table) -> Iterator[Ruling]:
    """A motion that was granted or denied; where the words say only "the motion", the one spoken of last."""
    reliefs = _asked_in(thing, known)
    if not reliefs and not _MOTION.search(thing) and not _BARE.fullmatch(thing.strip()):
        yield from _done(verb, thing, clause, known)
        return
    if not reliefs and (
        _BARE.search(thing)
        or re.fullmatch(r"\W*(?:\d+\W*)?(?:motions?|applications?)\W*(?:\d+\W*)?", thing, re.IGNORECASE)
    ):
        reliefs = _asked_in(clause.replace(thing, " "), known) or asked
    for relief in reliefs:
        code = relief.granted if verb == "grant" else relief.denied
        if (
            code == "pi_issued"
            and _SHOW_CAUSE.search(clause)
            and not re.search(r"\bhearing held\b", clause, re.IGNORECASE)
        ):
            continue
        if code:
            yield Ruling(code, clause, True if code == "dismissed" and _ENTIRE.search(thing) else None)


def _done(verb: str, thing: str, clause: str, known: Table) -> Iterator[Ruling]:
    """What a verb does to a thing that is no motion. A hearing that is vacated or continued is none of these things."""
    of_time = None
    if verb in ("undo", "extend", "stay", "enter", "expire"):
        of_time = verb == "extend" and re.search(r"\b(?:time|deadline)\b", thing, re.IGNORECASE)
        about_motion = verb in ("undo", "extend", "enter") and _MOTION.search(thing)
        if not of_time and (_OTHER_THING.search(thing) or about_motion):
            return
    elsewhere = re.search(r"\bdistrict\b", clause, re.IGNORECASE)
    if verb == "transfer" and not elsewhere and re.search(r"\bdivision\b", clause, re.IGNORECASE):
        return  # to another place of the same court
    if verb == "transfer" and re.search(r"\btransferred (?:in|from)\b|\breceived\b", clause, re.IGNORECASE):
        return  # it came from there, and is this case
    for deed in known.deeds:
        if of_time and deed.code != "answer_extended":
            continue
        met = deed.thing.search(thing) if deed.verb == verb else None
        if met and not re.search(
            r"\b(?:in|under|(?<!entry )(?<!order )(?<!certificate )of|by|with) (?:the |this )?$",
            thing[: met.start()],
            re.IGNORECASE,
        ):
            if deed.code:
                yield Ruling(deed.code, clause, _extent(thing) if deed.code == "dismissed" else None)
            if not deed.beside:
                return


def _extent(thing: str) -> bool | None:
    if _WHOLE_CASE.search(thing):
        return True
    return False if _PART_CLAIM.search(thing) else None


def _asked_in(text: str, known: Table) -> tuple[Relief, ...]:
    found: list[Relief] = []
    for piece in _ANOTHER.split(text):
        asks = _ASKS.search(piece)
        if asks:
            cut = _CUT.search(piece, asks.end())
            found += reliefs_of(piece[asks.end() : cut.start() if cut else len(piece)].strip())
        elif found and re.match(r"(?:for|to) ", piece.strip(), re.IGNORECASE):
            found += reliefs_of(piece.strip().partition(" ")[2])
        elif _MOTION.search(piece):
            noun = re.search(
                r"\b(?:tro|temporary restraining order|preliminary injunction|default judgment)(?: \w+)? (?:motion|application|request)",
                piece,
                re.IGNORECASE,
            )
            if noun:
                found += reliefs_of(noun[0])
    return tuple(dict.fromkeys(found))


def _explicit(found: list[Ruling], code: str) -> bool:
    return any(r.code == code and re.search(r"\bgrant|\benter", r.clause, re.IGNORECASE) for r in found)


def _stubs(body: str, found: list[Ruling], known: Table) -> Iterator[Ruling]:
    """ "Order on Motion for TRO": ruled, and the text does not say how."""
    codes = {r.code for r in found}
    if codes - {"terminated"} and not any(c in codes for c in ("other",)):
        return
    for m in known.on_motion.finditer(body):
        for relief in reliefs_of(body[m.end() : m.end() + 80].strip()):
            if relief.name in ("tro", "pi"):
                yield Ruling(f"{relief.name}_ruled", body)
