"""Signing in, signing up, and asking for a link to a new password."""

import streamlit as st

from reactivite_front import login
from reactivite_front.backend import api
from reactivite_front.failures import Failure
from reactivite_front.models import EMAIL_MAX, PASSWORD, USERNAME

CHOICES = ["Se connecter", "Créer un compte", "Mot de passe oublié"]


def show() -> None:
    with st.container(horizontal_alignment="center"), st.container(width=480):
        st.title("🐾 Réactivité", anchor=False)
        st.write("Le journal de votre chien : notez chaque jour, repérez ce qui le fait réagir, voyez ses progrès.")
        if notice := st.session_state.get(login.NOTICE):
            st.info(notice, icon=":material/info:")
        existing, new, forgotten = st.tabs(CHOICES)
        with existing:
            sign_in()
        with new:
            sign_up()
        with forgotten:
            forgot()


def sign_in() -> None:
    with st.form("sign_in", border=False):
        username = st.text_input("Nom d'utilisateur", max_chars=USERNAME[1], autocomplete="username")
        password = st.text_input(
            "Mot de passe", type="password", max_chars=PASSWORD[1], autocomplete="current-password"
        )
        if not st.form_submit_button("Se connecter", type="primary", width="stretch"):
            return
    if not username or not password:
        st.warning("Indiquez votre nom d'utilisateur et votre mot de passe.")
        return
    enter(username.strip(), password)


def sign_up() -> None:
    with st.form("sign_up", border=False):
        username = st.text_input(
            "Nom d'utilisateur",
            key="new_username",
            max_chars=USERNAME[1],
            autocomplete="username",
            placeholder="Lettres sans accent, chiffres, . _ -",
        )
        email = st.text_input("Adresse électronique", key="new_email", max_chars=EMAIL_MAX, autocomplete="email")
        password = st.text_input(
            f"Mot de passe ({PASSWORD[0]} caractères au moins)",
            key="new_password",
            type="password",
            max_chars=PASSWORD[1],
            autocomplete="new-password",
        )
        again = st.text_input(
            "Le même mot de passe",
            key="new_password_again",
            type="password",
            max_chars=PASSWORD[1],
            autocomplete="new-password",
        )
        if not st.form_submit_button("Créer mon compte", type="primary", width="stretch"):
            return
    if password != again:
        st.warning("Les deux mots de passe diffèrent.")
        return
    try:
        api().register(username.strip(), email.strip(), password, login.address())
    except Failure as failure:
        st.error(str(failure))
        return
    enter(username.strip(), password)


def enter(username: str, password: str) -> None:
    try:
        login.sign_in(username, password)
    except Failure as failure:
        st.error(str(failure))
        return
    st.rerun()


def forgot() -> None:
    with st.form("forgot", border=False):
        email = st.text_input("Adresse électronique", key="forgot_email", max_chars=EMAIL_MAX, autocomplete="email")
        if not st.form_submit_button("Recevoir un lien", width="stretch"):
            return
    try:
        api().request_reset(email.strip(), login.address())
    except Failure as failure:
        st.error(str(failure))
        return
    st.success("Si un compte a cette adresse, un lien vient de lui être envoyé. Il vaut 30 minutes.")
