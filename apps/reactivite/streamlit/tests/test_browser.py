"""What owners see, in a real browser, with the real API and its database behind it.

The pictures of the README come from here: `SCREENSHOTS=docs pytest tests/test_browser.py`.
"""

import json
import os
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect, sync_playwright

from reactivite_front.models import NewEntry
from reactivite_front.texts import in_words

from . import stack
from .conftest import MAY_SKIP, PASSWORD, Owner, numbers, today
from .switch import Switch

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
SCREENSHOTS = os.environ.get("SCREENSHOTS")

HOST = stack.variables()["STREAMLIT_BROWSER_SERVER_ADDRESS"]

# Milliseconds; for busy machines.
PATIENCE = 60_000

WIDE: ViewportSize = {"width": 1200, "height": 900}
TELEPHONE: ViewportSize = {"width": 360, "height": 780}

PAGES = {
    "": "Bonjour",
    "nouvelle-entree": "Nouvelle entrée",
    "calendrier": "Calendrier",
    "recherche": "Recherche",
    "graphiques": "Graphiques",
    "entrees": "Mes entrées",
    "listes": "Déclencheurs et réactions",
    "compte": "Mon compte",
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM:
        (pytest.skip if MAY_SKIP else pytest.fail)("no Chromium here: apt-get install chromium, or set CHROMIUM")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # Root has no sandbox.
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield running
        running.close()


@pytest.fixture(scope="module")
def replicas(api: stack.Api) -> Iterator[list[stack.Front]]:
    running = [stack.Front(api.url) for _ in range(2)]
    yield running
    for one in running:
        one.remove()


@pytest.fixture
def switch(replicas: list[stack.Front], api: stack.Api) -> Iterator[Switch]:
    api.forgive()
    standing = Switch(replicas[0].port, HOST)
    yield standing
    standing.close()


@dataclass
class Visitor:
    """A browser, and what it complained about."""

    context: BrowserContext
    url: str
    complaints: list[str] = field(default_factory=list)

    def page(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.on("console", lambda message: self.heard(message.type, message.text))
        page.on("request", lambda request: self.asked(request.url))
        return page

    def heard(self, kind: str, text: str) -> None:
        # Streamlit looks for its server below the path of the page first.
        if kind == "error" and "404 (Not Found)" not in text:
            self.complaints.append(f"console: {text}")

    def asked(self, url: str) -> None:
        if not url.startswith((self.url, "blob:", "data:")):
            self.complaints.append(f"asked elsewhere: {url}")

    def at(self, path: str = "", page: Page | None = None) -> Page:
        page = page or self.page()
        page.goto(f"{self.url}/{path}")
        return page

    def signed_in(self, owner: Owner, path: str = "") -> Page:
        page = self.at(path)
        page.get_by_role("textbox", name="Nom d'utilisateur").first.fill(owner.username)
        page.get_by_role("textbox", name="Mot de passe").first.fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        heading(page, PAGES[path])
        self.has_cookie()
        return page

    def has_cookie(self) -> dict[str, Any]:
        """The one that carries the login, which comes a moment later."""
        page = self.context.pages[-1]
        for _ in range(100):
            for one in self.context.cookies():
                if one["name"] == "__Host-reactivite":
                    return dict(one)
            page.wait_for_timeout(100)
        raise AssertionError("no cookie")


@pytest.fixture
def visitor(browser: Browser, switch: Switch) -> Iterator[Visitor]:
    yield from visiting(browser, switch, viewport=WIDE)


def visiting(browser: Browser, switch: Switch, **options: Any) -> Iterator[Visitor]:
    context = browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", accept_downloads=True, **options)
    one = Visitor(context, switch.url)
    yield one
    context.close()
    assert not one.complaints


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text).first).to_be_visible()


def picture(page: Page, name: str) -> None:
    """For the README, once everything is drawn."""
    if SCREENSHOTS:
        page.mouse.move(0, 0)
        page.wait_for_timeout(3000)
        page.screenshot(path=Path(SCREENSHOTS) / f"{name}.png")


def fill_diary(owner: Owner, days: int = 120) -> None:
    """A dog that gets better."""
    chance = random.Random(7)  # noqa: S311
    triggers, reactions = owner.account.labels("triggers"), owner.account.labels("reactions")
    comments = [
        "",
        "",
        "Bonne balade au bord de l'eau.",
        "Croisé un berger au parc, à dix mètres.",
        "Sonnette deux fois.",
    ]
    for back in range(1, days):
        if chance.random() < 0.2:
            continue
        severity = min(5, max(1, round(chance.gauss(1.8 + back / 60, 0.9))))
        entry = NewEntry(
            today() - timedelta(days=back),
            severity,
            chance.choice(comments),
            tuple(one.id for one in chance.sample(triggers, chance.randint(0, 2))),
            tuple(one.id for one in chance.sample(reactions, chance.randint(0, 2))),
        )
        owner.account.add_entry(entry)


