"""What entries amount to."""

from datetime import date, timedelta

import pytest

from reactivite_front import statistics
from reactivite_front.models import Entry, Label

DAY = date(2026, 5, 10)


def entry(day: date, severity: int = 3, *names: str) -> Entry:
    return Entry(day.toordinal(), day, severity, "", [Label(index, name) for index, name in enumerate(names, 1)], [])


def test_mean_of_nothing_is_nothing() -> None:
    assert statistics.mean_severity([]) is None
    assert statistics.mean_severity([entry(DAY, 1), entry(DAY, 4)]) == 2.5


@pytest.mark.parametrize(
    ("day", "back", "first"),
    [
        (DAY, 0, date(2026, 5, 1)),
        (DAY, 5, date(2025, 12, 1)),
        (DAY, -8, date(2027, 1, 1)),
        (date(2026, 1, 31), 1, date(2025, 12, 1)),
        (date(2026, 12, 31), -1, date(2027, 1, 1)),
    ],
)
def test_months_go_back_and_forth(day: date, back: int, first: date) -> None:
    assert statistics.first_of_month(day, back) == first


def test_the_last_of_a_month_is_a_day_of_it() -> None:
    assert statistics.last_of_month(date(2028, 2, 3)) == date(2028, 2, 29)
    assert statistics.last_of_month(date(2026, 12, 1)) == date(2026, 12, 31)


def test_a_period_has_both_its_ends() -> None:
    days = [entry(DAY + timedelta(days=offset)) for offset in range(-2, 3)]
    assert statistics.within(days, DAY - timedelta(days=1), DAY + timedelta(days=1)) == days[1:4]


@pytest.mark.parametrize(
    ("back", "count"), [([0, 1, 2], 3), ([1, 2], 2), ([0, 2], 1), ([2, 3], 0), ([], 0), ([0, 0, 1], 2)]
)
def test_a_streak_ends_today_or_yesterday(back: list[int], count: int) -> None:
    assert statistics.streak([DAY - timedelta(days=one) for one in back], DAY) == count


def test_triggers_are_counted_by_severity_the_most_frequent_first() -> None:
    entries = [entry(DAY, 1, "Vélo"), entry(DAY, 5, "Chat", "Vélo"), entry(DAY, 5, "Vélo", "Enfant")]
    found = statistics.by_severity(entries, lambda one: one.triggers)
    assert list(found) == ["Vélo", "Chat", "Enfant"]
    assert found["Vélo"] == {1: 1, 5: 2}


def test_what_is_rare_is_shown_together() -> None:
    entries = [entry(DAY, 1, "a", "b", "c"), entry(DAY, 1, "a", "b"), entry(DAY, 1, "a", "d")]
    assert statistics.shares(entries, lambda one: one.triggers, most=2) == {"a": 3, "b": 2, "Autres": 2}
    assert statistics.shares(entries, lambda one: one.triggers, most=4) == {"a": 3, "b": 2, "c": 1, "d": 1}


def test_an_owners_own_others_are_not_lost() -> None:
    entries = [entry(DAY, 1, "Autres", "x"), entry(DAY, 1, "Autres", "y")]
    assert statistics.shares(entries, lambda one: one.triggers, most=1) == {"Autres": 4}


def test_a_rolling_mean_looks_back_seven_days_whatever_the_order() -> None:
    entries = [entry(DAY, 5), entry(DAY - timedelta(days=7), 1), entry(DAY - timedelta(days=6), 3)]
    assert statistics.rolling_mean(entries) == [
        (DAY - timedelta(days=7), 1.0),
        (DAY - timedelta(days=6), 2.0),
        (DAY, 4.0),
    ]
