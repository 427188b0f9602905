"""The document by which clients are made."""

from pathlib import Path

from reactivite_api.openapi import document

COMMITTED = Path(__file__).parent.parent / "openapi.json"


def test_the_committed_document_is_that_of_the_routes() -> None:
    assert COMMITTED.read_text() == document(), "python -m reactivite_api.openapi > openapi.json"
