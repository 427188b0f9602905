"""Everything that the environment decides; the chart sets it."""

import os
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from .schemas import Email


class Smtp(BaseSettings):
    """The server that takes mail; without `SMTP_HOST` there is none."""

    model_config = SettingsConfigDict(env_prefix="SMTP_", hide_input_in_errors=True)

    host: str
    port: int = 587
    # starttls refuses to go on in the clear; tls speaks it from the first byte; none trusts the network.
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: Email


class DatabaseSettings(BaseSettings):
    # What is wrong with a secret is said without the secret.
    model_config = SettingsConfigDict(hide_input_in_errors=True)

    # SQLAlchemy's form, mysql+pymysql://user[:password]@host:port/database; no password where a proxy logs in.
    database_url: SecretStr


class Settings(DatabaseSettings):
    # Signs the tokens. RFC 7518, 3.2: a key as long as the hash at least.
    secret_key: SecretStr = Field(min_length=32)
    # Where owners meet the app; links in mails lead there.
    front_end_url: str = "http://localhost:8501"
    # 0: no metrics are served.
    metrics_port: int = Field(default=9000, ge=0, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"


def smtp() -> Smtp | None:
    """Where `SMTP_HOST` says, if it does."""
    return Smtp() if os.environ.get("SMTP_HOST") else None
