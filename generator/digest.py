"""Stable digests of bytes and values; the only place that knows the hash."""

from __future__ import annotations

from base64 import b32encode
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NewType

import msgspec

Digest = NewType("Digest", str)

_encoder = msgspec.msgpack.Encoder(order="deterministic")


def of_bytes(data: bytes) -> Digest:
    """Return the digest of `data`: 128 bits of BLAKE2b as 32 hexadecimal digits."""
    return Digest(blake2b(data, digest_size=16).hexdigest())


def of_value(value: Any) -> Digest:
    """Return the digest of a value made of dataclasses, tuples, dicts, strings, numbers and None.

    The bytes are canonical MessagePack (dict keys sorted), so equal values digest alike on any machine. Sets are
    sorted; floats digest by their IEEE 754 bits.
    """
    return of_bytes(_encoder.encode(value))


@lru_cache(maxsize=1 << 16)
def short_id(identity: str) -> str:
    """Return the eight letters that stand for an id in a permalink: base32 of its digest, lower case, no padding."""
    return b32encode(blake2b(identity.encode(), digest_size=16).digest())[:8].decode().lower()
