"""JSON of any origin as plain values, its mistakes with their place."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from generator.errors import Place

_decoder = msgspec.json.Decoder()


class JsonError(ValueError):
    """Bytes that are not JSON: why, and where (line and column from 1, 0 when the whole is meant)."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


def read_json(data: bytes) -> Any:
    """Return what UTF-8 JSON says. Raises JsonError, also for what is nested too deep to be anything but an attack.

    What the quick reader refuses is given to the patient one: it takes half of a surrogate pair, as texts cut in the
    middle of an emoji have, and knows the place of a mistake.
    """
    try:
        return _decoder.decode(data)
    except RecursionError:
        raise JsonError("nested too deep", Place()) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _read_patiently(data)


def _read_patiently(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise JsonError(f"not UTF-8, byte {error.start}", Place(line)) from error
    except json.JSONDecodeError as error:
        raise JsonError(error.msg[:1].lower() + error.msg[1:], Place(error.lineno, error.colno)) from error
    except (ValueError, RecursionError) as error:
        raise JsonError("nested too deep" if isinstance(error, RecursionError) else str(error), Place()) from error
