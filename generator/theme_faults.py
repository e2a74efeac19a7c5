"""What a site's own templates and words say that nothing comes of: no page is broken, and nobody sees the change.

Asked for when the site is planned. jinja2 is loaded only where a site has templates of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename
from typing import TYPE_CHECKING, Any, NamedTuple

from generator import interface
from generator.errors import Problem, warning
from generator.text.nearest import did_you_mean, nearest
from generator.theme import Theme

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.environment import Environment

FOLDER = "templates"


class Phrase(NamedTuple):
    """What tells one phrase of the interface from another; gettext asks for no plural."""

    context: str
    text: str
    is_counted: bool


def faults(look: Theme, language: str) -> list[Problem]:
    """Return a warning for every template, block and phrase of the site that no page shows.

    Raises SiteError for mistakes in the site's own catalogue.
    """
    parsed = _parsed(look)
    return [
        *look.unspoken(language),
        *_idle(look),
        *(problem for name, tree in parsed.items() for problem in _unplaced(name, tree, look)),
        *_unsaid(look, language, parsed),
    ]


# templates


def _environment() -> Environment:
    from jinja2 import Environment

    # As render._environment has it, so that phrases come out as they are looked up.
    environment = Environment(trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.i18n"])
    environment.newstyle_gettext = True  # type: ignore[attr-defined]
    return environment


def _parsed(look: Theme) -> dict[str, nodes.Template]:
    """Return the trees of the site's own templates; one with a mistake in its form is told of where it is rendered."""
    if not look.own:
        return {}
    from jinja2 import TemplateSyntaxError

    environment, found = _environment(), {}
    for name in sorted(look.own):
        try:
            found[name] = environment.parse(look.templates[name])
        except TemplateSyntaxError:
            continue
    return found


def _idle(look: Theme) -> Iterator[Problem]:
    """Yield the templates that no page is made by and no other template names."""
    used = {part for name in look.standard for part in look.closure(name)}
    for name in sorted(look.own - used):
        message = f"no page is made by “{name}”, and no template names it"
        hint = _template_meant(name, look.standard) or "`nashra list routes` names the templates that pages are made by"
        yield warning("template-unused", f"{FOLDER}/{name}", message, hint)
    for name in look.stray:
        meant = f"{name[: name.rindex('.')]}.html"
        hint = f"rename it to {meant}" if meant in look.standard else "give it a name that ends in .html"
        message = f"“{name}” is not read: the names of templates end in .html"
        yield warning("template-unused", f"{FOLDER}/{name}", message, hint)


def _template_meant(name: str, known: Iterable[str]) -> str:
    stems = {other.removesuffix(".html"): other for other in sorted(known)}
    same = [other for other in stems.values() if basename(other) == basename(name)]
    meant = same[0] if same else stems.get(nearest(name.removesuffix(".html"), stems))
    return f'did you mean "{meant}"?' if meant else ""


def _unplaced(name: str, tree: nodes.Template, look: Theme) -> Iterator[Problem]:
    """Yield what a template that extends another has and the other has no place for: blocks, and text beside them."""
    above = _above(tree, look)
    if above is None:
        return
    path, parent, known = f"{FOLDER}/{name}", *above
    called = _called(tree)
    for block in _outermost(tree):
        if block.name not in known | called:
            message = f"{parent} has no block “{block.name}”: what stands in it is on no page"
            hint = did_you_mean(block.name, known) or f"its blocks are {', '.join(sorted(known))}"
            yield warning("template-block", path, message, hint, line=block.lineno)
    line = _loose(tree)
    if line:
        message = f"text beside the blocks of a template that extends {parent}: it is on no page"
        yield warning("template-block", path, message, "put it into one of the blocks", line=line)


def _above(tree: nodes.Template, look: Theme) -> tuple[str, frozenset[str]] | None:
    """Return the template that a tree extends, and the blocks of all above it; None where that is none or unknown."""
    first, known = _parent(tree), frozenset[str]()
    waiting, seen = first, set[str]()
    while waiting:
        if waiting in seen or waiting not in look.templates:
            return None
        seen.add(waiting)
        above = _tree(look.templates[waiting])
        if above is None:
            return None
        known |= {block.name for block in _blocks(above)}
        waiting = _parent(above)
    return (first, known) if first and waiting is not None else None


