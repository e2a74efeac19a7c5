"""The desk in builds: what it does to pages, what is said of it, and that incremental is clean."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from site_fixture import SiteFixture, assert_same, line, markdown, small_site

from generator import config, digest
from generator.order import Report

DESK = "content/desk.toml"
LATER = "2026-11-23T18:00:00+03:00"


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


def desk(site: SiteFixture, text: str) -> Report:
    """Build with a desk; the tree is that of a clean build."""
    site.write(DESK, text)
    report = site.build()
    assert_same(site.tree(), site.clean_tree(), text)
    return report


def article(site: SiteFixture, path: str) -> str:
    """Return the headline of the article that is in the source `path`."""
    found = re.search(r'^title: "(.*)"$', site.read(path), re.M)
    assert found
    return found[1]


def permalink(site: SiteFixture, identity: str) -> str:
    """Return where the article of an id lies in the built site."""
    (folder,) = (site.root / "public/articles").glob(f"*-{digest.short_id(identity)}")
    return f"/articles/{folder.name}/"


def story_of(site: SiteFixture, place: str) -> str:
    """Return the story that the redirect beside an article leads to."""
    found = re.search(r'/stories/[^/"]+/', site.page(f"{place}story/"))
    assert found
    return unquote(found[0])


def links(site: SiteFixture, page: str, target: str) -> bool:
    return f'href="{quote(target)}"' in site.page(page)


def plain(html: str) -> str:
    """Return the text of a page without its markup."""
    return re.sub(r"<[^>]+>", "", html)


def front(site: SiteFixture, part: str) -> str:
    """Return the HTML of the part of the front page that begins with a class or id, up to the next section's end."""
    page = site.page("/")
    start = page.index(part)
    return page[start : page.index("</section>" if "section" in page[start - 60 : start + 1] else "</div>", start)]


def codes(report: Report) -> list[str]:
    return [problem.code for problem in report.problems]


WISHES = {
    "lead": 'lead = "content/own/dates.md"',
    "pin": 'pin = ["قطار-7", "content/own/undated.md"]',
    "hide": 'hide = ["ميناء-1", {article = "مرصد-6", tombstone = true}]',
    "breaking": f'[[breaking]]\narticle = "قطار-8"\nuntil = {LATER}',
    "breaking in words": f'[[breaking]]\narticle = "قطار-8"\ntext = "توقف القطارات"\nuntil = {LATER}',
    "merge": '[[merge]]\nstories = ["ميناء-1", "مرصد-4"]\nheadline = "قصة واحدة"',
    "merge of one outlet's": '[[merge]]\narticles = ["تمور-11", "كأس-12"]',
    "split": 'split = ["مرصد-5"]',
    "never related": 'never_related = [["ميناء-1", "ميناء-3"], ["قطار-7", "قطار-8"]]',
    "section order": 'section_order = ["رياضة", "ثقافة"]',
    "broken": "lead = [",
}


@pytest.mark.parametrize("kind", WISHES)
def test_a_wish_and_its_end_are_built_as_from_nothing(site: SiteFixture, kind: str) -> None:
    site.build()
    before = site.tree()

    report = desk(site, WISHES[kind])
    during = site.tree()
    (site.root / DESK).unlink()
    site.build()

    assert (during != before) is (kind != "broken")
    assert_same(site.tree(), before)
    assert codes(report) == (["desk-syntax"] if kind == "broken" else [])


def test_every_wish_at_once_and_one_after_the_other(site: SiteFixture) -> None:
    flat = [wish for wish in WISHES.values() if not wish.startswith("[[") and wish != WISHES["broken"]]
    tables = [wish for wish in WISHES.values() if wish.startswith("[[")]
    for count in range(1, len(flat) + 1):
        desk(site, "\n".join(flat[:count]))

    desk(site, "\n".join(flat + tables))


def test_a_second_build_with_a_desk_opens_nothing_and_an_edit_of_it_is_noticed(site: SiteFixture) -> None:
    site.write(DESK, WISHES["lead"])
    site.build()
    assert site.build().written == 0

    site.write(DESK, WISHES["pin"])

    assert "/" in site.build().written_paths


def test_the_editors_lead_leads(site: SiteFixture) -> None:
    desk(site, WISHES["lead"])

    assert article(site, "content/own/dates.md") in plain(front(site, 'class="lead"'))


