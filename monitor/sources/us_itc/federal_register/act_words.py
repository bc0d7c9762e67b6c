"""The words by which a notice says what it does to whom: what stands before, behind and between the names.

Read off the summaries of notices of 2020–2026. Each is a pattern; which side of it the names stand on, an `Anchor` says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.sources.us_itc.terms import DATE

WHO = (  # what may stand between an act and the names
    r"(?:(?:the|each|both|all|any|certain|following|remaining|final|last|other|active|named|accused|proposed|additional|new"
    r"|non-?defaulting|defaulting|defaulted|participating|of|an?|two|three|four|five|six|seven|eight|nine|ten|\d{1,4})[\s,]{1,4}){0,12}"
)
RESPONDENTS = rf"{WHO}(?:\w{1, 40}\s+)?(?:[Rr]espondents?|entit(?:y|ies)|part(?:y|ies))"
NAME = r"(?!(?:except(?:ing)?|excluding|other|save|apart|but)\b)(?=[A-Z\"“]|[a-z]+\s+[A-Z])"  # some firms write their name small
EXCEPT = r"(?:except(?:ing)?(?:\s+for)?|excluding|other\s+than|save(?:\s+for)?)\s+"
ALL_EXCEPT = re.compile(
    r"\b(?:[Aa]ll|[Ee]ach|[Ee]very)\s+(?:of\s+)?(?:the\s+)?(?:[a-z-]+\s+){0,3}[Rr]espondents?,?\s+" + EXCEPT
)
_ENDS = (  # the words at which a list of names is over
    r"\s(?:has|have|had|is|are|was|were|be|been|being|should|shall|may|must|will|would|did|do|does|who|which|that|whose|failed"
    r"|not|from\s+(?:the|this)|based\s+(?:up)?on|on\s+the\s+basis|on\s+(?:[A-Z][a-z]+\s+\d|or\s)|in\s+(?:default|the|this|its|accord|light|view|connection)"
    r"|by\s+reason|because|pursuant|under|upon|for\s|to\s+(?:the|be|show|respond|answer|add|issue)|with\s+(?:respect|regard|prejudice)|without"
    r"|as\s+(?:(?:an?|the)\s+)?(?:(?:additional|new|named|proposed)\s+)?(?:respondents?|part(?:y|ies))|(?:and|or)\s+(?:any|all|each)\s+of|(?:and|or)\s+(?:its|their)\b|violat\w+|pending|due\s+to"
    r"|but\s|where|when|after|before|during|through\s+its|via|except|other\s+than|and\s+(?:to\s|has\b|have\b|that\b|is\b|are\b|was\b|were\b|against\b|issue|terminat|cease\b"
    r"|(?:an?|the|one|two)\s+(?:limited|general|cease|consent|default)|finding\b|the\s+(?:Commission|ALJ|complaint|investigation|ID)\b|extend|set\b|set(?:s|ting)\b|request))"
    r"|,\s+but\s|(?:,?\s+and)?\s+\(\d\)\s|,\s+(?:the|an?)\s+(?:last|final|only|sole|remaining|named|\w+\s+respondent)\b|,?\s+(?:the|an?)\s+(?:patent|complain|respondent)"
)
LIST_ENDS = re.compile(_ENDS)
_IN_DEFAULT = r"(?:to\s+be\s+|as\s+being\s+)?in\s+default\b"
_ORDER_ON = (
    r"(?:directed\s+(?:to|at|against)(?:\s+(?!(?:\w+\s+){0,2}respondents?\b)(?-i:[a-z])[^.;]{0,120}?\b(?:of|by|on\s+behalf\s+of|from))?|against|as\s+to|with\s+respect\s+to"
    r"|.{0,400}?\b(?:(?:imported|manufactured|sold)\s+(?:for\s+importation\s+)?by(?:\s*,?\s+or\s+(?:for|on\s+behalf\s+of)(?:,?\s+or\s+imported\s+by\s+or\s+on\s+behalf\s+of)?)?"
    r"|imported\s+by\s+or\s+on\s+behalf\s+of|by\s+or\s+on\s+behalf\s+of|by(?=\s+(?:the\s+)?(?:defaulting\s+)?respondents?)|of(?=\s+(?:the\s+)?(?:defaulting\s+)?respondents?)))"
)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of an act. `side`: where the names stand, "behind" or "before" them."""

    code: str
    shape: re.Pattern[str]
    side: str = "behind"
    state: bool = False  # says what they are, not that this notice made them so


def _anchor(code: str, shape: str, side: str = "behind", state: bool = False) -> Anchor:
    return Anchor(code, re.compile(shape, re.IGNORECASE), side, state)


