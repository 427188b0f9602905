"""The ways between the views."""

from datetime import date

import streamlit as st

from . import login
from .models import FIRST_DAY, LAST_DAY, User
from .texts import plain

HOME = "views/home.py"
NEW_ENTRY = "views/new_entry.py"
CALENDAR = "views/calendar.py"
SEARCH = "views/search.py"
CHARTS = "views/charts.py"
ENTRIES = "views/entries.py"
LABELS = "views/labels.py"
ACCOUNT = "views/account.py"

# Parameter of an address: the day that a view shall begin with.
DAY = "jour"


def chosen() -> st.Page:
    """The view that the address names. Who is not signed in keeps the address, and is there afterwards."""
    pages = {
        "Journal": [
            st.Page(HOME, title="Accueil", icon=":material/home:", url_path="", default=True),
            st.Page(NEW_ENTRY, title="Nouvelle entrée", icon=":material/edit_note:", url_path="nouvelle-entree"),
            st.Page(CALENDAR, title="Calendrier", icon=":material/calendar_month:", url_path="calendrier"),
            st.Page(SEARCH, title="Recherche", icon=":material/search:", url_path="recherche"),
            st.Page(CHARTS, title="Graphiques", icon=":material/monitoring:", url_path="graphiques"),
        ],
        "Gérer": [
            st.Page(ENTRIES, title="Mes entrées", icon=":material/list_alt:", url_path="entrees"),
            st.Page(LABELS, title="Déclencheurs et réactions", icon=":material/label:", url_path="listes"),
            st.Page(ACCOUNT, title="Mon compte", icon=":material/account_circle:", url_path="compte"),
        ],
    }
    return st.navigation(pages, position="sidebar" if login.LOGIN in st.session_state else "hidden", expanded=True)


def menu(who: User) -> None:
    with st.sidebar:
        st.caption(f"Connecté : {plain(who.username)}")
        st.button("Se déconnecter", icon=":material/logout:", on_click=login.sign_out, width="stretch")


def link(view: str, day: date, label: str, icon: str) -> None:
    """To a view that begins with that day."""
    st.page_link(view, label=label, icon=icon, query_params={DAY: day.isoformat()})


def button(view: str, day: date, label: str, icon: str) -> None:
    """The same for what the owner most likely came for."""
    if st.button(label, type="primary", icon=icon):
        st.switch_page(view, query_params={DAY: day.isoformat()})


def asked_day() -> date | None:
    """The day that the address names, once: after that, the owner chooses."""
    text = st.query_params.get(DAY)
    if text is None:
        return None
    del st.query_params[DAY]
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None
