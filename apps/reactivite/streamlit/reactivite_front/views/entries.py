"""One's entries: to change, and to delete."""

import streamlit as st

from reactivite_front import asking, login, statistics, ways
from reactivite_front.api import Account
from reactivite_front.entry_card import entry_card
from reactivite_front.entry_form import entry_form, forget
from reactivite_front.failures import Refused
from reactivite_front.models import Entry
from reactivite_front.months import stepped
from reactivite_front.texts import in_words, month

SHOWN = "entries_month"
EDITED = "edited_entry"
DONE = "entries_done"


def show() -> None:
    st.title("Mes entrées", anchor=False)
    if done := st.session_state.pop(DONE, None):
        st.success(done, icon=":material/check_circle:")
    account = login.account()
    if asked := ways.asked_day():
        st.session_state[SHOWN] = statistics.first_of_month(asked)
        found = account.entries(asked, asked)
        st.session_state[EDITED] = found[0].id if found else None
    shown = stepped(SHOWN)
    entries = account.entries(shown, statistics.last_of_month(shown))
    if not entries:
        st.info(f"Rien de noté en {month(shown)}.", icon=":material/info:")
    for entry in entries:
        if st.session_state.get(EDITED) == entry.id:
            edit(account, entry)
        else:
            card(entry)


def card(entry: Entry) -> None:
    def begin() -> None:
        forget(key_of(entry))
        st.session_state[EDITED] = entry.id

    with entry_card(entry), st.container(horizontal=True):
        st.button("Modifier", icon=":material/edit:", type="tertiary", key=f"edit.{entry.id}", on_click=begin)
        st.button(
            "Supprimer",
            icon=":material/delete:",
            type="tertiary",
            key=f"delete.{entry.id}",
            on_click=asking.opens("remove", entry.id),
        )
    if asking.is_open("remove", entry.id):
        confirm(entry)


@st.dialog("Supprimer cette entrée ?", on_dismiss=asking.close)
def confirm(entry: Entry) -> None:
    st.write(f"Celle du {in_words(entry.date)}. Rien ne la ramènera.")
    if st.button("Supprimer l'entrée", type="primary", icon=":material/delete:"):
        login.account().remove_entry(entry.id)
        finish(f"L'entrée du {in_words(entry.date)} est supprimée.")


def edit(account: Account, entry: Entry) -> None:
    st.subheader(in_words(entry.date).capitalize(), anchor=False)
    new = entry_form(key_of(entry), entry.date, account.labels("triggers"), account.labels("reactions"), entry)
    if st.button("Annuler", icon=":material/close:", key="cancel"):
        st.session_state.pop(EDITED, None)
        st.rerun()
    if new is None:
        return
    try:
        account.replace_entry(entry.id, new)
    except Refused as refused:
        st.error(str(refused))
        return
    st.session_state.pop(EDITED, None)
    st.session_state[SHOWN] = statistics.first_of_month(new.date)
    forget(key_of(entry))
    finish(f"L'entrée du {in_words(new.date)} est enregistrée.")


def key_of(entry: Entry) -> str:
    return f"{login.DRAFT}{entry.id}"


def finish(message: str) -> None:
    asking.close()
    st.session_state[DONE] = message
    st.rerun()


with st.container(width=860):
    show()
