"""JSON as values: dictionaries are written whole, never strings pasted."""

from __future__ import annotations

import json
from typing import Any

# What could end the element that a script block stands in, or a line of a script; JSON may write each as an escape.
_UNSAFE_IN_HTML = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def stated(**members: Any) -> dict[str, Any]:
    """Return an object of the members that say something: no empty text, list or object, and no None."""
    return {name: value for name, value in members.items() if value not in ("", None, (), [], {})}


def document(value: Any) -> bytes:
    """Return a JSON document in UTF-8 without needless spaces, members in their own order, with a line end last."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def data_block(value: Any) -> str:
    """Return JSON that may stand inside a `<script>` element of HTML: nothing in it can end the element."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_UNSAFE_IN_HTML)
