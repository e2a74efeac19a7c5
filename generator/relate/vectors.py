"""Articles as vectors of whole numbers: their dot product is a cosine that no batch, worker or library can change.

A vector's components are rounded to whole numbers and its length is ONE, so the product of two is at most about ONE²,
an exact sum of whole numbers whatever the order it is added up in. Every step before it is an operation that IEEE 754
rounds correctly (division, square root) on exact integers, so the vectors are the same on every machine too.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import sparse

from generator.relate.table import Ints, Table

Matrix: TypeAlias = "sparse.csr_array[Any, tuple[int, int]]"
"""Rows of whole numbers, a column for each stem."""

ONE = 1 << 12
"""The length of a vector; the product of two is the cosine in units of 1/ONE²."""


def vectors(table: Table, counts: npt.NDArray[np.integer], rows: npt.NDArray[np.integer], weights: Ints) -> Matrix:
    """Return a row of whole numbers for each of `rows`: the weighted roots of its counts, brought to length ONE.

    `counts` is one of the table's columns (counts, lead, headline); `weights` has a number for each stem. Terms without
    weight or count have no entry. A row of which nothing is left is empty and near to nothing.
    """
    places, owner = _places(table, rows)
    terms = table.terms[places]
    squared = counts[places].astype(np.int64) * weights[terms].astype(np.int64) ** 2
    length = np.zeros(len(rows), np.int64)
    np.add.at(length, owner, squared)
    used = squared > 0
    owner, terms, squared = owner[used], terms[used], squared[used]
    parts = np.rint(np.sqrt(squared / length[owner]) * ONE).astype(np.int32)
    first = np.concatenate(([0], np.cumsum(np.bincount(owner, minlength=len(rows)))))
    return sparse.csr_array((parts, terms, first), shape=(len(rows), len(table.stems)))


def _places(table: Table, rows: npt.NDArray[np.integer]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return where the terms of `rows` stand, row after row, and which of `rows` (0, 1, …) each belongs to."""
    lengths = table.first[rows + 1] - table.first[rows]
    owner = np.repeat(np.arange(len(rows)), lengths)
    begins = np.cumsum(lengths) - lengths
    return np.arange(len(owner)) - begins[owner] + table.first[rows][owner], owner
