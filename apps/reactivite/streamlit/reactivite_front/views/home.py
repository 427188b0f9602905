"""Home: today, the month, and what came last."""

from datetime import timedelta

import streamlit as st

from reactivite_front import login, statistics, ways
from reactivite_front.clock import today
from reactivite_front.entry_card import entry_card
from reactivite_front.figures import number
from reactivite_front.models import Entry
from reactivite_front.texts import counted, in_words, month, plain


def show() -> None:
    day = today()
    start = statistics.first_of_month(day, 1)
    # Two months, and what a row of days needs.
    entries = login.account().entries(min(start, day - timedelta(days=120)), day)
    st.title(f"Bonjour {plain(login.user().username)}", anchor=False)
    st.caption(in_words(day).capitalize())
    if any(entry.date == day for entry in entries):
        st.success("La journée d'aujourd'hui est notée.", icon=":material/check_circle:")
    else:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            st.write("Vous n'avez pas encore noté la journée d'aujourd'hui.")
            ways.button(ways.NEW_ENTRY, day, "Noter aujourd'hui", ":material/edit_note:")
    numbers(entries)
    st.subheader("Dernières entrées", anchor=False)
    for entry in entries[:3]:
        entry_card(entry)
    if not entries:
        st.write("Rien de récent. Votre première entrée apparaîtra ici.")


def numbers(entries: list[Entry]) -> None:
    day = today()
    this, before = statistics.first_of_month(day), statistics.first_of_month(day, 1)
    mine = statistics.within(entries, this, day)
    mean = statistics.mean_severity(mine)
    earlier = statistics.mean_severity(statistics.within(entries, before, statistics.last_of_month(before)))
    row = st.container(horizontal=True)
    row.metric(
        f"Gravité moyenne, {month(day)}",
        number(mean) if mean else "-",
        compared(mean, earlier),
        delta_color="inverse",
        border=True,
    )
    row.metric("Jours notés ce mois", f"{len(mine)} sur {day.day}", border=True)
    in_a_row = statistics.streak((entry.date for entry in entries), day)
    row.metric("D'affilée", counted(in_a_row, "jour", "jours"), border=True)


def compared(mean: float | None, earlier: float | None) -> str | None:
    """With the month before, where there is something to compare."""
    if not mean or not earlier or abs(mean - earlier) < 0.05:
        return None
    return f"{number(mean - earlier)} par rapport au mois d'avant"


with st.container(width=860):
    show()
