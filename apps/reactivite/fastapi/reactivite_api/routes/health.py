"""What the kubelet asks."""

from fastapi import APIRouter

from ..problems import Refused, refusals
from ..schemas import Status
from ..services import Using

router = APIRouter(tags=["health"])


@router.get("/health")
async def health() -> Status:
    """Liveness: a restart mends this process, never the database, so the database is not asked."""
    return Status()


@router.get("/ready", responses=refusals(503))
def ready(using: Using) -> Status:
    """Readiness: the database answers, and has the tables that this version needs."""
    if not using.schema.suits(using.database.engine):
        raise Refused(503, headers={"Retry-After": "5"})
    return Status()
