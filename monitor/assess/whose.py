"""Whose right a record is about: ours where that is proved, or a person said so; else it is only said to be ours.

A register prints what an applicant writes. What he calls himself beside his name (d/b/a, a/k/a), in whose care his mail
goes, a namesake of another country, a second owner prove nothing; taken for proof they would silence a warning.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from monitor.legal_forms import ends_like_a_firm
from monitor.matching.firms import chinese_name, latin_name, owners
from monitor.matching.firms.firm_score import PlaceSays, compare_places
from monitor.matching.firms.lexicon import Kind
from monitor.matching.firms.line import Line
from monitor.matching.normalise import squash
from monitor.model import Band, Match, Mention, Reason, Role, WatchedKind, WatchedName, Whose

Found = tuple[Mention, Match]

# What follows is another name of the party, or somebody else's: never the party's own.
_BESIDE = re.compile(
    r"[,;(]?\s*\b(?:d\s*[./]?\s*b\s*[./]?\s*a|a\s*[./]?\s*k\s*[./]?\s*a|f\s*[./]?\s*k\s*[./]?\s*a|t\s*/\s*a|c\s*/\s*o|"
    r"care of|doing business as|also known as|formerly(?: known as)?|trading as|on behalf of|attn|attention)\b[.:,\s]*",
    re.IGNORECASE,
)
_CHINA = "CN"
_AGREEING_PLACE = frozenset({"place_agrees", "province_agrees", "place_trade", "same_name"})
_OWN_REASON = "matching.reason.own_filing"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What persons said. `ours`: (family, owner squashed, office): this owner is the family's firm in all filings there.
    `past`: (family, owner squashed, matter): who owned that one filing before, and does not count against it."""

    ours: frozenset[tuple[str, str, str]] = frozenset()
    past: frozenset[tuple[str, str, str]] = frozenset()


NOBODY = Confirmed()


def office_of(matter: str) -> str:
    """The office a matter's key belongs to: "tm:US:99100001" → "tm:US"."""
    return matter.rpartition(":")[0]


def judged(
    found: Sequence[Found],
    mentions: Sequence[Mention],
    families: Mapping[str, str],
    names: Mapping[str, WatchedName],
    confirmed: Confirmed = NOBODY,
    matter: str = "",
) -> list[Found]:
    """Everything found in one record, each with whose right it is as far as its family is concerned, and why.

    `families`: watched id → its family; `names`: watched id → the name, of the whole list."""
    result: list[Found] = []
    verdicts: dict[str, tuple[Whose, Reason | None]] = {}
    for mention, match in found:
        if match.watched_id not in names:  # asked for by itself: the matcher's own word holds
            result.append((mention, match))
            continue
        family = families.get(match.watched_id, match.watched_id)
        if family not in verdicts:
            members = [w for i, w in names.items() if families.get(i) == family]
            verdicts[family] = _Judge(family, members, found, families, names, confirmed, matter).of(mentions)
        whose, why = verdicts[family]
        reasons = tuple(r for r in match.reasons if r.key != _OWN_REASON)
        result.append((mention, replace(match, whose=whose, reasons=(*reasons, why) if why else reasons)))
    return result


def names_of(party: Mention) -> tuple[str, tuple[str, ...]]:
    """The party's own name, and the names beside it: its aliases, and what its name says of others ("Li Ming d/b/a …")."""
    own, *beside = [part.strip(" ,;()") for part in _BESIDE.split(party.text)]
    return own, tuple(b for b in (*beside, *party.aliases) if b)


