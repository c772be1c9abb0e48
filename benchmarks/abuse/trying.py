"""Attacking a catalogue: unrelated suppliers are chosen, changed, and everything is ranked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random

from benchmarks.abuse.attacks import ATTACKS, TWINS, Attack, Try, text_of
from benchmarks.abuse.catalogues import Catalogue
from benchmarks.needs import Peer
from matching import Asked, Index, Profile, Requirement
from matching.flags.asked import FEWEST
from matching.words import stem, stems, tokens

WORDS = 8
"""Words of a requirement that are strewn: all of one that has fewer. One of fewer than `FEWEST` is left out:
a firm that says "payroll software" cannot be told from one that sells it."""

REQUIREMENTS, PROFILES = 20, 2
"""Of each catalogue, and unrelated suppliers of each of them."""

TOP = 10

TWIN_WORDS = 25
"""Different words of the supplier that twins are made of: fewer may well be said by two honest firms."""


@dataclass
class Tally:
    """Attacked profiles of one attack: how many a system put among the first ten, how many were flagged."""

    tried: int = 0
    top: dict[str, int] = field(default_factory=dict)
    flagged: int = 0

    def add(self, other: Tally) -> None:
        self.tried += other.tried
        self.flagged += other.flagged
        for system, count in other.top.items():
            self.top[system] = self.top.get(system, 0) + count


class Field:
    """A catalogue with its index and the peers, to be attacked again and again."""

    def __init__(self, catalogue: Catalogue, peers: dict[str, Peer]) -> None:
        self.catalogue, self.peers = catalogue, peers
        self.index = Index(catalogue.categories).fit(catalogue.profiles)
        self.asked = Asked(catalogue.requirements)
        self.random = Random(0)
        self.texts = [catalogue.text(profile) for profile in catalogue.profiles]
        self.users = self._users()

    def attack(self) -> dict[str, Tally]:
        tallies = {name: Tally() for name in ATTACKS}
        turn = 0
        for requirement in self._requirements():
            ranked = self._honest(requirement)
            victims = self._unrelated(ranked)
            best = self._best(ranked[0])
            for profile in self.random.sample(victims, min(PROFILES, len(victims))):
                at = Try(requirement, self._words(requirement), turn, best, self.catalogue.categories)
                for name, act in ATTACKS.items():
                    if name != "twins":
                        tallies[name].add(self._tried(requirement, [act(profile, at)]))
                turn += 1
            herd = self.random.sample(victims, min(TWINS, len(victims)))
            tallies["twins"].add(self._tried(requirement, list(self._herd(herd, requirement, best))))
        return tallies

    def _herd(self, herd: Sequence[Profile], requirement: Requirement, best: Profile) -> Iterator[Profile]:
        act: Attack = ATTACKS["twins"]
        for turn, profile in enumerate(herd):
            yield act(profile, Try(requirement, (), turn, best, self.catalogue.categories))

    def _tried(self, requirement: Requirement, attacked: Sequence[Profile]) -> Tally:
        """Every system ranks with the attacked in place, and the index says what it would flag."""
        places = {profile.id: at for at, profile in enumerate(self.catalogue.profiles)}
        ids = {profile.id for profile in attacked}
        for profile in attacked:
            self.index.put(profile)
        first = {match.profile for match in self.index.rank(requirement, TOP).matches}
        flagged = sum(bool(self.index.flags(name, self.asked)) for name in ids)
        for name in ids:
            self.index.put(self.catalogue.profiles[places[name]])
        texts = list(self.texts)
        for profile in attacked:
            texts[places[profile.id]] = self.catalogue.text(profile)
        top = {"ours": len(ids & first)}
        for name, peer in self.peers.items():
            (found,) = peer(texts, [self.catalogue.query(requirement)])
            top[name] = len(ids & {self.catalogue.profiles[at].id for at in found[:TOP]})
        return Tally(len(ids), top, flagged)

    def _honest(self, requirement: Requirement) -> list[list[str]]:
        """The order of each system before the attack, ours first."""
        ours = [match.profile for match in self.index.rank(requirement, len(self.texts)).matches]
        theirs = (peer(self.texts, [self.catalogue.query(requirement)])[0] for peer in self.peers.values())
        return [ours, *([self.catalogue.profiles[at].id for at in found] for found in theirs)]

    def _unrelated(self, ranked: Sequence[Sequence[str]]) -> list[Profile]:
        """Suppliers that stand in nobody's upper half."""
        half = len(self.texts) // 2
        upper = {name for order in ranked for name in order[:half]}
        return [profile for profile in self.catalogue.profiles if profile.id not in upper]

    def _best(self, order: Sequence[str]) -> Profile:
        """The first in the order that says enough to be copied."""
        held = {profile.id: profile for profile in self.catalogue.profiles}
        return next(
            (held[name] for name in order if _length(held[name]) >= TWIN_WORDS),
            max(self.catalogue.profiles, key=lambda profile: (_length(profile), profile.id)),
        )

    def _requirements(self) -> list[Requirement]:
        asked = [each for _, each in sorted(self.catalogue.requirements.items())]
        long = [each for each in asked if len(_words_of(each)) >= FEWEST]
        return self.random.sample(long, min(REQUIREMENTS, len(long)))

    def _words(self, requirement: Requirement) -> tuple[str, ...]:
        """The words that the fewest suppliers use, in the order of the requirement."""
        found = _words_of(requirement)
        rare = sorted(found, key=lambda word: self.users.get(stem(word), 0))[:WORDS]
        return tuple(word for word in found if word in rare)

    def _users(self) -> dict[str, int]:
        counted: dict[str, int] = {}
        for text in self.texts:
            for word in set(stems(text)):
                counted[word] = counted.get(word, 0) + 1
        return counted


def _words_of(requirement: Requirement) -> list[str]:
    """Its words, one for each stem."""
    return list({token.stem: token.word for token in tokens(text_of(requirement))}.values())


def _length(profile: Profile) -> int:
    return len({stem_ for piece in profile.pieces for stem_ in stems(f"{piece.title} {piece.text}")})
