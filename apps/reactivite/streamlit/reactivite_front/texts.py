"""Words: French dates, what severities mean, and text that shall stay text."""

import re
from datetime import date

MONTHS = [
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
]
DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]

SEVERITIES = {1: "Calme", 2: "Tendu", 3: "Réactif", 4: "Très réactif", 5: "Hors de contrôle"}

# From calm to out of control. Their lightness falls from 2 on, and the number always stands beside: nobody needs to
# tell green from red. Dark text has a contrast of 4.5 or more on each.
COLORS = {1: "#7bc8a4", 2: "#c9d77e", 3: "#f6d266", 4: "#f2a65a", 5: "#e8776a"}
TEXT_ON_COLORS = "#1d1d1b"


def severity(value: int) -> str:
    return f"{value} · {SEVERITIES[value]}"


def month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def in_words(day: date) -> str:
    """Such as "mardi 5 mai 2026"."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{DAYS[day.weekday()]} {number} {month(day)}"


def short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def counted(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if abs(number) < 2 else plural}"


def plain(text: str) -> str:
    """Text of an owner where Streamlit expects Markdown: no emphasis, list, image, formula or HTML comes of it.

    What could mean something stands as a character reference, which Markdown leaves as the character.
    """
    return re.sub(r"[^\w\s]|_", lambda found: f"&#{ord(found[0])};", text)
