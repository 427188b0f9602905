"""One's triggers and reactions: to add, to rename, to delete, and to copy from the defaults."""

from collections.abc import Sequence

import streamlit as st

from reactivite_front import asking, login
from reactivite_front.api import Account, Kind
from reactivite_front.failures import Refused
from reactivite_front.models import LABEL_MAX, Label, Search
from reactivite_front.texts import counted, plain

TITLES: dict[Kind, str] = {"triggers": "Déclencheurs", "reactions": "Réactions"}
DONE = "labels_done"


def show() -> None:
    st.title("Déclencheurs et réactions", anchor=False)
    if done := st.session_state.pop(DONE, None):
        st.success(done, icon=":material/check_circle:")
    account = login.account()
    for tab, kind in zip(st.tabs(list(TITLES.values()), key="labels_tab", on_change="rerun"), TITLES, strict=True):
        with tab:
            manage(account, kind)


def manage(account: Account, kind: Kind) -> None:
    mine = account.labels(kind)
    try:
        add(account, kind)
        clone(account, kind, mine)
    except Refused as refused:
        st.error(str(refused))
    if not mine:
        st.caption("La liste est vide.")
    for label in mine:
        row(kind, label)


def row(kind: Kind, label: Label) -> None:
    naming, removing = ("rename", kind, label.id), ("remove", kind, label.id)
    with st.container(border=True, horizontal=True, vertical_alignment="center"):
        st.text(label.name, width="stretch")
        button("Renommer", ":material/edit:", naming)
        button("Supprimer", ":material/delete:", removing)
    if asking.is_open(*naming):
        rename(kind, label)
    if asking.is_open(*removing):
        confirm(kind, label)


def button(label: str, icon: str, dialog: tuple[object, ...]) -> None:
    key = ".".join(map(str, dialog))
    st.button(label, icon=icon, type="tertiary", key=key, on_click=asking.opens(*dialog))


def add(account: Account, kind: Kind) -> None:
    with st.form(f"add.{kind}", clear_on_submit=True):
        name = st.text_input("Ajouter", max_chars=LABEL_MAX, key=f"new.{kind}")
        sent = st.form_submit_button("Ajouter", icon=":material/add:")
    if sent:
        label = account.add_label(kind, (name or "").strip())
        finish(f"« {plain(label.name)} » est ajouté.")


def clone(account: Account, kind: Kind, mine: Sequence[Label]) -> None:
    """Those of the defaults that are not there yet."""
    there = {label.name.casefold() for label in mine}
    names = {label.id: label.name for label in account.defaults(kind) if label.name.casefold() not in there}
    if not names:
        return
    with st.expander("Reprendre des propositions", icon=":material/library_add:"), st.form(f"clone.{kind}"):
        ids = st.pills(
            "Propositions",
            list(names),
            selection_mode="multi",
            format_func=lambda number: plain(names.get(number, "")),
            key=f"defaults.{kind}",
            label_visibility="collapsed",
        )
        if st.form_submit_button("Reprendre") and ids:
            account.clone(kind, ids)
            finish("Votre liste est complétée.")


@st.dialog("Renommer", on_dismiss=asking.close)
def rename(kind: Kind, label: Label) -> None:
    with st.form("rename"):
        name = st.text_input("Nom", label.name, max_chars=LABEL_MAX)
        st.caption("Le nom change aussi dans vos entrées passées.")
        sent = st.form_submit_button("Enregistrer", type="primary")
    if sent:
        try:
            new = login.account().rename_label(kind, label.id, (name or "").strip())
        except Refused as refused:
            st.error(str(refused))
            return
        finish(f"« {plain(label.name)} » s'appelle maintenant « {plain(new.name)} ».")


@st.dialog("Supprimer ?", on_dismiss=asking.close)
def confirm(kind: Kind, label: Label) -> None:
    ids = (label.id,)
    wanted = Search(triggers=ids) if kind == "triggers" else Search(reactions=ids)
    count = login.account().count(wanted)
    st.write(f"« {plain(label.name)} » figure dans {counted(count, 'entrée', 'entrées')}, et en disparaîtra.")
    if st.button("Supprimer de la liste", type="primary", icon=":material/delete:"):
        login.account().remove_label(kind, label.id)
        finish(f"« {plain(label.name)} » est supprimé.")


def finish(message: str) -> None:
    asking.close()
    st.session_state[DONE] = message
    st.rerun()


with st.container(width=860):
    show()
