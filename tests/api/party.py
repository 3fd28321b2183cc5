"""The parties of the demonstration, as servers of theirs would call: client authentication, a device login, its tokens.

`Doors` is the authentication of all calls: it sends a party's credentials to the addresses of parties, and lets the phone
sign everything else.
"""

import time
from urllib.parse import urlsplit

import requests
from requests.auth import _basic_auth_str

from device import Device, uuid7

READER = ("reader", "demo-secret-of-the-reading-room")
BOARD = ("board", "demo-secret-of-the-board")
CLIENTS = {
    "/par": READER,
    "/introspect": READER,
    "/revoke": READER,
    "/device_authorization": BOARD,
    "/device/display": BOARD,
}
DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


class Doors(requests.auth.AuthBase):
    """Who shows what at which address."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.access_token = ""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        path = urlsplit(request.url).path
        if path in CLIENTS:
            request.headers["authorization"] = _basic_auth_str(*CLIENTS[path])
        elif path == "/userinfo":
            request.headers["authorization"] = f"Bearer {self.access_token}"
        else:
            return self.device(request)
        return request


def device_code(base: str) -> dict:
    """Opens a login at a screen without a browser."""
    answer = requests.post(f"{base}/device_authorization", data={"scope": "openid view"}, auth=BOARD, timeout=30)
    answer.raise_for_status()
    return answer.json()


def log_in(base: str, device: Device) -> str:
    """Logs the phone's person in at the screen and gives the party's access token."""
    begun = device_code(base)
    claim = {"id": uuid7(), "by": {"kind": "user_code", "code": begun["user_code"]}}
    device.answer(device.post("/v1/logins/claims", claim))
    form = {"grant_type": DEVICE_CODE, "device_code": begun["device_code"]}
    answer = requests.post(f"{base}/oauth/token", data=form, auth=BOARD, timeout=30)
    answer.raise_for_status()
    return answer.json()["access_token"]


def pushed() -> dict:
    """A request that the reading room may make."""
    return {
        "client_id": READER[0],
        "response_type": "code",
        "redirect_uri": "http://127.0.0.1:5002/reader/callback",
        "scope": "openid profile",
        "state": str(time.time()),
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
