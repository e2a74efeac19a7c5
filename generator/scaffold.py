"""What `nashra init` and `nashra new article` write: paths and bytes, as values."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from datetime import datetime

from generator.config import FILE_NAME, SiteConfig
from generator.text.normalize import clean
from generator.text.slug import slug

_HARMLESS = frozenset({"readme.md", "license", "makefile", "requirements.txt", "pyproject.toml"})

# Values that equal the defaults stand here too, so that people see what can be set.
_SITE = """\
# The settings of this site. Every key has a default; docs/reference/site-toml.md in Nashra's repository explains all.

[site]
title = {title}
tagline = ""                           # a few words under the title
description = ""                       # one sentence for search engines and feeds
base_url = "https://example.org/"      # where the site will stand; a subpath is allowed
language = "ar"                        # interface strings and direction
region = "EG"                          # month names, time format, first weekday
time_zone = "Africa/Cairo"
digits = "auto"                        # of dates and counts: auto (EG: ١٢٣), latn (123), arab (١٢٣); texts keep theirs
months = "region"                      # region: مايو; dual: أيار/ مايو
sections = ["مجتمع", "اقتصاد", "ثقافة"]  # the navigation, in this order; other sections get pages but no place in it

[calendar]
hijri = "umm-al-qura"                  # or none
hijri_offset = 0                       # days, -2 to 2
[calendar.month_starts]                # sighted months; each must stay 29 or 30 days long
# "1446-10" = 2025-03-31

[sources]
paths = ["content"]                    # folders of articles

# How much of an article by an outlet that is not your own may be shown: full, excerpt or link. Ask before you write
# full: the texts belong to their outlets.
[rights]
default = "excerpt"
excerpt_words = 60                     # cut at a sentence where one ends near

# One table for each outlet you know more of; other outlets need none.
[outlets."وكالة أنباء مرسى النخيل"]
aliases = ["Marsa Agency"]             # other spellings of its name
url = "https://marsa.example/"
policy = "full"                        # this sample agency lets everybody print its texts
own = false                            # true: the articles are yours

# Take out the # of a table and of what you change in it.

# [hosting]
# host = "any"                         # github-pages, gitlab-pages, cloudflare-pages, netlify, nginx or caddy
# precompress = []                     # "gz", "br": files are also written compressed

# [schedule]
# every_minutes = 60                   # how often CI builds the site: nashra init --ci github
# stale_after_hours = 24               # readers are told when the last build is older than this

# [outputs]                            # beyond pages, Atom feeds and sitemaps
# rss = true
# json_feed = true
# news_sitemap = true
# api = true
"""

_DESK = """\
# The editor's desk: what stands where, whatever would come about by itself. Take out the # of what you want.
# An article is named by its file, its id, its slug or its address; docs/reference/desk-toml.md explains all.

# lead = "content/night-library.md"    # the front page begins with it
# pin = ["sample-agencies-3"]          # these come next, in this order
# hide = []                            # these are nowhere on the site
# section_order = ["ثقافة", "مجتمع"]

# [[breaking]]                         # above everything else, until it is over
# article = "content/night-library.md"
# until = 2030-01-01T18:00:00+03:00
"""

_GITIGNORE = """\
public/
.nashra/
"""

_ABOUT = """\
---
title: من نحن
---
هذه صفحة ثابتة من صفحات الموقع. اكتب فيها من أنتم، وكيف تختارون الأخبار، وكيف يراسلكم القراء لتصحيح خطأ.

