"""The app as `uvicorn main:app` finds it."""

from reactivite_front.logs import configure
from reactivite_front.server import create_app
from reactivite_front.settings import settings

known = settings()
configure(known.log_level)
app = create_app(known)
