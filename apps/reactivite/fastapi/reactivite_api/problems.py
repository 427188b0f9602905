"""Every refusal has one shape, `Problem`, and a text in French that the front end can show as it is."""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute, Route
from starlette.types import Scope

from .schemas import Problem

log = logging.getLogger(__name__)

MEANINGS = {
    400: "Requête illisible.",
    401: "Identifiants ou jeton non valables.",
    403: "Le mot de passe actuel n'est pas le bon.",
    404: "Introuvable.",
    405: "Méthode non permise.",
    409: "Déjà pris.",
    413: "Requête trop longue.",
    422: "Certaines valeurs ne conviennent pas.",
    429: "Trop d'essais. Réessayez plus tard.",
    500: "Une erreur est survenue.",
    503: "Le service est momentanément indisponible.",
}

# What pydantic finds wrong with a field, by its name for it; https://docs.pydantic.dev/latest/errors/validation_errors/
WRONG = {
    "missing": "Ce champ manque.",
    "extra_forbidden": "Ce champ n'existe pas.",
    "string_too_short": "Au moins {min_length} caractères.",
    "string_too_long": "Au plus {max_length} caractères.",
    "string_pattern_mismatch": "Ces caractères ne conviennent pas.",
    "too_short": "Au moins {min_length}.",
    "too_long": "Au plus {max_length}.",
    "greater_than_equal": "Au moins {ge}.",
    "less_than_equal": "Au plus {le}.",
    "json_invalid": "Ce n'est pas du JSON.",
}

# The database's word for a second one of what there may be once.
DUPLICATE = 1062

Headers = dict[str, str]


class Refused(HTTPException):
    """A refusal; `detail` defaults to the status' meaning."""

    def __init__(self, status: int, detail: str | None = None, headers: Headers | None = None):
        super().__init__(status, detail or MEANINGS[status], headers)


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """For `responses` of a route: which refusals it knows, beside those that all do."""
    return {status: {"model": Problem, "description": MEANINGS[status]} for status in statuses}


def problem_of(error: Any) -> dict[str, str]:
    message = WRONG.get(error["type"], "Cette valeur ne convient pas.").format(**error.get("ctx", {}))
    return {"field": ".".join(map(str, error["loc"])), "message": message}


def methods(routes: Iterable[BaseRoute], scope: Scope) -> set[str]:
    """What the routes of a path know to do."""
    found = [route.methods or set() for route in routes if isinstance(route, Route) and route.matches(scope)[0].value]
    return set().union(*found)


@contextmanager
def taken(detail: str) -> Iterator[None]:
    """Refuses with `detail` what the database has already."""
    try:
        yield
    except IntegrityError as error:
        if error.orig and error.orig.args[0] == DUPLICATE:
            raise Refused(409, detail) from error
        raise


def answer(status: int, detail: str, fields: list[dict[str, str]] | None = None, headers: Any = None) -> Response:
    # ASCII: a text that was refused may hold what UTF-8 cannot (half of a surrogate pair).
    content = json.dumps({"detail": detail, "fields": fields or []})
    return Response(content, status, headers, "application/json")


def handle(app: FastAPI) -> None:
    """Teaches the app to answer so."""

    @app.exception_handler(HTTPException)
    async def refused(request: Request, error: HTTPException) -> Response:
        known = isinstance(error, Refused)
        detail = error.detail if known else MEANINGS.get(error.status_code, HTTPStatus(error.status_code).phrase)
        headers = dict(error.headers or {})
        if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            # Starlette names those of the first route of the path only.
            headers["Allow"] = ", ".join(sorted(methods(app.routes, request.scope)))
        return answer(error.status_code, detail, headers=headers)

    @app.exception_handler(RequestValidationError)
    async def invalid(_: Request, error: RequestValidationError) -> Response:
        # Never the input: it may be a password.
        return answer(422, MEANINGS[422], [problem_of(e) for e in error.errors()])

    @app.exception_handler(IntegrityError)
    async def conflicting(_: Request, error: IntegrityError) -> Response:
        # Something changed between the question and the answer, such as an account that was deleted meanwhile.
        log.info("conflict: %s", error.orig)
        return answer(409, MEANINGS[409])

    async def unavailable(_: Request, error: Exception) -> Response:
        # What went wrong is for the log: it may name hosts and logins.
        log.error("database: %s", getattr(error, "orig", None) or error)
        return answer(503, MEANINGS[503], headers={"Retry-After": "5"})

    for kind in (OperationalError, InterfaceError, PoolTimeout):
        app.add_exception_handler(kind, unavailable)

    @app.exception_handler(Exception)
    async def failed(_: Request, __: Exception) -> Response:
        # The server logs it.
        return answer(500, MEANINGS[500])
