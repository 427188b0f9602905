"""The tables. Migrations make them; a test holds both alike.

Text compares without case and accents (`utf8mb4_unicode_520_ci`, which MySQL and MariaDB both have); addresses byte by
byte, because a mail for one must never reach another that looks like it. Names of users are ASCII (see schemas.py).
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKey,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, relationship

TABLE_OPTIONS = {"mysql_engine": "InnoDB", "mysql_charset": "utf8mb4", "mysql_collate": "utf8mb4_unicode_520_ci"}
BYTEWISE = "utf8mb4_bin"


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "pk": "pk_%(table_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    __table_args__: tuple[object, ...] = (TABLE_OPTIONS,)


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    # Unique without case: `Rex` cannot pass for `rex`.
    username: Mapped[str] = mapped_column(String(50), unique=True)
    email: Mapped[str] = mapped_column(String(254, collation=BYTEWISE), unique=True)
    password_hash: Mapped[str] = mapped_column(String(255, collation=BYTEWISE))
    # Counts up with each password; tokens of an earlier one are worth nothing.
    token_version: Mapped[int] = mapped_column(default=0, server_default="0")


class Label(Base):
    """What triggers and reactions have in common. Without owner: a default, to be cloned."""

    __abstract__ = True

    @declared_attr.directive
    def __table_args__(cls) -> tuple[object, ...]:  # noqa: N805
        return (UniqueConstraint("owner_id", "name"), TABLE_OPTIONS)

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))


class Trigger(Label):
    """What the dog reacts to."""

    __tablename__ = "triggers"


class Reaction(Label):
    """How it reacts."""

    __tablename__ = "reactions"


def joined(name: str, label: str) -> Table:
    """Which entries have which triggers or reactions; a row goes with either side."""
    columns: list[Column[int]] = [
        Column("entry_id", ForeignKey("daily_entries.id", ondelete="CASCADE"), primary_key=True),
        Column(f"{label}_id", ForeignKey(f"{label}s.id", ondelete="CASCADE"), primary_key=True),
    ]
    # Its signature has no place for what a dialect adds.
    options: dict[str, Any] = {**TABLE_OPTIONS}
    return Table(name, Base.metadata, *columns, **options)


entry_triggers = joined("entry_triggers", "trigger")
entry_reactions = joined("entry_reactions", "reaction")


class DailyEntry(Base):
    """A day of an owner and his dog."""

    __tablename__ = "daily_entries"
    __table_args__ = (
        UniqueConstraint("user_id", "date"),
        CheckConstraint("severity BETWEEN 1 AND 5", name="severity"),
        TABLE_OPTIONS,
    )

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    date: Mapped[date]
    severity: Mapped[int] = mapped_column(mysql.TINYINT)
    comment: Mapped[str] = mapped_column(String(2000), default="")
    triggers: Mapped[list[Trigger]] = relationship(
        secondary=entry_triggers, order_by=Trigger.name, lazy="selectin", passive_deletes=True
    )
    reactions: Mapped[list[Reaction]] = relationship(
        secondary=entry_reactions, order_by=Reaction.name, lazy="selectin", passive_deletes=True
    )


class Attempts(Base):
    """How often something was tried within a window of time; see limits.py. In the database, so that replicas agree."""

    __tablename__ = "attempts"
    # To find what is over. As a constraint, because MySQL makes no other index in one step with its
    # table.
    __table_args__ = (UniqueConstraint("window_end", "bucket"), TABLE_OPTIONS)

    # SHA-256 of what is counted: neither names nor addresses stand here.
    bucket: Mapped[str] = mapped_column(String(64, collation=BYTEWISE), primary_key=True)
    # Unix time at which counting begins anew.
    window_end: Mapped[int] = mapped_column(BigInteger)
    count: Mapped[int]
