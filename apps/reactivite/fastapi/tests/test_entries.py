"""The diary, and search in it."""

from typing import Any

import pytest
from sqlalchemy import event

from .people import Person


def test_notes_a_day(me: Person) -> None:
    bike, cat = me.label("triggers", "Vélo"), me.label("triggers", "Chat")
    frozen = me.label("reactions", "Se fige")
    entry = me.entry(comment="Au parc.\nIl pleuvait 🌧", triggers=[bike, cat, bike], reactions=[frozen])
    assert entry == {
        "id": entry["id"],
        "date": "2026-05-01",
        "severity": 3,
        "comment": "Au parc.\nIl pleuvait 🌧",
        "triggers": [{"id": cat, "name": "Chat"}, {"id": bike, "name": "Vélo"}],
        "reactions": [{"id": frozen, "name": "Se fige"}],
    }
    assert me.http.get(f"/entry/{entry['id']}").json() == entry
    assert me.http.get("/entry").json() == {"total": 1, "entries": [entry]}


def test_a_day_is_noted_once(me: Person, other: Person) -> None:
    me.entry()
    answer = me.http.post("/entry", json={"date": "2026-05-01", "severity": 1})
    assert (answer.status_code, answer.json()["detail"]) == (409, "Vous avez déjà une entrée pour ce jour.")
    second = me.entry(date="2026-05-02")
    assert me.http.patch(f"/entry/{second['id']}", json={"date": "2026-05-01"}).status_code == 409
    other.entry()


def test_changes_what_is_given(me: Person) -> None:
    bike = me.label("triggers", "Vélo")
    entry = me.entry(comment="Avant", triggers=[bike])
    path = f"/entry/{entry['id']}"
    assert me.http.patch(path, json={"severity": 5}).json() == {**entry, "severity": 5}
    assert me.http.patch(path, json={"comment": None, "triggers": []}).json() == {
        **entry,
        "severity": 5,
        "triggers": [],
    }
    assert me.http.get(path).json()["comment"] == "Avant"


def test_replaces_all(me: Person) -> None:
    entry = me.entry(comment="Avant", triggers=[me.label("triggers", "Vélo")])
    answer = me.http.put(f"/entry/{entry['id']}", json={"date": "2026-05-03", "severity": 1})
    assert answer.status_code == 200
    assert answer.json() == {
        "id": entry["id"],
        "date": "2026-05-03",
        "severity": 1,
        "comment": "",
        "triggers": [],
        "reactions": [],
    }


def test_removes(me: Person) -> None:
    entry = me.entry(triggers=[me.label("triggers", "Vélo")])
    path = f"/entry/{entry['id']}"
    assert me.http.delete(path).status_code == 204
    for answer in (me.http.get(path), me.http.delete(path), me.http.patch(path, json={})):
        assert answer.status_code == 404
    assert len(me.http.get("/triggers").json()) == 1
    me.entry()


@pytest.mark.parametrize("kind", ["triggers", "reactions"])
def test_takes_ones_own_labels_only(me: Person, other: Person, kind: str) -> None:
    entry = me.entry(date="2026-04-01")
    default = me.http.get(f"/{kind}/defaults").json()[0]["id"]
    for unknown in (other.label(kind, "Secret"), default, 2**52):
        body: dict[str, Any] = {"date": "2026-05-01", "severity": 3, kind: [unknown]}
        for answer in (
            me.http.post("/entry", json=body),
            me.http.put(f"/entry/{entry['id']}", json=body),
            me.http.patch(f"/entry/{entry['id']}", json={kind: [unknown]}),
        ):
            assert answer.status_code == 404
            assert "Secret" not in answer.text
    assert me.http.get("/entry").json() == {"total": 1, "entries": [entry]}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("date", "2026-02-30"),
        ("date", "1899-12-31"),
        ("date", "2100-01-01"),
        ("date", "2026-05-01T00:00:01"),
        ("severity", 0),
        ("severity", 6),
        ("severity", 2.5),
        ("comment", "a" * 2001),
        ("comment", "a\x00b"),
        ("triggers", [0]),
        ("triggers", [2**53]),
        ("triggers", list(range(1, 102))),
        ("user_id", 1),
    ],
)
def test_refuses_what_does_not_fit(me: Person, field: str, value: object) -> None:
    answer = me.http.post("/entry", json={"date": "2026-05-01", "severity": 3, field: value})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"].startswith(f"body.{field}")


