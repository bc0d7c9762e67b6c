"""In which capacity a text names somebody, and how much that weighs."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """In which capacity a text names somebody. A closed set: a name found in one role is never reported in another."""

    COMPLAINANT = "complainant"
    RESPONDENT = "respondent"
    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    PARTY = "party"  # a party whose side the source does not say
    APPLICANT = "applicant"  # applicant or owner of a right
    FORMER_OWNER = "former_owner"  # owned the right before: it was assigned, or its owner changed
    OPPONENT = "opponent"
    MARK = "mark"  # the mark, domain label or protected name itself
    TRANSLITERATION = "transliteration"
    TRANSLATION = "translation"
    PSEUDO_MARK = "pseudo_mark"
    PRODUCT = "product"
    GOODS = "goods"
    CAPTION = "caption"
    CITED = "cited"  # named in passing; never a party

    @property
    def is_party(self) -> bool:
        return self in _PARTY_ROLES

    @property
    def is_adverse(self) -> bool:
        """Something is directed against whoever stands in this role."""
        return self in (Role.RESPONDENT, Role.DEFENDANT)

    @property
    def is_mark(self) -> bool:
        return self in (Role.MARK, Role.TRANSLITERATION, Role.TRANSLATION, Role.PSEUDO_MARK)


_PARTY_ROLES = frozenset(
    {
        Role.COMPLAINANT, Role.RESPONDENT, Role.PLAINTIFF, Role.DEFENDANT, Role.PARTY, Role.APPLICANT,
        Role.FORMER_OWNER, Role.OPPONENT,
    }
)  # fmt: skip


# The capacity a hit is reported in: the gravest of those the name was found in.
_GRAVITY = (
    Role.RESPONDENT, Role.DEFENDANT, Role.MARK, Role.TRANSLITERATION, Role.TRANSLATION, Role.PSEUDO_MARK,
    Role.COMPLAINANT, Role.PLAINTIFF, Role.APPLICANT, Role.FORMER_OWNER, Role.OPPONENT, Role.PARTY, Role.PRODUCT,
    Role.CAPTION, Role.GOODS, Role.CITED,
)  # fmt: skip
_WEIGHT = {role: len(_GRAVITY) - i for i, role in enumerate(_GRAVITY)}


def gravity(role: Role) -> int:
    """How much it weighs that a name stands in this role: the more, the graver."""
    return _WEIGHT[role]
