"""Puts the app together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from .database import THREADS, Database, connect
from .edge import Edge
from .mail import Mail
from .metrics import Metrics, Observed
from .migrate import Schema
from .models import Reaction, Trigger
from .passwords import Passwords
from .problems import handle, refusals
from .routes import entries, health, users
from .routes.labels import label_routes
from .services import Services
from .settings import Settings, smtp
from .tokens import Tokens


def services(settings: Settings) -> Services:
    server = smtp()
    return Services(
        database=Database(connect(settings.database_url.get_secret_value())),
        schema=Schema(),
        passwords=Passwords(),
        tokens=Tokens(settings.secret_key.get_secret_value()),
        mail=Mail(server, settings.front_end_url) if server else None,
    )


def routes() -> FastAPI:
    """The app without what it needs to run: enough for its document."""
    app = FastAPI(
        title="Réactivité",
        summary="What a dog reacts to, day by day.",
        version="1.0.0",
        lifespan=lifespan,
        responses=refusals(400, 413, 422, 503),
        generate_unique_id_function=lambda route: f"{route.tags[0]}-{route.name}",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    handle(app)
    for router in (
        health.router,
        users.router,
        label_routes("triggers", Trigger),
        label_routes("reactions", Reaction),
        entries.router,
    ):
        app.include_router(router)
    return app


def create_app(needs: Services, metrics_port: int = 0) -> FastAPI:
    app = routes()
    app.state.services = needs
    app.state.metrics = Metrics(needs)
    app.state.metrics_port = metrics_port
    app.add_middleware(Edge)
    app.add_middleware(Observed, metrics=app.state.metrics)
    return app


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    with app.state.metrics.served(app.state.metrics_port):
        yield
    app.state.services.database.engine.dispose()
