"""Triggers and reactions: the same routes twice."""

from typing import Annotated

from fastapi import APIRouter, Path
from sqlalchemy import Select, delete, func, select
from sqlalchemy.orm import Session, aliased

from ..models import Label, User
from ..problems import Refused, refusals, taken
from ..schemas import Id, NewLabel, Selection
from ..schemas import Label as LabelAnswer
from ..services import Me, Using

Kind = type[Label]
LabelId = Annotated[Id, Path(description="Of one of one's own.")]

# Of each kind and owner: more than anybody tells apart, and few enough for one answer.
MOST = 200
TOO_MANY = f"Vous en avez déjà {MOST} : supprimez-en d'abord."
TAKEN = "Vous en avez déjà un de ce nom."


def label_routes(path: str, kind: Kind) -> APIRouter:
    router = APIRouter(prefix=f"/{path}", tags=[path])

    @router.get("", responses=refusals(401))
    def own(user: Me, using: Using) -> list[LabelAnswer]:
        """One's own, by name."""
        return using.database.transaction(lambda session: listed(session, of(kind, user)))

    @router.get("/defaults", responses=refusals(401))
    def defaults(user: Me, using: Using) -> list[LabelAnswer]:
        """Those that everybody may clone, by name."""
        return using.database.transaction(lambda session: listed(session, of(kind, None)))

    @router.post("", status_code=201, responses=refusals(401, 409))
    def create(new: NewLabel, user: Me, using: Using) -> LabelAnswer:
        """Adds one of one's own."""

        def add(session: Session) -> LabelAnswer:
            refuse_too_many(session, kind, user, 1)
            label = kind(owner_id=user.id, name=new.name)
            session.add(label)
            session.flush()
            return LabelAnswer.model_validate(label)

        with taken(TAKEN):
            return using.database.transaction(add)

    @router.post("/clone", responses=refusals(401, 404, 409))
    def clone(selection: Selection, user: Me, using: Using) -> list[LabelAnswer]:
        """Copies the selected defaults to one's own, those aside whose name is there. Answers with all of one's own."""

        def copy(session: Session) -> list[LabelAnswer]:
            wanted = set(selection.ids)
            found = session.scalars(of(kind, None).where(kind.id.in_(wanted))).all()
            if len(found) < len(wanted):
                raise Refused(404)
            # Only one clones at a time for an owner: two of a double click would both find nothing there.
            session.get(User, user.id, with_for_update=True)
            mine = aliased(kind)
            # The database knows which names are the same to it.
            there = select(mine.id).where(mine.owner_id == user.id, mine.name == kind.name).exists()
            new = session.scalars(select(kind.name).where(kind.id.in_(wanted), ~there)).all()
            refuse_too_many(session, kind, user, len(new))
            session.add_all(kind(owner_id=user.id, name=name) for name in new)
            session.flush()
            return listed(session, of(kind, user))

        return using.database.transaction(copy)

    @router.put("/{label_id:id}", responses=refusals(401, 404, 409))
    def rename(label_id: LabelId, new: NewLabel, user: Me, using: Using) -> LabelAnswer:
        """Renames it, in past entries as well."""

        def change(session: Session) -> LabelAnswer:
            label = session.scalar(of(kind, user).where(kind.id == label_id).with_for_update())
            if label is None:
                raise Refused(404)
            label.name = new.name
            session.flush()
            return LabelAnswer.model_validate(label)

        with taken(TAKEN):
            return using.database.transaction(change)

    @router.delete("/{label_id:id}", status_code=204, responses=refusals(401, 404))
    def remove(label_id: LabelId, user: Me, using: Using) -> None:
        """Removes it, from past entries as well."""
        statement = delete(kind).where(kind.owner_id == user.id, kind.id == label_id)
        if not using.database.transaction(lambda session: session.execute(statement).rowcount):  # type: ignore[attr-defined]
            raise Refused(404)

    return router


def of(kind: Kind, owner: User | None) -> Select[Label]:
    """The owner's, or without one the defaults."""
    return select(kind).where(kind.owner_id == owner.id if owner else kind.owner_id.is_(None))


def listed(session: Session, query: Select[Label]) -> list[LabelAnswer]:
    labels = [LabelAnswer.model_validate(label) for label in session.scalars(query)]
    return sorted(labels, key=lambda label: label.name.casefold())


def refuse_too_many(session: Session, kind: Kind, user: User, more: int) -> None:
    count = session.scalar(select(func.count()).select_from(kind).where(kind.owner_id == user.id)) or 0
    if count + more > MOST:
        raise Refused(409, TOO_MANY)
