"""How a site writes dates and numbers, settled from its configuration."""

from __future__ import annotations

from generator.config import SiteConfig
from generator.dates import hijri, write


def style_of(config: SiteConfig) -> write.Style:
    """Return the style in which every page of the site writes dates and numbers."""
    site = config.site
    calendar = hijri.Calendar(config.calendar.hijri_offset, config.calendar.month_starts)
    language = site.language.partition("-")[0]  # ar-EG is written as ar is; the region has a key of its own
    return write.Style(
        language=language,
        region=site.region,
        zone=site.time_zone,
        digits=write.resolve_digits(site.digits, site.region, language),
        months=site.months,
        hijri=calendar if config.calendar.hijri != "none" else None,
    )
