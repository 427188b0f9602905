"""What sessions weigh, against the memory that the chart allows: run with -s to see the numbers."""

import asyncio
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from reactivite_front.models import NewEntry

from . import stack
from .conftest import Owner, today

# At once, each in a tab of its own on the two heaviest pages, with a year to draw and to tabulate.
SESSIONS = 40


def resident(process: stack.Process) -> float:
    """The most MiB that the process ever held."""
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    assert found
    return int(found[1]) / 1024


async def run(connection: ClientConnection, page: str) -> Counter[str | None]:
    """Has the page made, as the browser asks for it; how many elements of each kind came."""
    message = BackMsg()
    message.rerun_script.page_name = page
    await connection.send(message.SerializeToString())
    elements: Counter[str | None] = Counter()
    async for data in connection:
        assert isinstance(data, bytes)
        answer = ForwardMsg()
        answer.ParseFromString(data)
        elements[answer.delta.new_element.WhichOneof("type")] += 1
        if answer.WhichOneof("type") == "script_finished":
            return elements
    raise AssertionError("the connection ended")


async def visit(front: stack.Front, owner: Owner, sessions: int) -> None:
    """All stay until the last one has seen its pages."""
    url = front.url.replace("http", "ws", 1) + "/_stcore/stream"
    headers = {"Cookie": f"__Host-reactivite={owner.token}"}
    protocols = [Subprotocol("streamlit")]
    connections = [
        await connect(url, additional_headers=headers, subprotocols=protocols, max_size=None, open_timeout=60)
        for _ in range(sessions)
    ]
    for page, element, count in (("graphiques", "plotly_chart", 5), ("recherche", "dataframe", 1)):
        seen = await asyncio.gather(*(run(connection, page) for connection in connections))
        assert [elements[element] for elements in seen] == [count] * sessions
    for connection in connections:
        await connection.close()


def test_forty_sessions_fit_into_the_pod(api: stack.Api, owner: Owner) -> None:
    triggers, reactions = owner.account.labels("triggers"), owner.account.labels("reactions")
    for back in range(365):
        ids = (triggers[back % 15].id, triggers[back % 7].id)
        day = today() - timedelta(days=back)
        owner.account.add_entry(NewEntry(day, 1 + back % 5, "x" * 200, ids, (reactions[back % 8].id,)))
    front = stack.Front(api.url)
    try:
        rest = resident(front)
        asyncio.run(visit(front, owner, 1))
        one = resident(front)
        asyncio.run(visit(front, owner, SESSIONS))
        many = resident(front)
        print(f"\nMiB: {rest:.0f} at rest, {one:.0f} with a session, {many:.0f} with {SESSIONS} at once")
        assert many < stack.memory_limit() * 0.8
    finally:
        front.remove()
