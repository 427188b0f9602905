"""${message}"""

# Additive, and idempotent step by step: MySQL commits each statement that changes a table, so a migration that was
# interrupted runs again from its start.

import sqlalchemy as sa
from alembic import op

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}
