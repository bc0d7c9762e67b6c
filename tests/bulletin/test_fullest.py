"""Of a page that is too large for mail, the fullest that fits is found without making every one of them."""

from __future__ import annotations

from itertools import accumulate

from hypothesis import given
from hypothesis import strategies as st

from monitor.bulletin.renderers.html import MAIL_LIMIT, _fullest

# How many bytes each further entry adds to a page: evenly, or one of them nearly all.
GROWTHS = st.lists(st.integers(0, MAIL_LIMIT), min_size=0, max_size=60) | st.lists(
    st.integers(900, 1100), min_size=0, max_size=400
)


@given(st.integers(0, MAIL_LIMIT + 20_000), GROWTHS, st.booleans())
def test_the_fullest_page_that_fits_is_found_in_few_steps(least: int, growth: list[int], known: bool) -> None:
    sizes = [least, *accumulate(growth, initial=least)][1:]
    made: list[int] = []

    def page(n: int) -> bytes:
        made.append(n)
        return b"x" * sizes[n]

    over = MAIL_LIMIT + 1 + sum(growth) if known else 0
    found = _fullest(len(growth), page, over=over)
    fit = [size for size in sizes if size <= MAIL_LIMIT]
    assert (len(found) if found is not None else None) == (fit[-1] if fit else None)
    assert len(made) == len(set(made)) <= 2 + 3 * len(growth).bit_length()


def test_of_pages_that_grow_evenly_three_are_made() -> None:
    made: list[int] = []

    def page(n: int) -> bytes:
        made.append(n)
        return b"x" * (20_000 + 1_000 * n)

    assert len(_fullest(399, page, over=420_000) or b"") == MAIL_LIMIT
    assert made == [0, 80, 81]
