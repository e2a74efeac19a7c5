"""nashra config: what the site is told to be, and what each key means."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.config import SiteConfig


def _flags(parser: argparse.ArgumentParser) -> None:
    explain = parser.add_argument(
        "--explain", metavar="KEY", help="say what a key takes and means: site.digits, digits, or a table"
    )
    parts.completes(explain, _names)


def _names(options: argparse.Namespace) -> tuple[str, ...]:
    from generator.settings_explained import NAMES

    return NAMES


def _run(options: argparse.Namespace) -> int:
    return _explain(options) if options.explain is not None else _show(options)


# ---- the settled configuration


def _show(options: argparse.Namespace) -> int:
    settled, written = parts.config_of(options), _written(options)
    if options.json:
        names = sorted(".".join(path) for path in _paths(written))
        parts.print_json({"path": str(parts.config_path(options)), "values": _values(settled), "written": names})
    else:
        print("\n".join(_lines(settled, written)))
    return Exit.OK


def _written(options: argparse.Namespace) -> dict[str, Any]:
    """Return site.toml as it stands there, which was read without mistakes."""
    from generator import config

    path = parts.config_path(options)
    return tomllib.loads(config.decoded(path.read_bytes(), path.name))


def _paths(tree: Mapping[str, Any], above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, value in tree.items():
        if isinstance(value, Mapping) and len(above) < (2 if above[:1] == ("outlets",) else 1):
            yield from _paths(value, (*above, key))
        else:
            yield (*above, key)


def _values(settled: SiteConfig) -> dict[str, Any]:
    from generator.settings_explained import OUTLET, TABLES, plain

    values: dict[str, Any] = {
        table: {key: plain(getattr(getattr(settled, table), key)) for key in keys}
        for table, keys in TABLES.items()
        if table != "outlets"
    }
    values["calendar"]["month_starts"] = {month: day.isoformat() for month, day in settled.calendar.month_starts}
    values["outlets"] = {
        outlet.name: {key: plain(getattr(outlet, key)) for key in OUTLET} for outlet in settled.outlets
    }
    return values


def _lines(settled: SiteConfig, written: Mapping[str, Any]) -> Iterator[str]:
    """Yield the settled configuration as TOML; what nobody wrote stands there as a comment."""
    from generator.settings_explained import OUTLET, TABLES, toml
    from generator.toml_values import any_text

    outlets = {any_text(name): table for name, table in written.get("outlets", {}).items()}
    yield "# Lines that begin with # are defaults."
    for table, keys in TABLES.items():
        if table == "outlets":
            for outlet in settled.outlets:
                yield f"\n[outlets.{toml(outlet.name)}]"
                yield from _pairs(outlet, OUTLET, outlets[outlet.name])
        else:
            yield f"\n[{table}]"
            yield from _pairs(getattr(settled, table), keys, written.get(table, {}))
    if settled.calendar.month_starts:
        yield "\n[calendar.month_starts]"
        yield from (f"{toml(month)} = {day.isoformat()}" for month, day in settled.calendar.month_starts)


def _pairs(values: object, keys: Mapping[str, Any], written: Mapping[str, Any]) -> Iterator[str]:
    from generator.settings_explained import toml

    for key in keys:
        if key != "month_starts":
            yield f"{'' if key in written else '# '}{key} = {toml(getattr(values, key))}"


# ---- one key


def _explain(options: argparse.Namespace) -> int:
    from generator.settings_explained import NAMES, TABLES, named
    from generator.text.nearest import did_you_mean

    names = named(options.explain)
    if not names:
        bare = [name.partition(".")[2] for name in NAMES]
        hint = did_you_mean(options.explain, [*NAMES, *bare, *TABLES]) or f"the tables are {', '.join(TABLES)}"
        raise parts.usage("--explain", f"site.toml has no key “{options.explain}”", hint)
    here = parts.config_of(options) if parts.config_path(options).is_file() else None
    told = [_explanation(name, here) for name in names]
    if options.json:
        parts.print_json({"keys": told})
    else:
        print("\n\n".join("\n".join(_words(one)) for one in told))
    return Exit.OK


def _explanation(name: str, here: SiteConfig | None) -> dict[str, Any]:
    from generator.settings_explained import TABLES, default, plain

    table, _, key = name.partition(".")
    explained = TABLES[table][key]
    told = {
        "key": name,
        "takes": explained.takes.replace("`", ""),
        "default": default(name).replace("`", ""),
        "meaning": explained.plain,
    }
    if here and table != "outlets":
        told["here"] = plain(getattr(getattr(here, table), key))
    return told


def _words(told: Mapping[str, Any]) -> Iterator[str]:
    from generator.settings_explained import toml

    yield told["key"]
    yield f"  {told['meaning']}"
    yield f"  takes    {told['takes']}"
    yield f"  default  {told['default']}"
    if "here" in told and told["here"] != []:
        value = told["here"]
        yield f"  here     {toml(tuple(value)) if isinstance(value, list) else toml(value)}"


COMMAND = Command(name="config", help="show the settled configuration", flags=_flags, run=_run)
