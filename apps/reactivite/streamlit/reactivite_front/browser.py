"""What happens in the browser itself: small components, whose JavaScript lies in components/."""

from pathlib import Path
from typing import Any

import streamlit as st

from .login import CODE, FORGET
from .routes import PATH

FOLDER = Path(__file__).parent / "components"


# Streamlit's hint to press Enter is English, and nobody needs it.
STYLE = '<style>[data-testid="stTextInput"] [data-testid="InputInstructions"] { display: none; }</style>'


def source(name: str) -> str:
    return (FOLDER / name).read_text("utf-8")


_page = st.components.v2.component("reactivite_page", js=source("page.js"))
_calendar = st.components.v2.component(
    "reactivite_calendar", html="<div class='calendar'></div>\n", css=source("calendar.css"), js=source("calendar.js")
)


def page() -> None:
    """On every page: says that it is French, and has the cookie set or deleted when there is something to it."""
    data = {"path": PATH, "code": st.session_state.get(CODE), "forget": bool(st.session_state.get(FORGET))}
    st.html(STYLE)
    _page(key="page", data=data, on_done_change=settled, height="content")


def settled() -> None:
    st.session_state.pop(CODE, None)
    st.session_state.pop(FORGET, None)


def calendar(data: dict[str, Any], key: str) -> str | None:
    """A calendar of a month or a year; the day that was clicked, as in 2026-05-01.

    @param data: see components/calendar.js
    """
    picked = _calendar(key=key, data=data, on_day_change=lambda: None)
    return picked.day  # type: ignore[no-any-return]
