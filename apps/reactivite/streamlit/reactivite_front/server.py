"""Puts the app together."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from . import metrics
from .edge import Edge
from .routes import routes
from .settings import Settings

log = logging.getLogger(__name__)

SCRIPT = Path(__file__).parent / "script.py"


def create_app(settings: Settings) -> st.App:
    @asynccontextmanager
    async def lifespan(_: st.App) -> AsyncIterator[dict[str, Any]]:
        with metrics.served(settings.metrics_port):
            yield {}

    return st.App(SCRIPT, lifespan=lifespan, routes=routes, middleware=[Middleware(Edge)], on_script_error=apologize)


def apologize(error: Exception) -> bool:
    """What is wrong is for the log; the owner sees that something is."""
    metrics.errors.inc()
    log.error("a run failed", exc_info=error)
    st.error("Une erreur est survenue. Rechargez la page ; si elle revient, prévenez qui exploite ce service.")
    return True
