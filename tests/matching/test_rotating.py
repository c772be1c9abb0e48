"""Equals take turns: the least seen of a band comes first, and no band changes its place."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from matching.rotating import SEEN, Exposure, rotate

NAMES = ["ash", "elm", "fir", "oak", "yew"]


def lots(seed: str, names: list[str]) -> list[str]:
    """By the hash of seed and id, as `sha256sum` gives it for `printf 'seed id'`."""
    return sorted(names, key=lambda name: sha256(f"{seed} {name}".encode()).hexdigest())


def test_without_a_seed_the_order_is_that_of_the_scores() -> None:
    assert rotate(NAMES, [1, 1, 1, 2, 2], {"ash": Exposure(9, 9)}, "") == [0, 1, 2, 3, 4]


def test_the_least_seen_of_a_band_comes_first_and_bands_keep_their_places() -> None:
    seen = {"ash": Exposure(3, 0), "elm": Exposure(1, 0), "fir": Exposure(2, 0), "oak": Exposure(5, 5)}
    assert rotate(NAMES, [1, 1, 1, 2, 2], seen, "s") == [1, 2, 0, 4, 3]


def test_of_two_seen_equally_often_the_one_that_stood_first_less_often_comes_first() -> None:
    seen = {"ash": Exposure(4, 2), "elm": Exposure(4, 1)}
    assert rotate(["ash", "elm"], [1, 1], seen, "s") == [1, 0]


def test_of_two_seen_and_first_equally_often_the_lot_decides_and_another_seed_may_decide_otherwise() -> None:
    assert sha256(b"1 ash").hexdigest()[:4] == "a5aa"
    assert sha256(b"1 elm").hexdigest()[:4] == "437b"
    assert rotate(["ash", "elm"], [1, 1], {}, "1") == [1, 0]
    orders = {tuple(rotate(NAMES, [1] * 5, {}, str(seed))) for seed in range(200)}
    assert len(orders) > 60
    assert [NAMES[at] for at in rotate(NAMES, [1] * 5, {}, "7")] == lots("7", NAMES)


@given(size=st.integers(1, 40), runs=st.integers(1, 60), seed=st.integers(0, 1 << 32))
def test_in_a_band_of_equals_nobody_is_seen_two_times_more_than_another(
    size: int, runs: int, seed: int
) -> None:
    names = [f"firm{at:02}" for at in range(size)]
    seen, first = Counter(dict.fromkeys(names, 0)), Counter(dict.fromkeys(names, 0))
    for run in range(runs):
        exposure = {name: Exposure(seen[name], first[name]) for name in names}
        order = [names[at] for at in rotate(names, [1] * size, exposure, f"{seed}-{run}")]
        assert sorted(order) == names
        seen.update(order[:SEEN])
        first.update(order[:1])
        assert max(seen.values()) - min(seen.values()) <= 1
        if size <= SEEN:
            assert max(first.values()) - min(first.values()) <= 1


@given(
    bands=st.lists(st.integers(1, 6), max_size=40).map(sorted),
    counts=st.dictionaries(st.integers(0, 40), st.integers(0, 9)),
    seed=st.text(min_size=1),
)
def test_a_rotated_order_holds_everybody_once_in_their_band(
    bands: list[int], counts: dict[int, int], seed: str
) -> None:
    names = [str(at) for at in range(len(bands))]
    seed = seed.encode("utf-8", "replace").decode()
    order = rotate(names, bands, {str(at): Exposure(count) for at, count in counts.items()}, seed)
    assert sorted(order) == list(range(len(names)))
    assert [bands[at] for at in order] == bands