ملف هذه الصفحة هو `content/pages/about.md`، وكل ملف Markdown يوضع بجانبه يصير صفحة مثلها.
"""

_OWN_ARTICLE = """\
---
id: sample-night-library
slug: مكتبة-الحي-تفتح-أبوابها-ليلا
title: مكتبة الحي تفتح أبوابها ليلًا لطلاب الامتحانات
published: 2025-05-08T18:30+03:00
section: مجتمع
topics: [تعليم, مكتبات]
author: هيئة التحرير
summary: تمدد مكتبة حي النخيل ساعات عملها حتى منتصف الليل طوال شهر الامتحانات.
---
قررت مكتبة حي النخيل تمديد ساعات عملها حتى منتصف الليل طوال شهر الامتحانات، بعدما امتلأت قاعاتها بالطلاب منذ مطلع
الأسبوع.

وقالت أمينة المكتبة إن عدد الزوار تضاعف في ثلاثة أيام، وإن الإدارة أضافت 40 مقعدًا ووفرت شبكة Wi-Fi مجانية في الطابق
الأول.

## ما الذي يتغير؟

- تفتح القاعات من الساعة 8 صباحًا حتى 12 ليلًا.
- يبقى الطابق الثاني هادئًا لا حديث فيه.
- تعود المواعيد المعتادة في 2025-06-15.

هذا مقال من الموقع نفسه لأنه لا يذكر ناشرًا، فيظهر نصه كاملًا.
"""

_AGENCIES = (
    {
        "id": "sample-agencies-1",
        "title": "افتتاح حديقة الميناء في مرسى النخيل أمام الزوار",
        "source": "وكالة أنباء مرسى النخيل",
        "url": "https://marsa.example/harbour-garden",
        "published": "2025-05-10T09:30:00+03:00",
        "section": "مجتمع",
        "topics": ["حدائق", "مدن"],
        "summary": "الحديقة الجديدة تمتد على 12 ألف متر مربع وتضم ممشى بحريًا.",
        "body": "افتتحت بلدية مرسى النخيل صباح السبت حديقة الميناء الجديدة أمام الزوار بعد عامين من الأعمال.\n\n"
        "وتمتد حديقة الميناء على مساحة 12 ألف متر مربع، وتضم ممشى بحريًا وملعبًا للأطفال و300 شجرة نخيل.\n\n"
        "وقال رئيس البلدية إن الدخول إلى الحديقة مجاني، وإن أبوابها تبقى مفتوحة حتى العاشرة مساءً.",
    },
    {
        "id": "sample-agencies-2",
        "title": "حديقة الميناء تستقبل زوارها الأوائل في مرسى النخيل",
        "source": "صحيفة سنابل السهل",
        "url": "https://sunbula.example/garden",
        "published": "2025-05-10T13:05:00+03:00",
        "section": "مجتمع",
        "topics": ["حدائق"],
        "body": "استقبلت حديقة الميناء في مرسى النخيل زوارها الأوائل اليوم، وامتلأ ممشاها البحري بالعائلات "
        "منذ الصباح.\n\n"
        "وأعلنت بلدية مرسى النخيل أن الحديقة الجديدة تضم 300 شجرة نخيل وملعبًا للأطفال، وأن الدخول إليها مجاني.\n\n"
        "وطالب زوار تحدثوا إلى الصحيفة بزيادة المقاعد المظللة قبل الصيف وبتشغيل حافلة تصل الحديقة بوسط المدينة.",
    },
    {
        "id": "sample-agencies-3",
        "title": "أسعار القمح تتراجع في سوق الحبوب للأسبوع الثاني",
        "source": "صحيفة سنابل السهل",
        "url": "https://sunbula.example/wheat",
        "published": "2025-05-09",
        "section": "اقتصاد",
        "topics": ["حبوب", "أسعار"],
        "body": "تراجعت أسعار القمح في سوق الحبوب بمدينة السنابل 4.5% هذا الأسبوع، وهو التراجع الثاني على التوالي.\n\n"
        "وعزا التجار التراجع إلى وصول المحصول الجديد مبكرًا وإلى وفرة المخزون في الصوامع.",
    },
)

_CAPTURE = """\
logo
متحف البحر يعرض خريطة نادرة عمرها أربعة قرون

