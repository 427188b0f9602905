"""The script that Streamlit runs for each session, from the top, whenever its owner does something."""

from collections.abc import Callable

import streamlit as st

from reactivite_front import browser, login, metrics, ways
from reactivite_front.failures import Failure, SignedOut
from reactivite_front.gate import first_choice, reset, sign_in


def main() -> None:
    st.set_page_config(page_title="Réactivité", page_icon="🐾", layout="wide")
    reset.take_token()
    try:
        who = login.current()
    except Failure as failure:
        apologize(failure)
        return
    page = ways.chosen()
    browser.page()
    if reset.is_asked():
        show("nouveau mot de passe", reset.show)
    elif who is None:
        show("connexion", sign_in.show)
    else:
        ways.menu(who.user)
        show(page.title.lower(), lambda: first_choice.show() if first_choice.is_due() else page.run())


def show(name: str, view: Callable[[], None]) -> None:
    with metrics.run_of(name):
        try:
            view()
        except SignedOut:
            login.expire()
            st.rerun()
        except Failure as failure:
            apologize(failure)


def apologize(failure: Failure) -> None:
    st.error(str(failure), icon=":material/cloud_off:")
    st.button("Réessayer", icon=":material/refresh:")


main()
