"""Calls every operation of the described interface, with requests that fit and with requests that do not.

Every operation is two tests, `fits` and `misfits`: each answer has to be below 500, of a status, type and shape that the
description names. Two more tests look at all calls together: how many came past authentication, and whether the
gateway still lives. Ends with `N passed, N failed, N skipped`.
"""

import collections
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis
import requests
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from device import JWT_BEARER, PUBLIC, Device, code, uuid7
from gateway import Gateway

EXAMPLES = 25 * int(os.environ.get("LELING_SCALE", "1"))
PAST_AUTHENTICATION = 0.80

PERSON = "李建国"
PASSWORD = "294715"

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES = {"fits": GenerationMode.POSITIVE, "misfits": GenerationMode.NEGATIVE}


@dataclass
class Tally:
    """What all calls together showed."""

    passed: int = 0
    failed: int = 0
    calls: collections.Counter = field(default_factory=collections.Counter)
    guarded: int = 0
    behind: int = 0

    def test(self, name: str, good: bool, why: str = "") -> None:
        self.passed += good
        self.failed += not good
        print(f"{'ok    ' if good else 'FAILED'} {name}{f': {why}' if why else ''}", flush=True)

    def count(self, path: str, response: requests.Response) -> None:
        self.calls[response.status_code // 100] += 1
        if path in PUBLIC or path.startswith("/demo/"):
            return
        self.guarded += 1
        self.behind += response.status_code != 401 and not code(response).startswith("auth.")


def make_fit(case: schemathesis.Case, device: Device) -> None:
    """Puts in what no generator can know: fresh write ids, the device's own keys, an enrolment that exists."""
    body = case.body
    if case.path == "/oauth/token":
        case.body = {"grant_type": JWT_BEARER, "assertion": device.assertion()}
    elif isinstance(body, dict):
        for name, value in (("id", uuid7()), ("device", device.device.jwk()), ("approve", device.approve.jwk())):
            if name in body:
                body[name] = value
    if "id" in (case.path_parameters or {}):
        case.path_parameters["id"] = device.enrolment


def run_operation(operation, mode: str, device: Device, tally: Tally) -> None:
    """Runs one operation; the first failure is shrunk and told."""
    checks = CHECKS + ([negative_data_rejection] if mode == "misfits" else [])

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=MODES[mode]), completed=st.booleans())
    def calls(case: schemathesis.Case, completed: bool) -> None:
        if mode == "fits" and completed:
            make_fit(case, device)
        response = case.call(base_url=device.base, auth=device, timeout=30)
        tally.count(operation.path, response)
        case.validate_response(response, checks=checks, transport_kwargs={"auth": device})

    name = f"{operation.method.upper()} {operation.path} {mode}"
    try:
        calls()
    except hypothesis.errors.Unsatisfiable:
        # Nothing can misfit where an operation takes nothing.
        tally.test(name, True, "takes no input")
    except Exception as error:
        tally.test(name, False, f"{type(error).__name__}\n{error}")
        for inner in getattr(error, "exceptions", []):
            print(f"    {type(inner).__name__}: {inner}")
    else:
        tally.test(name, True)


def enrolled(base: str) -> Device:
    """Gives a phone whose card is claimed."""
    people = requests.get(f"{base}/demo/people", timeout=30).json()["people"]
    person = next(person for person in people if person["name"] == PERSON)

    def phone_code() -> str:
        asked = {"name": "sms", "act": "code", "person": person["id_number"]}
        return requests.post(f"{base}/demo/peer", json=asked, timeout=30).json()["shows"]

    device = Device(base)
    device.enrol(person, phone_code)
    device.claim(person["card_number"], PASSWORD)
    return device


def main() -> int:
    tally = Tally()
    with Gateway(Path(sys.argv[1])) as gateway:
        device = enrolled(gateway.base)
        schema = schemathesis.openapi.from_url(f"{gateway.base}/openapi.json")
        for found in schema.get_all_operations():
            for mode in MODES:
                run_operation(found.ok(), mode, device, tally)
        share = tally.behind / max(tally.guarded, 1)
        told = f"{tally.behind} of {tally.guarded} calls, {share:.0%}"
        tally.test("past authentication", share > PAST_AUTHENTICATION, told)
        tally.test("the gateway still answers", gateway.alive() and requests.get(f"{gateway.base}/healthz", timeout=10).ok)
    answers = ", ".join(f"{count} of {group}xx" for group, count in sorted(tally.calls.items()))
    print(f"{sum(tally.calls.values())} answers: {answers}")
    print(f"{tally.passed} passed, {tally.failed} failed, 0 skipped")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
