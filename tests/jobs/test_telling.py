"""When the administrator is mailed: at once, daily, once when it is over, and never for what comes and goes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.jobs.checking.forecast import NEARLY_FULL, days_left, with_sample
from monitor.jobs.checking.telling import CALM, REMIND, Letter, Memory, decide

T0 = datetime(2026, 11, 20, 2, tzinfo=UTC)
STEP = timedelta(minutes=5)


def played(*looks: set[str], step: timedelta = STEP, refused: frozenset[int] = frozenset()) -> list[Letter | None]:
    """The letters of one look after the other. `refused`: at which of them the mail server accepts nothing."""
    memory, letters = Memory(), []
    for number, wrong in enumerate(looks):
        decided = decide(memory, wrong, T0 + number * step)
        letters.append(decided.letter)
        memory = decided.told if decided.letter and number not in refused else decided.kept
    return letters


def test_a_trouble_is_told_at_the_first_look_and_not_again_at_the_next() -> None:
    assert played(set(), {"daemon"}, {"daemon"}, {"daemon"}) == [None, Letter.NEW, None, None]


def test_another_trouble_is_told_though_the_first_still_lasts() -> None:
    assert played({"daemon"}, {"daemon", "disk"}, {"daemon", "disk"}) == [Letter.NEW, Letter.NEW, None]


def test_what_lasts_is_told_once_a_day() -> None:
    letters = played(*[{"daemon"}] * (3 * 288 + 1))
    assert [i for i, letter in enumerate(letters) if letter is Letter.REMINDER] == [288, 576, 864]
    assert letters.count(Letter.NEW) == 1


def test_that_it_is_over_is_told_once_after_half_an_hour_of_calm() -> None:
    letters = played({"daemon"}, *[set[str]()] * 20)
    assert [i for i, letter in enumerate(letters) if letter is Letter.OVER] == [1 + CALM // STEP]


def test_what_comes_and_goes_every_few_minutes_is_one_trouble() -> None:
    letters = played(*[{"daemon"} if i % 3 else set[str]() for i in range(288)])
    assert [letter for letter in letters if letter] == [Letter.NEW]


def test_a_trouble_that_comes_back_after_it_was_over_is_told_at_once() -> None:
    letters = played({"daemon"}, *[set[str]()] * 10, {"daemon"})
    assert letters[-1] is Letter.NEW


def test_one_of_two_that_is_over_is_not_mailed_for_but_is_told_when_it_returns() -> None:
    letters = played({"a", "b"}, *[{"a"}] * 10, {"a", "b"})
    assert [i for i, letter in enumerate(letters) if letter] == [0, 11]


def test_a_mail_that_nobody_accepted_is_tried_at_every_look_until_somebody_does() -> None:
    letters = played({"daemon"}, {"daemon"}, {"daemon"}, {"daemon"}, refused=frozenset({0, 1}))
    assert letters == [Letter.NEW, Letter.NEW, Letter.NEW, None]


def test_a_clock_that_was_a_year_ahead_silences_no_reminder_and_no_end() -> None:
    future = T0 + timedelta(days=365)
    told = decide(Memory(), {"daemon"}, future).told
    assert decide(told, {"daemon"}, T0).letter is Letter.REMINDER
    gone = decide(told, set(), T0)
    assert decide(gone.kept, set(), T0 + CALM).letter is Letter.OVER


@given(st.lists(st.sets(st.sampled_from("abc"), max_size=3), max_size=60))
def test_nothing_is_wrong_for_half_an_hour_without_having_been_told(looks: list[set[str]]) -> None:
    memory = Memory()
    for number, wrong in enumerate(looks):
        decided = decide(memory, wrong, T0 + number * STEP)
        memory = decided.told if decided.letter else decided.kept
        assert set(wrong) <= set(memory.open)
        assert (decided.letter is Letter.NEW) == bool(decided.new)


def test_the_figures_are_those_of_the_manual() -> None:
    assert timedelta(hours=24) == REMIND
    assert timedelta(minutes=30) == CALM


# --- the disk -------------------------------------------------------------------------------------------------------

GB = 1_000_000_000


def shrinking(per_day: int, days: int, first: int = 30 * GB) -> tuple[tuple[date, int], ...]:
    return tuple((date(2026, 11, 1) + timedelta(days=d), first - d * per_day) for d in range(days))


def test_a_disk_that_shrinks_steadily_is_foretold() -> None:
    assert days_left(shrinking(2 * GB, 10)) == (12 * GB - NEARLY_FULL) // (2 * GB)


def test_two_days_prove_nothing_and_a_disk_that_grows_is_never_full() -> None:
    assert days_left(shrinking(2 * GB, 3)) is None
    assert days_left(shrinking(-GB, 10)) is None
    assert days_left(shrinking(0, 10)) is None


def test_one_large_import_and_one_clearing_up_do_not_decide() -> None:
    steady = dict(shrinking(GB // 100, 14))
    steady[date(2026, 11, 7)] -= 9 * GB
    left = days_left(steady.items())
    assert left is None or left > 365


def test_a_day_has_one_sample_the_least_and_thirty_days_are_kept() -> None:
    day = date(2026, 11, 1)
    samples = with_sample(with_sample((), day, 5), day, 9)
    assert samples == ((day, 5),)
    for d in range(1, 60):
        samples = with_sample(samples, day + timedelta(days=d), 5)
    assert len(samples) == 30
    assert with_sample(samples, day, 5) == ((day, 5),)  # days of the future: a clock that was wrong
