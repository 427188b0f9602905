"""Which dialog is open: kept in the session, so that it is still open when the page is made anew around it."""

from collections.abc import Callable

import streamlit as st

OPEN = "open_dialog"


def opens(*what: object) -> Callable[[], None]:
    """For the button that asks it.

    @param what: names the dialog, and what it is about
    """

    def begin() -> None:
        st.session_state[OPEN] = what

    return begin


def is_open(*what: object) -> bool:
    return st.session_state.get(OPEN) == what


def close() -> None:
    st.session_state.pop(OPEN, None)