def test_pins_stand_in_order_and_not_a_second_time(site: SiteFixture) -> None:
    desk(site, 'pin = ["content/own/undated.md", "content/own/cup.md"]')

    pinned = plain(front(site, 'section class="coverage" aria-labelledby="pinned"'))
    undated, cup = (article(site, f"content/own/{name}.md") for name in ("undated", "cup"))
    assert pinned.index(undated) < pinned.index(cup)
    assert cup not in plain(front(site, 'section class="latest"'))


def test_a_pinned_lead_stands_once(site: SiteFixture) -> None:
    desk(site, 'lead = "content/own/cup.md"\npin = ["content/own/cup.md"]')

    assert 'id="pinned"' not in site.page("/")


def test_a_pin_of_a_story_shows_how_others_told_it(site: SiteFixture) -> None:
    desk(site, 'lead = "content/own/cup.md"\npin = ["مرصد-5"]')

    assert "/stories/" in front(site, 'section class="coverage" aria-labelledby="pinned"')


def test_hidden_articles_are_nowhere(site: SiteFixture) -> None:
    site.build()
    before = set(site.tree())
    headline = article(site, "content/own/dates.md")

    desk(site, 'hide = ["content/own/dates.md"]')

    gone = before - set(site.tree())
    assert any(path.startswith("articles/") for path in gone)
    assert [path for path, data in site.tree().items() if headline in data.decode("utf-8", "ignore")] == []


def test_the_desks_addresses_hold_where_the_site_is_built_for_another(site: SiteFixture) -> None:
    site.build()
    hidden, lead = permalink(site, "تمور-11"), permalink(site, "كأس-12")
    site.write(DESK, f'lead = "https://elsewhere.example/sub{lead}"\nhide = ["https://news.example{hidden}"]')
    elsewhere = config.overridden(site.order().config, base_url="https://elsewhere.example/sub/")

    report = site.build(config=elsewhere)

    assert codes(report) == []
    assert not (site.root / "public" / hidden.strip("/")).exists()
    assert article(site, "content/own/cup.md") in plain(front(site, 'class="lead"'))
    assert_same(site.tree(), site.clean_tree(config=elsewhere))


def test_a_hidden_article_may_leave_a_notice(site: SiteFixture) -> None:
    site.build()
    place = permalink(site, "تمور-11")

    desk(site, 'hide = [{article = "content/own/dates.md", tombstone = true}]')

    assert "سُحب" in site.page(place)
    assert article(site, "content/own/dates.md") not in site.page(place)


def test_what_is_hidden_but_was_never_to_be_seen_leaves_no_notice(site: SiteFixture) -> None:
    site.write("content/own/secret.md", markdown("تمور", 40, day="2026-11-01", embargo="2026-12-01", slug="secret"))

    desk(site, 'hide = [{article = "content/own/secret.md", tombstone = true}]')

    assert not any("secret" in path for path in site.tree())


def test_breaking_news_stands_first_and_ends_by_the_clock(site: SiteFixture) -> None:
    report = desk(site, WISHES["breaking in words"])
    assert "توقف القطارات" in plain(front(site, 'section class="breaking"'))
    assert report.next_change == datetime.fromisoformat(LATER)

    site.now = datetime.fromisoformat("2026-11-23T17:59:59+03:00")
    assert site.build().written == 0
    site.now = datetime.fromisoformat(LATER)
    report = site.build()

    assert "/" in report.written_paths
    assert 'class="breaking"' not in site.page("/")
    assert_same(site.tree(), site.clean_tree())


def test_breaking_news_without_words_shows_the_headline(site: SiteFixture) -> None:
    desk(site, f'[[breaking]]\narticle = "content/own/cup.md"\nuntil = {LATER}')

    assert article(site, "content/own/cup.md") in plain(front(site, 'section class="breaking"'))


def test_the_desk_changes_only_pages_that_show_it(site: SiteFixture) -> None:
    site.build()

    report = desk(site, WISHES["breaking"])

    assert set(report.written_paths) == {"/"}


def test_merged_stories_are_one_story_with_its_redirects(site: SiteFixture) -> None:
    site.build()
    ours, theirs = permalink(site, "ميناء-1"), permalink(site, "مرصد-4")
    assert story_of(site, ours) != story_of(site, theirs)

    desk(site, WISHES["merge"])

    assert story_of(site, ours) == story_of(site, theirs)
    assert "قصة واحدة" in plain(site.page(story_of(site, ours)))


