"""The app against what it agreed on with its chart."""

import json
import re
from pathlib import Path

import pytest

from reactivite_front.settings import settings

from . import stack

IMAGE = (stack.ROOT / "Dockerfile").read_text()


def test_the_image_starts_as_agreed() -> None:
    [command] = re.findall(r"^CMD (.*)$", IMAGE, re.M)
    assert json.loads(command) == stack.AGREED["commands"]["serve"]
    [ports] = re.findall(r"^EXPOSE (.*)$", IMAGE, re.M)
    assert {int(port) for port in ports.split()} == set(stack.AGREED["ports"].values())
    [user] = re.findall(r"^USER (\d+):\1$", IMAGE, re.M)
    assert int(user) == stack.AGREED["user"]


@pytest.mark.parametrize("environment", stack.PODS)
def test_the_chart_runs_it_as_agreed(environment: str) -> None:
    container = stack.container(environment)
    assert container["command"] == stack.AGREED["commands"]["serve"]
    assert {port["name"]: port["containerPort"] for port in container["ports"]} == stack.AGREED["ports"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["httpGet"] == {"path": stack.AGREED["paths"]["health"], "port": "http"}
    assert container["securityContext"]["readOnlyRootFilesystem"]
    assert [mount["mountPath"] for mount in container.get("volumeMounts", [])] == stack.AGREED["writes"]
    command = stack.AGREED["commands"]["serve"]
    grace = int(command[command.index("--timeout-graceful-shutdown") + 1])
    assert stack.PODS[environment]["terminationGracePeriodSeconds"] > grace


@pytest.mark.parametrize("environment", stack.PODS)
def test_the_chart_sets_what_the_app_knows(environment: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = stack.variables(environment)
    agreed = stack.AGREED["variables"]
    assert set(agreed["required"]) <= given.keys() <= {*agreed["required"], *agreed["optional"]}
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    known = settings()
    assert known.api_url == given["API_URL"]
    assert known.metrics_port == stack.AGREED["ports"]["metrics"]


def test_every_variable_that_is_read_is_agreed_on() -> None:
    source = "".join(path.read_text() for path in Path(stack.ROOT / "reactivite_front").rglob("*.py"))
    read = set(re.findall(r"""environ(?:\.get)?[\[(]["'](\w+)""", source))
    assert read == {"API_URL", "METRICS_PORT", "LOG_LEVEL"}
    assert read <= {*stack.AGREED["variables"]["required"], *stack.AGREED["variables"]["optional"]}


def test_the_image_has_everything_that_the_app_is_made_of() -> None:
    """`.dockerignore` lets in what the Dockerfile copies, and no more."""
    allowed = {line[1:] for line in (stack.ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copied = set(re.findall(r"^COPY (?!--from)(\S+) ", IMAGE, re.M))
    assert allowed == copied
    assert all((stack.ROOT / name).exists() for name in copied)
