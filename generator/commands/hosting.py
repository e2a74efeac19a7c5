"""nashra hosting: what the site's server needs to be told, and how near the site is to what its host takes."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit

if TYPE_CHECKING:
    from generator.hosting.redirects import Redirect
    from generator.order import Order
    from generator.settings import Host

WHAT = ("nginx", "caddy", "headers", "redirects", "limits")


def _flags(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", choices=WHAT)
    parts.output_flag(parser)
    parts.edition_flags(parser)
    parser.add_argument("--host", metavar="HOST", help="another host than site.toml's, for redirects and limits")
    parser.add_argument("--root", metavar="PATH", dest="served", help="where the site lies on the server")
    parser.add_argument("--listen", metavar="ADDRESS", help="what nginx or Caddy listens on instead of the usual")


def _run(options: argparse.Namespace) -> int:
    voice = parts.voice_of(options)
    order = parts.order_of(options, voice)
    try:
        if options.what == "limits":
            _tell_limits(options, order)
        else:
            _tell_lines(options, list(_lines(options, order)))
    finally:
        voice.end_progress()
    return Exit.OK


def _tell_lines(options: argparse.Namespace, lines: Sequence[str]) -> None:
    if options.json:
        parts.print_json({"lines": lines})
    else:
        print("\n".join(lines))


def _lines(options: argparse.Namespace, order: Order) -> Iterator[str]:
    from generator.hosting import caddy, nginx, policy, redirects
    from generator.hosting.served import Served
    from generator.settings import Host

    config = order.config
    if options.what == "headers":
        yield from policy.rules(config.base_path)
    elif options.what == "redirects":
        dialect = redirects.DIALECTS.get(_host(options, order), redirects.DIALECTS[Host.ANY])
        yield from redirects.rules(_redirects(order), config.base_path, dialect)
    else:
        served = Served(
            base_url=config.base_url,
            base_path=config.base_path,
            root=options.served or str(order.output.resolve()),
            encodings=config.hosting.precompress,
            redirects=tuple(redirect for redirect in _redirects(order) if redirect.permanent),
            listen=options.listen or "",
        )
        written = nginx.configuration(served) if options.what == "nginx" else caddy.configuration(served)
        yield from written.splitlines()


def _host(options: argparse.Namespace, order: Order) -> Host:
    from generator.settings import Host
    from generator.text.nearest import did_you_mean

    if options.host is None:
        return order.config.hosting.host
    names = [host.value for host in Host]
    if options.host not in names:
        hint = did_you_mean(options.host, names) or f"one of {', '.join(names)}"
        raise parts.usage("--host", f"“{options.host}” is no host that Nashra knows", hint)
    return Host(options.host)


def _redirects(order: Order) -> list[Redirect]:
    """Return the site's redirects; nothing is written but the state."""
    from generator.lock import locked
    from generator.order import STATE
    from generator.store import with_state

    with locked(order.root / ".nashra", is_brief=True):
        return with_state(order.root / STATE, partial(_planned, order))


def _planned(order: Order) -> list[Redirect]:
    from generator.order import STATE
    from generator.site import hosting_pages
    from generator.stages import plan_of_now
    from generator.store import Store

    store = Store(order.root / STATE)
    plan = plan_of_now(order, store)
    store.close()
    return hosting_pages.of_plan(plan.edition, plan.recipes)


# limits


def _tell_limits(options: argparse.Namespace, order: Order) -> None:
    from generator.hosting import limits

    host = _host(options, order)
    files, redirects = _files(order), len(_redirects(order))
    for one in [host] if host in limits.LIMITS else list(limits.LIMITS):
        gauges = limits.gauges(one, files, redirects)
        if options.json:
            notes = list(limits.LIMITS[one].notes)
            parts.print_json({"host": one, "gauges": [gauge.plain for gauge in gauges], "notes": notes})
        else:
            print("\n".join(limits.told(one, gauges)))


def _files(order: Order) -> list[tuple[str, int]]:
    """Return path and size of every file of the built site."""
    output = order.output
    found = sorted(path for path in output.rglob("*") if path.is_file()) if output.is_dir() else []
    if not found:
        raise parts.usage(str(output), "there is no built site here", "run `nashra build` first")
    return [(path.relative_to(output).as_posix(), path.stat().st_size) for path in found]


COMMAND = Command(
    name="hosting", help="print what the site's server needs, or its host's limits", flags=_flags, run=_run
)
