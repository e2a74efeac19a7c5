"""The web servers that tests start; run as a script it prints which are here, or fails where one is missing."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

NAMES = ("nginx", "caddy")
# Debian's packages put them there; nginx takes modules by path.
_MODULES = Path("/usr/lib/nginx/modules")
BROTLI_STATIC = _MODULES / "ngx_http_brotli_static_module.so"


def server(name: str) -> str:
    """Return the path of a server, "" where it is not installed; /usr/sbin is not on everybody's path."""
    return shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin") or ""


if __name__ == "__main__":
    missing = [name for name in NAMES if not server(name)] + ([] if BROTLI_STATIC.is_file() else ["nginx's brotli"])
    print(f"missing: {', '.join(missing)}" if missing else " ".join(map(server, NAMES)))
    sys.exit(bool(missing))
