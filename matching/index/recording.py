"""From a requirement held against a catalogue to the record of it: everybody, and what it was made from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from matching.index.holding import Held
from matching.index.meant import text_of
from matching.index.rows import to_texts
from matching.noting import Noted
from matching.records import Counts, Order, Record
from matching.rotating import Exposure, rotate

Bytes = dict[str, bytes]


def to_record(
    held: Held,
    included: Sequence[int],
    left_out: Sequence[int],
    bands: Sequence[int],
    *,
    exposure: Mapping[str, Exposure],
    seed: str,
    worded: int,
    notes: Sequence[Noted],
) -> Record:
    """``included`` and ``left_out`` are owners as they rank, ``bands`` those of the first; ``notes`` are of
    the forms, stems and categories that were asked after."""
    ids, register = list(map(held.id_of, included)), held.catalogue.register
    places = rotate(ids, bands, exposure, seed)
    owners = [*included, *left_out]
    order = Order(
        tuple(ids[at] for at in places),
        tuple(held.score(included[at]) for at in places),
        tuple(bands[at] for at in places),
        excluded=len(left_out),
        considered=len(owners),
    )
    shown = tuple(held.match(included[at], bands[at]) for at in places[:worded])
    excluded = tuple(map(held.exclusion, left_out))
    forms, stems, members = (each.sorted() for each in notes)
    return Record(
        order,
        shown,
        excluded,
        held.lines.reading,
        Counts(len(register), forms, stems, members),
        {held.id_of(owner): register.bytes_of(owner) for owner in owners},
        _asked(held),
        {held.id_of(owner): _meant(held, owner) for owner in owners} if held.catalogue.meaning else {},
    )


def _asked(held: Held) -> Bytes:
    """The vector of the need, in bytes by its text."""
    model = held.catalogue.meaning
    if model is None:
        return {}
    text = text_of(held.requirement, held.catalogue.tree.name)
    (vector,) = model.vectors([text])
    return {text: vector.tobytes()}


def _meant(held: Held, owner: int) -> Bytes:
    """Those of an owner's passages."""
    catalogue = held.catalogue
    found: Bytes = {}
    for place, texts in to_texts(held.profile(owner), catalogue.tree.name).items():
        vectors = catalogue.postings.vectors_of(owner, place)
        found |= {text: vector.tobytes() for text, vector in zip(texts, vectors, strict=False)}
    return found
