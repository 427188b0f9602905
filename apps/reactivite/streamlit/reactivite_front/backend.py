"""The API as this process knows it: one client for all sessions, which share its connections."""

from functools import cache

from . import metrics
from .api import Api
from .settings import settings


@cache
def api() -> Api:
    return Api(settings().api_url, observer=metrics.called)
