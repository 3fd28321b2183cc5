"""Calls every operation of the described interface, with requests that fit and with requests that do not.

Every operation is two tests, `fits` and `misfits`: each answer has to be below 500, of a status, type and shape that the
description names. A guarded one is a third: without a proof it refuses. Two more look at all calls together: how many
came past authentication, and whether the gateway still lives. Ends with `N passed, N failed, N skipped`.
"""

import collections
import os
import sys
import time
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

import party
from device import JWT_BEARER, PUBLIC, Device, code, uuid7
from gateway import Gateway

EXAMPLES = 25 * int(os.environ.get("LELING_SCALE", "1"))
PAST_AUTHENTICATION = 0.80
# Lines told of a failed check.
LINES = 14

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


class Caller:
    """Knows what no generator can: fresh write ids, the device's own keys, people and enrolments that exist."""

    def __init__(self, base: str) -> None:
        people = requests.get(f"{base}/demo/people", timeout=30).json()["people"]
        self.base = base
        self.device = Device(base)
        self.others = [person for person in people if person["name"] != PERSON]
        self._enrol(next(person for person in people if person["name"] == PERSON))
        self.enrolments = [self.device.enrolment]
        self.doors = party.Doors(self.device)
        self.doors.access_token = party.log_in(base, self.device)

    def _enrol(self, person: dict) -> None:
        def phone_code() -> str:
            asked = {"name": "sms", "act": "code", "person": person["id_number"]}
            return requests.post(f"{self.base}/demo/peer", json=asked, timeout=30).json()["shows"]

        self.card_number = person["card_number"]
        self.device.enrol(person, phone_code)
        self.device.claim(self.card_number, PASSWORD)

    def complete(self, case: schemathesis.Case, choice: int) -> None:
        """Makes a request that fits the description one that also makes sense."""
        if "id" in (case.path_parameters or {}):
            case.path_parameters["id"] = self.enrolments[choice % len(self.enrolments)]
        if case.operation.path == "/oauth/token":
            case.body = {"grant_type": JWT_BEARER, "assertion": self.device.assertion()}
        elif isinstance(case.body, dict) and case.operation.path in BODIES:
            case.body.update(BODIES[case.operation.path](self, choice))
        elif isinstance(case.body, dict):
            case.body["id"] = uuid7()

    def learn(self, case: schemathesis.Case, response: requests.Response) -> None:
        # A consent that was taken back signs the phone out and leaves its card to be claimed again.
        if code(response) == "auth.signed_out" and case.operation.path.startswith("/v1/"):
            self.device.forget_token()
            self.device.claim(self.card_number, PASSWORD)
        if case.operation.path == "/v1/enrolments" and response.status_code == 200:
            self.enrolments.append(response.json()["id"])

    def pushed(self, _: int) -> dict:
        return party.pushed()

    def device_code(self, _: int) -> dict:
        return {"device_code": party.device_code(self.base)["device_code"]}

    def at_the_device(self, _: int) -> dict:
        return {"scope": "openid view"}

    def enrolment(self, choice: int) -> dict:
        other = self.others[choice % len(self.others)]
        keys = {"device": self.device.device.jwk(), "approve": self.device.approve.jwk()}
        return {"id": uuid7(), **{name: other[name] for name in ("name", "id_number", "phone")}, **keys}

    def consent(self, _: int) -> dict:
        return {"id": uuid7(), "at": int(time.time())}

    def claim(self, _: int) -> dict:
        secret = {"proof": {"kind": "card_number", "number": self.card_number}, "password": PASSWORD}
        return self.device.sealed_write("claim", secret)

    def reset(self, choice: int) -> dict:
        secret = {"id_number": self.others[0]["id_number"], "code": f"{choice:08}", "password": PASSWORD}
        body = self.device.sealed_write("password-reset", secret)
        return {name: body[name] for name in ("id", "sealed")}


