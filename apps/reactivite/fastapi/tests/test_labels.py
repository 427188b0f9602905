"""Triggers and reactions, which have the same routes."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from .people import Person

kinds = pytest.mark.parametrize("kind", ["triggers", "reactions"])


def names(person: Person, path: str) -> list[str]:
    answer = person.http.get(path)
    assert answer.status_code == 200
    return [label["name"] for label in answer.json()]


@kinds
def test_begins_with_none_and_offers_defaults(me: Person, kind: str) -> None:
    assert names(me, f"/{kind}") == []
    defaults = names(me, f"/{kind}/defaults")
    assert len(defaults) == {"triggers": 15, "reactions": 8}[kind]
    assert defaults == sorted(defaults, key=str.casefold)


@kinds
def test_clones_what_is_selected_once(me: Person, kind: str) -> None:
    defaults = me.http.get(f"/{kind}/defaults").json()
    chosen = defaults[:3]
    # There already, in other letters.
    me.label(kind, chosen[0]["name"].upper())
    for _ in range(2):
        answer = me.http.post(f"/{kind}/clone", json={"ids": [label["id"] for label in chosen] * 2})
        assert answer.status_code == 200
    assert names(me, f"/{kind}") == sorted(
        [chosen[0]["name"].upper(), chosen[1]["name"], chosen[2]["name"]], key=str.casefold
    )
    assert not {label["id"] for label in answer.json()} & {label["id"] for label in defaults}


def test_clones_once_for_two_that_come_together(me: Person) -> None:
    ids = [label["id"] for label in me.http.get("/triggers/defaults").json()]
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: me.http.post("/triggers/clone", json={"ids": ids}), range(6)))
    assert {answer.status_code for answer in answers} == {200}
    assert len(names(me, "/triggers")) == len(ids)


@kinds
def test_clones_defaults_only(me: Person, other: Person, kind: str) -> None:
    foreign = other.label(kind, "Secret")
    for unknown in (foreign, 2**52):
        default = me.http.get(f"/{kind}/defaults").json()[0]["id"]
        assert me.http.post(f"/{kind}/clone", json={"ids": [default, unknown]}).status_code == 404
    assert names(me, f"/{kind}") == []


@kinds
def test_adds_renames_and_removes(me: Person, kind: str) -> None:
    label = me.label(kind, "  Tracteur 🚜 ")
    assert names(me, f"/{kind}") == ["Tracteur 🚜"]
    answer = me.http.put(f"/{kind}/{label}", json={"name": "Vache"})
    assert (answer.status_code, answer.json()) == (200, {"id": label, "name": "Vache"})
    # To itself, in other letters.
    assert me.http.put(f"/{kind}/{label}", json={"name": "vache"}).status_code == 200
    assert me.http.delete(f"/{kind}/{label}").status_code == 204
    assert me.http.delete(f"/{kind}/{label}").status_code == 404
    assert me.http.put(f"/{kind}/{label}", json={"name": "Vache"}).status_code == 404


@kinds
def test_a_name_is_given_once_to_each_owner(me: Person, other: Person, kind: str) -> None:
    me.label(kind, "Été")
    second = me.label(kind, "Hiver")
    assert me.http.post(f"/{kind}", json={"name": "ete"}).status_code == 409
    assert me.http.put(f"/{kind}/{second}", json={"name": "ÉTÉ"}).status_code == 409
    other.label(kind, "Été")


@kinds
@pytest.mark.parametrize("name", ["", "   ", "a" * 101, "a\nb", "a\x00b"])
def test_refuses_names_that_are_none(me: Person, kind: str, name: str) -> None:
    assert me.http.post(f"/{kind}", json={"name": name}).status_code == 422


def test_ends_with_two_hundred(me: Person) -> None:
    for number in range(200):
        me.label("triggers", f"Numéro {number}")
    assert me.http.post("/triggers", json={"name": "Un de trop"}).status_code == 409
    default = me.http.get("/triggers/defaults").json()[0]["id"]
    assert me.http.post("/triggers/clone", json={"ids": [default]}).status_code == 409
    me.label("reactions", "De l'autre sorte")


def test_what_is_removed_or_renamed_is_so_in_entries(me: Person) -> None:
    gone, stays = me.label("triggers", "Vélo"), me.label("triggers", "Chat")
    entry = me.entry(triggers=[gone, stays])
    me.http.delete(f"/triggers/{gone}")
    me.http.put(f"/triggers/{stays}", json={"name": "Chats"})
    assert me.http.get(f"/entry/{entry['id']}").json()["triggers"] == [{"id": stays, "name": "Chats"}]
