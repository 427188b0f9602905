"""What Prometheus reads, on a port of its own that no Ingress publishes; and the line in the log for each run."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    start_http_server,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from streamlit.runtime import Runtime
from streamlit.runtime.stats import CounterStat, GaugeStat

log = logging.getLogger(__name__)

# Of Streamlit's own those that are cheap to know: its memory statistics walk every session's state.
# https://docs.streamlit.io/develop/concepts/configuration/options
STREAMLITS = ["active_sessions", "session_events"]


class Sessions(Collector):
    """What Streamlit itself counts."""

    def collect(self) -> Iterator[Metric]:
        if not Runtime.exists():
            return
        for name, stats in Runtime.instance().stats_mgr.get_stats(family_names=STREAMLITS).items():
            family: GaugeMetricFamily | CounterMetricFamily | None = None
            for stat in stats:
                if not isinstance(stat, GaugeStat | CounterStat):
                    continue
                labels = stat.labels or {}
                kind = GaugeMetricFamily if isinstance(stat, GaugeStat) else CounterMetricFamily
                family = family or kind(f"streamlit_{name}", stat.help or name, labels=list(labels))
                family.add_metric(list(labels.values()), stat.value)
            if family:
                yield family


registry = CollectorRegistry()
ProcessCollector(registry=registry)
PlatformCollector(registry=registry)
registry.register(Sessions())

runs = Histogram("streamlit_run_duration_seconds", "Time to make a page anew.", ["page"], registry=registry)
errors = Counter("streamlit_script_errors", "Runs that ended in an error of the program.", registry=registry)
calls = Counter("streamlit_api_requests", "Requests to the API.", ["method", "route", "status"], registry=registry)
call_seconds = Histogram(
    "streamlit_api_request_duration_seconds",
    "Time from a request to the API to its answer.",
    ["method", "route"],
    registry=registry,
)


def called(method: str, route: str, status: int, seconds: float) -> None:
    """@param status: 0: no answer"""
    calls.labels(method, route, str(status) if status else "none").inc()
    call_seconds.labels(method, route).observe(seconds)
    if not status or status >= 500:
        log.warning("the API answers %s %s with %s", method, route, status or "nothing")


@contextmanager
def run_of(page: str) -> Iterator[None]:
    started = perf_counter()
    try:
        yield
    finally:
        seconds = perf_counter() - started
        runs.labels(page).observe(seconds)
        log.info("%s", page, extra={"page": page, "ms": round(seconds * 1000)})


@contextmanager
def served(port: int) -> Iterator[None]:
    """@param port: 0 serves none"""
    if not port:
        yield
        return
    server, thread = start_http_server(port, registry=registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
