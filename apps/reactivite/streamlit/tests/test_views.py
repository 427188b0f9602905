"""The pages, without a browser, in front of the real API."""

import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from reactivite_front import backend, login
from reactivite_front.api import Account
from reactivite_front.failures import Refused, SignedOut
from reactivite_front.models import NewEntry

from . import stack
from .conftest import PASSWORD, Owner, numbers, register, today

SCRIPT = stack.ROOT / "reactivite_front" / "script.py"

# Seconds; for busy machines.
PATIENCE = 60


@pytest.fixture(autouse=True)
def front(api: stack.Api, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("API_URL", api.url)
    # Here is no browser that could have any.
    monkeypatch.setattr(login, "cookie", lambda: None)
    monkeypatch.setattr(login, "address", lambda: None)
    backend.api.cache_clear()
    api.forgive()
    yield
    backend.api.cache_clear()


def opened() -> AppTest:
    return AppTest.from_file(SCRIPT, default_timeout=PATIENCE).run()


def signed_in(owner: Owner, view: str = "") -> AppTest:
    app = opened()
    app.session_state[login.LOGIN] = login.Login(owner.token, owner.account.me(), time.time() + 3600)
    app.session_state[login.LAST_USER] = owner.account.me().id
    app.run()
    return at(app, view)


def at(app: AppTest, view: str) -> AppTest:
    if view:
        app.switch_page(view).run()
    assert not app.exception, app.exception
    return app


def press(app: AppTest, label: str, index: int = 0) -> AppTest:
    found = [button for button in app.button if button.label == label]
    assert found, f"no button {label} among {[button.label for button in app.button]}"
    found[index].click().run()
    assert not app.exception, app.exception
    return app


def field(app: AppTest, label: str, index: int = 0) -> Any:
    return [one for one in app.text_input if one.label.startswith(label)][index]


def write(app: AppTest, label: str, text: str, index: int = 0) -> None:
    field(app, label, index).set_value(text)


def choose(app: AppTest, key: str, value: object) -> AppTest:
    widget: Any = app.get_by_key(key)
    widget.set_value(value)
    return app


def titles(app: AppTest) -> list[str]:
    return [title.value for title in app.title]


def said(app: AppTest) -> str:
    """Everything that tells the owner how it went."""
    parts = [*app.success, *app.error, *app.warning, *app.info]
    return "\n".join(part.value for part in parts)


def entry(day: date, severity: int = 3, comment: str = "") -> NewEntry:
    return NewEntry(day, severity, comment, (), ())


def test_a_visitor_sees_the_way_in_whatever_the_address() -> None:
    app = opened()
    assert titles(app) == ["🐾 Réactivité"]
    assert titles(at(app, "views/account.py")) == ["🐾 Réactivité"]


def test_wrong_passwords_are_told_and_too_many_are_stopped(newcomer: Owner) -> None:
    app = opened()
    for _ in range(5):
        write(app, "Nom d'utilisateur", newcomer.username)
        write(app, "Mot de passe", "not the password")
        press(app, "Se connecter")
        assert "incorrect" in said(app)
    press(app, "Se connecter")
    assert "Trop d'essais. Réessayez dans 15 minutes." in said(app)


def test_a_new_owner_signs_up_chooses_and_is_at_home() -> None:
    name = f"new{next(numbers)}"
    app = opened()
    write(app, "Nom d'utilisateur", name, 1)
    write(app, "Adresse", f"{name}@example.org")
    write(app, "Mot de passe (", PASSWORD)
    write(app, "Le même", PASSWORD)
    press(app, "Créer mon compte")
    assert titles(app) == ["Bienvenue !"]
    choose(app, "first_reactions", [])
    press(app, "Commencer")
    assert titles(app) == [f"Bonjour {name}"]
    account = login_of(app)
    assert len(account.labels("triggers")) == len(account.defaults("triggers"))
    assert account.labels("reactions") == []


def login_of(app: AppTest) -> Account:
    return backend.api().account(app.session_state[login.LOGIN].token)


@pytest.mark.parametrize(
    ("name", "email", "password", "again", "told"),
    [
        ("jo", "a@example.org", PASSWORD, PASSWORD, "Nom d'utilisateur : Au moins 3"),
        ("joséphine", "a@example.org", PASSWORD, PASSWORD, "Nom d'utilisateur :"),
        ("johanna", "nowhere", PASSWORD, PASSWORD, "Adresse électronique :"),
        ("johanna", "a@example.org", "short", "short", "Mot de passe : Au moins 12"),
        ("johanna", "a@example.org", PASSWORD, PASSWORD + "!", "Les deux mots de passe diffèrent."),
    ],
)
def test_what_does_not_suit_is_told_by_field(name: str, email: str, password: str, again: str, told: str) -> None:
    app = opened()
    write(app, "Nom d'utilisateur", name, 1)
    write(app, "Adresse", email)
    write(app, "Mot de passe (", password)
    write(app, "Le même", again)
    press(app, "Créer mon compte")
    assert told in said(app)


def test_a_service_that_sends_no_mail_says_so(newcomer: Owner) -> None:
    app = opened()
    write(app, "Adresse", newcomer.email, 1)
    press(app, "Recevoir un lien")
    assert "n'envoie pas de courriels" in said(app)


def test_a_link_that_is_stale_is_refused_and_leaves_the_address() -> None:
    app = AppTest.from_file(SCRIPT, default_timeout=PATIENCE)
    app.query_params["reset_token"] = "stale"
    app.run()
    assert titles(app) == ["Nouveau mot de passe"]
    assert "reset_token" not in app.query_params
    write(app, "Mot de passe", PASSWORD)
    write(app, "Le même", PASSWORD)
    press(app, "Enregistrer")
    assert "Ce lien n'est plus valable" in said(app)


def test_a_newcomer_may_choose_later(newcomer: Owner) -> None:
    app = signed_in(newcomer)
    assert titles(app) == ["Bienvenue !"]
    press(app, "Plus tard : je ferai mes propres listes")
    assert titles(app) == [f"Bonjour {newcomer.username}"]
    assert newcomer.account.labels("triggers") == []


def test_a_day_is_noted_once(owner: Owner) -> None:
    app = signed_in(owner, "views/new_entry.py")
    press(app, "Enregistrer")
    assert "Indiquez la gravité" in said(app)
    chosen = owner.account.labels("triggers")[2]
    choose(app, "draft.new.severity", 4)
    choose(app, "draft.new.triggers", [chosen.id])
    app.text_area[0].set_value("# Parc\n<b>10 m</b>")
    press(app, "Enregistrer")
    assert "C'est noté" in said(app)
    [noted] = owner.account.entries()
    assert (noted.date, noted.severity, noted.triggers) == (today(), 4, [chosen])
    assert noted.comment == "# Parc\n<b>10 m</b>"
    assert app.text_area[0].value == "", "the form begins anew"
    choose(app, "draft.new.severity", 1)
    press(app, "Enregistrer")
    assert "Vous avez déjà une entrée pour ce jour." in said(app)


def test_home_tells_how_the_month_went(owner: Owner) -> None:
    owner.account.add_entry(entry(today(), 4, "Aujourd'hui"))
    owner.account.add_entry(entry(today() - timedelta(days=1), 2, "Hier"))
    app = signed_in(owner)
    assert "La journée d'aujourd'hui est notée." in said(app)
    assert app.metric[2].value == "2 jours"
    assert [text.value for text in app.text][-2:] == ["Aujourd'hui", "Hier"]


def test_search_narrows_what_the_table_shows(owner: Owner) -> None:
    owner.account.add_entry(entry(date(2026, 5, 1), 2, "Croisé un berger au parc"))
    owner.account.add_entry(entry(date(2026, 5, 2), 5, "Sonnette"))
    app = signed_in(owner, "views/search.py")
    assert app.subheader[0].value == "2 entrées"
    write(app, "Texte", "PARC")
    app.run()
    assert app.subheader[0].value == "1 entrée"
    assert list(app.dataframe[0].value["Commentaire"]) == ["Croisé un berger au parc"]
    write(app, "Texte", "nothing of the kind")
    app.run()
    assert app.subheader[0].value == "0 entrée"


def test_charts_show_what_the_period_holds(owner: Owner) -> None:
    app = signed_in(owner, "views/charts.py")
    assert "Rien de noté dans cette période." in said(app)
    trigger, reaction = owner.account.labels("triggers")[0], owner.account.labels("reactions")[0]
    owner.account.add_entry(NewEntry(today(), 4, "", (trigger.id,), (reaction.id,)))
    owner.account.add_entry(entry(today() - timedelta(days=200), 1))
    app.run()
    assert not app.exception
    assert [caption.value for caption in app.caption if "noté" in caption.value] == ["1 jour noté"]
    assert len(app.get("plotly_chart")) == 5
    choose(app, "charts_period", "Tout").run()
    assert [caption.value for caption in app.caption if "noté" in caption.value] == ["2 jours notés"]


def test_an_entry_is_changed_and_deleted(owner: Owner) -> None:
    kept = owner.account.add_entry(entry(today(), 4, "Avant"))
    app = signed_in(owner, "views/entries.py")
    press(app, "Modifier")
    assert app.text_area[0].value == "Avant"
    app.text_area[0].set_value("Après")
    press(app, "Enregistrer")
    assert "est enregistrée" in said(app)
    [changed] = owner.account.entries()
    assert (changed.id, changed.severity, changed.comment) == (kept.id, 4, "Après")
    press(app, "Supprimer")
    press(app, "Supprimer l'entrée")
    assert "est supprimée" in said(app)
    assert owner.account.entries() == []


def test_a_change_that_collides_changes_nothing(owner: Owner) -> None:
    owner.account.add_entry(entry(today().replace(day=1), 1, "Le premier"))
    owner.account.add_entry(entry(today().replace(day=2), 2, "Le deux"))
    app = signed_in(owner, "views/entries.py")
    press(app, "Modifier")
    app.date_input[0].set_value(today().replace(day=1))
    press(app, "Enregistrer")
    assert "Vous avez déjà une entrée pour ce jour." in said(app)
    assert [one.comment for one in owner.account.entries()] == ["Le deux", "Le premier"]


def test_lists_grow_change_and_shrink(newcomer: Owner) -> None:
    mine = newcomer.account.add_label("triggers", "Drone")
    newcomer.account.add_entry(NewEntry(today(), 3, "", (mine.id,), ()))
    app = signed_in(newcomer, "views/labels.py")
    write(app, "Ajouter", "  Ballon ")
    press(app, "Ajouter")
    assert [label.name for label in newcomer.account.labels("triggers")] == ["Ballon", "Drone"]
    write(app, "Ajouter", "drone")
    press(app, "Ajouter")
    assert "Vous en avez déjà un de ce nom." in said(app)
    press(app, "Supprimer", 1)
    assert any("figure dans 1 entrée" in text.value for text in app.markdown)
    press(app, "Supprimer de la liste")
    assert [label.name for label in newcomer.account.labels("triggers")] == ["Ballon"]
    press(app, "Renommer")
    write(app, "Nom", "Balle")
    press(app, "Enregistrer")
    assert [label.name for label in newcomer.account.labels("triggers")] == ["Balle"]


def test_an_account_takes_another_name_and_password(owner: Owner) -> None:
    app = signed_in(owner, "views/account.py")
    write(app, "Nom d'utilisateur", f"{owner.username}.new")
    press(app, "Enregistrer")
    assert owner.account.me().username == f"{owner.username}.new"
    write(app, "Mot de passe actuel", "wrong password!", 1)
    write(app, "Nouveau", "another horse battery")
    write(app, "Le même", "another horse battery")
    press(app, "Changer le mot de passe")
    assert "Le mot de passe actuel n'est pas le bon." in said(app)
    write(app, "Mot de passe actuel", PASSWORD, 1)
    write(app, "Nouveau", "another horse battery")
    write(app, "Le même", "another horse battery")
    press(app, "Changer le mot de passe")
    assert "Votre mot de passe est changé." in said(app)
    with pytest.raises(SignedOut):
        owner.account.me()
    assert login_of(app).me().username == f"{owner.username}.new"


def test_an_account_ends_only_when_its_name_is_written(owner: Owner) -> None:
    app = signed_in(owner, "views/account.py")
    press(app, "Supprimer mon compte")
    write(app, "Nom d'utilisateur", "somebody", 1)
    press(app, "Supprimer pour toujours")
    assert owner.account.me()
    write(app, "Nom d'utilisateur", owner.username, 1)
    press(app, "Supprimer pour toujours")
    assert "Votre compte est supprimé." in said(app)
    with pytest.raises(Refused):
        backend.api().log_in(owner.username, PASSWORD, None)


def test_what_was_being_written_outlives_the_session(owner: Owner) -> None:
    app = signed_in(owner, "views/new_entry.py")
    choose(app, "draft.new.severity", 5)
    app.text_area[0].set_value("Une longue histoire")
    app.session_state[login.LOGIN] = login.Login("not.a.token", owner.account.me(), time.time() + 3600)
    press(app, "Enregistrer")
    assert "ce que vous aviez saisi est gardé" in said(app)
    write(app, "Nom d'utilisateur", owner.username)
    write(app, "Mot de passe", PASSWORD)
    press(app, "Se connecter")
    assert app.text_area[0].value == "Une longue histoire"
    press(app, "Enregistrer")
    [noted] = owner.account.entries()
    assert (noted.severity, noted.comment) == (5, "Une longue histoire")


def test_what_was_being_written_is_nobody_elses(owner: Owner, api: stack.Api) -> None:
    app = signed_in(owner, "views/new_entry.py")
    app.text_area[0].set_value("Une longue histoire")
    app.session_state[login.LOGIN] = login.Login("not.a.token", owner.account.me(), time.time() + 3600)
    press(app, "Enregistrer")
    other = register(api)
    other.choose_defaults()
    write(app, "Nom d'utilisateur", other.username)
    write(app, "Mot de passe", PASSWORD)
    press(app, "Se connecter")
    assert app.text_area[0].value == ""


def test_a_token_that_has_ended_is_not_even_tried(owner: Owner) -> None:
    app = signed_in(owner)
    app.session_state[login.LOGIN] = login.Login(owner.token, owner.account.me(), time.time() - 1)
    app.run()
    assert "Votre session est terminée." in said(app)


def test_a_cookie_signs_in(owner: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "cookie", lambda: owner.token)
    assert titles(opened()) == [f"Bonjour {owner.username}"]


def test_a_cookie_that_means_nothing_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(login, "cookie", lambda: "not.a.token")
    assert titles(opened()) == ["🐾 Réactivité"]


def test_signing_out_ends_it_in_the_other_tabs_too(owner: Owner) -> None:
    one, other = signed_in(owner), signed_in(owner)
    press(one, "Se déconnecter")
    assert "Vous êtes déconnecté." in said(one)
    other.run()
    assert titles(other) == ["🐾 Réactivité"]


@pytest.mark.parametrize(
    "view",
    [
        "",
        *(f"views/{name}.py" for name in ("new_entry", "calendar", "search", "charts", "entries", "labels", "account")),
    ],
)
def test_without_the_api_every_page_says_so_and_none_breaks(
    owner: Owner, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = signed_in(owner, view)
    monkeypatch.setenv("API_URL", f"http://127.0.0.1:{stack.free_port()}")
    backend.api.cache_clear()
    app.run()
    assert not app.exception
    assert "Le service ne répond pas pour l'instant." in said(app)
    assert [button.label for button in app.button if button.label == "Réessayer"]
