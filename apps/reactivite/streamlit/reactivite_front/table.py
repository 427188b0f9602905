"""Entries as a table and as a file."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from .models import Entry, Label
from .texts import SEVERITIES

COLUMNS = ["Date", "Gravité", "En mots", "Déclencheurs", "Réactions", "Commentaire"]

# What makes a spreadsheet calculate. https://owasp.org/www-community/attacks/CSV_Injection
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def rows(entries: Sequence[Entry]) -> list[dict[str, Any]]:
    return [
        dict(
            zip(
                COLUMNS,
                [
                    entry.date,
                    entry.severity,
                    SEVERITIES[entry.severity],
                    names(entry.triggers),
                    names(entry.reactions),
                    entry.comment,
                ],
                strict=True,
            )
        )
        for entry in entries
    ]


def names(labels: Sequence[Label]) -> str:
    return ", ".join(label.name for label in labels)


def as_csv(entries: Sequence[Entry]) -> bytes:
    """As French spreadsheets open it: semicolons, and a mark that says UTF-8. A cell that they would calculate begins
    with an apostrophe."""
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, delimiter=";")
    writer.writeheader()
    writer.writerows({name: safe(value) for name, value in row.items()} for row in rows(entries))
    return file.getvalue().encode("utf-8-sig")


def safe(value: Any) -> str:
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
