"""A phone as the gateway sees it: software keys, proofs of possession, enrolment and claim.

`Device` holds the keys `device` and `approve` and the last nonce. As a `requests` authentication it signs each request
for its own method and address, with the access token where the address asks for one, and signs again with the
gateway's nonce when told so.
"""

import base64
import hashlib
import json
import os
import time
import uuid
from urllib.parse import urlsplit, urlunsplit

import requests
from cryptography.hazmat.primitives.asymmetric import ec, utils
from cryptography.hazmat.primitives.hashes import SHA256

import hpke

PUBLIC = ("/v1/keys", "/v1/revocations", "/v1/help-codes")
WITHOUT_TOKEN = ("/v1/enrolments", "/v1/card/password-resets", "/oauth/token")
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def uuid7() -> str:
    """Makes a UUID of version 7 (RFC 9562, section 5.7)."""
    bits = (int(time.time() * 1000) << 80) | int.from_bytes(os.urandom(10), "big")
    bits = bits & ~(0xF << 76) | (7 << 76)
    return str(uuid.UUID(int=bits & ~(0x3 << 62) | (2 << 62)))


class Key:
    """A P-256 key that signs compact JWS."""

    def __init__(self) -> None:
        self._secret = ec.generate_private_key(ec.SECP256R1())

    def jwk(self) -> dict:
        numbers = self._secret.public_key().public_numbers()
        x, y = (b64(value.to_bytes(32, "big")) for value in (numbers.x, numbers.y))
        return {"crv": "P-256", "kty": "EC", "x": x, "y": y}

    def thumbprint(self) -> str:
        text = json.dumps(self.jwk(), separators=(",", ":"), sort_keys=True)
        return b64(hashlib.sha256(text.encode()).digest())

    def jws(self, header: dict, claims: dict) -> str:
        parts = [b64(json.dumps(part, separators=(",", ":")).encode()) for part in ({"alg": "ES256", **header}, claims)]
        text = ".".join(parts)
        r, s = utils.decode_dss_signature(self._secret.sign(text.encode(), ec.ECDSA(SHA256())))
        return f"{text}.{b64(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


