"""Words, tables, and who reads them."""

import csv
import io
from datetime import date

import pytest

from reactivite_front import table, texts
from reactivite_front.models import Entry, Label


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 5, 1), "vendredi 1er mai 2026"), (date(2026, 8, 30), "dimanche 30 août 2026")],
)
def test_days_are_french(day: date, words: str) -> None:
    assert texts.in_words(day) == words


def test_none_and_one_are_singular_in_french() -> None:
    assert [texts.counted(number, "jour", "jours") for number in (0, 1, 2)] == ["0 jour", "1 jour", "2 jours"]


def luminance(color: str) -> float:
    """https://www.w3.org/TR/WCAG22/#dfn-relative-luminance"""
    parts = [int(color[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("severity", texts.SEVERITIES)
def test_a_severity_can_be_read_on_its_colour(severity: int) -> None:
    light, dark = luminance(texts.COLORS[severity]), luminance(texts.TEXT_ON_COLORS)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(
    "text", ["# titre", "![x](http://e.org/x.png)", "<b>x</b>", ":red[x]", "$x$", "*x*", "1. x", "`x`", "a_b_c", "&lt;"]
)
def test_text_of_an_owner_is_no_markdown(text: str) -> None:
    escaped = texts.plain(text)
    assert not set("#![]<>:$*.`_()") & set(escaped.replace("&#", "").replace(";", ""))
    assert "&" not in escaped.replace("&#", "")


ENTRY = Entry(1, date(2026, 5, 1), 4, '=cmd|"/c calc"!A1', [Label(1, "Chat; noir"), Label(2, "Vélo")], [Label(3, "@x")])


def test_the_file_is_what_french_spreadsheets_open() -> None:
    raw = table.as_csv([ENTRY])
    assert raw.startswith(b"\xef\xbb\xbf")
    [row] = csv.DictReader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";")
    assert row["Date"] == "2026-05-01"
    assert row["Gravité"] == "4"
    assert row["Déclencheurs"] == "Chat; noir, Vélo"


def test_no_cell_calculates() -> None:
    [row] = csv.DictReader(io.StringIO(table.as_csv([ENTRY]).decode("utf-8-sig")), delimiter=";")
    assert row["Commentaire"] == '\'=cmd|"/c calc"!A1'
    assert row["Réactions"] == "'@x"