@dataclass(frozen=True, slots=True)
class _Judge:
    family: str
    members: Sequence[WatchedName]
    found: Sequence[Found]
    families: Mapping[str, str]
    names: Mapping[str, WatchedName]
    confirmed: Confirmed
    matter: str

    def of(self, mentions: Sequence[Mention]) -> tuple[Whose, Reason | None]:
        now = [m for m in mentions if m.role is Role.APPLICANT and not self._was_before(m)]
        doubts = {id(m): self._doubt(m) for m in now}
        ours = [m for m in now if doubts[id(m)] == ""]
        said = [m for m in now if doubts[id(m)]]
        others = [m for m in now if doubts[id(m)] is None and not self._listed(m)]
        if ours and not said and not others:
            return Whose.OURS, Reason(_OWN_REASON, {"owner": ours[0].text})
        former = next((m for m in mentions if m.role is Role.FORMER_OWNER and self._is_ours(m)), None)
        if former is not None and not ours and (others or said or not now):
            new = (others or said or [former])[0]
            key = "owner_now_other" if now else "owner_before"
            return Whose.LOST, Reason(f"matching.reason.{key}", {"owner": former.text, "new": new.text})
        if ours and others:
            return Whose.CLAIMED, Reason(
                "matching.reason.claimed_co_owner", {"owner": ours[0].text, "other": others[0].text}
            )
        if said:
            why = doubts[id(said[0])] or ""
            return Whose.CLAIMED, Reason(f"matching.reason.claimed_{why}", {"owner": said[0].text, **_place(said[0])})
        return Whose.STRANGER, None

    # --- one owner ------------------------------------------------------------------------------------------

    def _doubt(self, party: Mention) -> str | None:
        """ "" where the owner is ours beyond doubt; else what speaks against it, where it is said or looks so; None where
        nobody says so."""
        if (self.family, squash(party.text), office_of(self.matter)) in self.confirmed.ours:
            return ""
        own, beside = names_of(party)
        if self._is_ours(party):
            nationality = str(party.extra.get("nationality") or "")
            if party.country not in ("", _CHINA) or nationality not in ("", _CHINA):
                return "country"
            if not party.country and _foreign_form(own):
                return "form"
            return "place" if self._contradicts(party.address) else ""
        if any(self._same(name) for name in beside):
            return "alias"
        # A name that is merely like ours says nothing by itself; on a sign like ours it does.
        if self._sign_met():
            if self._matched(party, beside):
                return "alias"
            if self._matched(party, (own,)):
                return "likeness"
        return None

    def _is_ours(self, party: Mention) -> bool:
        """Whether the party's own name is that of our firm: the same name in any script, or one the matcher is sure of and
        that says where the firm is at home."""
        own, _ = names_of(party)
        if self._same(own):
            return True
        return any(
            match.band is Band.ALERT and not match.demoted_by and not match.edits and self._at_home(party, match)
            for match in self._firm_matches(party, (own,))
        )

    def _same(self, name: str) -> bool:
        return any(owners.is_own(w, (name,)) for w in self.members)

    def _at_home(self, party: Mention, match: Match) -> bool:
        agrees = any(r.key.rpartition(".")[2] in _AGREEING_PLACE for r in match.reasons)
        return agrees or (party.country == _CHINA and ends_like_a_firm(names_of(party)[0]))

    def _matched(self, party: Mention, texts: Iterable[str]) -> bool:
        return any(match.band in (Band.ALERT, Band.REVIEW) for match in self._firm_matches(party, tuple(texts)))

    def _firm_matches(self, party: Mention, texts: Sequence[str]) -> Iterable[Match]:
        """What was found of a firm of the family in these of the party's names."""
        squashed = [squash(t) for t in texts]
        for mention, match in self.found:
            w = self.names.get(match.watched_id)
            if mention is not party or w is None or w.kind is not WatchedKind.COMPANY:
                continue
            if self.families.get(w.id) == self.family and any(squash(match.span_text) in t for t in squashed):
                yield match

    def _sign_met(self) -> bool:
        return any(
            mention.role.is_mark and self.families.get(match.watched_id) == self.family
            for mention, match in self.found
            if match.band in (Band.ALERT, Band.REVIEW)
        )

    def _contradicts(self, address: str) -> bool:
        """The address names places of China, and none of them lies in the province of the firm."""
        ours = frozenset(c for w in self.members for t in (w.city, w.name, w.owner, w.owner_en) for c in _places(t))
        ours -= {_CHINA}
        named = [codes - {_CHINA} for codes in _places_apart(address)]
        named = [codes for codes in named if codes]
        if not ours or not named:
            return False
        return all(compare_places(ours, codes) is PlaceSays.OTHER_PROVINCE for codes in named)

    def _listed(self, party: Mention) -> bool:
        """Another firm of the list owns it with ours, at home in China: nobody's filing but the list's."""
        own, _ = names_of(party)
        return party.country in ("", _CHINA) and any(owners.is_own(w, (own,)) for w in self.names.values())

    def _was_before(self, party: Mention) -> bool:
        return (self.family, squash(party.text), self.matter) in self.confirmed.past


def _place(party: Mention) -> dict[str, object]:
    return {"place": party.country or party.address}


def _places(text: str) -> frozenset[str]:
    return frozenset(code for codes in _places_apart(text) for code in codes)


def _places_apart(text: str) -> list[frozenset[str]]:
    """The codes of each place a text names."""
    if not text:
        return []
    if chinese_name.has_han(text):
        return [frozenset({code}) for code in chinese_name.places_in(text)]
    return [piece.values for piece in latin_name.read(Line(text)) if piece.kind is Kind.PLACE]


def _foreign_form(name: str) -> bool:
    """Whether the name ends in a legal form no Chinese firm has: LLC, GmbH, Ltda."""
    if chinese_name.has_han(name):
        return False
    forms = [piece for piece in latin_name.read(Line(name)) if piece.kind is Kind.FORM]
    return bool(forms) and all("foreign" in piece.values for piece in forms)
