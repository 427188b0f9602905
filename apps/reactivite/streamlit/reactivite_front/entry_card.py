"""An entry, to be read."""

from collections.abc import Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from .models import Entry, Label
from .texts import COLORS, SEVERITIES, TEXT_ON_COLORS, in_words, plain


def entry_card(entry: Entry) -> DeltaGenerator:
    """The card, for what shall stand below in it."""
    card = st.container(border=True)
    with card:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{in_words(entry.date).capitalize()}**", width="content")
            badge(entry.severity)
        named("Déclencheurs", entry.triggers)
        named("Réactions", entry.reactions)
        if entry.comment:
            st.text(entry.comment)
    return card


def badge(severity: int) -> None:
    """Its number, its word and its colour."""
    style = (
        f"background:{COLORS[severity]};color:{TEXT_ON_COLORS};padding:.15rem .6rem;border-radius:1rem;font-size:.85rem"
    )
    st.html(f'<span style="{style}">{severity} · {SEVERITIES[severity]}</span>', width="content")


def named(title: str, labels: Sequence[Label]) -> None:
    if labels:
        st.markdown(f"{title} : " + ", ".join(plain(label.name) for label in labels))
