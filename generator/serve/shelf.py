"""The bodies of articles, read from the state while others may be writing there."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock

from generator import digest
from generator.model import Article, ArticleId, Ref
from generator.store import DamagedError, Store, unseal


class OutdatedError(Exception):
    """What a proof was made of is not there any more: sources were read anew since, by this preview or by a build."""


class Shelf:
    """Articles by the row in which a proof found them; any thread may ask.

    What is read is compared with what the page declared: a row that holds another text by now is never shown.
    """

    def __init__(self, state: Path, rows: Mapping[ArticleId, int]) -> None:
        self._rows = rows
        self._lock = Lock()
        self._store = Store(state, read_only=True)

    def article(self, ref: Ref) -> Article:
        """Return the article of a reference; raise OutdatedError where the state holds another text or none."""
        try:
            with self._lock:
                sealed = self._store.article(self._rows[ArticleId(ref.id)])
            article = unseal(sealed, Article)
        except (KeyError, DamagedError, sqlite3.Error) as cause:
            raise OutdatedError(f"the text of {ref.id}") from cause
        if digest.of_value(replace(article, path="", line=0)) != ref.digest:
            raise OutdatedError(f"the text of {ref.id}")
        return article

    def hold(self) -> None:
        """Keep seeing the state as it is now, whatever is written to it, until the shelf is closed or let go."""
        with self._lock, suppress(sqlite3.Error):  # deleted under us: what stands is outdated already
            self._store.hold()

    def let_go(self) -> None:
        """See the state as it is at each moment again."""
        with self._lock, suppress(sqlite3.Error):
            self._store.commit()

    def close(self) -> None:
        """Close the file: answers that still want it are told that their proof is outdated."""
        with self._lock:
            self._store.close()
