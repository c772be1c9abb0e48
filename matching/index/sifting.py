"""How many of a catalogue each must lets through, and how many would be there without it. One pass."""

from __future__ import annotations

import numpy as np

from matching.index.catalogue import Catalogue
from matching.index.gating import RANK
from matching.index.musts import answer_musts
from matching.records import Requirement, Sifted, SiftedMust
from matching.weights import Weights


def sift(catalogue: Catalogue, requirement: Requirement, weights: Weights) -> Sifted:
    """Who misses one must alone is who would meet all without it, and so for who is left out by one alone:
    no must is left away to count them."""
    asked = [line.id for line in requirement.criteria if line.importance == "must"]
    wanted = sorted(set().union(*map(catalogue.tree.within, requirement.categories)))
    found = answer_musts(catalogue, requirement, weights, categories=wanted)
    met = np.concatenate([found.met_in_words, found.ranks == RANK["met"]])[:, found.inside]
    denied = np.concatenate([np.zeros_like(found.met_in_words), found.ranks == RANK["not met"]])
    denied = denied[:, found.inside]
    missed, denials = (~met).sum(axis=0), denied.sum(axis=0)
    every = int(np.count_nonzero(missed == 0))
    without, back = every + (~met & (missed == 1)).sum(axis=1), (denied & (denials == 1)).sum(axis=1)
    columns = (met.sum(axis=1), denied.sum(axis=1), without, back)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    names = (*found.words, *(line.id for line in found.typed))
    musts = {name: SiftedMust(name, *row) for name, row in zip(names, rows, strict=True)}
    return Sifted(
        among=int(np.count_nonzero(found.inside)),
        every=every,
        left_out=int(np.count_nonzero(denials)),
        musts=tuple(musts[name] for name in asked if name in musts),
    )
