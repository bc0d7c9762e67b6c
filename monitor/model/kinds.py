"""What a hit is to the office, by the role its name was found in."""

from __future__ import annotations

from enum import StrEnum

from monitor.model.roles import Role


class HitKind(StrEnum):
    """What a name found in a record is to the office. Words: texts "bulletin.kind", "cli.hit.kind"; what to do: monitor/forums."""

    RESPONDENT = "respondent"  # named as respondent of an ITC investigation
    COMPLAINANT = "complainant"
    DEFENDANT = "defendant"
    PLAINTIFF = "plaintiff"
    PARTY = "party"  # a party whose side the source does not say
    SQUAT = "squat"  # somebody else filed or owns a sign like a watched name
    OWN_FILING = "own_filing"  # the watched owner's own filing abroad: information, no alarm
    OWNER_NAMED = "owner_named"  # the owner's company name stands in a register entry
    CITED = "cited"  # named in passing
    PRODUCT = "product"  # the watched name stands among products or goods


_KIND = {
    Role.RESPONDENT: HitKind.RESPONDENT,
    Role.DEFENDANT: HitKind.DEFENDANT,
    Role.COMPLAINANT: HitKind.COMPLAINANT,
    Role.PLAINTIFF: HitKind.PLAINTIFF,
    Role.PARTY: HitKind.PARTY,
    Role.OPPONENT: HitKind.PARTY,
    Role.CAPTION: HitKind.PARTY,
    Role.APPLICANT: HitKind.OWNER_NAMED,
    Role.FORMER_OWNER: HitKind.OWNER_NAMED,
    Role.PRODUCT: HitKind.PRODUCT,
    Role.GOODS: HitKind.PRODUCT,
    Role.CITED: HitKind.CITED,
}


def hit_kind(role: Role, own_filing: bool) -> HitKind:
    """The kind of a hit whose name stands in this role."""
    if own_filing:
        return HitKind.OWN_FILING
    return HitKind.SQUAT if role.is_mark else _KIND[role]
