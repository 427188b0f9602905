"""Everything that the environment decides; the chart sets it."""

from typing import Literal

from pydantic import EmailStr, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Smtp(BaseSettings):
    """The server that takes mail; without `SMTP_HOST` there is none."""

    model_config = SettingsConfigDict(env_prefix="SMTP_")

    host: str
    port: int = 587
    # starttls refuses to go on in the clear; tls speaks it from the first byte; none is for a relay on the same machine.
    security: Literal["starttls", "tls", "none"] = "starttls"
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: EmailStr


class Settings(BaseSettings):
    # Signs the tokens. RFC 7518, 3.2: a key as long as the hash at least.
    secret_key: SecretStr = Field(min_length=32)
    # SQLAlchemy's form, mysql+pymysql://user[:password]@host:port/database. Without password the Cloud SQL proxy logs in.
    database_url: SecretStr
    # Where owners meet the app; links in mails lead there.
    front_end_url: str = "http://localhost:8501"
    # 0: no metrics are served.
    metrics_port: int = Field(default=9000, ge=0, le=65535)
    log_level: Literal["debug", "info", "warning", "error"] = "info"
