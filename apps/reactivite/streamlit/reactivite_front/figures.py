"""Plotly's figures. What is written in them is a text, never HTML: Plotly understands some."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

import plotly.graph_objects as go

from . import statistics
from .models import Entry
from .texts import COLORS, MONTHS, SEVERITIES, severity, short

# Without zoom: on a telephone it catches the finger that wants to scroll.
CONFIG: dict[str, Any] = {"displayModeBar": False, "scrollZoom": False}

# Of Okabe and Ito, which people tell apart however they see colours. https://jfly.uni-koeln.de/color/
CATEGORIES = [
    *("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9"),
    *("#d55e00", "#f0e442", "#8a8a8a", "#332288"),
]

INK = {"light": "#44403c", "dark": "#e7e5e4"}

SEVERITY_AXIS = {"range": [0.5, 5.5], "tickvals": list(SEVERITIES), "ticktext": [severity(one) for one in SEVERITIES]}


def triggers_by_severity(entries: Sequence[Entry], most: int = 12) -> go.Figure:
    found = list(statistics.by_severity(entries, lambda entry: entry.triggers).items())[:most]
    names = [shortened(name) for name, _ in found]
    bars = [
        go.Bar(
            y=names,
            x=[counts[value] for _, counts in found],
            name=severity(value),
            orientation="h",
            marker={"color": COLORS[value]},
            hovertemplate="%{y}<br>%{x} fois<extra>" + severity(value) + "</extra>",
        )
        for value in SEVERITIES
    ]
    return figure(
        bars,
        height=110 + 34 * len(found),
        barmode="stack",
        yaxis={"autorange": "reversed", "automargin": True},
        xaxis={"title": "Jours", "rangemode": "tozero", "tickformat": "d"},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
    )


def evolution(entries: Sequence[Entry]) -> go.Figure:
    ordered = sorted(entries, key=lambda entry: entry.date)
    means = statistics.rolling_mean(ordered)
    days = go.Scatter(
        x=[entry.date for entry in ordered],
        y=[entry.severity for entry in ordered],
        mode="markers",
        name="Jours",
        marker={"color": [COLORS[entry.severity] for entry in ordered], "size": 9, "line": {"width": 1}},
        customdata=[f"{short(entry.date)} : {severity(entry.severity)}" for entry in ordered],
        hovertemplate="%{customdata}<extra></extra>",
    )
    trend = go.Scatter(
        x=[day for day, _ in means],
        y=[value for _, value in means],
        mode="lines",
        name="Moyenne sur 7 jours",
        line={"color": CATEGORIES[0], "width": 3},
        customdata=[f"{short(day)} : {number(value)} en moyenne" for day, value in means],
        hovertemplate="%{customdata}<extra></extra>",
    )
    return figure(
        [days, trend],
        height=360,
        yaxis=SEVERITY_AXIS,
        xaxis=month_axis([entry.date for entry in ordered]),
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom"},
    )


def shares(counts: dict[str, int]) -> go.Figure:
    pie = go.Pie(
        labels=[shortened(name) for name in counts],
        values=list(counts.values()),
        hole=0.5,
        sort=False,
        direction="clockwise",
        textinfo="percent",
        marker={"colors": CATEGORIES},
        hovertemplate="%{label}<br>%{value} fois (%{percent})<extra></extra>",
    )
    return figure([pie], height=340, legend={"orientation": "h", "y": -0.05, "yanchor": "top"})


def gauge(value: float, before: float | None) -> go.Figure:
    """@param before: the mean of the month before, to compare with"""
    indicator = go.Indicator(
        mode="gauge+number" if before is None else "gauge+number+delta",
        value=value,
        number={"valueformat": ".1f", "suffix": " / 5"},
        delta={
            "reference": before,
            "valueformat": ".1f",
            "increasing": {"color": "#c2410c"},
            "decreasing": {"color": "#15803d"},
        },
        gauge={
            "axis": {"range": [1, 5], "tickvals": [1, 2, 3, 4, 5]},
            "bar": {"color": "#44403c", "thickness": 0.25},
            "steps": [{"range": [max(1, one - 0.5), min(5, one + 0.5)], "color": COLORS[one]} for one in SEVERITIES],
        },
    )
    return figure([indicator], height=240, margin={"l": 30, "r": 30, "t": 30, "b": 10})


def inked(drawn: go.Figure, theme: str | None) -> go.Figure:
    """With axes that are as easy to read as the text around them; Streamlit's own theme makes them fainter.

    @param theme: of the page: light or dark; None: not known yet
    """
    ink = INK.get(theme or "")
    if ink:
        drawn.update_xaxes(tickfont_color=ink, title_font_color=ink)
        drawn.update_yaxes(tickfont_color=ink, title_font_color=ink)
        drawn.update_traces(number_font_color=ink, gauge_axis_tickfont_color=ink, selector={"type": "indicator"})
    return drawn


def figure(traces: Sequence[Any], **layout: Any) -> go.Figure:
    margins = {"l": 10, "r": 10, "t": 40, "b": 10}
    # French: a comma before decimals, a space between thousands.
    return go.Figure(traces, {"margin": margins, "separators": ", ", "dragmode": False, **layout})


def month_axis(days: Sequence[date]) -> dict[str, Any]:
    """Ticks with French names: Plotly itself only knows English ones."""
    if not days:
        return {}
    first, last = min(days), max(days)
    if (last - first).days <= 62:
        step = max(1, (last - first).days // 6)
        ticks = [date.fromordinal(one) for one in range(first.toordinal(), last.toordinal() + 1, step)]
        return {"tickvals": ticks, "ticktext": [f"{tick.day} {MONTHS[tick.month - 1][:4]}" for tick in ticks]}
    count = (last.year - first.year) * 12 + last.month - first.month
    step = max(1, count // 8)
    ticks = [statistics.first_of_month(first, -one) for one in range(1, count + 1, step)]
    return {"tickvals": ticks, "ticktext": [f"{MONTHS[tick.month - 1]}<br>{tick.year}" for tick in ticks]}


def number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def shortened(name: str, length: int = 28) -> str:
    return escape(name if len(name) <= length else f"{name[: length - 1]}…")
