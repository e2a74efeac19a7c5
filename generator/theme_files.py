"""Where the default theme lies: in the checkout, or packed into the installed package."""

from __future__ import annotations

from pathlib import Path
from typing import Literal


def theme_root(kind: Literal["templates", "static"]) -> Path:
    """Return the folder of the default theme's templates or static files.

    A wheel carries both in `generator/_theme/` (see pyproject.toml); in a checkout they lie beside
    `generator/`.
    """
    package = Path(__file__).parent
    packed = package / "_theme" / kind
    return packed if packed.is_dir() else package.parent / kind
