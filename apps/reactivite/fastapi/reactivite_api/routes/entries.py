"""The diary: one entry a day, and search in it."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from ..models import DailyEntry, Label, Reaction, Trigger, User
from ..problems import Refused, refusals, taken
from ..schemas import Entry, EntryChange, EntryPage, Id, NewEntry, Period, Search
from ..services import Me, Services, Using

router = APIRouter(tags=["entries"])

EntryId = Annotated[Id, Path(description="Of one of one's own.")]
DAY_TAKEN = "Vous avez déjà une entrée pour ce jour."
UNKNOWN = "Un déclencheur ou une réaction de cette entrée n'existe pas."


@router.post("/entry", status_code=201, responses=refusals(401, 404, 409))
def create(new: NewEntry, user: Me, using: Using) -> Entry:
    """Notes a day. 404: a trigger or a reaction is none of one's own."""
    return saved(using, lambda session: filled(session, DailyEntry(user_id=user.id), dict(new), user))


@router.get("/entry", responses=refusals(401))
def entries(period: Annotated[Period, Query()], user: Me, using: Using) -> EntryPage:
    """One's own of a period, the newest first."""
    return using.database.transaction(lambda session: page(session, within(period, user), period))


@router.get("/search", responses=refusals(401))
def search(wanted: Annotated[Search, Query()], user: Me, using: Using) -> EntryPage:
    """One's own that meet every condition, the newest first."""
    return using.database.transaction(lambda session: page(session, matching(wanted, user), wanted))


@router.get("/entry/{entry_id:id}", responses=refusals(401, 404))
def read(entry_id: EntryId, user: Me, using: Using) -> Entry:
    return using.database.transaction(lambda session: Entry.model_validate(own(session, entry_id, user)))


@router.put("/entry/{entry_id:id}", responses=refusals(401, 404, 409))
def replace(entry_id: EntryId, new: NewEntry, user: Me, using: Using) -> Entry:
    """All of it anew."""
    return saved(using, lambda session: filled(session, own(session, entry_id, user, lock=True), dict(new), user))


@router.patch("/entry/{entry_id:id}", responses=refusals(401, 404, 409))
def change(entry_id: EntryId, change: EntryChange, user: Me, using: Using) -> Entry:
    """What is given; the rest stays."""
    values = {name: value for name, value in dict(change).items() if value is not None}
    return saved(using, lambda session: filled(session, own(session, entry_id, user, lock=True), values, user))


@router.delete("/entry/{entry_id:id}", status_code=204, responses=refusals(401, 404))
def remove(entry_id: EntryId, user: Me, using: Using) -> None:
    using.database.transaction(lambda session: session.delete(own(session, entry_id, user, lock=True)))


def own(session: Session, entry_id: int, user: User, lock: bool = False) -> DailyEntry:
    query = select(DailyEntry).where(DailyEntry.id == entry_id, DailyEntry.user_id == user.id)
    entry = session.scalar(query.with_for_update() if lock else query)
    if entry is None:
        raise Refused(404)
    return entry


def filled(session: Session, entry: DailyEntry, values: dict[str, Any], user: User) -> Entry:
    """The entry with the values, in the database."""
    for name, value in values.items():
        kind: type[Label] | None = {"triggers": Trigger, "reactions": Reaction}.get(name)
        setattr(entry, name, labels(session, kind, set(value), user) if kind else value)
    session.add(entry)
    session.flush()
    return Entry.model_validate(entry)


def labels(session: Session, kind: type[Label], ids: set[int], user: User) -> list[Label]:
    found = session.scalars(select(kind).where(kind.owner_id == user.id, kind.id.in_(ids)).order_by(kind.name)).all()
    if len(found) < len(ids):
        raise Refused(404, UNKNOWN)
    return list(found)


def saved(using: Services, work: Callable[[Session], Entry]) -> Entry:
    with taken(DAY_TAKEN):
        return using.database.transaction(work)


def page(session: Session, query: Select[DailyEntry], period: Period) -> EntryPage:
    total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
    rows = session.scalars(query.order_by(DailyEntry.date.desc()).limit(period.limit).offset(period.offset)).all()
    return EntryPage(total=total, entries=[Entry.model_validate(row) for row in rows])


def within(period: Period, user: User) -> Select[DailyEntry]:
    query = select(DailyEntry).where(DailyEntry.user_id == user.id)
    if period.start:
        query = query.where(DailyEntry.date >= period.start)
    if period.end:
        query = query.where(DailyEntry.date <= period.end)
    return query


def matching(wanted: Search, user: User) -> Select[DailyEntry]:
    query = within(wanted, user)
    if wanted.text:
        # The text as it is: % and _ stand for themselves.
        query = query.where(
            or_(
                DailyEntry.comment.contains(wanted.text, autoescape=True),
                DailyEntry.triggers.any(Trigger.name.contains(wanted.text, autoescape=True)),
                DailyEntry.reactions.any(Reaction.name.contains(wanted.text, autoescape=True)),
            )
        )
    if wanted.severities:
        query = query.where(DailyEntry.severity.in_(wanted.severities))
    if wanted.triggers:
        query = query.where(DailyEntry.triggers.any(Trigger.id.in_(wanted.triggers)))
    if wanted.reactions:
        query = query.where(DailyEntry.reactions.any(Reaction.id.in_(wanted.reactions)))
    return query
