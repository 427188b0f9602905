"""Which day it is where the owner is."""

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st


def today() -> date:
    """By the time zone of the browser; a pod's own is UTC."""
    try:
        return datetime.now(ZoneInfo(st.context.timezone or "Europe/Paris")).date()
    except (ZoneInfoNotFoundError, ValueError):
        return datetime.now(ZoneInfo("Europe/Paris")).date()
