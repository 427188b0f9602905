"""Answers which PostgreSQL it talks to, and whether it does."""

import psycopg
from flask import Flask, Response, jsonify
from psycopg_pool import ConnectionPool
from werkzeug.exceptions import HTTPException

from .database import connection_pool
from .metrics import Metrics


def create_app(pool: ConnectionPool | None = None) -> Flask:
    """The app; it starts without its database, and finds it when it comes."""
    app = Flask(__name__)
    pool = pool or connection_pool()
    pool.open()
    Metrics(pool).observe(app)

    @app.get("/")
    def version():
        with pool.connection() as connection:
            (text,) = connection.execute("SELECT version()").fetchone()
        return jsonify(status="ok", message="Connected to PostgreSQL", version=text)

    @app.get("/healthz")
    def healthz():
        """Liveness: a restart mends this process, never the database."""
        return jsonify(status="ok")

    @app.get("/readyz")
    def readyz():
        """Readiness: without the database there is nothing to answer with."""
        try:
            with pool.connection() as connection:
                connection.execute("SELECT 1")
        except psycopg.Error as error:
            app.logger.warning("not ready: %s", error)
            return failure(503, "The database does not answer")
        return jsonify(status="ok")

    @app.errorhandler(psycopg.Error)
    def database_failed(error: psycopg.Error):
        # What went wrong is for the log: it may name hosts and logins.
        app.logger.error("database: %s", error)
        return failure(500, "The database does not answer")

    @app.errorhandler(HTTPException)
    def refused(error: HTTPException):
        answer = error.get_response()
        answer.data = jsonify(status="error", message=error.description).data
        answer.content_type = "application/json"
        return answer

    @app.errorhandler(Exception)
    def failed(error: Exception):
        app.logger.exception("unexpected: %s", error)
        return failure(500, "Internal server error")

    @app.after_request
    def never_cached(response: Response):
        response.headers["Cache-Control"] = "no-store"
        return response

    return app


def failure(status: int, message: str) -> tuple[Response, int]:
    return jsonify(status="error", message=message), status
