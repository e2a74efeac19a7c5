"""nashra new: begin a file of content, or a template of the site's own."""

from __future__ import annotations

import argparse
import secrets
from datetime import datetime
from zoneinfo import ZoneInfo

from generator.commands import parts
from generator.commands.command import Command
from generator.errors import Exit


def _flags(parser: argparse.ArgumentParser) -> None:
    help_of_what = "a draft of the site's own, or a copy of one of the theme's templates to change"
    parser.add_argument("what", choices=("article", "template"), help=help_of_what)
    parser.add_argument("title", help="the article's headline, or the template's name, such as front.html")
    parser.add_argument("--section", default="", help="the section that the article belongs to")


def _run(options: argparse.Namespace) -> int:
    path, data = _article(options) if options.what == "article" else _template(options)
    if not parts.write_new(options.root, {path: data}):
        raise parts.usage(path, "this file stands already", "change it, or move it away")
    if options.json:
        parts.print_json({"written": [path]})
    else:
        print(path)
    return Exit.OK


def _article(options: argparse.Namespace) -> tuple[str, bytes]:
    from generator import scaffold

    config = parts.config_of(options)
    if not options.title.strip():
        raise parts.usage("new article", "the title is empty", 'write one in quotes: nashra new article "…"')
    folder = config.sources.paths[0]
    return scaffold.new_article(
        options.title,
        token=secrets.token_hex(4),
        written=datetime.now(ZoneInfo(config.site.time_zone)),
        section=options.section,
        folder=folder,
        taken={f"{folder}/{found.name}" for found in (options.root / folder).glob("*")},
    )


def _template(options: argparse.Namespace) -> tuple[str, bytes]:
    """Return a template of the default theme, under the path by which the site's own goes before it."""
    from generator.text.nearest import did_you_mean
    from generator.theme_files import theme_root

    parts.config_of(options)  # only where there is a site
    folder = theme_root("templates")
    names = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))
    if options.title not in names:
        hint = did_you_mean(options.title, names) or f"there are {', '.join(names)}"
        raise parts.usage("new template", f"the theme has no template “{options.title}”", hint)
    return f"templates/{options.title}", (folder / options.title).read_bytes()


COMMAND = Command(name="new", help="begin an article, or a template of your own", flags=_flags, run=_run)
