"""What the API says no to, as what an owner can read."""

from typing import Any


class Failure(Exception):
    """The API did not do what was asked; the message is in French, for the owner."""


class Refused(Failure):
    """Something about the request does not suit the API."""

    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


class SignedOut(Failure):
    """The token is not, or no longer, valid."""


class Unreachable(Failure):
    """No answer, or none that means anything: nothing that the owner did."""


UNREACHABLE = "Le service ne répond pas pour l'instant. Réessayez dans un moment."
MEANINGLESS = "Le service a répondu quelque chose d'inattendu. Réessayez dans un moment."

# As pairs: bandit takes a dictionary with such keys for one of passwords.
FIELDS = dict(  # noqa: C406
    (
        ("username", "Nom d'utilisateur"),
        ("email", "Adresse électronique"),
        ("password", "Mot de passe"),
        ("current_password", "Mot de passe actuel"),
        ("name", "Nom"),
        ("date", "Date"),
        ("severity", "Gravité"),
        ("comment", "Commentaire"),
        ("triggers", "Déclencheurs"),
        ("reactions", "Réactions"),
        ("text", "Texte"),
        ("start", "Début"),
        ("end", "Fin"),
        ("ids", "Choix"),
    )
)


def failure(status: int, problem: Any, retry_after: str | None, with_token: bool) -> Failure:
    """@param problem: what the API answered, read as JSON; anything may stand there
    @param with_token: whether somebody was signed in for it: then a 401 is about the token"""
    detail = problem.get("detail") if isinstance(problem, dict) else None
    message = detail if isinstance(detail, str) else UNREACHABLE
    if status == 401 and with_token:
        return SignedOut("Votre session est terminée. Reconnectez-vous pour continuer.")
    if status == 422 and isinstance(problem, dict):
        return Refused(status, "\n".join(fields(problem.get("fields"))) or message)
    if status == 429:
        return Refused(status, f"Trop d'essais. Réessayez dans {duration(retry_after)}.")
    if 400 <= status < 500:
        return Refused(status, message)
    # Said by the API itself, such as that it sends no mail, or by a proxy that did not find it.
    return Unreachable(message)


def fields(found: Any) -> list[str]:
    """A line for each field that the API names."""
    lines = []
    for one in found if isinstance(found, list) else []:
        name = str(one.get("field", "")).split(".")
        known = next((FIELDS[part] for part in name if part in FIELDS), None)
        lines.append(f"{known} : {one.get('message')}" if known else str(one.get("message")))
    return lines


def duration(seconds: str | None) -> str:
    if not seconds or not seconds.isdecimal():
        return "quelques minutes"
    if int(seconds) < 60:
        return "une minute"
    minutes = -(-int(seconds) // 60)
    return "une minute" if minutes == 1 else f"{minutes} minutes"
