"""Everything that the environment decides; the chart sets it."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    # Where the API is, such as http://fastapi.reactivite.svc.cluster.local:8000
    api_url: str
    # Port of the Prometheus metrics; 0: none are served.
    metrics_port: int
    log_level: str


def settings() -> Settings:
    """Raises ValueError with the name of what is missing or wrong: without it the app shall not start."""
    api_url = os.environ.get("API_URL", "")
    if not api_url.startswith(("http://", "https://")):
        raise ValueError(f"API_URL must be the address of the API, such as http://localhost:8000, not {api_url!r}")
    port = os.environ.get("METRICS_PORT", "9000")
    if not port.isdecimal() or int(port) > 65535:
        raise ValueError(f"METRICS_PORT must be a port, or 0 for no metrics, not {port!r}")
    level = os.environ.get("LOG_LEVEL", "info")
    if level not in ("debug", "info", "warning", "error"):
        raise ValueError(f"LOG_LEVEL must be debug, info, warning or error, not {level!r}")
    return Settings(api_url=api_url.rstrip("/"), metrics_port=int(port), log_level=level)
