"""Search, with a table and a file of what was found."""

from collections.abc import Sequence

import streamlit as st

from reactivite_front import login, table
from reactivite_front.clock import today
from reactivite_front.models import FIRST_DAY, LAST_DAY, SEARCH_MAX, Label, Search
from reactivite_front.texts import counted, severity


def show() -> None:
    st.title("Recherche", anchor=False)
    account = login.account()
    wanted = conditions(account.labels("triggers"), account.labels("reactions"))
    if wanted.start and wanted.end and wanted.start > wanted.end:
        st.warning("La période finit avant de commencer.")
        return
    found = account.search(wanted)
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.subheader(counted(len(found), "entrée", "entrées"), anchor=False, width="content")
        st.download_button(
            "Télécharger (CSV)",
            table.as_csv(found),
            f"reactivite-{today():%Y-%m-%d}.csv",
            "text/csv",
            icon=":material/download:",
            on_click="ignore",
            disabled=not found,
        )
    if found:
        config = {
            "Date": st.column_config.DateColumn(format="DD/MM/YYYY"),
            "Gravité": st.column_config.NumberColumn(width="small"),
            "Commentaire": st.column_config.TextColumn(width="large"),
        }
        st.dataframe(table.rows(found), column_config=config, hide_index=True, alt="Les entrées trouvées")


def conditions(triggers: Sequence[Label], reactions: Sequence[Label]) -> Search:
    with st.container(border=True):
        text = st.text_input(
            "Texte",
            type="search",
            max_chars=SEARCH_MAX,
            placeholder="Dans le commentaire, les déclencheurs ou les réactions",
        )
        start_column, end_column = st.columns(2)
        start = start_column.date_input("Du", None, FIRST_DAY, LAST_DAY, format="DD/MM/YYYY")
        end = end_column.date_input("Au", None, FIRST_DAY, LAST_DAY, format="DD/MM/YYYY")
        levels = st.pills("Gravité", [1, 2, 3, 4, 5], selection_mode="multi", format_func=severity)
        trigger_column, reaction_column = st.columns(2)
        with trigger_column:
            seen = choice("Déclencheurs", triggers)
        with reaction_column:
            shown = choice("Réactions", reactions)
    return Search((text or "").strip(), start, end, tuple(levels), seen, shown)


def choice(title: str, labels: Sequence[Label]) -> tuple[int, ...]:
    names = {label.id: label.name for label in labels}
    return tuple(
        st.multiselect(title, list(names), format_func=lambda number: names.get(number, ""), placeholder="Tous")
    )


show()
