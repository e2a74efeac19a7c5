"""(Page, load) -> bytes: pure.

A rendering reads the page's own values, what its Refs name, the SITE value and the theme, all of which are in the
page's key. Nothing else is within its reach: templates get no functions that look anything up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from gettext import NullTranslations
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from generator import digest, display
from generator.dates import write
from generator.digest import Digest
from generator.model import Article, Moment, Page, Ref
from generator.outputs import WRITERS, cards, json_text, structured
from generator.text import numerals, plurals
from generator.text.nearest import did_you_mean
from generator.theme import Theme

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

Load = Callable[[Ref], Any]
_compiled: dict[tuple[str, str, str], bytes] = {}  # by site, name and digest of the source
_COMPILED_KEPT = 256  # five themes: a preview compiles after every save, for days


@dataclass(frozen=True)
class Press:
    """Everything that renderings share: the SITE value, the theme, how dates are written, and the key of all code."""

    site: Mapping[str, Any]
    theme: Theme
    style: write.Style
    quotes: bool
    code: Digest

    def key(self, page: Page) -> Digest:
        """Return the digest of everything that the rendering of `page` may read."""
        shared: object = self.site_digest
        if page.template == "file":
            shared = ""  # a file is passed on as it is, whatever the site is called
        elif page.template.endswith(".html"):
            shared = (self.site_digest, self.theme.closures.get(page.template, ""))
        return digest.of_value((self.code, shared, page))

    @cached_property
    def site_digest(self) -> Digest:
        """The digest of what every page may show of the site, and how it writes."""
        return digest.of_value((self.site, self.style, self.quotes, self.theme.catalogues))

    @cached_property
    def words(self) -> NullTranslations:
        """The interface's words in the language of the site."""
        return self.theme.phrases(self.site["language"])

    def render(self, page: Page, load: Load) -> bytes:
        """Return the bytes of a page's file.

        Raises jinja2.TemplateError for a fault in a template.
        """
        data = resolved(page.data, load)
        writer = WRITERS.get(page.template)
        if writer is not None:
            return writer(data, self.site)
        template = self._environment.get_template(page.template)
        context = {**data, **self._text(data), "page": self._head(page, data), "site": self.site}
        return template.render(context).encode()

    def _head(self, page: Page, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a page's head says: what the page declares, and what follows from that for machines."""
        from markupsafe import Markup

        # Hosts serve the page of lost ways under any address.
        canonical = "" if data["page"]["kind"] == "404" else data.get("target", page.permalink)
        address = self.site["base_url"] + quote(canonical) if canonical else ""
        head = {**data["page"], "permalink": page.permalink, "canonical": address}
        known = structured.graph(data, head, self.site, self.style)
        return head | {
            "properties": cards.properties(data, head, self.site, self.style),
            "structured": Markup(json_text.data_block(known)) if known else "",
        }

    def _text(self, data: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a page shows of the article it declares: its body as far as the policy grants, and its credit."""
        text = data.get("text")
        article = data.get("article", {})
        if not isinstance(text, Article):
            return {"body": {"html": "", "whole": False}, "article": {**article, "credit": "", "published_raw": ""}}
        html, whole = text.body, True
        if article.get("policy") == "excerpt":
            html, whole = display.excerpt(text.body, data["excerpt_words"])
        facts = {**article, "credit": text.credit, "published_raw": text.published_raw}
        return {"body": {"html": html, "whole": whole}, "article": facts}

    @cached_property
    def _environment(self) -> Environment:
        return _environment(self)


def resolved(value: Any, load: Load) -> Any:
    """Return a tree of page data with every Ref replaced by what it names."""
    if isinstance(value, Ref):
        return load(value)
    if isinstance(value, Mapping):
        return {name: resolved(part, load) for name, part in value.items()}
    if isinstance(value, tuple) and not hasattr(value, "_fields"):
        return tuple(resolved(part, load) for part in value)
    return value


def _environment(press: Press) -> Environment:
    from jinja2 import BytecodeCache, Environment, FunctionLoader, StrictUndefined
    from jinja2.bccache import Bucket

    class Compiled(BytecodeCache):
        """Compiled templates of this process: a preview compiles each once.

        The site is part of their names, because jinja2 works out `"/"|url` while compiling.
        """

        def load_bytecode(self, bucket: Bucket) -> None:
            code = _compiled.get((press.site_digest, bucket.key, bucket.checksum))
            if code:
                bucket.bytecode_from_string(code)

        def dump_bytecode(self, bucket: Bucket) -> None:
            _compiled[press.site_digest, bucket.key, bucket.checksum] = bucket.bytecode_to_string()
            for oldest in list(_compiled)[:-_COMPILED_KEPT]:  # a list, since other threads keep theirs meanwhile
                _compiled.pop(oldest, None)

    def source(name: str) -> tuple[str, str, Callable[[], bool]] | None:
        # Naming the file lets an error in a template say where it is.
        text = press.theme.templates.get(name)
        return (text, f"templates/{name}", lambda: True) if text is not None else None

    environment = Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=Compiled(),
        extensions=["jinja2.ext.i18n"],
    )
    environment.filters.update(_filters(press))
    _speak(environment, press)
    return environment


def _speak(environment: Any, press: Press) -> None:
    """Give templates gettext's functions in the language of the site; `%(num)s` is in the site's digits."""
    words = press.words

    def numbered(message: str, number: int) -> str:
        return message.replace("%(num)s", numerals.shape(str(number), press.style.digits))

    environment.install_gettext_callables(
        words.gettext,
        lambda one, many, number: numbered(words.ngettext(one, many, number), number),
        newstyle=True,
        pgettext=words.pgettext,
        npgettext=lambda context, one, many, number: numbered(words.npgettext(context, one, many, number), number),
    )


def _filters(press: Press) -> dict[str, Callable[..., Any]]:
    """Return the filters of the theme; docs/reference/templates.md lists them."""
    from jinja2 import TemplateRuntimeError
    from markupsafe import Markup

    style, base, direction = press.style, press.site["base_path"], press.site["direction"]

    # The same names and headlines stand on many pages: each worker prepares them once.
    @lru_cache(maxsize=1 << 14)
    def url(permalink: str) -> str:
        return quote(base + permalink) if permalink.startswith("/") else permalink

    @lru_cache(maxsize=1 << 14)
    def isolated(text: str) -> Markup:
        return Markup(display.headline(text, press.quotes, direction))

    def asset(name: str) -> str:
        if name not in press.site["assets"]:
            raise TemplateRuntimeError(f"no static file “{name}” {did_you_mean(name, press.site['assets'])}".strip())
        return url(press.site["assets"][name])

    def time(words: Callable[[Moment], str]) -> Callable[[Moment], Markup]:
        html, known = Markup('<time datetime="{}">{}</time>'), dict[Moment, Markup]()

        def element(moment: Moment) -> Markup:
            if moment not in known:
                known[moment] = html.format(write.iso(moment, style), words(moment))
            return known[moment]

        return element

    def dual(moment: Moment) -> Markup:
        first, dot, second = write.unbroken(write.dual_line(moment, style)).partition("· ")
        return Markup('{}· <span class="lunar">{}</span>').format(first, second) if dot else Markup.escape(first)

    def clock(moment: Moment) -> Markup:
        words = write.unbroken(write.clock(moment, style))
        return Markup('<bdi dir="{}">{}</bdi>').format(direction, words) if words else Markup("")

    clock_time = time(clock)

    return {
        "url": url,
        "asset": asset,
        "isolate": isolated,
        "foreign": lambda text: Markup(display.foreign(text, direction)),
        "body": lambda html: Markup(display.body(html, base, direction, press.words.gettext("Table"), style.digits)),
        "digits": lambda number: numerals.shape(str(number), style.digits),
        "count": lambda number, noun: numerals.shape(plurals.counted(number, noun), style.digits),
        "dual": time(dual),
        "day": time(lambda moment: write.gregorian(moment, style)),
        "stamp": time(lambda moment: write.unbroken(write.stamp(moment, style))),
        "clock": clock,
        "clock_time": lambda moment: clock_time(moment) if moment.precision.is_instant else Markup(""),
        "hijri_month": lambda month: write.unbroken(write.hijri_month_line(month["year"], month["month"], style)),
        "hijri_year": lambda year: write.unbroken(write.hijri_year_line(year, style)),
    }
