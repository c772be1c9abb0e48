"""What one gained fact brings into reach: "improve once, win many".

A match is unlocked where a supplier that is not among the first `TOP` of a requirement would be, with one
fact at the value that the requirement asks for: it passes every gate, and its score passes that of the last
of them. A fact alters typed lines alone, so what the words bring stays as it is, and so do all others: the
new score is exact without a second look at the catalogue.

What is silent is never left out, and yet a fact gained brings it the weight of its line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.gates import FILTERS, satisfies, weight_of
from matching.index.holding import Held
from matching.records import Criterion, FactValue
from matching.scoring import rounded
from matching.served import SERVES

TOP = 10
"""Places that a buyer looks at."""

NEVER_GAINED = FILTERS | {"area", SERVES}
"""What a supplier is and where it is: no advice changes that."""

Key = TypeVar("Key", bound=Hashable)
Worth = Callable[[Collection[Key]], float]
"""What some requirements come to together."""


@dataclass(frozen=True, slots=True)
class Unlock:
    """A supplier that would come among the first with one fact. ``barred`` says that a must leaves it out as
    it stands; otherwise its score alone keeps it from there."""

    profile: str
    fact: str
    value: FactValue
    barred: bool


@dataclass(frozen=True, slots=True)
class Action(Generic[Key]):
    """One fact to be gained by one supplier, at the weakest value that unlocks the most: the requirements
    unlocked, those first that a must keeps it from, and what they are worth together."""

    profile: str
    fact: str
    value: FactValue
    barred: tuple[Key, ...]
    outscored: tuple[Key, ...]
    gain: float

    @property
    def unlocked(self) -> tuple[Key, ...]:
        return self.barred + self.outscored


def unlocks_of(held: Held, top: int = TOP) -> Iterator[Unlock]:
    """All that one fact would bring among the first of a requirement, in no order.

    The suppliers kept are looked at, of a large catalogue the strongest and the strongest left out.
    """
    first = held.order(top)[0][:top]
    least = (-held.score(first[-1]), held.id_of(first[-1])) if len(first) == top else None
    for name, lines in _gainable(held.lines.typed).items():
        for value in dict.fromkeys(map(_asked, lines)):
            met = {line.id for line in lines if satisfies(name, line.value, value)}
            scores, could = _with_met(held, met)
            for place in np.flatnonzero(could):
                owner = int(held.kept.owners[place])
                key = (-float(scores[place]), held.id_of(owner))
                if owner not in first and (least is None or key < least) and _passes(held, owner, name, met):
                    yield Unlock(key[1], name, value, bool(held.gated.out[place]))


def _gainable(lines: Sequence[Criterion]) -> dict[str, list[Criterion]]:
    """The lines that a gained fact may meet, by its name."""
    found = defaultdict[str, list[Criterion]](list)
    for line in lines:
        if line.fact is not None and line.fact not in NEVER_GAINED and line.value is not False:
            found[line.fact].append(line)
    return found


def _asked(line: Criterion) -> FactValue:
    return True if line.value is None else line.value


def _with_met(held: Held, met: set[str]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """The scores of all kept with some lines met, summed as a score is; and whom that alters and who is worth
    a closer look: with words that speak for it, and no worse than the last of the first."""
    total, gained = held.words.copy(), np.zeros(held.words.size, np.bool_)
    for line, values in zip(held.lines.typed, held.gated.values, strict=True):
        now = np.maximum(values, 1.0) if line.id in met else values
        gained |= now > values
        total += weight_of(line) * now
    scores = rounded(total / held.all_weights if held.all_weights else total)
    return scores, gained & (held.words > 0)


def _passes(held: Held, owner: int, name: str, met: set[str]) -> bool:
    """Whether no must leaves an owner out once some lines are met: a line about the same fact that asks for
    more is then answered, and no longer to be asked."""
    musts = [
        (line, ruling.verdict)
        for line, ruling in zip(held.lines.typed, held.rulings(owner), strict=True)
        if line.importance == "must" and line.id not in met
    ]
    return all(verdict == "met" if line.fact == name else verdict != "not met" for line, verdict in musts)


def actions_of(found: Iterable[tuple[Key, Unlock]], worth: Worth[Key]) -> list[Action[Key]]:
    """The actions that are worth anything, those worth most first."""
    needs = defaultdict[tuple[str, str], list[tuple[Key, Unlock]]](list)
    for key, unlock in found:
        needs[unlock.profile, unlock.fact].append((key, unlock))
    best = (_best_value(each, worth) for each in needs.values())
    actions = [action for action in best if action is not None]
    return sorted(actions, key=lambda each: (-each.gain, each.profile, each.fact))


def _best_value(needs: Sequence[tuple[Key, Unlock]], worth: Worth[Key]) -> Action[Key] | None:
    """The action at the value that unlocks the most, of several as good the weakest.

    A value is tried where those that ask for exactly it are worth something by themselves.
    """
    asking = defaultdict[FactValue, list[Key]](list)
    for key, unlock in needs:
        asking[unlock.value].append(key)
    found = [_at_value(value, needs, worth) for value, keys in asking.items() if worth(keys) > 0]
    most = max((each.gain for each in found), default=0.0)
    as_good = [each for each in found if each.gain >= most]
    return max(as_good, key=lambda each: sum(_reaches(other.value, each) for other in as_good), default=None)


def _reaches(stronger: FactValue, action: Action[Key]) -> bool:
    return satisfies(action.fact, action.value, stronger)


def _at_value(value: FactValue, needs: Sequence[tuple[Key, Unlock]], worth: Worth[Key]) -> Action[Key]:
    reached: dict[Key, bool] = {}
    for key, unlock in needs:
        if satisfies(unlock.fact, unlock.value, value):
            reached[key] = unlock.barred
    _, first = needs[0]
    return Action(
        first.profile,
        first.fact,
        value,
        tuple(key for key, barred in reached.items() if barred),
        tuple(key for key, barred in reached.items() if not barred),
        worth(list(reached)),
    )