def test_lists_a_period_newest_first(me: Person) -> None:
    for day in (1, 3, 2, 4):
        me.entry(date=f"2026-05-0{day}")

    def days(**query: object) -> list[str]:
        answer = me.http.get("/entry", params=query)  # type: ignore[arg-type]
        assert answer.status_code == 200
        return [entry["date"][-1] for entry in answer.json()["entries"]]

    assert days() == ["4", "3", "2", "1"]
    assert days(start="2026-05-02", end="2026-05-03") == ["3", "2"]
    assert days(limit=2, offset=1) == ["3", "2"]
    assert days(start="2026-05-05") == []
    assert me.http.get("/entry", params={"limit": 1}).json()["total"] == 4


def test_searches(me: Person, other: Person) -> None:
    bike, cat = me.label("triggers", "Vélo"), me.label("triggers", "Chat")
    barks, freezes = me.label("reactions", "Aboiements"), me.label("reactions", "Se fige")
    me.entry(date="2026-05-01", severity=1, comment="Forêt, 100 %", triggers=[bike], reactions=[barks])
    me.entry(date="2026-05-02", severity=2, comment="Ville_basse", triggers=[bike, cat], reactions=[freezes])
    me.entry(date="2026-05-03", severity=3, comment="", triggers=[cat])
    me.entry(date="2026-05-04", severity=4, comment="Forêt")
    other.entry(date="2026-05-01", comment="Forêt", triggers=[other.label("triggers", "Vélo")])

    def days(**query: object) -> str:
        answer = me.http.get("/search", params=query)  # type: ignore[arg-type]
        assert answer.status_code == 200, answer.text
        found = answer.json()
        assert found["total"] == len(found["entries"])
        return "".join(entry["date"][-1] for entry in found["entries"])

    assert days() == "4321"
    assert days(text="foret") == "41"
    # What is special to the database is not to the owner.
    assert days(text="%") == "1"
    assert days(text="e_b") == "2"
    assert days(text="\\") == ""
    assert days(text="VELO") == "21"
    assert days(text="se fige") == "2"
    assert days(triggers=[bike, cat]) == "321"
    assert days(triggers=[cat], reactions=[freezes, barks]) == "2"
    assert days(severities=[1, 4]) == "41"
    assert days(text="forêt", severities=[4], start="2026-05-02", end="2026-05-04") == "4"
    assert days(start="2026-05-04", end="2026-05-01") == ""


def test_search_finds_nothing_by_the_labels_of_others(me: Person, other: Person) -> None:
    foreign = other.label("triggers", "Vélo")
    other.entry(triggers=[foreign])
    me.entry()
    assert me.http.get("/search", params={"triggers": foreign}).json() == {"total": 0, "entries": []}


def test_asks_the_database_as_often_for_many_entries_as_for_few(me: Person) -> None:
    bike, barks = me.label("triggers", "Vélo"), me.label("reactions", "Aboiements")
    engine = me.http.app.state.services.database.engine  # type: ignore[attr-defined]
    asked: list[str] = []

    def note(*args: Any) -> None:
        asked.append(args[2])

    event.listen(engine, "before_cursor_execute", note)

    def questions() -> int:
        asked.clear()
        assert me.http.get("/search").status_code == 200
        return len(asked)

    me.entry(date="2026-05-01", triggers=[bike], reactions=[barks])
    few = questions()
    for day in range(2, 30):
        me.entry(date=f"2026-05-{day:02}", triggers=[bike], reactions=[barks])
    many = questions()
    event.remove(engine, "before_cursor_execute", note)
    assert many == few > 0
