"""Random histories of edits over a small site: every kind of step that its owner may take."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import texts
from site_fixture import SiteFixture, line, markdown

OUTLETS = ("وكالة الأولى", "صحيفة الثانية", "موقع الثالث", "")
SECTIONS = ("اقتصاد", "علوم", "رياضة", "ثقافة")
TOPICS = ("نقل", "فضاء", "موانئ", "زراعة")


class History:
    """Take seeded random steps on a site, counting each kind."""

    def __init__(self, site: SiteFixture, seed: int) -> None:
        self.site = site
        self.rng = random.Random(seed)
        self.taken: Counter[str] = Counter()
        self._number = 1000 * (seed + 1)

    STEPS: tuple[str, ...] = (
        *("edit_body", "edit_headline", "add", "delete", "retag", "redate", "rename"),
        *("template", "configuration", "state", "desk", "embargo", "clock"),
    )

    def step(self, kind: str) -> None:
        """Take one step of a kind."""
        take: Callable[[], None] = getattr(self, f"_{kind}")
        take()
        self.taken[kind] += 1

    def _files(self) -> list[Path]:
        return sorted((self.site.root / "content/own").glob("*.md"))

    def _file(self) -> Path:
        """Return one of the Markdown files, a new one where none is left."""
        files = self._files()
        if not files:
            self._add_markdown()
            files = self._files()
        return self.rng.choice(files)

    def _day(self) -> str:
        month, day, hour = self.rng.choice((10, 11)), self.rng.randint(1, 22), self.rng.randint(6, 20)
        return f"2026-{month}-{day:02}T{hour:02}:00:00+02:00"

    def _lines(self) -> list[str]:
        return self.site.read("content/wire.jsonl").splitlines()

    def _put_lines(self, lines: list[str]) -> None:
        self.site.write("content/wire.jsonl", "".join(f"{one}\n" for one in lines))

    def _edit_body(self) -> None:
        path = self._file()
        event = self.rng.choice(sorted(texts.EVENTS))
        self._number += 1
        extra = texts.body(event, self._number, 1)
        path.write_text(path.read_text("utf-8") + f"\n{extra}\n", "utf-8")

    def _edit_headline(self) -> None:
        self._replace_field(self._file(), "title", texts.headline(self.rng.choice(sorted(texts.EVENTS)), self._number))

    def _replace_field(self, path: Path, name: str, value: str) -> None:
        front, _, body = path.read_text("utf-8").removeprefix("---\n").partition("\n---\n")
        kept = [one for one in front.splitlines() if not one.startswith(f"{name}:")]
        quoted = value if value.startswith("[") else f'"{value}"'
        path.write_text("---\n" + "\n".join([*kept, f"{name}: {quoted}"]) + f"\n---\n{body}", "utf-8")

    def _add(self) -> None:
        self._number += 1
        if not self.taken["add"]:  # the first of each history joins a story, and others link to what comes with it
            self._put_lines(
                [*self._lines(), line("قطار", self._number, day="2026-11-05T10:00:00+02:00", source=OUTLETS[2])]
            )
        if self.taken["add"] and self.rng.random() < 0.5:
            self._add_markdown()
        else:
            self._add_line()

    def _add_markdown(self) -> None:
        event = self.rng.choice(sorted(texts.EVENTS))
        fields = {"section": self.rng.choice(SECTIONS), "outlet": self.rng.choice(OUTLETS)}
        text = markdown(event, self._number, day=self._day(), **fields)
        self.site.write(f"content/own/added-{self._number}.md", text)

    def _add_line(self) -> None:
        """Add an article to the wire: half the time another outlet's near copy of one that is there."""
        lines = self._lines()
        topics = self.rng.sample(TOPICS, 2)
        if self.taken["add"] == 0 or self.rng.random() < 0.4:
            body = texts.near_copy(texts.body("ميناء", 1), self._number)
            day = "2026-11-20T11:00:00+02:00"
            new = line("ميناء", self._number, day=day, body=body, source="موقع الثالث", topics=topics)
        else:
            event, source = self.rng.choice(sorted(texts.EVENTS)), self.rng.choice(OUTLETS[:3])
            new = line(event, self._number, day=self._day(), source=source, topics=topics)
        lines.insert(self.rng.randint(0, len(lines)), new)
        self._put_lines(lines)

    def _delete(self) -> None:
        lines = self._lines()
        if len(lines) > 4 and self.rng.random() < 0.5:
            del lines[self.rng.randrange(len(lines))]
            self._put_lines(lines)
        else:
            self._file().unlink()

    def _retag(self) -> None:
        self._replace_field(self._file(), "topics", f"[{', '.join(self.rng.sample(TOPICS, 2))}]")

    def _redate(self) -> None:
        self._replace_field(self._file(), "published", self._day())

    def _rename(self) -> None:
        self._number += 1
        path = self._file()
        path.rename(path.with_name(f"renamed-{self._number}.md"))

    def _template(self) -> None:
        """Override a template, change the override, or take it away again."""
        override = self.site.root / "templates/topic.html"
        if override.exists() and self.rng.random() < 0.5:
            override.unlink()
        else:
            block = f"{{% block main %}}<h1>{{{{ heading }}}}</h1><!-- {self._number} -->{{% endblock %}}"
            self.site.write("templates/topic.html", '{% extends "layout.html" %}' + block)

    def _configuration(self) -> None:
        text = self.site.read("site.toml")
        changes = (
            ('policy = "excerpt"', 'policy = "full"'),
            ('policy = "link"', 'policy = "excerpt"'),
            ('digits = "latn"', 'digits = "arab"'),
            ('"علوم", "رياضة"]', '"رياضة", "علوم"]'),
            ('aliases = ["الأولى"]', 'aliases = ["الأولى", "صحيفة الأولى"]'),
            ('time_zone = "Asia/Beirut"', 'time_zone = "Asia/Dubai"'),
        )
        old, new = self.rng.choice(changes)
        self.site.write("site.toml", text.replace(old, new) if old in text else text.replace(new, old))

    def _desk(self) -> None:
        """Write another desk, a broken one at times, or take it away."""
        wishes = [
            *(f'lead = "{self._name()}"', f'pin = ["{self._name()}", "{self._name()}"]', f'hide = ["{self._name()}"]'),
            *(f'split = ["{self._name()}"]', f'never_related = [["{self._name()}", "{self._name()}"]]'),
            f'section_order = ["{self.rng.choice(SECTIONS)}"]',
            f'[[breaking]]\narticle = "{self._name()}"\nuntil = 2026-11-{self.rng.randint(20, 28)}',
            f'[[merge]]\narticles = ["{self._name()}", "{self._name()}"]\nstories = ["{self._name()}"]',
            *("lead = [", ""),
        ]
        number = self.rng.randint(1, 4)
        chosen = sorted(self.rng.sample(range(len(wishes)), number))
        self.site.write("content/desk.toml", "\n".join(wishes[number] for number in chosen) + "\n")

    def _name(self) -> str:
        """Return the name of one of the articles, or now and then of none."""
        ids = [json.loads(one)["id"] for one in self._lines()]
        return str(self.rng.choice([*ids, *(f"content/own/{path.name}" for path in self._files()), "nothing"]))

    def _embargo(self) -> None:
        """Hold an article back, or let it end: until another time, or with words that nobody can read."""
        value = self.rng.choice([f"2026-11-{self.rng.randint(20, 28)}", f"{self._day()}", "قريبا"])
        self._replace_field(self._file(), self.rng.choice(("embargo", "expires")), value)

    def _clock(self) -> None:
        """Let up to three days pass."""
        self.site.now += timedelta(minutes=self.rng.randint(1, 3 * 24 * 60))

    def _state(self) -> None:
        for path in sorted((self.site.root / ".nashra").glob("state*")):
            path.unlink()
