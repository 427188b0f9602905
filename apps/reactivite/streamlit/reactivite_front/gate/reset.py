"""A new password, by the link of a mail."""

import streamlit as st

from reactivite_front import login
from reactivite_front.backend import api
from reactivite_front.failures import Failure
from reactivite_front.models import PASSWORD

# As the API writes it in its mails.
PARAMETER = "reset_token"
# Of the session: what the link brought.
ASKED = "asked_by_link"


def take_token() -> None:
    """Out of the address, where it would stay in the history and on the screen."""
    if PARAMETER in st.query_params:
        st.session_state[ASKED] = st.query_params[PARAMETER]
        del st.query_params[PARAMETER]


def is_asked() -> bool:
    return ASKED in st.session_state


def drop() -> None:
    st.session_state.pop(ASKED, None)


def show() -> None:
    with st.container(horizontal_alignment="center"), st.container(width=480):
        st.title("Nouveau mot de passe", anchor=False)
        with st.form("reset"):
            password = st.text_input(
                f"Mot de passe ({PASSWORD[0]} caractères au moins)",
                type="password",
                max_chars=PASSWORD[1],
                autocomplete="new-password",
            )
            again = st.text_input(
                "Le même mot de passe", type="password", max_chars=PASSWORD[1], autocomplete="new-password"
            )
            sent = st.form_submit_button("Enregistrer", type="primary")
        st.button("Annuler", on_click=drop)
        if sent:
            save(password, again)


def save(password: str, again: str) -> None:
    if password != again:
        st.warning("Les deux mots de passe diffèrent.")
        return
    try:
        api().reset(st.session_state[ASKED], password, login.address())
    except Failure as failure:
        st.error(str(failure))
        return
    drop()
    login.leave("Votre mot de passe est changé. Connectez-vous.")
    st.rerun()
