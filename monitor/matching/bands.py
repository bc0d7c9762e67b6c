"""The bands of a score: one definition for marks and for firms."""

from __future__ import annotations

from monitor.model import Band

# The least score of each band. How often each is right was measured on the labelled pairs of tests/matching.
ALERT, REVIEW, DIGEST = 0.85, 0.70, 0.60
# The most a score may keep where something forbids the band above.
BELOW_ALERT, BELOW_REVIEW, BELOW_DIGEST = 0.84, 0.69, 0.59


def band_of(score: float) -> Band | None:
    """The band of a score from 0 to 1; None where it is below all of them."""
    if score >= ALERT:
        return Band.ALERT
    if score >= REVIEW:
        return Band.REVIEW
    return Band.DIGEST if score >= DIGEST else None
