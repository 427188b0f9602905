#!/usr/bin/python3
"""Signs the certificates that kubelets serve with, which Kubernetes leaves to somebody who knows the nodes: a request of a node
is approved when it names that node, at the address that the inventory has for it, and nothing else. Any other one stays.
https://kubernetes.io/docs/reference/access-authn-authz/kubelet-tls-bootstrapping/#certificate-rotation
"""

import base64
import json
import os
import re
import subprocess
import sys

NODES = os.environ.get("NODES", "/etc/kubernetes/nodes.json")
KUBECTL = ["kubectl", "--kubeconfig", os.environ.get("KUBECONFIG", "/etc/kubernetes/admin.conf")]
USAGES = {"digital signature", "key encipherment", "server auth"}


def wrong(request, nodes):
    """What speaks against a request; nothing if nothing does."""
    spec = request["spec"]
    name = spec["username"].removeprefix("system:node:")
    if spec["username"] == name or "system:nodes" not in spec.get("groups", []):
        return "not of a node"
    if name not in nodes:
        return "of no node that the inventory has"
    if not {"server auth"} <= set(spec["usages"]) <= USAGES:
        return "for another use"
    asked = subprocess.run(
        ["openssl", "req", "-noout", "-text", "-nameopt", "multiline"],
        input=base64.b64decode(spec["request"]),
        capture_output=True,
        check=True,
    ).stdout.decode()
    subject = dict(re.findall(r"^\s+(commonName|organizationName)\s+= (.*)$", asked, re.MULTILINE))
    if subject != {"commonName": f"system:node:{name}", "organizationName": "system:nodes"}:
        return "for another subject"
    names = re.search(r"Subject Alternative Name:[^\n]*\n\s+(.*)", asked)
    wanted = set(names.group(1).split(", ")) if names else set()
    if not wanted or not wanted <= {f"DNS:{name}", f"IP Address:{nodes[name]}"}:
        return f"for {', '.join(sorted(wanted)) or 'no name'}"
    return None


def main():
    with open(NODES, encoding="utf-8") as file:
        nodes = json.load(file)
    out = subprocess.run(
        [*KUBECTL, "get", "certificatesigningrequests", "--output=json"], capture_output=True, check=True
    ).stdout
    refused = 0
    for request in json.loads(out)["items"]:
        if request["spec"]["signerName"] != "kubernetes.io/kubelet-serving" or request.get("status", {}).get("conditions"):
            continue
        name = request["metadata"]["name"]
        reason = wrong(request, nodes)
        if reason is None:
            subprocess.run([*KUBECTL, "certificate", "approve", name], check=True)
        else:
            refused += 1
            print(f"{name} of {request['spec']['username']} waits: {reason}", file=sys.stderr)
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main())
