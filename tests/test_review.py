"""Faults that a review found, each once: what was stale, lost, leaked or fell over."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from site_fixture import SiteFixture, assert_same, line, markdown, small_site, tree

from generator import build as building
from generator import display, theme, writing
from generator.errors import SiteError
from generator.scan import is_settled


@pytest.fixture
def site(tmp_path: Path) -> SiteFixture:
    return small_site(tmp_path / "site")


@pytest.mark.parametrize(
    "reference",
    [
        '{% include "parts/mine.html" %}',
        '{%+ include "parts/mine.html" %}',
        '{% include "parts/mine.html" if count else "parts/mine.html" %}',
        '{% include "parts/" ~ "mine.html" %}',
        '{% include "parts/" "mine.html" %}',
        r'{% include "parts/mine\x2ehtml" %}',
        '{% include ["parts/none.html", "parts/mine.html"] %}',
    ],
)
def test_a_part_however_it_is_named_is_in_the_closure(site: SiteFixture, reference: str) -> None:
    block = f"{{% block main %}}<h1>{{{{ heading }}}}</h1>{reference}{{% endblock %}}"
    site.write("templates/topic.html", '{% extends "layout.html" %}' + block)
    site.write("templates/parts/mine.html", "الأول")
    site.build()
    site.write("templates/parts/mine.html", "الثاني")

    site.build()

    assert "الثاني" in site.page("/topics/نقل/")
    assert_same(site.tree(), site.clean_tree())


def test_a_source_that_becomes_readable_is_read(site: SiteFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.read_bytes

    def refused(path: Path) -> bytes:
        if path.name == "cup.md":
            raise PermissionError(13, "Permission denied")
        return real(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", refused)
        assert {problem.code for problem in site.build().problems} == {"source-unreadable"}

    assert site.build().problems == ()
    assert_same(site.tree(), site.clean_tree())


@pytest.mark.parametrize(
    "aliases",
    ['["/feed.xml"]', '["/robots.txt/"]', '["/old.html", "/old.html/more/"]', '["/old.html/more/", "/old.html"]'],
)
def test_a_path_below_a_file_costs_itself_only(site: SiteFixture, aliases: str) -> None:
    site.write("content/own/a.md", f"---\nid: a\ntitle: خبر جديد\naliases: {aliases}\n---\nنص الخبر.\n")

    report = site.build()

    assert [problem.code for problem in report.problems] == ["permalink-collision"]
    assert any("خبر-جديد" in path for path in site.tree())


def test_a_file_that_becomes_a_folder_and_back(site: SiteFixture) -> None:
    for alias in ("/old.html", "/old.html/x/", "/old.html"):
        site.write("content/own/a.md", f'---\nid: a\ntitle: خبر جديد\naliases: ["{alias}"]\n---\nنص الخبر.\n')
        site.build()
        assert_same(site.tree(), site.clean_tree(), alias)


def test_the_policy_binds_summaries_wherever_they_stand(site: SiteFixture) -> None:
    summary = "كلمة " * 200 + "الخاتمة المكتومة"
    with (site.root / "content/wire.jsonl").open("a", encoding="utf-8") as file:
        for number, outlet in enumerate(("صحيفة الثانية", "موقع الثالث")):
            file.write(line("تمور", 300 + number, day="2026-11-22", source=outlet, summary=summary, url="") + "\n")

    site.build()

    assert [path for path, data in site.tree().items() if "المكتومة" in data.decode("utf-8", "replace")] == []


def test_static_pages_have_their_time(site: SiteFixture) -> None:
    site.write("content/pages/gone.md", "---\ntitle: صفحة سحبت\nwithdrawn: true\n---\nسر الصفحة.\n")
    site.write("content/pages/fair.md", "---\ntitle: معرض\nexpires: 2026-11-22\n---\nسر المعرض.\n")
    site.write("content/pages/soon.md", "---\ntitle: قريبا\npublished: 2026-12-01\n---\nسر الغد.\n")

    site.build()

    assert not any(
        "سر ".encode() + word.encode() in data for data in site.tree().values() for word in ("الصفحة", "المعرض", "الغد")
    )
    assert (
        "سُحبت هذه الصفحة" in site.page("/gone/")
        and "خبر" not in site.page("/gone/").partition("<main")[2].partition("</main>")[0]
    )
    assert "fair/index.html" not in site.tree()
    site.now = datetime.fromisoformat("2026-12-02T00:00:00+02:00")
    site.build()
    assert "سر الغد" in site.page("/soon/")


def test_zone_data_come_from_the_package() -> None:
    import zoneinfo

    import generator  # noqa: F401

    assert zoneinfo.TZPATH == ()
    assert ZoneInfo("Africa/Cairo").utcoffset(datetime(2026, 1, 1)) is not None


def test_a_draft_never_hides_the_published_article(site: SiteFixture) -> None:
    site.write("content/own/z.md", markdown("كأس", 12, day="2026-11-22T18:00:00+02:00", draft="true", slug="draft"))

    site.build()

    assert not any("/draft-" in path for path in site.tree())
    assert any(path.startswith("articles/") and "وزير" not in path for path in site.tree())
    assert sum("كأس-12".encode() in data for path, data in site.tree().items() if not path.startswith("api/")) == 0
    assert any(problem.code == "id-twice" for problem in site.build().problems)


def test_equal_pictures_in_two_folders_are_one_file(site: SiteFixture) -> None:
    dot = "474946383961010001008000000000ffffff21f90401000000002c00000000010001000002024401003b"
    gif = bytes.fromhex(dot)
    for folder in ("a", "b"):
        site.write(f"content/{folder}/dot.gif", gif)
        site.write(f"content/{folder}/x.md", f"---\nid: {folder}\ntitle: صورة {folder}\nimage: dot.gif\n---\nنص.\n")

    assert site.build().problems == ()
    assert len([path for path in site.tree() if path.startswith("media/")]) == 1


def test_times_in_whole_seconds_are_trusted_later() -> None:
    second = 1_000_000_000

    assert is_settled(5 * second + 1, 6 * second)
    assert not is_settled(5 * second, 6 * second)
    assert is_settled(5 * second, 8 * second)


def test_a_build_killed_before_its_first_manifest_does_not_bar_the_next(site: SiteFixture) -> None:
    site.write(f"public/.{writing.MANIFEST}.new", "nashra man")

    site.build()

    assert_same(site.tree(), site.clean_tree())


def test_half_written_files_of_a_forgotten_build_are_swept(site: SiteFixture) -> None:
    site.build()
    site.write("public/.index.html.new", "half")
    for path in (site.root / ".nashra").iterdir():
        path.unlink()

    site.build()

    assert ".index.html.new" not in site.tree()


def test_line_separators_do_not_part_the_manifest(tmp_path: Path) -> None:
    (tmp_path / writing.MANIFEST).write_bytes(writing.manifest({"a\u2028- b/x": writing.PENDING}))

    assert writing.read_manifest(tmp_path) == {"a\u2028- b/x": writing.PENDING}


@pytest.mark.parametrize("mistake", ["{{ 'none.css'|asset }}", "{{ 1 / 0 }}", "{{ 3|dual }}", "{{ site.nothing }}"])
def test_a_mistake_in_a_template_names_its_line(site: SiteFixture, mistake: str) -> None:
    site.write("templates/404.html", f'{{% extends "layout.html" %}}\n{{% block main %}}\n\n{mistake}{{% endblock %}}')

    with pytest.raises(SiteError) as refused:
        site.build()

    assert [(problem.code, problem.path, problem.line) for problem in refused.value.problems] == [
        ("template", "templates/404.html", 4)
    ]


def test_a_theme_that_is_not_utf8_is_told_and_costs_no_state(site: SiteFixture) -> None:
    site.build()
    before = (site.root / ".nashra/state.sqlite").stat().st_ino
    site.write("templates/404.html", b"a\n\xe9")

    with pytest.raises(SiteError) as refused:
        site.build()

    assert [(problem.code, problem.line) for problem in refused.value.problems] == [("theme-not-utf8", 2)]
    assert (site.root / ".nashra/state.sqlite").stat().st_ino == before


def test_style_sheets_name_what_they_use_as_it_is_served(tmp_path: Path) -> None:
    for name, text in {
        "css/site.css": '@import "more.css"; a { src: url(../img/a.svg?v=1#x) } b { src: url("https://x.example/b") }',
        "css/more.css": "i { src: url('../img/a.svg') }",
        "img/a.svg": "<svg/>",
    }.items():
        (tmp_path / "static" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "static" / name).write_text(text)

    assets = theme.read(tmp_path, tmp_path / "none", tmp_path / "none").assets

    sheet = assets["css/site.css"].data.decode()
    picture = assets["img/a.svg"].permalink.removeprefix("/static/")
    assert f'url("../{picture}?v=1#x")' in sheet
    assert assets["css/more.css"].permalink.removeprefix("/static/") in sheet
    assert "https://x.example/b" in sheet
    assert picture in assets["css/more.css"].data.decode()


def test_the_output_may_not_be_the_theme(site: SiteFixture) -> None:
    site.write("static/x.css", "a {}")

    with pytest.raises(SiteError):
        site.build(output=site.root / "static")
    assert tree(site.root / "static") == {"x.css": b"a {}"}


def test_an_expired_member_leaves_no_story_of_one_outlet(site: SiteFixture) -> None:
    rows = [one for one in site.read("content/wire.jsonl").splitlines() if "ميناء" not in one]
    text = line("ميناء", 400, day="2026-11-20T08:00:00+02:00", source="وكالة الأولى")
    site.write("content/wire.jsonl", "\n".join([*rows, text]) + "\n")
    (site.root / "content/own/harbour.md").unlink()
    for number, outlet in ((401, "وكالة الأولى"), (402, "صحيفة الثانية")):
        body = markdown(
            "ميناء", 400, day="2026-11-20T09:00:00+02:00", id=f"m{number}", outlet=outlet, title=f"الميناء {number}"
        )
        site.write(
            f"content/own/m{number}.md",
            body if outlet == "وكالة الأولى" else body.replace("---\n", '---\nexpires: "2026-11-21"\n', 1),
        )

    site.build()

    assert not any(path.startswith("stories/") and "الميناء".encode() in data for path, data in site.tree().items())


def test_a_page_whose_publisher_is_unknown_is_not_the_sites_own(site: SiteFixture) -> None:
    site.write("site.toml", site.read("site.toml").replace('default = "full"', 'default = "excerpt"'))
    texts = "خبر من مصدر لا يعرف\nخبر من مصدر لا يعرف\n\n" + "\n".join(
        f"فقرة رقم {n} من نص لا يعرف ناشره." for n in range(30)
    )
    site.write("content/page.txt", f"logo\n{texts}\n\nالتعليقات\n\nلا يوجد تعليقات بعد...\n")

    site.build()

    (page,) = (data.decode() for path, data in site.tree().items() if path.startswith("articles/خبر-من-مصدر"))
    assert "noindex,follow" in page
    assert "مصدر غير معروف" in page
    assert "فقرة رقم 29" not in page


@pytest.mark.parametrize("flag", ["draft", "withdrawn"])
@pytest.mark.parametrize("value", [True, "true", "yes", 1])
def test_flags_of_json_lines_are_heeded(site: SiteFixture, flag: str, value: object) -> None:
    with (site.root / "content/wire.jsonl").open("a", encoding="utf-8") as file:
        file.write(line("تمور", 500, day="2026-11-22", body="نص مكتوم لا يظهر.", **{flag: value}) + "\n")

    assert site.build().problems == ()
    assert not any("مكتوم".encode() in data for data in site.tree().values())


def test_an_excerpt_leaves_tables_out_and_a_short_text_as_it_is() -> None:
    table = "<table><tbody><tr><td>خلية</td></tr></tbody></table>"
    long = f"<p>{'كلمة ' * 50}.</p>\n{table}\n<p>{'كلمة ' * 90}.</p>"

    assert "خلية" not in display.excerpt(long, 60)[0]
    assert display.excerpt(f"<p>سطر.</p>\n{table}", 60) == (f"<p>سطر.</p>\n{table}", True)


def test_after_clean_the_next_build_stands_beside_foreign_files(site: SiteFixture) -> None:
    site.build()
    expected = site.tree()
    site.write("public/CNAME", "news.example")
    building.clean(site.root, site.root / "public")
    assert site.tree().keys() == {"CNAME", writing.MANIFEST}

    site.build()

    assert_same(site.tree(), expected | {"CNAME": b"news.example"})