def _tree(source: str) -> nodes.Template | None:
    from jinja2 import TemplateSyntaxError

    try:
        return _environment().parse(source)
    except TemplateSyntaxError:
        return None


def _parent(tree: nodes.Template) -> str | None:
    """Return the name of what a template extends, "" where it extends nothing, None where that is worked out."""
    from jinja2 import nodes

    found = list(tree.find_all(nodes.Extends))
    if not found:
        return ""
    named = found[0].template
    is_plain = len(found) == 1 and found[0] in tree.body and isinstance(named, nodes.Const)
    return str(named.value) if is_plain and isinstance(named, nodes.Const) else None


def _blocks(tree: nodes.Template) -> Iterator[nodes.Block]:
    from jinja2 import nodes

    return tree.find_all(nodes.Block)


def _outermost(node: nodes.Node) -> Iterator[nodes.Block]:
    """Yield the blocks that lie in no other one: an inner one is shown where the outer one is."""
    from jinja2 import nodes

    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Block):
            yield child
        else:
            yield from _outermost(child)


def _called(tree: nodes.Template) -> set[str]:
    """Return the blocks that the template itself calls: `self.name()`."""
    from jinja2 import nodes

    return {
        node.attr
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.node.name == "self"
    }


def _loose(tree: nodes.Template) -> int:
    """Return the line of the first text that stands below `extends` and in no block, 0 where there is none."""
    from jinja2 import nodes

    after = False
    for child in tree.body:
        after = after or isinstance(child, nodes.Extends)
        if after and isinstance(child, nodes.Output):
            for part in child.nodes:
                text = part.data if isinstance(part, nodes.TemplateData) else "x"
                if text.strip():
                    return part.lineno + text[: len(text) - len(text.lstrip())].count("\n")
    return 0


# words


def _unsaid(look: Theme, language: str, parsed: Mapping[str, nodes.Template]) -> Iterator[Problem]:
    """Yield the phrases of the site's own catalogue that no template says."""
    own, path = look.catalogue(language)
    if not own:
        return
    known = _phrases(interface.ours("en"))
    said = [phrase for tree in parsed.values() for phrase in _said(tree)]
    if None in said:
        return  # a template works out what it says: any phrase may be said
    known |= {phrase for phrase in said if phrase}
    for message in interface.theirs(own, path):
        phrase = _phrase(message)
        if phrase.text and message.string and any(message.string) and phrase not in known:
            told = f"no page says “{phrase.text}”"
            yield warning("phrase-unknown", path, told, _phrase_meant(phrase, known), line=message.lineno or 0)


def _phrases(catalogue: Any) -> set[Phrase]:
    return {_phrase(message) for message in catalogue or () if message.id}


def _phrase(message: Any) -> Phrase:
    """Return the phrase of a catalogue's entry."""
    counted = not isinstance(message.id, str)
    return Phrase(message.context or "", message.id[0] if counted else message.id, counted)


def _said(tree: nodes.Template) -> Iterator[Phrase | None]:
    """Yield the phrases that a template says; None for one that it works out."""
    from jinja2.ext import extract_from_ast

    for _, function, found in extract_from_ast(tree):
        texts = [found] if isinstance(found, str) or found is None else list(found)
        context = texts.pop(0) if function.endswith("pgettext") and len(texts) > 1 else ""
        text, counted = texts[0], "n" in function.replace("gettext", "")
        yield Phrase(context or "", text, counted) if text is not None and context is not None else None


def _phrase_meant(phrase: Phrase, known: set[Phrase]) -> str:
    """Return a hint at the phrase of a misspelt one, or at what is missing beside it."""
    same = sorted(other for other in known if other.text == phrase.text)
    if same and same[0].is_counted and not phrase.is_counted:
        return "this phrase is counted: write its msgid_plural below it, and a msgstr[…] for each form"
    if same and phrase.is_counted and not same[0].is_counted:
        return "this phrase is not counted: write msgstr alone below it"
    if same:
        context = same[0].context
        return f'write above it  msgctxt "{context}"' if context else "leave its msgctxt out"
    meant = did_you_mean(phrase.text, (other.text for other in known))
    return meant or "docs/how-to/language.md tells where the phrases are written down"
