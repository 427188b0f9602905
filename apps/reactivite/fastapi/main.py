"""The app as `uvicorn main:app` finds it."""

from reactivite_api.app import create_app, services
from reactivite_api.logs import configure
from reactivite_api.settings import Settings

settings = Settings()
configure(settings.log_level)
app = create_app(services(settings), settings.metrics_port)
