"""The app against contract.json, and contract.json's agreement against what the charts make of it."""

import json
import runpy
import signal
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
DOCUMENT = json.loads((ROOT / "contract.json").read_text())
CONTRACT = DOCUMENT["contract"]
ENVIRONMENTS = sorted(DOCUMENT["charts"])
IMAGE = (ROOT / "Dockerfile").read_text().splitlines()


def container(environment):
    [app] = [one for one in DOCUMENT["charts"][environment]["pod"]["containers"] if one["name"] != "istio-proxy"]
    return app


def values(environment):
    return {one["name"]: one.get("value") for one in container(environment)["env"]}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_chart_gives_what_the_app_reads(environment):
    required, optional = CONTRACT["variables"]["required"], CONTRACT["variables"]["optional"]
    given = set(values(environment))
    assert set(required) <= given <= {*required, *optional}


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_gunicorn_listens_where_the_chart_sends(environment, monkeypatch):
    for name, value in values(environment).items():
        if value is not None:
            monkeypatch.setenv(name, value)
    settings = runpy.run_path(str(ROOT / "gunicorn.conf.py"))
    ports = [port["containerPort"] for port in container(environment)["ports"]]
    assert sorted(settings["bind"]) == sorted(f"0.0.0.0:{port}" for port in ports)
    assert sorted(ports) == sorted(CONTRACT["ports"].values())
    grace = DOCUMENT["charts"][environment]["pod"]["terminationGracePeriodSeconds"]
    assert settings["graceful_timeout"] < grace


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_chart_lets_it_write_where_it_must(environment):
    assert [mount["mountPath"] for mount in container(environment)["volumeMounts"]] == CONTRACT["writes"]


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_the_probes_ask_what_was_agreed(environment):
    app, paths = container(environment), CONTRACT["paths"]
    asked = {probe: app[probe]["httpGet"]["path"] for probe in ("startupProbe", "livenessProbe", "readinessProbe")}
    assert asked == {
        "startupProbe": paths["health"],
        "livenessProbe": paths["health"],
        "readinessProbe": paths["ready"],
    }


def test_the_paths_are_there(orphan):
    paths = CONTRACT["paths"]
    assert orphan.get(paths["health"]).status_code == 200
    assert orphan.get(paths["ready"]).status_code == 503
    assert orphan.get(paths["metrics"]).status_code == 200


@pytest.mark.parametrize("environment", ENVIRONMENTS)
def test_image_and_chart_run_it_as_the_same_user(environment):
    pod = DOCUMENT["charts"][environment]["pod"]
    users = [one["securityContext"].get("runAsUser") for one in (pod, container(environment))]
    assert CONTRACT["user"] in users
    assert f"USER {CONTRACT['user']}:{CONTRACT['user']}" in IMAGE


def test_it_ends_by_the_signal_that_the_kubelet_sends():
    assert signal.Signals[CONTRACT["stopSignal"]] is signal.SIGTERM
    assert not [line for line in IMAGE if line.startswith("STOPSIGNAL")]
    # Python that is started by a shell would never hear of it.
    assert 'CMD ["gunicorn"]' in IMAGE
