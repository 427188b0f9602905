"""Figures: what is in them, and what cannot be."""

from datetime import date, timedelta

import pytest

from reactivite_front import figures
from reactivite_front.models import Entry, Label
from reactivite_front.texts import COLORS

DAY = date(2026, 5, 10)


def entry(day: date, severity: int, *names: str) -> Entry:
    return Entry(1, day, severity, "", [Label(1, name) for name in names], [])


def test_each_severity_has_a_bar_of_its_colour() -> None:
    figure = figures.triggers_by_severity([entry(DAY, 2, "Chat"), entry(DAY, 5, "Chat", "Vélo")])
    assert [bar.marker.color for bar in figure.data] == list(COLORS.values())
    assert [tuple(bar.x) for bar in figure.data] == [(0, 0), (1, 0), (0, 0), (0, 0), (1, 1)]
    assert tuple(figure.data[0].y) == ("Chat", "Vélo")


def test_names_are_text_to_plotly() -> None:
    figure = figures.triggers_by_severity([entry(DAY, 2, '<a href="javascript:alert(1)">Chat</a>')])
    assert "<" not in figure.data[0].y[0]
    assert "<" not in figures.shares({"<b>x</b>": 1}).data[0].labels[0]


def test_long_names_are_cut() -> None:
    assert len(figures.shares({"x" * 100: 1}).data[0].labels[0]) == 28


def test_the_evolution_has_days_and_their_mean() -> None:
    days, trend = figures.evolution([entry(DAY, 5), entry(DAY - timedelta(days=1), 1)]).data
    assert list(days.y) == [1, 5]
    assert list(trend.y) == [1.0, 3.0]
    assert days.customdata[0] == "09/05/2026 : 1 · Calme"


@pytest.mark.parametrize("length", [0, 1, 40, 62, 63, 400, 4000])
def test_a_time_axis_has_some_ticks_and_not_too_many(length: int) -> None:
    axis = figures.month_axis([DAY, DAY - timedelta(days=length)])
    assert 1 <= len(axis["tickvals"]) <= 17
    assert len(axis["tickvals"]) == len(axis["ticktext"])
    assert all(DAY - timedelta(days=length) <= tick <= DAY for tick in axis["tickvals"])


def test_a_gauge_compares_only_with_what_there_is() -> None:
    [alone] = figures.gauge(2.5, None).data
    assert (alone.mode, alone.value) == ("gauge+number", 2.5)
    [compared] = figures.gauge(2.5, 3.0).data
    assert compared.delta.reference == 3.0
    assert [tuple(step.range) for step in compared.gauge.steps] == [
        *((1, 1.5), (1.5, 2.5), (2.5, 3.5)),
        *((3.5, 4.5), (4.5, 5)),
    ]


def test_ink_is_that_of_the_page() -> None:
    figure = figures.inked(figures.gauge(2.5, None), "dark")
    assert figure.data[0].number.font.color == figures.INK["dark"]
    assert (
        figures.inked(figures.evolution([entry(DAY, 1)]), "light").layout.xaxis.tickfont.color == figures.INK["light"]
    )
    assert figures.inked(figures.evolution([entry(DAY, 1)]), None).layout.xaxis.tickfont.color is None
