"""The web servers that tests start; run as a script it prints which are here, or fails where one is missing.

They are the system's, else those that `make` unpacked from Debian's packages into the environment: unpacked, a package
starts no service and needs no root.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAMES = ("nginx", "caddy")
_UNPACKED = Path(sys.prefix) / "servers"
_ROOTS = (Path("/"), _UNPACKED)
_MODULE = "usr/lib/nginx/modules/ngx_http_brotli_static_module.so"


def nginx_root() -> Path | None:
    """Return the folder above nginx and its Brotli module, or None where one of them is missing."""
    return next((root for root in _ROOTS if (root / "usr/sbin/nginx").is_file() and (root / _MODULE).is_file()), None)


def missing(name: str) -> str:
    """Return what there is to say where a server is not here, else ""."""
    if name == "caddy":
        return "" if _caddy() else "Caddy is not installed"
    return "" if nginx_root() else "nginx with its Brotli module is not installed"


def program(name: str) -> str:
    """Return the path of a server that is here."""
    return _caddy() if name == "caddy" else str((nginx_root() or Path()) / "usr/sbin/nginx")


def _caddy() -> str:
    return shutil.which("caddy") or shutil.which("caddy", path=str(_UNPACKED / "usr/bin")) or ""


def brotli_module() -> Path:
    """Return nginx's module that sends .br files."""
    return (nginx_root() or Path()) / _MODULE


def mime_types() -> Path:
    """Return nginx's table of media types."""
    return (nginx_root() or Path()) / "etc/nginx/mime.types"


def libraries() -> str:
    """Return where unpacked libraries lie, for LD_LIBRARY_PATH; "" where the system's serve."""
    return ":".join(map(str, sorted(_UNPACKED.glob("usr/lib/*-linux-gnu")))) if nginx_root() == _UNPACKED else ""


if __name__ == "__main__":
    absent = [words for name in NAMES if (words := missing(name))]
    print("; ".join(absent) or " ".join(map(program, NAMES)))
    sys.exit(bool(absent))
