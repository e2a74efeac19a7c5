"""Write the pages of docs/reference/ that are made from the code: `make reference`. A test keeps both equal."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from generator import settings_explained
from generator.cli import parser
from generator.errors import Exit

FOLDER = Path(__file__).parent / "reference"

EXIT_CODES: Mapping[str, str] = {
    "OK": "all is well",
    "CONTENT": "errors in single sources, told one by one; the rest was built. Under `--strict` warnings, too",
    "USAGE": "the command line, site.toml or a template cannot be followed; nothing was built",
    "FETCH": "some feeds could not be fetched; built from what is held",
    "DEPLOY": "the site could not be deployed",
    "WRITE": "a file could not be written: disk full, permission",
    "LOCKED": "another build of this site is running",
    "INTERRUPTED": "interrupted",
}
# Where a command is told at length, by its name.
MORE: Mapping[str, tuple[str, ...]] = {
    "init": ("../tutorial.md", "../how-to/ci.md"),
    "new": ("../tutorial.md",),
    "build": ("site-toml.md", "../how-to/ci.md", "../how-to/publishing.md"),
    "list": ("../how-to/sources.md", "../how-to/outlets.md"),
    "date": ("../how-to/dates.md",),
    "serve": ("../how-to/preview.md",),
    "check": ("../how-to/check.md",),
    "why": ("../how-to/tools.md",),
    "config": ("site-toml.md", "../how-to/tools.md"),
    "doctor": ("../how-to/tools.md",),
    "completion": ("../how-to/tools.md",),
    "hosting": ("../how-to/hosting.md",),
}

_HEAD = """\
# Commands

Made from the code by `make reference`. Every command takes [these flags](#every-command), before its name or after it.

"""


def commands() -> str:
    """Return the page of all commands, in the order of `nashra --help`."""
    top = parser()
    found = _commands_of(top)
    common = [action for action in top._actions if action.option_strings and action.dest not in ("help", "version")]
    shared = {action.dest for action in common}
    parts = [_HEAD, *(f"- [`nashra {name}`](#nashra-{name}): {_plain(text)}\n" for name, (text, _) in found.items())]
    for name, (text, below) in found.items():
        own = [action for action in below._actions if action.dest not in shared | {"help"}]
        parts += [f"\n## nashra {name}\n\n", f"{_sentence(text)}\n", *_usage(name, own), *_table(own), *_more(name)]
    parts += ["\n## Every command\n", *_table(common), "\n`nashra --version` prints the version.\n"]
    return "".join([*parts, *_exit_codes()])


def _commands_of(top: argparse.ArgumentParser) -> dict[str, tuple[str, argparse.ArgumentParser]]:
    [words] = [action for action in top._actions if isinstance(action, argparse._SubParsersAction)]
    texts = {choice.dest: choice.help or "" for choice in words._choices_actions}
    return {name: (texts[name], below) for name, below in words.choices.items()}


def _usage(name: str, own: list[argparse.Action]) -> Iterator[str]:
    """Yield how the words of a command follow each other; its flags may stand anywhere."""
    words = [_place(action) for action in own if not action.option_strings]
    flags = ["[flags]"] if any(action.option_strings for action in own) else []
    yield f"\n```\n{' '.join(['nashra', name, *flags, *words])}\n```\n"


def _place(action: argparse.Action) -> str:
    """Return a positional argument as a usage line shows it."""
    choices = [str(choice) for choice in action.choices or ()]
    name = choices[0] if len(choices) == 1 else str(action.metavar or action.dest).upper()
    return {"?": f"[{name}]", "*": f"[{name} …]", "+": f"{name} …"}.get(str(action.nargs), name)


def _table(actions: list[argparse.Action]) -> Iterator[str]:
    rows = [f"| {_named(action)} | {_meaning(action)} |\n" for action in actions]
    if rows:
        yield from ["\n| argument | meaning |\n|---|---|\n", *rows]


def _named(action: argparse.Action) -> str:
    if not action.option_strings:
        return f"`{_place(action).strip('[]… ')}`"
    value = "" if action.nargs == 0 else f" {action.metavar or action.dest.upper()}"
    return ", ".join(f"`{flag}{value}`" for flag in action.option_strings)


def _meaning(action: argparse.Action) -> str:
    text = _plain((action.help or "") % {"default": action.default, "dest": action.dest, "prog": "nashra"})
    several = action.choices if len(list(action.choices or ())) > 1 else None
    choices = ", ".join(f"`{choice}`" for choice in several or ())
    return _cell(": ".join(filter(None, (text, choices))))


def _more(name: str) -> Iterator[str]:
    links = [f"[{Path(target).stem}]({target})" for target in MORE.get(name, ())]
    if links:
        yield f"\nMore: {', '.join(links)}.\n"


def _exit_codes() -> Iterator[str]:
    yield "\n## Exit codes\n\n| code | meaning |\n|---|---|\n"
    for name, code in vars(Exit).items():
        if not name.startswith("_"):
            yield f"| {code} | {EXIT_CODES[name]} |\n"


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _plain(text: str) -> str:
    return " ".join(text.split())


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


_SETTINGS_TABLE = re.compile(r"^(## \[(?P<table>\w+).*?^)\| key \|.*?(?=^(?!\|)|\Z)", re.M | re.S)


def site_toml() -> str:
    """Return the page of site.toml with every table made anew; what stands around them is written by hand."""
    text = (FOLDER / "site-toml.md").read_text(encoding="utf-8")
    return _SETTINGS_TABLE.sub(lambda match: f"{match[1]}{_settings(match['table'])}", text)


def _settings(table: str) -> str:
    rows = (
        f"| `{name}` | {key.takes} | {_default(f'{table}.{name}')} | {_cell(key.meaning)} |\n"
        for name, key in settings_explained.TABLES[table].items()
    )
    return "".join(["| key | takes | default | meaning |\n|---|---|---|---|\n", *rows])


def _default(name: str) -> str:
    table, _, key = name.partition(".")
    words = settings_explained.TABLES[table][key].default
    return words or f"`{settings_explained.default(name)}`"


PAGES: Mapping[str, Callable[[], str]] = {"commands.md": commands, "site-toml.md": site_toml}


def main() -> int:
    """Write every page anew, and name those that changed."""
    for name, made in PAGES.items():
        path, text = FOLDER / name, made()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written {path.relative_to(FOLDER.parent.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
