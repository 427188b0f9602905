"""Charts of a period."""

from datetime import date, timedelta

import streamlit as st
from plotly.graph_objects import Figure

from reactivite_front import figures, login, statistics
from reactivite_front.clock import today
from reactivite_front.models import FIRST_DAY, LAST_DAY
from reactivite_front.texts import counted, month

PERIODS = {"30 jours": 30, "3 mois": 92, "12 mois": 365, "Tout": None}
OWN = "Choisir"


def show() -> None:
    st.title("Graphiques", anchor=False)
    account = login.account()
    monthly(statistics.first_of_month(today()))
    start, end = period()
    if start and end and start > end:
        st.warning("La période finit avant de commencer.")
        return
    entries = account.entries(start, end)
    st.caption(counted(len(entries), "jour noté", "jours notés"))
    if not entries:
        st.info("Rien de noté dans cette période.", icon=":material/info:")
        return
    st.subheader("Évolution", anchor=False)
    draw(figures.evolution(entries), "Gravité de chaque jour noté, et sa moyenne sur sept jours")
    st.subheader("Déclencheurs par gravité", anchor=False)
    if any(entry.triggers for entry in entries):
        draw(figures.triggers_by_severity(entries), "Pour chaque déclencheur, le nombre de jours de chaque gravité")
    else:
        st.caption("Aucun déclencheur n'est noté dans cette période.")
    left, right = st.columns(2)
    with left:
        part("Part des déclencheurs", statistics.shares(entries, lambda entry: entry.triggers))
    with right:
        part("Part des réactions", statistics.shares(entries, lambda entry: entry.reactions))


def period() -> tuple[date | None, date | None]:
    chosen = st.segmented_control("Période", [*PERIODS, OWN], default="3 mois", required=True, key="charts_period")
    if chosen == OWN:
        start_column, end_column = st.columns(2)
        start = start_column.date_input("Du", today() - timedelta(days=30), FIRST_DAY, LAST_DAY, format="DD/MM/YYYY")
        end = end_column.date_input("Au", today(), FIRST_DAY, LAST_DAY, format="DD/MM/YYYY")
        return start, end
    days = PERIODS[chosen or "Tout"]
    return (today() - timedelta(days=days - 1) if days else None), None


def monthly(first: date) -> None:
    """The gauge of a month, this one at first."""
    months = [statistics.first_of_month(first, back) for back in range(24)]
    with st.container(border=True):
        heading, choice = st.columns([2, 1], vertical_alignment="center")
        heading.subheader("Jauge du mois", anchor=False)
        chosen = choice.selectbox("Mois", months, format_func=month, label_visibility="collapsed")
        before = statistics.first_of_month(chosen, 1)
        entries = login.account().entries(before, statistics.last_of_month(chosen))
        mean = statistics.mean_severity(statistics.within(entries, chosen, statistics.last_of_month(chosen)))
        if mean is None:
            st.caption(f"Rien de noté en {month(chosen)}.")
            return
        earlier = statistics.mean_severity(statistics.within(entries, before, statistics.last_of_month(before)))
        draw(figures.gauge(mean, earlier), f"Gravité moyenne de {month(chosen)} : {figures.number(mean)} sur 5")


def part(title: str, counts: dict[str, int]) -> None:
    st.subheader(title, anchor=False)
    if counts:
        draw(figures.shares(counts), title)
    else:
        st.caption("Rien de noté.")


def draw(figure: Figure, meaning: str) -> None:
    """@param meaning: for those who do not see it"""
    drawn = figures.inked(figure, st.context.theme.type)
    st.plotly_chart(drawn, config=figures.CONFIG, key=meaning, alt=meaning)


show()
