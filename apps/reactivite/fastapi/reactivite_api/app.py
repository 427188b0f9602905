"""Puts the app together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI

from .database import THREADS
from .models import Reaction, Trigger
from .problems import handle, refusals
from .routes import entries, health, users
from .routes.labels import label_routes
from .services import Services


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    to_thread.current_default_thread_limiter().total_tokens = THREADS
    yield


def create_app(services: Services | None = None) -> FastAPI:
    app = FastAPI(
        title="Réactivité",
        summary="What a dog reacts to, day by day.",
        version="1.0.0",
        lifespan=lifespan,
        responses=refusals(413, 422, 503),
        generate_unique_id_function=lambda route: f"{route.tags[0]}-{route.name}",
        # Their pages load scripts from elsewhere.
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
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
