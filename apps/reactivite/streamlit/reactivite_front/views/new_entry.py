"""A new entry."""

import streamlit as st

from reactivite_front import login, ways
from reactivite_front.clock import today
from reactivite_front.entry_form import entry_form, forget
from reactivite_front.failures import Refused
from reactivite_front.texts import in_words

KEY = f"{login.DRAFT}new"
SAVED = "saved_day"


def show() -> None:
    account = login.account()
    if asked := ways.asked_day():
        st.session_state[f"{KEY}.date"] = asked
    st.title("Nouvelle entrée", anchor=False)
    if saved := st.session_state.pop(SAVED, None):
        st.success(f"C'est noté pour le {in_words(saved)}.", icon=":material/check_circle:")
    triggers, reactions = account.labels("triggers"), account.labels("reactions")
    if not triggers or not reactions:
        st.page_link(
            ways.LABELS, label="Il vous manque de quoi choisir : complétez vos listes", icon=":material/label:"
        )
    entry = entry_form(KEY, today(), triggers, reactions)
    if entry is None:
        return
    try:
        account.add_entry(entry)
    except Refused as refused:
        st.error(str(refused))
        if refused.status == 409:
            ways.link(ways.ENTRIES, entry.date, f"Ouvrir celle du {in_words(entry.date)}", ":material/edit:")
        return
    forget(KEY)
    st.session_state[SAVED] = entry.date
    st.rerun()


with st.container(width=760):
    show()
