"""The calendar: months or a year, each day in the colour of its severity."""

from calendar import monthrange
from datetime import date
from typing import Any

import streamlit as st

from reactivite_front import browser, login, statistics, ways
from reactivite_front.clock import today
from reactivite_front.entry_card import badge, entry_card
from reactivite_front.models import Entry
from reactivite_front.months import stepped
from reactivite_front.texts import COLORS, DAYS, MONTHS, SEVERITIES, TEXT_ON_COLORS, in_words, severity

VIEW = "calendar_view"
SHOWN = "calendar_shown"
PICKED = "calendar_picked"


def show() -> None:
    st.title("Calendrier", anchor=False)
    view = st.segmented_control(
        "Vue", ["Mois", "Année"], default="Mois", key=VIEW, required=True, label_visibility="collapsed"
    )
    yearly = view == "Année"
    shown = stepped(SHOWN, 12 if yearly else 1)
    first = date(shown.year, 1, 1) if yearly else shown
    last = date(shown.year, 12, 31) if yearly else statistics.last_of_month(shown)
    entries = {entry.date: entry for entry in login.account().entries(first, last)}
    with st.container(width="stretch" if yearly else 760):
        months = range(1, 13) if yearly else [shown.month]
        data = {
            "months": [month_of(date(shown.year, number, 1), entries) for number in months],
            "colors": {str(value): color for value, color in COLORS.items()},
            "ink": TEXT_ON_COLORS,
        }
        if day := browser.calendar(data, key="calendar"):
            st.session_state[PICKED] = date.fromisoformat(day)
        legend()
        picked: date | None = st.session_state.get(PICKED)
        if picked and first <= picked <= last:
            detail(picked, entries.get(picked))


def month_of(first: date, entries: dict[date, Entry]) -> dict[str, Any]:
    """As components/calendar.js wants it."""
    blanks, length = monthrange(first.year, first.month)
    return {
        "title": MONTHS[first.month - 1],
        "columns": [[day[0].upper(), day] for day in DAYS],
        "blanks": blanks,
        "days": [day_of(first.replace(day=number), entries) for number in range(1, length + 1)],
    }


def day_of(day: date, entries: dict[date, Entry]) -> dict[str, Any]:
    entry = entries.get(day)
    label = f"{in_words(day)} : {severity(entry.severity) if entry else 'rien de noté'}"
    return {
        "day": day.isoformat(),
        "number": day.day,
        "label": label,
        "severity": entry.severity if entry else None,
        "today": day == today(),
    }


def legend() -> None:
    with st.container(horizontal=True):
        for value in SEVERITIES:
            badge(value)


def detail(day: date, entry: Entry | None) -> None:
    if entry:
        entry_card(entry)
        ways.link(ways.ENTRIES, day, "Modifier cette entrée", ":material/edit:")
    else:
        st.write(f"Rien de noté le {in_words(day)}.")
        ways.link(ways.NEW_ENTRY, day, "Noter ce jour", ":material/edit_note:")


show()
