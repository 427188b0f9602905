"""What a new owner begins with: which of the defaults are his dog's."""

import streamlit as st

from reactivite_front import login
from reactivite_front.api import Account, Kind
from reactivite_front.texts import plain

# Of the session: whether the owner has something to begin with, or said that he wants nothing.
CHOSEN = "first_choice_made"

TITLES: dict[Kind, str] = {"triggers": "Ce qui le fait réagir", "reactions": "Comment il réagit"}


def is_due() -> bool:
    who = login.user().id
    if st.session_state.get(CHOSEN) == who:
        return False
    account = login.account()
    if account.labels("triggers") or account.labels("reactions"):
        done()
        return False
    return True


def done() -> None:
    st.session_state[CHOSEN] = login.user().id


def show() -> None:
    account = login.account()
    with st.container(width=760):
        st.title("Bienvenue !", anchor=False)
        st.write(
            "Choisissez ce qui ressemble à votre chien. Vous pourrez tout changer, renommer et compléter plus tard."
        )
        with st.form("first_choice"):
            picked = {kind: choice(account, kind) for kind in TITLES}
            start = st.form_submit_button("Commencer", type="primary")
        later = st.button("Plus tard : je ferai mes propres listes", type="tertiary")
    if start or later:
        for kind, ids in picked.items():
            if start and ids:
                account.clone(kind, ids)
        done()
        st.rerun()


def choice(account: Account, kind: Kind) -> list[int]:
    names = {label.id: label.name for label in account.defaults(kind)}
    return st.pills(
        TITLES[kind],
        list(names),
        default=list(names),
        selection_mode="multi",
        format_func=lambda number: plain(names[number]),
        key=f"first_{kind}",
    )
