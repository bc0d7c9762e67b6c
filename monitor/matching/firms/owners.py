"""Whether an applicant is the watched name's own group."""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.matching.firms.owner_names import each_owner, owner_core
from monitor.matching.firms.same_firm import same_owner
from monitor.matching.normalise.folding import fold
from monitor.model import WatchedKind, WatchedName

_WORD = re.compile(r"[^\W_]+")


def is_own(w: WatchedName, owners: Iterable[str]) -> bool:
    """Whether one of the applicants is the owner of a watched name, or one of its group, in any script."""
    own = [o for o in (*each_owner(w.owner), w.owner_en, *w.owner_aliases) if o]
    if w.kind is WatchedKind.COMPANY:
        own = [w.name, *(a for a in w.aliases if len(_WORD.findall(fold(a))) > 1), *own]
    if not own:
        return False
    cores = {c for c in map(owner_core, own) if len(c) >= 4}
    given = [o for o in owners if o]
    if any(owner_core(o) in cores for o in given):
        return True
    return any(same_owner(mine, theirs) for theirs in given for mine in own)
