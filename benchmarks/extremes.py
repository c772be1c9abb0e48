"""``python -m benchmarks.extremes``: how long odd requirements take against an ordinary one.

Prints `requirement=… matches=… ms=… ratio=…` on the demo catalogue. Times are the best of seven, in turn.
"""

from __future__ import annotations

import random
from time import perf_counter

from benchmarks.abuse.catalogues import demo
from matching import Index, Piece, Profile, Requirement

TURNS = 7
ORDINARY = Requirement(
    "Cloud hosting for our library website",
    "We need hosting and support for the website of our twelve libraries, with backups and help by phone.",
)


def requirements(words: list[str]) -> dict[str, Requirement]:
    """The ordinary one first. ``words`` are the catalogue's own: none of a long text is passed over."""
    drawn = random.Random(0)
    specification = " ".join(drawn.choices(words, k=800_000))[:5_000_000]
    unknown = " ".join("".join(drawn.choices("abcdefghij", k=9)) for _ in range(500_000))
    return {
        "ordinary": ORDINARY,
        "specification of 5 MB": Requirement("Hosting", specification),
        "5 MB of unknown words": Requirement("Hosting", unknown),
        "one word of 5 MB": Requirement("x" * 5_000_000),
        "one word": Requirement("hosting"),
        "stop words": Requirement("the and of must supplier"),
        "another script": Requirement("ホスティング サービス", "нужен хостинг для сайта"),
    }


def main() -> int:
    catalogue = demo()
    index = Index(catalogue.categories).fit(catalogue.profiles)
    words = [
        word for profile in catalogue.profiles for piece in profile.pieces for word in piece.text.split()
    ]
    text = " ".join(random.Random(1).choices(words, k=10_000))[:64_000]
    index.put(Profile("zz", "A profile of 64 kB", (Piece("zz1", "capability", "Hosting", text),)))
    asked = requirements(words)
    taken, found = dict.fromkeys(asked, float("inf")), dict.fromkeys(asked, 0)
    for _ in range(TURNS):
        for name, requirement in asked.items():
            began = perf_counter()
            found[name] = len(index.rank(requirement).matches)
            taken[name] = min(taken[name], perf_counter() - began)
    for name, seconds in taken.items():
        ratio = seconds / taken["ordinary"]
        print(f"requirement={name!r} matches={found[name]} ms={seconds * 1000:.1f} ratio={ratio:.2f}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
