"""Writes openapi.json, by which clients are made: `python -m reactivite_api.openapi > openapi.json`."""

import json

from .app import routes


def document() -> str:
    return json.dumps(routes().openapi(), indent=2, ensure_ascii=False, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(document(), end="")