متحف البحر يعرض خريطة نادرة عمرها أربعة قرون

مجلة قبة الرصد١١-٠٥-٢٠٢٥

عرض متحف البحر للمرة الأولى خريطة نادرة لسواحل المدينة رسمت قبل أربعة قرون، بعد أعمال ترميم استمرت عامًا كاملًا.
وقالت مديرة المتحف إن الخريطة تبين مواقع آبار ومنارات لم يبق منها أثر، وإنها تساعد الباحثين على فهم تاريخ الميناء.
ويستمر المعرض حتى نهاية الشهر المقبل، والدخول إليه مجاني يوم الجمعة.

التعليقات

لا يوجد تعليقات بعد...

أخبار ذات صلة

طلاب يصممون قاربًا يعمل بالطاقة الشمسية
طلاب يصممون قاربًا يعمل بالطاقة الشمسية

صحيفة سنابل السهل

timeمنذ 3 ساعات

  • صحيفة سنابل السهل

طلاب يصممون قاربًا يعمل بالطاقة الشمسية

صمم طلاب في كلية الهندسة البحرية قاربًا صغيرًا يعمل بالطاقة الشمسية. وأبحر القارب في تجربته الأولى 25 كيلومترًا.
"""

_SIDECAR = """\
# What captured-page.txt does not say of itself. "منذ 3 ساعات" in it counts from captured_at.
captured_at = 2025-05-11T18:00:00+03:00
url = "https://aggregator.example/museum-map"
"""


def init(title: str = "") -> dict[str, bytes]:
    """Return the files of a new site by their path relative to it; its sample articles are there to be replaced.

    `title` is usually the name of the folder.
    """
    title = clean(title) or SiteConfig().site.title
    lines = (json.dumps(article, ensure_ascii=False) + "\n" for article in _AGENCIES)
    texts = {
        FILE_NAME: _SITE.format(title=_quoted(title)),
        ".gitignore": _GITIGNORE,
        "content/night-library.md": _OWN_ARTICLE,
        "content/agencies.jsonl": "".join(lines),
        "content/captured-page.txt": _CAPTURE,
        "content/captured-page.toml": _SIDECAR,
        "content/pages/about.md": _ABOUT,
        "content/desk.toml": _DESK,
    }
    return {path: text.encode() for path, text in texts.items()}


def in_the_way(names: Iterable[str]) -> list[str]:
    """Return, sorted, which names in a folder speak against laying out a site there.

    Hidden files and a project's usual papers do not; whoever writes the files leaves those that are there alone.
    """
    return sorted(name for name in names if not name.startswith(".") and name.lower() not in _HARMLESS)


def new_article(
    title: str, *, token: str, written: datetime, section: str = "", folder: str = "content", taken: Container[str] = ()
) -> tuple[str, bytes]:
    """Return path and text of a new article of the site's own: a draft in Markdown.

    `token` is a few random letters that make the id unique, `written` the aware moment in the site's zone, `taken` the
    paths that exist already. Id and slug are written down, so a corrected headline moves nothing.
    """
    title = clean(title)
    words = slug(title)
    path = f"{folder}/{words or token}.md"
    if path in taken:
        path = f"{folder}/{words or 'article'}-{token}.md"
    fields = {
        "id": _quoted(f"{written:%Y%m%d}-{token}"),
        "slug": _quoted(words) if words else "",
        "title": _quoted(title),
        "published": written.isoformat(timespec="minutes"),
        "section": _quoted(clean(section)) if section else "",
        "topics": "[]",
        "summary": '""',
        "draft": "true  # take this line out to publish",
    }
    front = "".join(f"{key}: {value}\n" for key, value in fields.items() if value)
    return path, f"---\n{front}---\n\n".encode()


def _quoted(text: str) -> str:
    """Return one line of clean text as both TOML and YAML write it in quotes."""
    return json.dumps(text, ensure_ascii=False)
