"""What entries amount to: numbers for figures and for the home page, without Streamlit."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

from .models import Entry, Label

Labels = Callable[[Entry], Sequence[Label]]


def mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return sum(found) / len(found) if found else None


def mean_severity(entries: Iterable[Entry]) -> float | None:
    return mean(entry.severity for entry in entries)


def within(entries: Iterable[Entry], start: date, end: date) -> list[Entry]:
    """Of the days from start to end, both included."""
    return [entry for entry in entries if start <= entry.date <= end]


def first_of_month(day: date, back: int = 0) -> date:
    """@param back: how many months earlier"""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def last_of_month(day: date) -> date:
    return first_of_month(day, -1) - timedelta(days=1)


def streak(days: Iterable[date], today: date) -> int:
    """How many days in a row were noted, up to today; or to yesterday, because today is not over."""
    noted = set(days)
    day = today if today in noted else today - timedelta(days=1)
    count = 0
    while day in noted:
        count += 1
        day -= timedelta(days=1)
    return count


def by_severity(entries: Iterable[Entry], labels: Labels) -> dict[str, Counter[int]]:
    """For each name, how often it stands in entries of which severity; the most frequent first."""
    found: dict[str, Counter[int]] = {}
    for entry in entries:
        for label in labels(entry):
            found.setdefault(label.name, Counter())[entry.severity] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1].total(), item[0].casefold())))


def shares(entries: Iterable[Entry], labels: Labels, most: int = 8) -> dict[str, int]:
    """How often each name stands in entries; what is rarer than `most` others together as "Autres"."""
    counts = Counter(label.name for entry in entries for label in labels(entry)).most_common()
    shown = dict(counts[:most])
    rest = sum(count for _, count in counts[most:])
    return {**shown, "Autres": shown.get("Autres", 0) + rest} if rest else shown


def rolling_mean(entries: Iterable[Entry], days: int = 7) -> list[tuple[date, float]]:
    """For each day that was noted, the mean severity of that day and of those before it within `days`."""
    ordered = sorted(entries, key=lambda entry: entry.date)
    result = []
    start = 0
    for index, entry in enumerate(ordered):
        while ordered[start].date <= entry.date - timedelta(days=days):
            start += 1
        window = ordered[start : index + 1]
        result.append((entry.date, sum(one.severity for one in window) / len(window)))
    return result
