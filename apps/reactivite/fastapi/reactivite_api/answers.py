"""Tells whether the database answers, for whoever must wait for it: `python -m reactivite_api.answers`."""

import sys

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from .database import connect
from .settings import DatabaseSettings


def main() -> int:
    try:
        with connect(DatabaseSettings().database_url.get_secret_value()).connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as error:
        print(error.orig, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