def test_an_owner_signs_up_and_notes_a_day(visitor: Visitor) -> None:
    name = f"camille{next(numbers)}"
    page = visitor.at()
    heading(page, "Réactivité")
    picture(page, "connexion")
    page.get_by_role("tab", name="Créer un compte").click()
    page.get_by_role("textbox", name="Nom d'utilisateur").filter(visible=True).fill(name)
    page.get_by_role("textbox", name="Adresse électronique").filter(visible=True).fill(f"{name}@example.org")
    page.get_by_role("textbox", name="Mot de passe (").fill(PASSWORD)
    page.get_by_role("textbox", name="Le même mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Créer mon compte").click()
    heading(page, "Bienvenue")
    assert page.locator("html").get_attribute("lang") == "fr"
    page.get_by_role("button", name="Commencer").click()
    heading(page, f"Bonjour {name}")
    page.get_by_role("button", name="Noter aujourd'hui").click()
    heading(page, "Nouvelle entrée")
    page.get_by_text("4 · Très réactif").click()
    page.get_by_text("Vélo", exact=True).click()
    page.get_by_label("Commentaire").fill("Croisé deux vélos près du canal.")
    picture(page, "nouvelle-entree")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text(f"C'est noté pour le {in_words(today())}.")).to_be_visible()
    page.get_by_role("link", name="Calendrier").click()
    page.get_by_role("button", name=f"{in_words(today())} : 4 · Très réactif").click()
    expect(page.get_by_text("Croisé deux vélos près du canal.")).to_be_visible()
    page.get_by_role("link", name="Modifier cette entrée").click()
    heading(page, "Mes entrées")
    page.get_by_text("2 · Tendu").click()
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("est enregistrée")).to_be_visible()
    page.get_by_role("button", name="Supprimer").click()
    page.get_by_role("button", name="Supprimer l'entrée").click()
    expect(page.get_by_text("est supprimée")).to_be_visible()


def test_a_diary_is_found_drawn_and_taken_home(visitor: Visitor, owner: Owner) -> None:
    fill_diary(owner)
    page = visitor.signed_in(owner)
    picture(page, "accueil")
    visitor.at("calendrier", page)
    expect(page.get_by_role("button", name=" : ").first).to_be_visible()
    picture(page, "calendrier")
    page.get_by_text("Année", exact=True).click()
    expect(page.get_by_role("heading", name="Janvier")).to_be_visible()
    assert page.get_by_role("button", name=" : ").count() in (365, 366)
    visitor.at("recherche", page)
    page.get_by_role("searchbox", name="Texte").or_(page.get_by_role("textbox", name="Texte")).fill("BERGER")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("stDataFrame")).to_be_visible()
    count = len([one for one in owner.account.entries() if "berger" in one.comment])
    heading(page, f"{count} entrées")
    picture(page, "recherche")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger (CSV)").click()
    assert len(download.value.path().read_text("utf-8-sig").splitlines()) == count + 1
    visitor.at("graphiques", page)
    expect(page.locator(".js-plotly-plot")).to_have_count(5)
    picture(page, "graphiques")


def test_a_login_survives_reloads_and_tabs_until_its_owner_leaves(visitor: Visitor, owner: Owner) -> None:
    page = visitor.signed_in(owner)
    cookie = visitor.has_cookie()
    assert (cookie["httpOnly"], cookie["secure"], cookie["sameSite"]) == (True, True, "Strict")
    page.reload()
    heading(page, "Bonjour")
    other = visitor.at("compte")
    heading(other, "Mon compte")
    for one in (page, other):
        kept = one.evaluate("JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, location.href])")
        assert cookie["value"] not in kept
        assert cookie["value"] not in one.content()
    page.get_by_role("button", name="Se déconnecter").click()
    expect(page.get_by_text("Vous êtes déconnecté.")).to_be_visible()
    other.get_by_role("link", name="Accueil").click()
    heading(other, "🐾 Réactivité")
    for _ in range(100):
        if not [one for one in visitor.context.cookies() if one["name"] == "__Host-reactivite"]:
            break
        page.wait_for_timeout(100)
    page.reload()
    heading(page, "🐾 Réactivité")