def test_a_merge_makes_a_story_of_one_outlets_articles(site: SiteFixture) -> None:
    desk(site, WISHES["merge of one outlet's"])

    page = plain(site.page(permalink(site, "تمور-11")))
    assert article(site, "content/own/cup.md") in page
    assert "التغطية كلها: خبران" in page


def test_a_split_article_is_in_no_story(site: SiteFixture) -> None:
    site.build()
    place = permalink(site, "مرصد-5")
    assert f"{place}story/index.html".removeprefix("/") in site.tree()

    desk(site, WISHES["split"])

    assert f"{place}story/index.html".removeprefix("/") not in site.tree()


def test_articles_that_are_never_related_do_not_link_to_each_other(site: SiteFixture) -> None:
    site.build()
    one, other = permalink(site, "قطار-7"), permalink(site, "قطار-8")
    assert links(site, one, other) and links(site, other, one), "they were related before"

    desk(site, WISHES["never related"])

    assert not links(site, one, other) and not links(site, other, one)


def test_what_a_story_told_is_related_once_there_is_no_story(site: SiteFixture) -> None:
    third = line("مرصد", 20, day="2026-11-18T14:00:00+02:00", source="وكالة الأولى", section="علوم")
    site.write("content/wire.jsonl", site.read("content/wire.jsonl") + third + "\n")
    site.build()
    one, other = permalink(site, "مرصد-4"), permalink(site, "مرصد-20")
    assert story_of(site, one) == story_of(site, other)

    desk(site, 'hide = ["مرصد-5"]')

    assert f"{one}story/index.html".strip("/") not in site.tree()
    assert links(site, one, other)


def test_sections_stand_in_the_editors_order(site: SiteFixture) -> None:
    desk(site, WISHES["section order"])

    rubrics = re.findall(r'id="section-\d"[^>]*><a[^>]*>(.*?)</a>', site.page("/"))
    assert [plain(rubric) for rubric in rubrics] == ["رياضة", "ثقافة", "اقتصاد", "علوم"]


def test_an_article_has_many_names(site: SiteFixture) -> None:
    site.build()
    place = permalink(site, "تمور-11")
    slug = place.strip("/").removeprefix("articles/").rpartition("-")[0]
    names = [
        "تمور-11",
        "content/own/dates.md",
        place,
        place.rstrip("/"),
        f"https://news.example{place}",
        quote(place),
        slug,
    ]
    names.append(article(site, "content/own/dates.md"))

    for name in names:
        assert codes(desk(site, f'lead = "{name}"')) == [], name
        assert article(site, "content/own/dates.md") in plain(front(site, 'class="lead"')), name


def test_a_story_has_many_names(site: SiteFixture) -> None:
    site.build()
    place = permalink(site, "مرصد-4")
    trees = []
    for name in ("مرصد-4", "مرصد-5", f"{place}story/", story_of(site, place)):
        assert codes(desk(site, f'[[merge]]\nstories = ["ميناء-1", "{name}"]')) == [], name
        trees.append(site.tree())

    for tree in trees[1:]:
        assert_same(tree, trees[0])


MISTAKES = [
    ('lead = "تمور-12"', "desk-unknown-article", 1, 'did you mean "تمور-11"?'),
    ('hide = [\n  "content/own/date.md"\n]', "desk-unknown-article", 2, 'did you mean "content/own/dates.md"?'),
    ('lead = "/about/"', "desk-unknown-article", 1, "nashra list articles"),
    ('lead = "/articles/x/"', "desk-unknown-article", 1, "nashra list articles"),
    ('lead = "own/dates.md"', "desk-unknown-article", 1, 'did you mean "content/own/dates.md"?'),
    ('lead = "content/own/cups.md"', "desk-unknown-article", 1, 'did you mean "content/own/cup.md"?'),
    ('lead = "content/wire.jsonl"', "desk-ambiguous", 1, "nashra list articles"),
    ('section_order = ["علومم"]', "desk-unknown-section", 1, 'did you mean "علوم"?'),
    ('lead = "كأس-12"\nhide = ["كأس-12"]', "desk-contradiction", 1, "take one"),
    ('[[merge]]\narticles = ["كأس-12", "تمور-11"]\n[[merge]]\narticles = ["كأس-12", "قطار-7", "قطار-8"]',
     "desk-contradiction", 4, "take one"),
    ('never_related = [["كأس-12", "تمور-11"]]\n[[merge]]\narticles = ["كأس-12", "تمور-11"]',
     "desk-contradiction", 2, "take one"),
    ('lead = "content/own/draft.md"', "desk-not-shown", 1, "let the article be seen"),
    ('pin = ["content/own/over.md"]', "desk-not-shown", 1, "let the article be seen"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "hint"), MISTAKES)
