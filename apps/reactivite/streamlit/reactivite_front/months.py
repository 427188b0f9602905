"""Which month or year a view shows."""

from datetime import date

import streamlit as st

from .clock import today
from .models import FIRST_DAY, LAST_DAY
from .statistics import first_of_month
from .texts import month


def stepped(key: str, months: int = 1) -> date:
    """The first day of the month that is shown, with the ways to the one before, to the next, and back to today.

    @param key: of the session's state, where the day is kept
    @param months: how far a step leads: 1 or 12
    """
    shown: date = st.session_state.setdefault(key, first_of_month(today()))
    title = str(shown.year) if months > 1 else month(shown).capitalize()
    with st.container(horizontal=True, vertical_alignment="center"):
        step(key, "Précédent", ":material/chevron_left:", first_of_month(shown, months))
        step(key, "Suivant", ":material/chevron_right:", first_of_month(shown, -months))
        step(key, "Aujourd'hui", ":material/today:", first_of_month(today()))
        st.subheader(title, anchor=False, width="content")
    return shown


def step(key: str, label: str, icon: str, to: date) -> None:
    def go() -> None:
        st.session_state[key] = to

    st.button(label, icon=icon, on_click=go, key=f"{key}.{label}", disabled=not FIRST_DAY <= to <= LAST_DAY)