def test_who_comes_by_a_link_is_there_after_signing_in(visitor: Visitor, owner: Owner) -> None:
    page = visitor.signed_in(owner, "graphiques")
    assert page.url.endswith("/graphiques")


def test_a_rollout_costs_neither_the_login_nor_what_is_half_written(
    visitor: Visitor, owner: Owner, switch: Switch, api: stack.Api
) -> None:
    old, new = stack.Front(api.url), stack.Front(api.url)
    try:
        switch.target = old.port
        page = visitor.signed_in(owner, "nouvelle-entree")
        page.get_by_text("4 · Très réactif").click()
        page.get_by_label("Commentaire").fill("À moitié écrit")
        page.get_by_label("Commentaire").press("Tab")
        connections = switch.connections
        switch.target = new.port
        old.stop()
        visitor.complaints.clear()
        for _ in range(600):
            if '"page": "nouvelle entr' in new.output():
                break
            page.wait_for_timeout(100)
        assert switch.connections > connections
        page.wait_for_timeout(1000)
        expect(page.get_by_label("Commentaire")).to_have_value("À moitié écrit")
        page.get_by_role("button", name="Enregistrer").click()
        expect(page.get_by_text("C'est noté")).to_be_visible()
        [noted] = owner.account.entries()
        assert (noted.severity, noted.comment) == (4, "À moitié écrit")
    finally:
        # The browser complains about the connection that broke.
        visitor.complaints.clear()
        old.remove()
        new.remove()


def test_silence_does_not_cut_a_long_session(browser: Browser, owner: Owner, api: stack.Api) -> None:
    api.forgive()
    front = stack.Front(api.url, faster_pings=True)
    switch = Switch(front.port, HOST, silence=3)
    try:
        for visitor in visiting(browser, switch):
            page = visitor.signed_in(owner)
            opened = front.output().count("connection open")
            page.wait_for_timeout(8000)
            assert front.output().count("connection open") == opened
            assert "connection closed" not in front.output()
    finally:
        switch.close()
        front.remove()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_fits_a_telephone(browser: Browser, switch: Switch, owner: Owner, scheme: str) -> None:
    fill_diary(owner, 40)
    for visitor in visiting(browser, switch, viewport=TELEPHONE, color_scheme=scheme):
        page = visitor.signed_in(owner)
        for path, title in PAGES.items():
            visitor.at(path, page)
            heading(page, title)
            page.wait_for_timeout(1500)
            overhang = page.evaluate("document.scrollingElement.scrollWidth - innerWidth")
            assert overhang <= 0, f"{title} is {overhang} px too wide"
            if scheme == "dark" and path in ("", "calendrier"):
                picture(page, f"telephone-{path or 'accueil'}")


def test_what_owners_write_stays_text(visitor: Visitor, owner: Owner) -> None:
    evil = '<img src=x onerror="window.evil=1">![x](http://evil.example/x.png) :red[x] $x$'
    trigger = owner.account.add_label("triggers", f"<b>{evil}"[:100])
    owner.account.add_entry(NewEntry(today(), 3, evil, (trigger.id,), ()))
    page = visitor.signed_in(owner)
    for path, title in PAGES.items():
        visitor.at(path, page)
        heading(page, title)
        page.wait_for_timeout(1000)
        assert page.evaluate("window.evil") is None
        assert page.locator("img[src*=evil], img[src=x]").count() == 0
    visitor.at("entrees", page)
    expect(page.get_by_text(evil, exact=True)).to_be_visible()
    expect(page.get_by_text(trigger.name)).to_be_visible()
    page.get_by_role("link", name="Nouvelle entrée").click()
    expect(page.get_by_text(trigger.name)).to_be_visible()


def test_metrics_count_what_happened(visitor: Visitor, owner: Owner, replicas: list[stack.Front]) -> None:
    visitor.signed_in(owner)
    answer = stack.http.request("GET", f"http://127.0.0.1:{replicas[0].metrics_port}/metrics")
    text = answer.data.decode()
    assert 'streamlit_run_duration_seconds_count{page="accueil"}' in text
    assert 'streamlit_api_requests_total{method="POST",route="/users/login",status="200"}' in text
    assert "streamlit_active_sessions 0.0" not in text
    assert "streamlit_script_errors_total 0.0" in text
    lines = replicas[0].lines()
    assert not [line for line in lines if PASSWORD in json.dumps(line) or owner.username in json.dumps(line)]
