"""The form for a day, new or old."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from .models import COMMENT_MAX, FIRST_DAY, LAST_DAY, Entry, Label, NewEntry
from .texts import plain, severity


def entry_form(
    key: str, day: date, triggers: Sequence[Label], reactions: Sequence[Label], entry: Entry | None = None
) -> NewEntry | None:
    """What its owner sends, once he does.

    @param key: begins the keys of the fields; what is in them stays while the session lasts
    @param day: that it begins with
    @param entry: whose values it begins with
    """
    with st.form(f"form.{key}", enter_to_submit=False):
        chosen = st.date_input(
            "Date",
            day,
            min_value=FIRST_DAY,
            max_value=LAST_DAY,
            format="DD/MM/YYYY",
            key=f"{key}.date",
            persist_state="session",
            width=200,
        )
        level = st.segmented_control(
            "Gravité",
            [1, 2, 3, 4, 5],
            default=entry.severity if entry else None,
            format_func=severity,
            key=f"{key}.severity",
            persist_state="session",
        )
        seen = choice("Déclencheurs", triggers, entry.triggers if entry else (), f"{key}.triggers")
        shown = choice("Réactions", reactions, entry.reactions if entry else (), f"{key}.reactions")
        comment = st.text_area(
            "Commentaire",
            entry.comment if entry else "",
            max_chars=COMMENT_MAX,
            key=f"{key}.comment",
            persist_state="session",
            placeholder="Où était-ce ? À quelle distance ? Qu'est-ce qui a aidé ?",
        )
        if not st.form_submit_button("Enregistrer", type="primary", icon=":material/save:"):
            return None
    if level is None:
        st.warning("Indiquez la gravité de la journée.")
        return None
    return NewEntry(chosen, level, comment or "", tuple(seen), tuple(shown))


def choice(title: str, labels: Sequence[Label], chosen: Sequence[Label], key: str) -> list[int]:
    names = {label.id: label.name for label in labels}
    return st.pills(
        title,
        list(names),
        selection_mode="multi",
        default=[label.id for label in chosen if label.id in names],
        format_func=lambda number: plain(names.get(number, "")),
        key=key,
        persist_state="session",
    )


def forget(key: str) -> None:
    """Empties the fields, so that the form begins anew."""
    for name in [name for name in st.session_state if str(name).startswith(f"{key}.")]:
        del st.session_state[name]
