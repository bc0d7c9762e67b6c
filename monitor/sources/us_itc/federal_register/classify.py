"""What a notice of the International Trade Commission tells, by its title and its abstract.

Titles are not a closed set: 7 of 188 notices of institution of 2020–2026 say only "Notice of Institution", some notices
have no words of action at all. So the title is read first and the first sentences of the abstract fill in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.sources.us_itc.terms import DATE, ORDERS, investigation_numbers, plain_dashes, product_name, us_date

EVENTS = frozenset(
    [
        "complaint_filed",
        "receipt",
        "receipt_amended",
        "institution",
        "proceeding_instituted",
        "review_determination",
        "final_determination",
        "remedial_orders",
        "order_changed",
        "found_in_default",
        "consent_order",
        "termination",
        "termination_partial",
        "remand",
        "target_date_changed",
        "notice",
    ]
) | frozenset(ORDERS)


@dataclass(frozen=True, slots=True)
class Notice337:
    """`stage` is the main thing told, `codes` every event code, the main one first. `docket` and `complaint_date` as
    far as title and abstract give them. `violation` is "found", "none", "mixed" or ""."""

    stage: str  # receipt | institution | order | final | review | termination | default | other
    codes: tuple[str, ...]
    product: str
    docket: str = ""
    complaint_date: str = ""
    violation: str = ""


@dataclass(frozen=True, slots=True)
class NotOne:
    """Not a notice of a section 337 investigation. `key` is that of the text that says what it is."""

    key: str


_TRADE_REMEDY = re.compile(
    r"anti-?\s?dumping|countervail|five-year|sunset review|(?:701|731|751|753|104|AD|CVD)-(?:TA|AA|TAA)-|\bfair value\b"
    r"|material(?:ly)? injur|safeguard|\b(?:TA-)?(?:201|421|332|1205|131|204)-\d|harmonized tariff schedule",
    re.IGNORECASE,
)
_OF_337 = re.compile(r"\bsections?\s+337\b|337-TA-|\b19 U\.S\.C\. 1337\b", re.IGNORECASE)
_RULES = re.compile(
    r"rules of (?:general application|practice)|practice and procedure|administrative protective order|filing procedures"
    r"|\bproposed rule|sunshine act|information collection|freedom of information|privacy act",
    re.IGNORECASE,
)
_RECEIPT_TITLE = re.compile(r"receipt of (?:an? )?(?:\w+ )?complaint", re.IGNORECASE)
_RECEIPT_ABSTRACT = re.compile(
    r"has received an? (?P<amended>(?:\w+ )?amended )?(?:\w+ )?complaint (?:and [^.;]{3,60}? )?entitled\s+(?P<what>.+?)"
    r"(?:;?\s*(?:the )?Commission is soliciting|$)",
    re.IGNORECASE,
)
_DOCKET = re.compile(r"(?<![,.;(\[])[,.;(\[]*\s*\bD\.?N\.?\s*(?:No\.?\s*)?(?P<dn>\d{3,5})\b", re.IGNORECASE)
_BARE_DOCKET = re.compile(r"\s(?P<dn>[34]\d{3})\s*[.;,)]*$")  # "… Components Thereof 3617;"
_INSTITUTION_ABSTRACT = re.compile(
    r"^Notice is hereby given that (?:an? )?(?:[\w-]+ ){0,3}complaint\b[^.]{0,120}?\b(?:was|were) filed with (?:the )?"
    rf"(?:U\.? ?S\.? |United States )?International Trade Commission(?:[^.]{{0,40}}?\bon (?P<date>{DATE}))?",
    re.IGNORECASE,
)
# Public inspection has titles only; trade-remedy titles name what they institute ("Institution of Antidumping …").
_INSTITUTION_337_TITLE = re.compile(
    r"^(?:Certain|In the Matter of)\b.*\binstitution(?: of investigation)?\s*$", re.IGNORECASE
)
_INSTITUTION_TITLE = re.compile(r"\binstitution\b", re.IGNORECASE)
_OTHER_PROCEEDING = re.compile(
    r"(?:institut\w{1,20}|commence\w{0,20})[^;.]{0,60}?\b(?:enforcement|modification|rescission|advisory|consolidated advisory)\b"
    r"[^;.]{0,40}?(?:proceeding|opinion)",
    re.IGNORECASE,
)
# A correction restates a notice; its own date is no second institution.
_CORRECTION = re.compile(r"\bcorrect(?:ion|ed)\b", re.IGNORECASE)
# Where the action begins in a title whose product is not closed by ";".
_ACTION = re.compile(
    r"\s*[;,:]?\s*(?<![\w-])(?:(?:Amended |Corrected )?Notice (?:of|to|that|regarding)\b|Notice$|(?:The )?(?:U\.S\. International Trade )?"
    r"Commission(?:'s|’s)?\s+(?:Final |Notice|Decision|Determin|Vote|Issu|Find|Opinion|Order|Action|Statement|To )"
    r"|(?:Issuance|Institution|Termination|Rescission|Modification|Grant|Denial|Request|Schedule|Extension)\s+(?:of|for)\b"
    r"|Institution$|(?:A |The )?Final (?:Commission )?Determination\b|Corrected\b|Correction\b"
    r"|(?:Determination|Decision)\s+(?:Not )?To\b|Granting\b|Receipt of\b).*$",
    re.IGNORECASE,
)

_REVIEW = re.compile(
    r"\b(?:not\s+)?to\s+review\b|determin\w{1,20}\s+(?:not\s+)?to\s+(?:partially\s+)?review|to review-", re.IGNORECASE
)
_FINAL = re.compile(
    r"\bfinal (?:commission )?determination\b|commission(?:'s|’s)? (?:final )?(?:determination|decision) (?:of|finding)"
    r"|\bfind(?:ing|s)? (?:of )?(?:(?:a|no) )?(?:section 337 )?violation|determin\w{1,20} (?:of|that there is) (?:a |no )?violation"
    r"|on review,? (?:to )?(?:affirm|reverse|find)|finding of no violation",
    re.IGNORECASE,
)
_ISSUED = r"(?:issuance of|issu(?:e|es|ed|ing)|enter(?:ed|ing)?|determined that the appropriate (?:form of )?(?:relief|remedy) is)"
_CHANGED = re.compile(
    r"(?:rescission|rescind\w{0,20}|modif(?:y|ication|ied)\w{0,20}|vacat\w{1,20}) [^.;]{0,80}?order", re.IGNORECASE
)
_TERMINATED = re.compile(
    r"\bterminat(?:ion|ing|e[ds]?)\s+(?:of\s+)?(?:(?:the|this)\s+)?(?:above-captioned\s+)?(?:investigation|remand|enforcement)"
    r"(?P<part>[^;.]{0,40}?\b(?:as to|in part|with respect to|with regard to)\b)?",
    re.IGNORECASE,
)
_PARTLY = re.compile(
    r"\bterminat\w{1,20}[^;.]{0,80}?\b(?:as to|in part|with respect to|with regard to)\b|partial(?:ly)?\s+terminat|partial withdrawal",
    re.IGNORECASE,
)
_DEFAULT = re.compile(
    r"\bin default\b|\bdefault(?:ed|ing)?\s+(?:judgment|respondent|remedial)|\bfound to be in default\b", re.IGNORECASE
)
_CONSENT = re.compile(
    r"(?:based on|basis of|entry of|issu\w{1,20}(?: of)?|enter\w{0,20}) (?:an? )?consent order", re.IGNORECASE
)
_REMAND = re.compile(r"\bto remand\b|\bremand(?:ed|ing)?\b", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:extension|extend\w*)\b[^;.]{0,40}\btarget date", re.IGNORECASE)
_REMEDIAL = re.compile(r"\b(?:issuance of|issu\w+)\s+(?:default\s+)?remedial orders?", re.IGNORECASE)

_STAGES = (
    ("order", ("exclusion_order_general", "exclusion_order_limited", "cease_and_desist", "remedial_orders")),
    ("final", ("final_determination",)),
    ("termination", ("termination", "termination_partial", "consent_order")),
    ("default", ("found_in_default",)),
    ("review", ("review_determination",)),
)


def classify(title: str, abstract: str, dockets: tuple[str, ...] = ()) -> Notice337 | NotOne:
    """Title, abstract and docket ids of a list item → what it tells."""
    title, abstract = plain_dashes(" ".join(title.split())), plain_dashes(" ".join(abstract.split()))
    receipt = _RECEIPT_ABSTRACT.search(abstract)
    filed = _INSTITUTION_ABSTRACT.search(abstract)
    numbered = bool(investigation_numbers(" ".join((title, *dockets))))
    if receipt or (_RECEIPT_TITLE.search(title) and not _CORRECTION.search(title)):
        return _receipt(title, abstract, receipt, " ".join(dockets))
    if not (numbered or _OF_337.search(f"{title} {abstract}") or _INSTITUTION_337_TITLE.search(title)):
        return NotOne(
            "us_itc.federal_register.ignored.trade_remedy"
            if _TRADE_REMEDY.search(f"{title} {abstract}")
            else "us_itc.federal_register.ignored.other"
        )
    if not numbered and _RULES.search(title):
        return NotOne("us_itc.federal_register.ignored.rules")
    if not numbered and _TRADE_REMEDY.search(title):
        return NotOne("us_itc.federal_register.ignored.trade_remedy")
    if not numbered and re.match(r"section 337 investigations", title, re.IGNORECASE):
        return NotOne("us_itc.federal_register.ignored.rules")  # a word to all parties of all investigations
    if _OTHER_PROCEEDING.search(f"{title}. {abstract[:600]}"):
        return Notice337("other", ("proceeding_instituted",), product_of_title(title))
    if _CORRECTION.search(title) and not filed:
        return Notice337("other", ("notice",), product_of_title(title))
    if filed or (_INSTITUTION_TITLE.search(title) and not _FINAL.search(title)):
        on = us_date(filed["date"]) if filed and filed["date"] else None
        return Notice337(
            "institution",
            ("institution",),
            product_of_title(title),
            docket=m["dn"] if (m := _DOCKET.search(abstract)) else "",
            complaint_date=on.isoformat() if on else "",
        )
    return _later(title, abstract)


def _receipt(title: str, abstract: str, receipt: re.Match[str] | None, dockets: str) -> Notice337:
    what = receipt["what"] if receipt else ""
    found = _DOCKET.search(what) or _BARE_DOCKET.search(what)
    found = found or _DOCKET.search(abstract) or _DOCKET.search(title) or _DOCKET.search(dockets)
    product = what
    for shape in (_DOCKET, _BARE_DOCKET):
        product = shape.sub("", product, count=1)
    amended = bool(re.search(r"\bamended\b", title, re.IGNORECASE) or (receipt and receipt["amended"]))
    return Notice337(
        "receipt",
        ("receipt_amended" if amended else "receipt",),
        product_name(product),
        docket=found["dn"] if found else "",
    )


def _later(title: str, abstract: str) -> Notice337:
    """Everything after institution: one notice often tells several things."""
    product = product_of_title(title)
    action = title[title.find(product) + len(product) :] if product and product in title else title
    said = _codes(action)
    if not said or said == ["target_date_changed"]:
        said = _codes(_first_sentences(abstract, 2)) or said
    # Which orders were issued stands in the abstract where the title says only "remedial orders".
    if "remedial_orders" in said or "final_determination" in said:
        said = list(dict.fromkeys(said + [c for c in _orders(abstract) if c not in said]))
        if any(c in ORDERS for c in said) and "remedial_orders" in said:
            said.remove("remedial_orders")
    stage = next((name for name, codes in _STAGES if any(c in said for c in codes)), "other")
    first = next((c for name, codes in _STAGES if name == stage for c in codes if c in said), None)
    codes = tuple(dict.fromkeys([*([first] if first else []), *said])) or ("notice",)
    violation = _violation(action, abstract) if "final_determination" in codes else ""
    if violation == "none" and stage == "order":
        violation = "mixed"  # none by those who took part, an order against those who defaulted
    return Notice337(stage, codes, product, violation=violation)


def _codes(text: str) -> list[str]:
    changed = bool(_CHANGED.search(text))
    codes = [] if changed else _orders(text)
    if changed:
        codes.append("order_changed")
    if _REMEDIAL.search(text):
        codes.append("remedial_orders")
    review, terminated = bool(_REVIEW.search(text)), _TERMINATED.search(text)
    # "To Review in Part a Final Initial Determination Finding a Violation" is no final word; with the end of the
    # investigation or an order it is.
    without_id = re.sub(r"(?:final )?initial determinations?\b[^;.]*", "", text, flags=re.IGNORECASE)
    ended = bool(codes) or bool(terminated and not terminated["part"])
    on_review = bool(re.search(r"\bon review\b", text, re.IGNORECASE))
    if (_FINAL.search(without_id) and (ended or on_review or not review)) or (_FINAL.search(text) and ended):
        codes.append("final_determination")
    if review:
        codes.append("review_determination")
    if _DEFAULT.search(text):
        codes.append("found_in_default")
    if _CONSENT.search(text):
        codes.append("consent_order")
    if terminated and not terminated["part"]:
        codes.append("termination")
    elif _PARTLY.search(text):
        codes.append("termination_partial")
    if _REMAND.search(text):
        codes.append("remand")
    if _TARGET.search(text):
        codes.append("target_date_changed")
    return codes


def _orders(text: str) -> list[str]:
    """Orders that are said to be issued; "schedule for submissions on remedy" or a request is no issue."""
    if not re.search(_ISSUED, text, re.IGNORECASE):
        return []
    codes = []
    for code, words in ORDERS.items():
        if re.search(rf"{_ISSUED}[^.;]{{0,160}}?{words.pattern}", text, re.IGNORECASE):
            codes.append(code)
    return codes


def _violation(action: str, abstract: str) -> str:
    text = f"{action}. {_first_sentences(abstract, 2)}"
    none = bool(re.search(r"\bno (?:section 337 )?violation|failed to (?:demonstrate|establish)", text, re.IGNORECASE))
    found = bool(
        re.search(
            r"find(?:ing|s)? (?:of )?a (?:section 337 )?violation|found (?:of )?a? ?violation|determination of (?:a )?violation"
            r"|there is a violation|ha(?:s|ve) violated",
            text,
            re.IGNORECASE,
        )
    )
    return "mixed" if none and found else "none" if none else "found" if found else ""


def product_of_title(title: str) -> str:
    """ "Certain Pocket Lighters; Commission Determination To Review …" → "Certain Pocket Lighters"."""
    title = re.sub(r"^(?:Notice of )?Institution of Investigation\s*[;:,]\s*", "", title, flags=re.IGNORECASE)
    title = re.sub(r"^In the Matter of:?\s+", "", title, flags=re.IGNORECASE)
    head = title.split(";")[0]
    return product_name(_ACTION.sub("", head))


def _first_sentences(text: str, count: int) -> str:
    # "U.S. International", "No. 15", "Inc." end no sentence; a following capital after a long word does.
    ends = [m.end() for m in re.finditer(r"(?<=[a-z)\d\"]{2})\.\s+(?=[A-Z])", text)]
    return text[: ends[count - 1]] if len(ends) >= count else text
