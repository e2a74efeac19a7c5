"""The texts that mistakes stand in, for their excerpts."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

LARGEST_BYTES = 4 << 20


class Texts:
    """The texts of the site's own files and of the theme; nothing else is read, whatever a problem names."""

    def __init__(self, root: Path, config_path: Path) -> None:
        self._root = root
        self._config_path = config_path
        self.templates: Mapping[str, str] = {}  # as they were last read

    def read(self, path: str) -> str | None:
        """Return the text of a file that a problem names, or None."""
        template = self.templates.get(path.removeprefix("templates/"))
        if template is not None and path.startswith("templates/"):
            return template
        if path == self._config_path.name:
            return _text(self._config_path)
        place = self._root / path
        try:
            inside = place.resolve().is_relative_to(self._root.resolve())
        except (OSError, RuntimeError, ValueError):
            return None
        return _text(place) if inside else None


def _text(path: Path) -> str | None:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            return None
        data = path.read_bytes()
    except (OSError, ValueError):
        return None
    return None if b"\0" in data[:4096] else data.decode("utf-8", "replace").removeprefix("\ufeff")
