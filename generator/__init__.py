"""Nashra (نشرة): from Arabic article sources to a static news site."""

__version__ = "0.1.0"
