"""The keys of front matter: ours with all the names they go by elsewhere, and those that are other generators' own."""

from __future__ import annotations

KEYS = {
    "title": ("title", "headline"),
    "outlet": ("outlet", "source", "publisher"),
    "authors": ("author", "authors", "byline"),
    "published": ("published", "date", "publishdate", "pubdate", "published_at", "publish_date", "published_date"),
    "updated": ("updated", "lastmod", "last_modified_at", "modified", "updated_at", "last_modified"),
    "section": ("section", "category"),
    "categories": ("categories",),
    "topics": ("topics", "tags", "tag", "hashtags", "keywords"),
    "summary": ("summary", "standfirst", "lead", "subtitle", "description", "excerpt", "dek"),
    "image": ("image", "images", "cover", "hero", "featured_image", "thumbnail", "picture", "photo", "header"),
    "image_alt": ("image_alt", "cover_alt", "thumbnail_alt"),
    "image_caption": ("image_caption", "caption"),
    "image_credit": ("image_credit", "photo_credit"),
    "credit": ("credit",),
    "slug": ("slug",),
    "aliases": ("aliases", "alias", "redirect_from", "redirects"),
    "permalink": ("permalink",),
    "draft": ("draft",),
    "status": ("status",),
    "embargo": ("embargo", "embargo_until", "embargoed_until"),
    "expires": ("expires", "expirydate", "expiry_date", "expiry"),
    "withdrawn": ("withdrawn",),
    "url": ("url", "original", "original_url", "source_url", "link", "external_url"),
    "id": ("id", "guid"),
    "layout": ("layout",),
}
"""Our fields, and the keys that fill them, folded to lower case with `_` for `-`; the first one given counts."""

FIELDS = {key: field for field, keys in KEYS.items() for key in keys}

# What other generators keep for themselves: no business of ours, no mistake either.
THEIRS = frozenset(
    (
        "toc", "menu", "menus", "weight", "type", "kind", "params", "math", "mathjax", "katex", "comments", "comment",
        "cascade", "build", "_build", "outputs", "resources", "series", "markup", "headless", "iscjklanguage",
        "linktitle", "translationkey", "sitemap", "audio", "videos", "video", "share", "sharing", "social", "showtoc",
        "tocopen", "hidemeta", "searchhidden", "disablecomments", "disableshare", "showreadingtime", "showdate",
        "canonicalurl", "canonical", "canonical_url", "lang", "language", "locale", "translation", "dir", "direction",
        "robots", "seo", "og_image", "twitter", "classes", "read_time", "reading_time", "readtime", "pin", "pinned",
        "featured", "sticky", "sidebar", "nav_order", "parent", "grand_parent", "has_children", "permalink_pattern",
        "eleventynavigation", "eleventycomputed", "eleventyexcludefromcollections", "pagination",
        "templateengineoverride", "template", "save_as", "url_save_as", "gravatar", "license", "order", "position",
        "index", "noindex", "search",
        "author_profile", "related", "tagline", "avatar", "email", "author_email", "creator", "generator", "css", "js",
        "plugins", "extra", "taxonomies", "in_search_index", "private", "generate_feeds", "password", "visibility",
        "media_subpath", "render_with_liquid", "ref", "uuid", "version", "revision", "style", "show_date",
    )
)  # fmt: skip
THEIR_LAYOUTS = frozenset(
    ("post", "posts", "default", "single", "home", "list", "news", "base", "none", "null", "blog")
)
