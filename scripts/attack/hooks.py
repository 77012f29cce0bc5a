"""Hooks for schemathesis: three of four requests name records, versions, people
and departments that are there, so that they reach the acts and not only the look
for what they name. The last of four stays as it was made up.
"""

import json
import os
import random
import threading
import urllib.error
import urllib.request

import schemathesis

BASE, TOKEN = os.environ["ATTACK_API"], os.environ["ATTACK_TOKEN"]
KEPT = {"admin", "zuzhi", "ld01", "shenji", "jigong"}  # accounts that the attack itself needs
# Acts by which somebody leaves and loses the login: of nobody who is there, since any
# of them may be whom the attack logs in as next.
LEAVING = {"/roster/people/{id}/acts/depart", "/roster/committees/{id}/acts/seat", "/roster/committees/{id}/acts/close"}
LIES = os.environ.get("ATTACK_CONTROL")  # the description of this operation is made false
chance, lock, pools = random.Random(1), threading.Lock(), {}


def asked(path):
    """What a GET gives, or nothing."""
    request = urllib.request.Request(BASE + path, headers={"Authorization": "Bearer " + TOKEN})
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return json.load(reply)
    except (urllib.error.HTTPError, ValueError):
        return {}


def pool(name, make):
    with lock:
        if name not in pools:
            pools[name] = make()
        return pools[name]


def items(base):
    """The records of a list, those of /accounts without the ones that are needed."""
    found = asked(base + "?limit=100").get("items") or []
    return [r for r in found if isinstance(r, dict) and "id" in r and r.get("name") not in KEPT]


def everything():
    """Ids of all that there is, by the name that fields have for it."""
    ids, cursor = {}, ""
    for _ in range(20):
        page = asked(f"/records?limit=500&cursor={cursor}" if cursor else "/records?limit=500")
        for r in page.get("items", []):
            ids.setdefault(r["kind"].rpartition(".")[2], []).append(r["id"])
        cursor = page.get("next")
        if not cursor:
            break
    ids["unit"] = ids["units"] = ids.get("department", [])
    ids["people"] = ids.get("person", [])
    return ids


def named(schema, value):
    """The value with ids in it that are there, and dates of this year."""
    form = schema.get("x-form")
    if isinstance(value, dict):
        members = schema.get("properties", {})
        return {k: filled(k, members.get(k, {}), v) for k, v in value.items()}
    if isinstance(value, list) and form == "rows":
        return [named(schema.get("items", {}), v) for v in value]
    return value


def filled(name, schema, value):
    ids = pool("everything", everything)
    form = schema.get("x-form")
    there = ids.get(form) or (form in ("text", "hidden", "committee") and ids.get(name)) or []
    if isinstance(value, str) and there:
        return chance.choice(there)
    if isinstance(value, list) and value and all(isinstance(v, str) for v in value) and there:
        return chance.sample(there, min(len(value), len(there)))
    if isinstance(value, str) and form == "date" and schema.get("format") == "date" and chance.random() < 0.5:
        return f"2026-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    return named(schema, value)


@schemathesis.hook
def before_call(context, case, kwargs):
    phase = getattr(case.meta, "phase", None)
    if phase and phase.name.value == "coverage" or chance.random() < 0.25:
        return
    if case.operation.path in LEAVING:
        return
    base, _, rest = case.operation.path.partition("/{id}")
    if "id" in (case.path_parameters or {}):
        there = pool(base, lambda: items(base))
        if there:
            one = chance.choice(there)
            case.path_parameters["id"] = one["id"]
            if "If-Match" in (case.headers or {}):
                now = asked(f"{base}/{one['id']}")
                case.headers["If-Match"] = f'"{now.get("version", one.get("version", 1))}"'
    if isinstance(case.body, dict):
        for content in case.operation.definition.raw.get("requestBody", {}).get("content", {}).values():
            case.body = named(content.get("schema", {}), case.body)


if LIES:
    @schemathesis.hook
    def before_load_schema(context, raw_schema):
        for status in raw_schema["paths"][LIES]["get"]["responses"].values():
            for content in status.get("content", {}).values():
                content["schema"] = {"type": "integer"}
