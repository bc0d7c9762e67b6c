"""The states of a hit in groups: who set them, and what the office has decided by them."""

from __future__ import annotations

from monitor.model import State

# A person has confirmed the hit (预警); everything else is a lead (线索).
CONFIRMED = frozenset({State.CONFIRMED, State.NOTIFIED, State.HANDLING, State.EXPIRED, State.CLOSED, State.HANDED_OVER})
# A person has looked at it and said what it is.
REVIEWED = CONFIRMED | {State.FALSE_POSITIVE, State.WATCHING}
# The matter is over for the office.
SETTLED = frozenset({State.CLOSED, State.HANDED_OVER, State.FALSE_POSITIVE, State.DUPLICATE})
# A bulletin does not show it any more.
SET_ASIDE = frozenset({State.FALSE_POSITIVE, State.DUPLICATE})
