"""One's account: name, address, password, and its end."""

import streamlit as st

from reactivite_front import asking, login
from reactivite_front.failures import Refused
from reactivite_front.models import EMAIL_MAX, PASSWORD, USERNAME, User
from reactivite_front.texts import plain

DONE = "account_done"


def show() -> None:
    st.title("Mon compte", anchor=False)
    if done := st.session_state.pop(DONE, None):
        st.success(done, icon=":material/check_circle:")
    me = login.account().me()
    identity(me)
    password(me)
    with st.container(border=True):
        st.subheader("Supprimer mon compte", anchor=False)
        st.write("Votre compte, vos entrées et vos listes disparaissent pour toujours.")
        st.button("Supprimer mon compte", icon=":material/delete_forever:", on_click=asking.opens("account"))
    if asking.is_open("account"):
        confirm(me)


def identity(me: User) -> None:
    with st.form("identity"):
        st.subheader("Nom et adresse", anchor=False)
        username = st.text_input("Nom d'utilisateur", me.username, max_chars=USERNAME[1], autocomplete="username")
        email = st.text_input("Adresse électronique", me.email, max_chars=EMAIL_MAX, autocomplete="email")
        current = current_password("identity", "Mot de passe actuel, pour changer l'adresse")
        if not st.form_submit_button("Enregistrer"):
            return
    new_name, new_email = (username or "").strip(), (email or "").strip()
    try:
        changed = login.account().change(
            username=new_name if new_name != me.username else "",
            email=new_email if new_email.lower() != me.email else "",
            current_password=current,
        )
    except Refused as refused:
        st.error(str(refused))
        return
    login.renamed(changed)
    finish("Vos informations sont enregistrées.")


def password(me: User) -> None:
    with st.form("password", clear_on_submit=True):
        st.subheader("Mot de passe", anchor=False)
        current = current_password("password", "Mot de passe actuel")
        new = st.text_input(
            f"Nouveau mot de passe ({PASSWORD[0]} caractères au moins)",
            type="password",
            max_chars=PASSWORD[1],
            autocomplete="new-password",
        )
        again = st.text_input(
            "Le même nouveau mot de passe", type="password", max_chars=PASSWORD[1], autocomplete="new-password"
        )
        if not st.form_submit_button("Changer le mot de passe"):
            return
    if not new or new != again:
        st.warning("Les deux mots de passe diffèrent." if new else "Indiquez un nouveau mot de passe.")
        return
    try:
        login.account().change(password=new, current_password=current)
        # The one that signed in before is worth nothing now, on every device.
        login.sign_in(me.username, new)
    except Refused as refused:
        st.error(str(refused))
        return
    finish("Votre mot de passe est changé. Vos autres appareils doivent se reconnecter.")


def current_password(form: str, label: str) -> str:
    return st.text_input(
        label, type="password", key=f"{form}.current", max_chars=PASSWORD[1], autocomplete="current-password"
    )


@st.dialog("Supprimer votre compte ?", on_dismiss=asking.close)
def confirm(me: User) -> None:
    st.write(f"Écrivez **{plain(me.username)}** pour confirmer.")
    typed = st.text_input("Nom d'utilisateur", key="confirm_username")
    if st.button("Supprimer pour toujours", type="primary", icon=":material/delete_forever:"):
        if typed != me.username:
            st.warning("Ce n'est pas votre nom d'utilisateur.")
            return
        login.account().remove()
        asking.close()
        login.sign_out()
        st.session_state[login.NOTICE] = "Votre compte est supprimé."
        st.rerun()


def finish(message: str) -> None:
    st.session_state[DONE] = message
    st.rerun()


with st.container(width=640):
    show()