BODIES = {
    "/v1/enrolments": Caller.enrolment,
    "/v1/consents": Caller.consent,
    "/v1/card/claims": Caller.claim,
    "/v1/card/password-resets": Caller.reset,
    "/par": Caller.pushed,
    "/device_authorization": Caller.at_the_device,
    "/device/display": Caller.device_code,
}


def run_operation(operation, mode: str, caller: Caller, tally: Tally) -> None:
    """Runs one operation; the first failure is shrunk and told."""
    checks = CHECKS + ([negative_data_rejection] if mode == "misfits" else [])
    statuses: collections.Counter = collections.Counter()

    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
    )
    @hypothesis.given(case=operation.as_strategy(generation_mode=MODES[mode]), choice=st.integers(-500, 999))
    def calls(case: schemathesis.Case, choice: int) -> None:
        if mode == "fits" and choice >= 0:
            caller.complete(case, choice)
        response = case.call(base_url=caller.base, auth=caller.doors, timeout=30)
        caller.learn(case, response)
        tally.count(operation.path, response)
        statuses[response.status_code] += 1
        case.validate_response(response, checks=checks, transport_kwargs={"auth": caller.doors})

    name = f"{operation.method.upper()} {operation.path} {mode}"
    try:
        calls()
    except hypothesis.errors.Unsatisfiable:
        tally.test(name, True, "takes no input")
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a group of failed checks is no Exception
        tally.test(name, False, "\n" + "\n".join(told(error)))
    else:
        tally.test(name, True, ", ".join(f"{count} x {status}" for status, count in sorted(statuses.items())))


def run_without_proof(operation, caller: Caller, tally: Tally) -> None:
    """Calls a guarded operation without a proof and with one that is none; both have to be refused."""
    address = caller.base + operation.path.replace("{id}", caller.device.enrolment)
    headers = {}, {"dpop": "e30.e30.e30", "authorization": "DPoP e30.e30.e30"}
    answers = [requests.request(operation.method, address, headers=one, json={}, timeout=30) for one in headers]
    refused = all(answer.status_code in (400, 401) and code(answer).startswith("auth.") for answer in answers)
    told = ", ".join(f"{answer.status_code} {code(answer)}" for answer in answers)
    tally.test(f"{operation.method.upper()} {operation.path} without a proof", refused, told)


def told(error: BaseException) -> list[str]:
    """Gives the beginning of each failed check, without the request's secrets."""
    inner = getattr(error, "exceptions", None) or [error]
    lines = [line for one in inner for line in f"{type(one).__name__}: {one}".splitlines()[:LINES]]
    return [f"    {line}" for line in lines if line.strip() and "curl" not in line]


def description(base: str) -> dict:
    """Gives the description without the proofs' headers: those are the hook's, not the generator's."""
    described = requests.get(f"{base}/openapi.json", timeout=30).json()
    for operations in described["paths"].values():
        for operation in operations.values():
            kept = [one for one in operation.get("parameters", []) if one["name"] not in ("dpop", "authorization")]
            operation["parameters"] = kept
            operation.pop("security", None)
    return described


def main() -> int:
    tally = Tally()
    with Gateway(Path(sys.argv[1])) as gateway:
        caller = Caller(gateway.base)
        schema = schemathesis.openapi.from_dict(description(gateway.base))
        for found in schema.get_all_operations():
            operation = found.ok()
            for mode in MODES:
                run_operation(operation, mode, caller, tally)
            if operation.path.startswith("/v1/") and operation.path not in PUBLIC:
                run_without_proof(operation, caller, tally)
        share = tally.behind / max(tally.guarded, 1)
        counts = f"{tally.behind} of {tally.guarded} calls, {share:.0%}"
        tally.test("past authentication", share > PAST_AUTHENTICATION, counts)
        tally.test("the gateway still answers", gateway.alive() and requests.get(f"{gateway.base}/healthz", timeout=10).ok)
    answers = ", ".join(f"{count} of {group}xx" for group, count in sorted(tally.calls.items()))
    print(f"{sum(tally.calls.values())} answers: {answers}")
    print(f"{tally.passed} passed, {tally.failed} failed, 0 skipped")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