ANCHORS = (
    _anchor("found_in_default", r"\brespondents?\s+(?:has\s+|have\s+)?(?:also\s+)?defaulted\s*:\s*"),
    _anchor("found_in_default", rf"\bin\s+default\s*:\s*|\bfollowing\s+{RESPONDENTS}\s+(?:were\s+found\s+)?{_IN_DEFAULT}\s*:\s*"),
    _anchor("found_in_default", r"(?<!non-)(?<!non)\bdefault(?:ing|ed)\s+respondents?[,:]?\s+(?=[A-Z\"“(])", state=True),
    _anchor("found_in_default", rf"(?:\s+(?:was|were|is|are|has|have|had|been|also|both|each|previously|subsequently|then|found|held|deemed|determined|declared))*\s+{_IN_DEFAULT}", "before"),
    _anchor("found_in_default", r"\s+(?:has|have|had|was|were)\s+(?:also\s+|previously\s+|subsequently\s+)?defaulted\b", "before"),
    _anchor("show_cause", rf"\bwhy\s+(?={RESPONDENTS}|[A-Z\"“])|\bshow\s+cause\s+(?:directed\s+(?:to|at)|against|as\s+to|to)\s+"),
    _anchor("show_cause", r"\s+to\s+show\s+cause\b", "before"),
    _anchor(
        "termination_partial",
        r"\bterminat\w+[^.;]{0,120}?\b(?:as\s+to|with\s+respect\s+to|with\s+regard\s+to|as\s+against|against|regarding)\s+"
        r"|\bwithdraw\w*[^.;]{0,120}?\b(?:as\s+to|with\s+respect\s+to|with\s+regard\s+to|against)\s+",
    ),
    _anchor("termination_partial", rf"\bterminat(?:ing|e|es)\s+(?={RESPONDENTS}|[A-Z][\w&.,' -]+\s+from\s+the\s+investigation)"),
    _anchor(
        "termination_partial",
        r"\s+(?:is|are|was|were|has\s+been|have\s+been|be)\s+(?:hereby\s+|also\s+|therefore\s+|previously\s+)*terminated\b(?!\s+(?:with\s+a\s+finding|in\s+its))",
        "before",
    ),
    _anchor(
        "termination_partial",
        r"\b(?:remov(?:e|ed|ing)|dismiss(?:ed|ing)?|drop(?:ped|ping)?|delet(?:e|ed|ing)|withdraw(?:ing|n)?|strik(?:e|ing))\s+"
        r"(?=.{3,400}?\s(?:as\s+(?:an?\s+|the\s+)?(?:named\s+)?(?:respondents?|part(?:y|ies))|from\s+(?:the\s+)?(?:complaint|(?:notice\s+of\s+)?investigation|NOI)))",
    ),
    _anchor("exclusion_order_limited", rf"\blimited\s+exclusion\s+orders?\b(?:\s*\([^)]*\))?(?:,?\s+and\s+(?:an?\s+|one\s+or\s+more\s+)?cease\s+and\s+desist\s+orders?\b(?:\s*\([^)]*\))?)?[,:]?\s*{_ORDER_ON},?\s+"),
    _anchor("cease_and_desist", rf"\bcease\s+and\s+desist\s+orders?\b(?:\s*\([^)]*\))?[,:]?\s*{_ORDER_ON},?\s+"),
    _anchor("exclusion_order_limited", rf"\bLEOs?\b(?:\s+and\s+(?:an?\s+)?CDOs?\b)?\s*{_ORDER_ON},?\s+"),
    _anchor("cease_and_desist", rf"\bCDOs?\b\s*{_ORDER_ON}\s+"),
    _anchor("consent_order", r"\bconsent\s+orders?\b(?:\s*\([^)]*\))?\s+(?:directed\s+(?:to|at|against)|against|as\s+to|with\s+respect\s+to)\s+"),
    _anchor(
        "party_added",
        r"\b(?:add(?:ing|ed)?|join(?:ing)?|nam(?:e|ing)|substitut(?:e|ing)|includ(?:e|ing))\s+"
        rf"(?={RESPONDENTS}[,:]?\s+\S|.{{3,1500}}?\s(?:as\s+(?:an?\s+|the\s+)?(?:(?:additional|new|named|proposed)\s+)*(?:respondents?|part(?:y|ies))"
        r"|to\s+the\s+(?:complaint|(?:notice\s+of\s+)?investigation|NOI)))",
    ),
)  # fmt: skip
NAMED = re.compile(
    rf"\b(?:names?|named|naming|identif\w+)\s+(?:as\s+)?{RESPONDENTS}(?:\s+(?:in\s+(?:the|this)\s+investigation|are|is|were|was|includ\w+))?\s*[:,]?\s+(?:includ\w+\s+)?(?=[A-Z\"“])"
    rf"|\binstituted\s+(?:this|the)\s+investigation\b[^.;]{{0,200}}?\bnaming\s+{NAME}"
    rf"|\b(?:named|identified|names|identifies)\s+(?={NAME}.{{3,3000}}?\bas\s+(?:the\s+)?(?:proposed\s+)?respondents?\b)"
    rf"|\bremains?\s+(?:pending|in\s+(?:full\s+)?(?:force(?:\s+and\s+effect)?|effect))\s+(?:as\s+to|against|with\s+respect\s+to)\s+{NAME}"
    r"|\b(?:The|the)\s+(?:named\s+)?respondents?\s+(?:in\s+(?:the|this)\s+investigation\s+)?(?:is|are|were|was|include)\s*:?\s+(?=[A-Z\"“])",
)
RESPONDENT_BESIDE = re.compile(rf"\b[Rr]espondents?[,:]?\s+{NAME}")
ON_BEHALF = re.compile(
    rf"\bfiled\s+(?:by|on\s+behalf\s+of)\s+(?P<who>[^;].{{2,1500}}?)(?:\s+on\s+{DATE}|\s+alleging|\.\s+\d+\s+F(?:ed|\.?R)|\.\s+(?=[A-Z])|$)"
)
NOT_SO = re.compile(
    r"\bden(?:y|ies|ied|ying|ial)\b|\bwhy\b[^.]{0,300}\bshould\s+not\b|\bnot\s+(?:been\s+)?(?:found\s+)?in\s+default|\bset(?:ting)?\s+aside\b"
    r"|\brescind\w*|\brescission\b|\bvacat\w+|\bmoot\b|\bdeclin\w+|\bif\s+(?:the|a)\b|\bmay\b|\bcontemplat\w+|\bcould\s+result\b|\brequests?\s+that\b|\bshould\s+the\b",
    re.IGNORECASE,
)
# A firm is told that it has left only where it surely has: not while that is reviewed, and not for some claims only.
STILL_IN = re.compile(
    r"\brevers\w+|\bremand\w*|\bdetermined\s+to\s+(?:partially\s+)?review\b|\bin\s+part\b[^.;]{0,60}\bclaims?\b",
    re.IGNORECASE,
)
OF_CLAIMS = re.compile(
    r"^\W*(?:with\s+(?:respect|regard)\s+to|as\s+to|insofar|only|under|for|concerning|regarding)\b[^.;]{0,80}?\b(?:claims?|patents?|trademarks?|marks?)\b",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"\b(?:moved|moves|motion|request(?:s|ed)?|petition(?:s|ed)?|seek(?:s|ing)?|sought|propos\w+)\b", re.IGNORECASE
)
GRANTED = re.compile(r"\bgrant(?:s|ed|ing)?\b", re.IGNORECASE)
RECALLED = re.compile(
    r"\bpreviously\b|,\s+(?:which|who)\s+(?:was|were|had)\b|\bunreviewed\b|\bnot\s+reviewed\b|\bOrder\s+No\.\s*\d+\s*\(\s*[A-Z]|\bnon-?review|\bearlier\b|\bhad\s+been\b|\bComm(?:'n|ission)\s+Notice\s*\(",
    re.IGNORECASE,
)
ALL = re.compile(
    rf"^{WHO}(?:Respondents?|respondents?)\b(?!\s+[A-Z\"“])(?:\s+(?:found\s+)?in\s+default)?(?P<but>,?\s+(?:except(?:\s+for)?|other\s+than)\s+(?P<who>.+))?",
)
STARTS_A_SENTENCE = re.compile(
    r"(?:The|This|These|Those|That|On|In|No|None|Respondents?|Complainants?|It|Each|Also|Id|Order|Both|All|A|An|By|For|Accordingly"
    r"|Having|Upon|At|Subsequently|As|After|If|When|Any|Such|To|While|Pursuant|SUPPLEMENTARY|FURTHER|SUMMARY|DATES|BILLING|ADDRESSES|Notice|Specifically|Because|Thereafter)\b"
)
NO_NAME = re.compile(
    r"^(?:the|a|an|its|their|this|that|these|those|any|all|each|certain|both|such|every|claims?|patents?|U\.?S\.?|the\s+'?\d+|Order|ID|ALJ"
    r"|Commission|OUII|IA|Notice|Section|section|Complainants?|Respondents?|respondents?|complainants?|Order\s+No|January|February|March|April|May|June|July"
    r"|August|September|October|November|December|violation|infring\w+|products?|articles?|count|Count|Inv)\b\.?(?:\s|$)|^['’`]?\d+\s+(?:patent|mark)|^[\W\d]+$"
)
