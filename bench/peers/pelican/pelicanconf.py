"""What Pelican does by itself: outlets are its authors, sections its categories, topics its tags; pages of forty."""

SITENAME = "نشرة القياس"
SITEURL = "https://example.org"
TIMEZONE = "Asia/Riyadh"
DEFAULT_LANG = "ar"
PATH = "content"
OUTPUT_PATH = "public"
THEME = "theme"
SLUGIFY_USE_UNICODE = True
ARTICLE_URL = "articles/{slug}/"
ARTICLE_SAVE_AS = "articles/{slug}/index.html"
CATEGORY_URL = "sections/{slug}/"
CATEGORY_SAVE_AS = "sections/{slug}/index.html"
AUTHOR_URL = "outlets/{slug}/"
AUTHOR_SAVE_AS = "outlets/{slug}/index.html"
TAG_URL = "topics/{slug}/"
TAG_SAVE_AS = "topics/{slug}/index.html"
PAGINATION_PATTERNS = (
    (1, "{base_name}/", "{base_name}/index.html"),
    (2, "{base_name}/{number}/", "{base_name}/{number}/index.html"),
)
DEFAULT_PAGINATION = 40
PAGINATED_TEMPLATES = {"index": None, "category": None, "author": None, "tag": None}
DIRECT_TEMPLATES = ["index", "tags", "authors", "sitemap"]
TAGS_SAVE_AS = "topics/index.html"
AUTHORS_SAVE_AS = "outlets/index.html"
SITEMAP_SAVE_AS = "sitemap.xml"
ARCHIVES_SAVE_AS = ""
USE_FOLDER_AS_CATEGORY = False
FEED_ALL_ATOM = "feed.xml"
FEED_MAX_ITEMS = 40
RSS_FEED_SUMMARY_ONLY = True
CATEGORY_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = TRANSLATION_FEED_ATOM = None
MARKDOWN = {
    "extension_configs": {"markdown.extensions.extra": {}, "markdown.extensions.meta": {}},
    "output_format": "html5",
}
