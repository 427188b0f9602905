"""The default triggers and reactions"""

# Additive, and idempotent step by step: what is there already is not added again.

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

DEFAULTS = {
    "triggers": [
        "Chien inconnu",
        "Chien en laisse",
        "Chien en liberté",
        "Chat",
        "Personne inconnue",
        "Enfant",
        "Groupe de personnes",
        "Joggeur",
        "Vélo",
        "Trottinette",
        "Voiture ou moto",
        "Sonnette ou visiteur",
        "Bruit fort",
        "Orage ou feux d'artifice",
        "Animal sauvage",
    ],
    "reactions": [
        "Aboiements",
        "Grognements",
        "Tire sur la laisse",
        "Se jette en avant",
        "Poil hérissé",
        "Se fige",
        "Fuit ou se cache",
        "Tremble ou halète",
    ],
}


def upgrade() -> None:
    for table, names in DEFAULTS.items():
        labels = sa.table(table, sa.column("owner_id"), sa.column("name"))
        for name in names:
            there = sa.select(1).where(labels.c.owner_id.is_(None), labels.c.name == name).exists()
            row = sa.select(sa.null(), sa.literal(name)).where(~there)
            op.execute(labels.insert().from_select(["owner_id", "name"], row))
