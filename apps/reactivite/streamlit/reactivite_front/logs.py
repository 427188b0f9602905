"""Logs: a line of JSON for each event, on stdout."""

import json
import logging
import logging.config
from datetime import UTC, datetime

import streamlit.logger

# What every record has; the rest came by `extra`.
USUAL = set(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "color_message", "taskName"}


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            # https://cloud.google.com/logging/docs/structured-logging
            "severity": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in USUAL},
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, default=str)


def configure(level: str) -> None:
    """For the whole process, uvicorn's and Streamlit's loggers included."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"json": {"()": JsonFormatter}},
            "handlers": {
                "stdout": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "json"}
            },
            "root": {"level": level.upper(), "handlers": ["stdout"]},
            "loggers": {
                "uvicorn": {"handlers": [], "propagate": True},
                "uvicorn.error": {"handlers": [], "propagate": True},
                # Paths of requests are assets and media; what owners do is logged by metrics.py.
                "uvicorn.access": {"handlers": [], "propagate": False, "level": "CRITICAL"},
                "watchdog": {"level": "WARNING"},
            },
        }
    )
    # Streamlit gives each of its loggers a handler of its own, by this function: those to come, and those that are.
    streamlit.logger.setup_formatter = to_root
    for logger in list(streamlit.logger._loggers.values()):
        to_root(logger)


def to_root(logger: logging.Logger) -> None:
    logger.handlers.clear()
    # Streamlit takes it from them right before.
    logger.propagate = logger.name != "uvicorn.access"
