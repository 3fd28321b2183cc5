"""Sealing to the gateway by HPKE (RFC 9180), base mode, written a second time so that the two sides check each other.

One call: `seal`. DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-256-GCM; the envelope is suite byte, encapsulated key,
ciphertext with tag.
"""

import hashlib
import hmac

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE_BYTE = b"\x01"
KEM = b"KEM" + (0x0020).to_bytes(2, "big")
HPKE = b"HPKE" + b"".join(number.to_bytes(2, "big") for number in (0x0020, 0x0001, 0x0002))


def _extract(suite: bytes, salt: bytes, label: bytes, key: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + key, "sha256")


def _expand(suite: bytes, secret: bytes, label: bytes, info: bytes, length: int) -> bytes:
    labelled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    block, out, counter = b"", b"", 1
    while len(out) < length:
        block = hmac.digest(secret, block + labelled + bytes([counter]), hashlib.sha256)
        out, counter = out + block, counter + 1
    return out[:length]


def seal(receiver: bytes, info: bytes, aad: bytes, plain: bytes) -> bytes:
    """Seals `plain` to the 32-byte public key `receiver`."""
    ephemeral = X25519PrivateKey.generate()
    encapsulated = ephemeral.public_key().public_bytes_raw()
    shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(receiver))
    secret = _extract(KEM, b"", b"eae_prk", shared)
    secret = _expand(KEM, secret, b"shared_secret", encapsulated + receiver, 32)
    base = b"\x00" + _extract(HPKE, b"", b"psk_id_hash", b"") + _extract(HPKE, b"", b"info_hash", info)
    secret = _extract(HPKE, secret, b"secret", b"")
    key = _expand(HPKE, secret, b"key", base, 32)
    nonce = _expand(HPKE, secret, b"base_nonce", base, 12)
    return SUITE_BYTE + encapsulated + AESGCM(key).encrypt(nonce, plain, aad)
