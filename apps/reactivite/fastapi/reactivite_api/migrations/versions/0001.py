"""The tables"""

# Additive, and idempotent step by step: MySQL commits each statement that changes a table, so a migration that was
# interrupted runs again from its start.

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

revision = "0001"
down_revision = None


def table(name: str, *parts: Any) -> None:
    op.create_table(
        name,
        *parts,
        if_not_exists=True,
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_unicode_520_ci",
    )


def upgrade() -> None:
    table(
        "users",
        sa.Column("id", sa.BigInteger, autoincrement=True),
        sa.Column("username", sa.String(50), nullable=False),
        sa.Column("email", sa.String(254, collation="utf8mb4_bin"), nullable=False),
        sa.Column("password_hash", sa.String(255, collation="utf8mb4_bin"), nullable=False),
        sa.Column("token_version", sa.Integer, nullable=False, server_default="0"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("username", name="uq_users_username"),
        sa.UniqueConstraint("email", name="uq_users_email"),
    )
    for name in ("triggers", "reactions"):
        table(
            name,
            sa.Column("id", sa.BigInteger, autoincrement=True),
            sa.Column("owner_id", sa.BigInteger),
            sa.Column("name", sa.String(100), nullable=False),
            sa.PrimaryKeyConstraint("id"),
            sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=f"fk_{name}_owner_id", ondelete="CASCADE"),
            sa.UniqueConstraint("owner_id", "name", name=f"uq_{name}_owner_id_name"),
        )
    table(
        "daily_entries",
        sa.Column("id", sa.BigInteger, autoincrement=True),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("date", sa.Date, nullable=False),
        sa.Column("severity", mysql.TINYINT, nullable=False),
        sa.Column("comment", sa.String(2000), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_daily_entries_user_id", ondelete="CASCADE"),
        sa.UniqueConstraint("user_id", "date", name="uq_daily_entries_user_id_date"),
        sa.CheckConstraint("severity BETWEEN 1 AND 5", name="ck_daily_entries_severity"),
    )
    for label in ("trigger", "reaction"):
        name = f"entry_{label}s"
        table(
            name,
            sa.Column("entry_id", sa.BigInteger, nullable=False),
            sa.Column(f"{label}_id", sa.BigInteger, nullable=False),
            sa.PrimaryKeyConstraint("entry_id", f"{label}_id"),
            sa.ForeignKeyConstraint(["entry_id"], ["daily_entries.id"], name=f"fk_{name}_entry_id", ondelete="CASCADE"),
            sa.ForeignKeyConstraint(
                [f"{label}_id"], [f"{label}s.id"], name=f"fk_{name}_{label}_id", ondelete="CASCADE"
            ),
        )
    table(
        "attempts",
        sa.Column("bucket", sa.String(64, collation="utf8mb4_bin"), nullable=False),
        sa.Column("window_end", sa.BigInteger, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("bucket"),
        sa.UniqueConstraint("window_end", "bucket", name="uq_attempts_window_end_bucket"),
    )