def test_a_mistake_is_told_and_costs_only_itself(site: SiteFixture, text: str, code: str, line: int, hint: str) -> None:
    site.write("content/own/draft.md", markdown("تمور", 41, day="2026-11-01", draft="true"))
    site.write("content/own/over.md", markdown("تمور", 42, day="2026-11-01", expires="2026-11-02"))

    report = desk(site, f'{text}\n[[breaking]]\narticle = "قطار-8"\nuntil = {LATER}\n')

    (problem,) = (problem for problem in report.problems if problem.code.startswith("desk"))
    assert (problem.code, problem.path, problem.line) == (code, DESK, line)
    assert hint in problem.hint
    assert 'class="breaking"' in site.page("/")
    assert site.build().problems == report.problems


IDLE = [
    ('hide = ["كأس-12"]\nsplit = ["كأس-12"]', "desk-contradiction", 2, "stays hidden"),
    ('hide = ["كأس-12"]\n[[merge]]\narticles = ["كأس-12", "تمور-11"]', "desk-contradiction", 3, "stays hidden"),
    ('split = ["مرصد-5"]\n[[merge]]\narticles = ["مرصد-5", "تمور-11"]', "desk-contradiction", 1, "in line 2; the"),
    ('split = ["تمور-11"]', "desk-no-effect", 1, "in no story"),
    ('pin = ["كأس-12", "تمور-11",\n"كأس-12"]', "desk-no-effect", 2, "pinned already, by line 1"),
    ('lead = "كأس-12"\npin = ["content/own/cup.md"]', "desk-no-effect", 2, "leads the front page, by line 1"),
    (f'[[breaking]]\narticle = "قطار-8"\nuntil = {LATER}\n[[breaking]]\narticle = "قطار-8"\nuntil = {LATER}',
     "desk-no-effect", 5, "breaking news already, by line 2"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code", "line", "told"), IDLE)
def test_a_wish_that_cannot_hold_or_changes_nothing_is_told(
    site: SiteFixture, text: str, code: str, line: int, told: str
) -> None:
    site.write(DESK, text)

    [problem] = site.build().problems

    assert (problem.level, problem.code, problem.path, problem.line) == ("warning", code, DESK, line)
    assert told in problem.message


@pytest.mark.parametrize(
    "text",
    [
        f'lead = {{article = "كأس-12", until = {LATER}}}\npin = ["كأس-12"]',
        f'pin = [{{article = "كأس-12", until = {LATER}}}, "كأس-12"]',
        'split = [{article = "تمور-11", until = 2026-11-01}]\npin = ["كأس-12"]',
    ],
)
def test_a_wish_that_outlasts_another_is_no_mistake(site: SiteFixture, text: str) -> None:
    site.write(DESK, text)

    assert codes(site.build()) == []


def test_a_wish_for_what_is_scheduled_waits(site: SiteFixture) -> None:
    site.write("content/own/soon.md", markdown("تمور", 43, day="2026-11-24T08:00:00+02:00"))
    assert codes(desk(site, 'lead = "content/own/soon.md"')) == []
    headline = article(site, "content/own/soon.md")
    assert headline not in site.page("/")

    site.now = datetime.fromisoformat("2026-11-24T08:00:00+02:00")
    site.build()

    assert headline in plain(front(site, 'class="lead"'))
    assert_same(site.tree(), site.clean_tree())


def test_a_wish_that_is_over_is_not_checked_any_more(site: SiteFixture) -> None:
    assert codes(desk(site, 'hide = [{article = "gone", until = 2026-11-23}]')) == []


def test_a_desk_is_no_sidecar(site: SiteFixture) -> None:
    site.write("content/desk.md", markdown("تمور", 44, day="2026-11-01"))

    assert codes(desk(site, WISHES["lead"])) == []
    assert codes(desk(site, 'outlet = "وكالة الأولى"')) == ["desk-unknown-key"]


def test_only_the_first_source_folder_has_a_desk(site: SiteFixture) -> None:
    site.edit("site.toml", "[rights]", '[sources]\npaths = ["content", "wire"]\n\n[rights]')
    site.write("wire/desk.toml", WISHES["lead"])

    assert codes(site.build()) == ["unknown-key"], "a sidecar of nothing"


def test_an_outlets_date_far_ahead_is_told_and_never_on_top(site: SiteFixture) -> None:
    ahead = markdown("تمور", 45, day="2027-01-01", outlet="وكالة الأولى")
    site.write(
        "content/ahead.jsonl",
        '{"id": "ahead", "title": "خبر من الغد", "source": "الأولى", "published": "2027-01-01", "body": "نص"}\n',
    )
    site.write("content/own/meant.md", ahead)

    report = site.build()

    (problem,) = report.problems
    assert (problem.code, problem.path, problem.line) == ("date-future", "content/ahead.jsonl", 1)
    assert "خبر من الغد" not in site.page("/")
    assert report.hidden["scheduled"] == 2
    site.now = datetime.fromisoformat("2026-12-31T23:00:00+02:00")
    report = site.build()
    assert codes(report) == [] and "خبر من الغد" in site.page("/")
    assert_same(site.tree(), site.clean_tree())


def test_embargoed_words_are_nowhere_before_their_time(site: SiteFixture) -> None:
    site.edit("site.toml", "[rights]", "[outputs]\nnews_sitemap = false\n\n[rights]")
    site.write("content/own/held.md", markdown("تمور", 46, day="2026-11-01", embargo="2026-11-24T06:00:00+02:00"))
    headline = article(site, "content/own/held.md")

    report = site.build()
    assert report.next_change == datetime.fromisoformat("2026-11-24T06:00:00+02:00")
    assert not any(headline in data.decode("utf-8", "ignore") for data in site.tree().values())

    site.now = datetime.fromisoformat("2026-11-24T06:00:00+02:00")
    site.build()
    assert headline in site.page(permalink(site, "تمور-46"))
    assert_same(site.tree(), site.clean_tree())


def test_the_report_counts_what_is_not_shown_and_remembers_it(site: SiteFixture) -> None:
    for number, fields in enumerate(({"draft": "true"}, {"expires": "2026-11-01"}, {"embargo": "2026-12-01"})):
        site.write(f"content/own/x{number}.md", markdown("تمور", 50 + number, day="2026-10-01", **fields))

    report = desk(site, WISHES["hide"])

    assert report.hidden == {"drafts": 1, "scheduled": 1, "expired": 1, "desk": 2}
    again = site.build()
    assert (again.hidden, again.next_change) == (report.hidden, report.next_change)


def test_what_lost_its_path_is_in_no_list_and_no_footer(site: SiteFixture) -> None:
    site.edit("site.toml", "sections =", 'permalink = "/{slug}-{id}/"\nsections =')
    site.edit("site.toml", "[rights]", '[sources]\npaths = ["content", "a"]\n\n[rights]')
    site.write("content/pages/zz.md", "---\ntitle: صفحة ضائعة\nslug: about\n---\nنص.\n")
    site.write("content/own/lost.md", markdown("تمور", 60, day="2026-11-22", slug="lost", title="خبر بلا مكان"))
    site.write("a/pages/won.md", f"---\ntitle: صفحة\nslug: lost-{digest.short_id('تمور-60')}\n---\nنص.\n")

    report = site.build()

    assert codes(report) == ["permalink-collision", "permalink-collision"]
    for path, data in site.tree().items():
        text = plain(data.decode("utf-8", "ignore"))
        assert "صفحة ضائعة" not in text and "خبر بلا مكان" not in text, path
    assert_same(site.tree(), site.clean_tree())


def test_two_outlets_at_one_address_are_told(site: SiteFixture) -> None:
    lines = [line("تمور", 70, day="2026-11-01", source="C News"), line("تمور", 71, day="2026-11-02", source="C++ News")]
    site.write("content/more.jsonl", "\n".join(lines))

    (problem,) = site.build().problems

    assert (problem.code, problem.level, "C News" in problem.message, "C++ News" in problem.message) == (
        *("names-alike", "warning"),
        *(True, True),
    )


def test_spellings_of_one_section_share_its_page_in_silence(site: SiteFixture) -> None:
    site.write("content/more.jsonl", line("تمور", 70, day="2026-11-01", section="اقتِصاد"))

    assert site.build().problems == ()


def test_how_long_a_build_holds_counts_what_lost_its_path_too(site: SiteFixture) -> None:
    site.edit("site.toml", "[rights]", "[outputs]\nnews_sitemap = false\n\n[rights]")
    site.write("content/pages/zz.md", "---\ntitle: صفحة ضائعة\nslug: about\nexpires: 2026-11-25\n---\nنص.\n")

    report = site.build()
    assert report.next_change == datetime.fromisoformat("2026-11-25T00:00:00+02:00")

    site.now = datetime.fromisoformat("2026-11-25T00:00:00+02:00")
    assert codes(site.build()) == []


def test_a_story_of_one_outlet_is_not_called_one_of_several(site: SiteFixture) -> None:
    desk(site, WISHES["merge of one outlet's"])

    own, others = site.page(permalink(site, "تمور-11")), site.page(permalink(site, "ميناء-1"))
    assert "من التغطية نفسها" in own and "الحدث في مصادر أخرى" not in own
    assert "الحدث في مصادر أخرى" in others and "من التغطية نفسها" not in others
    assert "كيف روته المصادر" not in site.page(story_of(site, permalink(site, "تمور-11")))
    assert "كيف روته المصادر" in site.page(story_of(site, permalink(site, "ميناء-1")))


def test_articles_of_the_same_outlet_are_not_called_other_outlets(site: SiteFixture) -> None:
    desk(site, '[[merge]]\narticles = ["تمور-11", "كأس-12", "قطار-7"]')

    assert "من التغطية نفسها" in site.page(permalink(site, "تمور-11"))
    assert "الحدث في مصادر أخرى" in site.page(permalink(site, "قطار-7"))


def test_the_front_page_calls_its_stories_what_they_are(site: SiteFixture) -> None:
    site.build()
    assert "من عدة مصادر" in front(site, 'section class="coverage" aria-labelledby="coverage"')

    merge = WISHES["merge of one outlet's"]
    desk(site, f'lead = "content/own/undated.md"\n{merge}')

    coverage = front(site, 'section class="coverage" aria-labelledby="coverage"')
    assert article(site, "content/own/cup.md") in plain(coverage)
    assert "تغطيات" in coverage and "من عدة مصادر" not in coverage


@pytest.mark.parametrize(
    ("place", "wish"),
    [
        ('class="lead"', 'lead = "مرصد-4"'),
        ('id="pinned"', 'lead = "كأس-12"\npin = ["مرصد-4"]'),
        ('id="coverage"', 'lead = "كأس-12"'),
    ],
)
def test_the_editors_headline_of_a_story_stands_on_the_front_page(site: SiteFixture, place: str, wish: str) -> None:
    desk(site, f'{wish}\n[[merge]]\narticles = ["مرصد-4", "مرصد-5"]\nheadline = "قصة المرصد كلها"')

    part = site.page("/").partition(place)[2].partition('class="rubric"' if "class" in place else "</section>")[0]
    before, words, after = part.partition("قصة المرصد كلها")
    heading, _, below = (before[before.rindex("<h") :] + words + after).partition('class="tellings"')
    assert words and f'href="{quote(story_of(site, permalink(site, "مرصد-4")))}"' in heading
    assert "وكالة الأولى" not in plain(heading), "they are the editor's words, not an outlet's"
    for member in ("مرصد-4", "مرصد-5"):
        assert f'href="{quote(permalink(site, member))}"' in below.partition("</ul>")[0]


def test_a_story_without_a_headline_of_its_own_goes_by_the_article_it_stands_with(site: SiteFixture) -> None:
    desk(site, 'lead = "مرصد-5"')

    (heading,) = re.findall(r"<h2 class=\"headline.*?</h2>", front(site, 'class="lead"'))
    assert f'href="{quote(permalink(site, "مرصد-5"))}"' in heading
    assert plain(heading) == plain(re.findall(r"<h1.*?</h1>", site.page(permalink(site, "مرصد-5")))[0])


def test_what_stands_below_a_pin_stands_not_among_the_latest_too(site: SiteFixture) -> None:
    desk(site, 'lead = "كأس-12"\npin = ["مرصد-4"]')

    others = f'href="{quote(permalink(site, "مرصد-5"))}"'
    assert others in front(site, 'section class="coverage" aria-labelledby="pinned"')
    assert others not in front(site, 'section class="latest"')
