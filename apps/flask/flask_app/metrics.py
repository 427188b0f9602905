"""What Prometheus reads at /metrics."""

from time import perf_counter

from flask import Flask, Response, g, request
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from psycopg_pool import ConnectionPool

# Asked by machines, every few seconds; they would drown what people ask.
UNCOUNTED = {"/healthz", "/readyz", "/metrics"}


class Metrics:
    """Requests by route, their duration, and the state of the pool. One process serves them: see gunicorn.conf.py."""

    def __init__(self, pool: ConnectionPool):
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self.registry.register(PoolCollector(pool))
        self.requests = Counter(
            "flask_http_requests",
            "Requests answered.",
            ["method", "route", "status"],
            registry=self.registry,
        )
        self.seconds = Histogram(
            "flask_http_request_duration_seconds",
            "Time from a request to its answer.",
            ["method", "route"],
            registry=self.registry,
        )

    def observe(self, app: Flask) -> None:
        """Counts the app's requests, and serves the result."""

        @app.before_request
        def start():
            g.started = perf_counter()

        @app.after_request
        def count(response: Response):
            # By rule, not by path: a scan for holes must not make a series of each path that it tries.
            route = request.url_rule.rule if request.url_rule else "none"
            if route not in UNCOUNTED:
                self.requests.labels(request.method, route, response.status_code).inc()
                self.seconds.labels(request.method, route).observe(
                    perf_counter() - g.started
                )
            return response

        @app.get("/metrics")
        def metrics():
            return Response(
                generate_latest(self.registry), content_type=CONTENT_TYPE_LATEST
            )


class PoolCollector(Collector):
    """The pool at the moment of the question."""

    NUMBERS = {
        "pool_size": "Connections that exist.",
        "pool_available": "Connections that nobody uses.",
        "requests_waiting": "Requests that wait for a connection.",
    }

    def __init__(self, pool: ConnectionPool):
        self.pool = pool

    def collect(self):
        numbers = self.pool.get_stats()
        for name, meaning in self.NUMBERS.items():
            yield GaugeMetricFamily(
                f"flask_database_{name}", meaning, numbers.get(name, 0)
            )
