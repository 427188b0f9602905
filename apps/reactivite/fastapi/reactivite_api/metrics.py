"""What Prometheus reads, on a port of its own that no Ingress publishes; and the line in the log for each request."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from .services import Services

log = logging.getLogger(__name__)

# Asked by machines, every few seconds; they would drown what people ask.
UNCOUNTED = {"/health", "/ready"}


class Metrics:
    """Requests by route, their duration, and what waits. One process serves them."""

    def __init__(self, services: Services):
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.requests = Counter(
            "fastapi_http_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "fastapi_http_request_duration_seconds",
            "Time from a request to its answer.",
            ["method", "route"],
            registry=self.registry,
        )
        self.gauge("database_connections_in_use", "Connections that a request holds.", services.database.in_use)
        self.gauge("password_hashes_waiting", "Requests that wait for their turn to hash.", services.passwords.waiting)

    def gauge(self, name: str, meaning: str, value: Callable[[], float]) -> None:
        Gauge(f"fastapi_{name}", meaning, registry=self.registry).set_function(value)

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        self.requests.labels(method, route, status).inc()
        self.seconds.labels(method, route).observe(seconds)

    @contextmanager
    def served(self, port: int) -> Iterator[None]:
        """@param port: 0 serves none"""
        if not port:
            yield
            return
        server, thread = start_http_server(port, registry=self.registry)
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()


class Observed:
    """Counts and logs what the app answers. By route, never by path: neither may a scan for holes make a series of each
    path that it tries, nor does what somebody searched for belong into a log."""

    def __init__(self, app: ASGIApp, metrics: Metrics):
        self.app = app
        self.metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        status = 500
        started = perf_counter()

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, watched)
        finally:
            self.note(scope, status, perf_counter() - started)

    def note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path_format", "none")
        if route in UNCOUNTED:
            return
        method = scope["method"] if route != "none" else "any"
        self.metrics.count(method, route, status, seconds)
        client = scope["client"][0] if scope.get("client") else None
        log.info(
            "%s %s %s",
            method,
            route,
            status,
            extra={"method": method, "route": route, "status": status, "ms": round(seconds * 1000), "client": client},
        )