class Device(requests.auth.AuthBase):
    """An enrolled phone; also signs what schemathesis sends."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.device, self.approve = Key(), Key()
        self.nonce: str | None = None
        self.enrolment: str | None = None
        self._id: str | None = None
        self._token: str | None = None
        self._token_ends = 0.0
        self._receiver: bytes | None = None

    # --- proofs

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        if urlsplit(request.url).path in PUBLIC:
            return request
        self._sign(request)
        request.register_hook("response", self._again)
        return request

    def _sign(self, request: requests.PreparedRequest) -> None:
        address = urlsplit(request.url)
        claims = {
            "jti": b64(os.urandom(16)),
            "htm": request.method,
            "htu": urlunsplit((address.scheme, address.netloc, address.path, "", "")),
            "iat": int(time.time()),
        }
        if self.nonce:
            claims["nonce"] = self.nonce
        if self._id and not address.path.startswith(WITHOUT_TOKEN):
            token = self.token()
            claims["ath"] = b64(hashlib.sha256(token.encode()).digest())
            request.headers["authorization"] = f"DPoP {token}"
        request.headers["dpop"] = self.device.jws({"typ": "dpop+jwt", "jwk": self.device.jwk()}, claims)

    def _again(self, response: requests.Response, **kwargs) -> requests.Response:
        self.nonce = response.headers.get("dpop-nonce", self.nonce)
        if response.status_code not in (400, 401) or code(response) != "auth.nonce":
            return response
        request = response.request.copy()
        request.deregister_hook("response", self._again)
        self._sign(request)
        _ = response.content
        again = response.connection.send(request, **kwargs)
        again.history.append(response)
        self.nonce = again.headers.get("dpop-nonce", self.nonce)
        return again

    def assertion(self) -> str:
        """Asks for a token by the key `device` (RFC 7523)."""
        now = int(time.time())
        claims = {
            "iss": self._id,
            "sub": self._id,
            "aud": f"{self.base}/oauth/token",
            "iat": now,
            "exp": now + 60,
            "jti": b64(os.urandom(16)),
        }
        return self.device.jws({"typ": "leling-device-grant+jwt", "kid": self.device.thumbprint()}, claims)

    def token(self) -> str:
        """Gives an access token that lasts for the next minute."""
        if self._token is None or time.monotonic() > self._token_ends - 60:
            form = {"grant_type": JWT_BEARER, "assertion": self.assertion()}
            answer = requests.post(f"{self.base}/oauth/token", data=form, auth=self, timeout=30)
            answer.raise_for_status()
            body = answer.json()
            self._token, self._token_ends = body["access_token"], time.monotonic() + body["expires_in"]
        return self._token

    # --- the journey that gives the phone its rights

    def post(self, path: str, body: dict) -> dict:
        answer = requests.post(f"{self.base}{path}", json=body, auth=self, timeout=30)
        if not answer.ok:
            raise RuntimeError(f"{path}: {answer.status_code} {code(answer)}")
        return answer.json()

    def enrol(self, person: dict, phone_code) -> None:
        """Enrols as `person`; `phone_code()` reads the demonstration's inbox."""
        self.enrolment = uuid7()
        self.post(
            "/v1/enrolments",
            {
                "id": self.enrolment,
                "name": person["name"],
                "id_number": person["id_number"],
                "phone": person["phone"],
                "device": self.device.jwk(),
                "approve": self.approve.jwk(),
                "presence": "lock",
                "platform": "simulator",
            },
        )
        done = self.post(f"/v1/enrolments/{self.enrolment}/code", {"id": uuid7(), "code": phone_code()})
        self._id = done["device"]

    def claim(self, card_number: str, password: str) -> None:
        """Claims the electronic card with the card in the hand."""
        secret = {"proof": {"kind": "card_number", "number": card_number}, "password": password}
        self.post("/v1/card/claims", self.sealed_write("claim", secret))
        # The next token reaches as far as the claimed card.
        self._token = None

    def forget_token(self) -> None:
        """Signs in anew at the next call."""
        self._token = None

    def answer(self, login: dict) -> None:
        """Says yes to a login whose digits were typed."""
        write = uuid7()
        shown = {"session": login["login"], "party": login["party"]["client"], "scopes": login["scopes"]}
        approval = self._approve({"kind": "login", **shown, "nonce": login["nonce"]}, "")
        self.post(f"/v1/logins/{login['login']}/answers", {"id": write, "decision": "yes", "approval": approval})

    def sealed_write(self, kind: str, secret: dict) -> dict:
        """Makes the body of a write whose content only the gateway reads, with its approval."""
        if self._receiver is None:
            self._receiver = unb64(requests.get(f"{self.base}/v1/keys", timeout=30).json()["seal"])
        write = uuid7()
        sealed = b64(hpke.seal(self._receiver, kind.encode(), write.encode(), json.dumps(secret).encode()))
        return {"id": write, "sealed": sealed, "approval": self.approval(kind, write, sealed)}

    def approval(self, kind: str, write: str, sealed: str) -> str:
        """Signs a decision of the person by the key `approve`."""
        return self._approve(
            {"kind": kind, "session": write, "party": "gateway", "scopes": ["card"], "nonce": write}, sealed
        )

    def _approve(self, claims: dict, body: str) -> str:
        digest = b64(hashlib.sha256(body.encode()).digest())
        claims = {**claims, "body_sha256": digest, "exp": int(time.time()) + 300}
        return self.approve.jws({"typ": "leling-approval+jwt", "kid": self.approve.thumbprint()}, claims)


def code(response: requests.Response) -> str:
    """Reads the dotted code of an error answer; empty where there is none."""
    try:
        body = response.json()
    except ValueError:
        return ""
    return body.get("code", "") if isinstance(body, dict) else ""
