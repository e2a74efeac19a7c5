"""Relations as the editor wants them: Relations × Decisions → Relations.

What was related by itself is left as it is stored; the editor's word is put on top of it in every plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import replace
from typing import Any

from generator.desk import Name, desk_problem
from generator.errors import Level, Problem
from generator.model import ArticleId, Relations, Story, StoryId
from generator.site.decisions import Decisions, Merged, Pairs
from generator.sources.fields import quoted

Age = Callable[[ArticleId], Any]  # sorts articles oldest first, totally


def steered(relations: Relations, wanted: Decisions, age: Age) -> Relations:
    """Return the relations with the editor's merges, splits and pairs that are never related.

    A merge goes before a split, and both before what was found by itself. Of articles that are never related the
    oldest keeps its place in a story that was found by itself, or among copies; the others leave it.
    """
    if not (wanted.merged or wanted.split or wanted.apart):
        return relations
    merged = _merged_stories(relations, wanted.merged, age)
    gone = wanted.split.keys() | {member for story in merged for member in story.members}
    found = (_without(story, gone, wanted.apart) for story in relations.stories)
    stories = [*merged, *(story for story in found if story)]
    return replace(
        relations,
        copies=_kept_groups(relations.copies, frozenset(), wanted.apart),
        stories=tuple(sorted(stories, key=lambda story: story.id)),
        events=_kept_groups(relations.events, wanted.split.keys(), wanted.apart),
        related={
            identity: tuple(near for near in nearest if (identity, near.id) not in wanted.apart)
            for identity, nearest in relations.related.items()
        },
    )


def split_problems(found: Relations, wanted: Decisions, path: str) -> list[Problem]:
    """Return a warning for each split that changes nothing: a merge holds against it, or there is no story to leave.

    `found` are the relations before the editor's word, `path` is the desk's.
    """
    groups = (*(story.members for story in found.stories), *found.events)
    told_together = {member for members in groups for member in members}
    story_of = {member: story.members for story in found.stories for member in story.members}
    problems = []
    for identity, name in wanted.split.items():
        whole = {identity, *story_of.get(identity, ())}
        holding = [merge for merge in wanted.merged if identity in merge.articles or whole & {*merge.stories}]
        if holding:
            problems.append(_held(name, holding[0], path))
        elif identity not in told_together:
            message = f"{quoted(name.text)} is in no story: there is nothing that it could leave"
            problems.append(_warning("desk-no-effect", name, message, "take this out", path))
    return problems


def _held(name: Name, merge: Merged, path: str) -> Problem:
    message = f"{quoted(name.text)} is to leave its story, and is merged into one in line {merge.line}; the merge holds"
    return _warning("desk-contradiction", name, message, "take one of the two lines out", path)


def _warning(code: str, name: Name, message: str, hint: str, path: str) -> Problem:
    return desk_problem(code, path, name.place, message, hint, level=Level.WARNING)


def _merged_stories(relations: Relations, wanted: Sequence[Merged], age: Age) -> list[Story]:
    """Return the stories that the editor made; an article belongs to the first that claims it."""
    story_of = {member: story for story in relations.stories for member in story.members}
    taken: set[ArticleId] = set()
    made = []
    for merge in wanted:
        whole = [story_of[named] for named in merge.stories if named in story_of]
        claimed = {*merge.articles, *merge.stories, *(member for story in whole for member in story.members)}
        members = tuple(sorted(claimed - taken, key=age))
        taken |= claimed
        if len(members) > 1:
            made.append(_story(members, merge, whole, relations))
    return made


def _story(members: tuple[ArticleId, ...], merge: Merged, whole: Sequence[Story], relations: Relations) -> Story:
    """Return a story by the editor's word; its lead is the editor's, else that of the largest story in it."""
    largest = sorted(whole, key=lambda story: (-len(story.members), story.id))
    leads = (merge.lead, *(story.lead for story in largest), members[0])
    inside = (tuple(member for member in group if member in members) for group in relations.copies)
    return Story(
        id=StoryId(members[0]),
        lead=next(lead for lead in leads if lead in members),
        members=members,
        copies=tuple(group for group in inside if len(group) > 1),
        headline=merge.headline,
        is_edited=True,
    )


def _without(story: Story, gone: Set[ArticleId], apart: Pairs) -> Story | None:
    """Return what remains of a story, None where that is no story any more."""
    members = _kept(story.members, gone, apart)
    if members == story.members:
        return story
    if len(members) < 2:
        return None
    lead = story.lead if story.lead in members else members[0]
    copies = _kept_groups(story.copies, set(story.members) - set(members), apart)
    return replace(story, id=StoryId(members[0]), lead=lead, members=members, copies=copies)


def _kept_groups(
    groups: Iterable[tuple[ArticleId, ...]], gone: Set[ArticleId], apart: Pairs
) -> tuple[tuple[ArticleId, ...], ...]:
    kept = (_kept(group, gone, apart) for group in groups)
    return tuple(group for group in kept if len(group) > 1)


def _kept(members: Sequence[ArticleId], gone: Set[ArticleId], apart: Pairs) -> tuple[ArticleId, ...]:
    """Return the members that stay, in order: none of those gone, and of a pair apart the first."""
    kept: list[ArticleId] = []
    for member in members:
        if member not in gone and not any((member, other) in apart for other in kept):
            kept.append(member)
    return tuple(kept)
