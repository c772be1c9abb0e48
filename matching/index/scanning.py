"""The first look at a catalogue: from the arrays to the suppliers worth a second one.

What a row holds of a requirement is added up in 32 bits from degrees of 8. It is no score: pairs and limits
are left out, and an owner's rows count by their squares, so that one good piece stands before many poor ones.
The exact score is worked out for the owners that this keeps. On the judged sets an owner of the first ten was
at worst the 68th at this look.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from matching.index.degrees import WHOLE
from matching.index.kernels import Look, Strengths, room
from matching.index.postings import Postings
from matching.index.register import Register

Owners = NDArray[np.int32]


class Kept(NamedTuple):
    """The owners kept, by their numbers, rising, and how many hold anything at all."""

    owners: Owners
    holding: int

    def along(self, others: Sequence[int] | Owners) -> Kept:
        """These and others, who may hold nothing."""
        owners = np.union1d(self.owners, np.array(others, np.int32))
        return Kept(owners.astype(np.int32), max(self.holding, owners.size))


def keep_strongest(
    postings: Postings,
    register: Register,
    weights: Sequence[tuple[int, float]],
    day: int | None,
    most: int,
    *,
    counting: bool = True,
) -> Kept:
    """At most so many owners. ``weights`` are those of forms and categories, by their numbers.

    They are added up in the order given. Of equals those first by id are kept. Who holds anything is counted
    where that is asked for.
    """
    numbers = np.array([number for number, weight in weights if weight > 0], np.int32)
    worths = np.array([weight / WHOLE for _, weight in weights if weight > 0], np.float32)
    look = Look(numbers, worths, 0.0, counting, room())
    owners, strengths = np.zeros(0, np.int32), np.zeros(0, np.float32)
    holding = 0
    for _, block in postings.blocks(numbers.tolist()):
        if not block.size:
            continue
        found = postings.kernels.strongest(block, block.usable(day), look)
        holding += found.holding
        if found.places.size:
            owners = np.append(owners, block.columns.owner[block.firsts[found.places]])
            strengths = np.append(strengths, found.strengths)
        if owners.size > 2 * most:
            least = np.partition(strengths, -most)[-most]
            strong = strengths >= least
            owners, strengths = owners[strong], strengths[strong]
            look = look._replace(least=float(least))
    return Kept(np.sort(_strongest(owners, strengths, register, most)), holding)


def _strongest(owners: Owners, strengths: Strengths, register: Register, most: int) -> Owners:
    if owners.size <= most:
        return owners
    least = np.partition(strengths, -most)[-most] if most else np.float32(np.inf)
    sure = owners[strengths > least]
    equal = sorted(owners[strengths == least].tolist(), key=register.id_of)
    return np.append(sure, np.array(equal[: most - sure.size], np.int32))
