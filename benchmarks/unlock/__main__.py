"""``python -m benchmarks.unlock``: had advisers worked the list, would it have paid in the months after?

Five made-up hubs, each a year of dated requirements with musts. An action is one fact or certificate gained
by one firm; a match is unlocked where it passes all gates and enters a top ten. The twenty actions that
unlock most in the first half of the year are counted on the second, and so are twenty drawn at random from
all actions that unlock anything in the first half, as the mean of a thousand draws: what an adviser without
the list could pick who knows what is asked for. Prints the mean of the five and the worst; ``any20`` draws
from every fact asked for in the first half and every firm that lacks it. The control chooses by the same
figures with the firms shuffled among them: it shows that the ratio can fail.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random
from statistics import mean
from time import perf_counter

from benchmarks.unlock.made import MadeHub, made_hub
from matching import Index, Requirement
from matching.gates import satisfies
from matching.records import FactValue
from matching.unlocking import Unlock, actions_of

SEEDS = 5
CHOSEN = 20
DRAWS = 1000

Act = tuple[str, str, FactValue]


@dataclass(frozen=True)
class Tried:
    """Matches unlocked in the second half by twenty actions, each way of choosing them; and the seconds that
    one requirement took."""

    top: float
    random: float
    any: float
    shuffled: float
    seconds: float

    @property
    def ratio(self) -> float:
        return self.top / self.random if self.random else float("inf")


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status, 0."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.unlock")
    parser.add_argument("--firms", type=int, default=1000)
    parser.add_argument("--requirements", type=int, default=400)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    given = parser.parse_args(arguments)
    tried = []
    for seed in range(given.seeds):
        with made_hub(given.firms, given.requirements, seed) as hub:
            tried.append(_try(hub, Random(f"draws {seed}")))
    worst = min(tried, key=lambda each: each.ratio)
    top, drawn = mean(each.top for each in tried), mean(each.random for each in tried)
    shuffled = mean(each.shuffled for each in tried)
    print(f"top20={top:.1f} random20={drawn:.1f} ratio={mean(each.ratio for each in tried):.2f}")
    print(f"worst top20={worst.top:.1f} random20={worst.random:.1f} ratio={worst.ratio:.2f}")
    print(
        f"any20={mean(each.any for each in tried):.1f} control=shuffled top20={shuffled:.1f} "
        f"ratio={mean(each.shuffled / each.random for each in tried):.2f} "
        f"seconds_each={mean(each.seconds for each in tried):.4f}"
    )
    return 0


def _try(hub: MadeHub, random: Random) -> Tried:
    first, second = hub.halves()
    begun = perf_counter()
    found = _unlocks(hub.index, first)
    seconds = (perf_counter() - begun) / len(first)
    actions = [(each.profile, each.fact, each.value) for each in actions_of(found, len)]
    count = _counting(_unlocks(hub.index, second))
    firms = sorted({firm for firm, _, _ in actions})
    others = dict(zip(firms, random.sample(firms, len(firms)), strict=True))
    shuffled = [(others[firm], fact, value) for firm, fact, value in actions[:CHOSEN]]
    return Tried(
        sum(map(count, actions[:CHOSEN])),
        _mean_draw(actions, count, random),
        _mean_draw(_every(hub.index, first), count, random),
        sum(map(count, shuffled)),
        seconds,
    )


def _unlocks(index: Index, requirements: Sequence[Requirement]) -> list[tuple[int, Unlock]]:
    return [(at, unlock) for at, each in enumerate(requirements) for unlock in index.unlocks(each)]


def _counting(found: Sequence[tuple[int, Unlock]]) -> Callable[[Act], int]:
    """How many requirements an action unlocks."""
    by_fact = defaultdict[tuple[str, str], list[tuple[int, FactValue]]](list)
    for at, unlock in found:
        by_fact[unlock.profile, unlock.fact].append((at, unlock.value))

    def count(action: Act) -> int:
        firm, fact, value = action
        return len({at for at, needed in by_fact[firm, fact] if satisfies(fact, needed, value)})

    return count


def _mean_draw(actions: Sequence[Act], count: Callable[[Act], int], random: Random) -> float:
    return mean(sum(map(count, random.sample(actions, CHOSEN))) for _ in range(DRAWS))


def _every(index: Index, requirements: Sequence[Requirement]) -> list[Act]:
    """Every firm with every answer that was asked for and that it does not state, or not strongly enough."""
    asked = dict.fromkeys(
        (line.fact, line.value) for each in requirements for line in each.criteria if line.fact
    )
    profiles = [index.profile(name) for name in index.ids()]
    return [
        (profile.id, fact, value)
        for profile in profiles
        for fact, value in asked
        if fact
        and value is not None
        and not any(each.name == fact and satisfies(fact, value, each.value) for each in profile.facts)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
