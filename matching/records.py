"""What goes into the matcher and what comes out of it.

Every record is frozen: a ranking can be stored, compared and replayed. Scores, shares and worths are
parts of 1; distances are kilometres; money is pounds; dates are days. Nothing here computes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

PieceKind = Literal["capability", "contract"]
EvidenceKind = Literal["capability", "contract", "category", "fact", "place", "meaning"]
Importance = Literal["need", "must", "should"]
VerdictWord = Literal["met", "partly", "not stated", "not met"]
FlagKind = Literal["hidden", "repeated", "requirement", "copy", "list", "categories"]
FactValue = str | float | bool | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Category:
    """A heading of the marketplace list. ``key`` is its slug; ``parent`` the slug one level up.

    ``about`` is its line of help: it says what a requirement may be filed under, and proves nothing.
    """

    key: str
    name: str
    parent: str | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A point with the areas it lies in. Degrees; county and region by name."""

    name: str
    latitude: float
    longitude: float
    county: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing that can be quoted for a supplier: a capability or a past contract.

    ``category`` is the key of a `Category`, or None. ``text`` never holds a buyer's name or a date:
    they are no evidence of what a supplier can do. ``published`` marks what others wrote, a published award:
    it counts like any other piece, and is never flagged.
    """

    id: str
    kind: PieceKind
    title: str
    text: str = ""
    category: str | None = None
    published: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A stated fact: ``name`` is a criterion's id, ``words`` what a person would quote for it.

    ``proof`` says who certified it, under which number and until when: shown with it, never looked up.
    """

    name: str
    value: FactValue
    words: str = ""
    expires: date | None = None
    proof: str = ""

    @property
    def told(self) -> str:
        """The words with the proof beside them."""
        return f"{self.words} ({self.proof})" if self.words and self.proof else self.words


@dataclass(frozen=True, slots=True)
class Profile:
    """A supplier as the matcher sees it. The name is shown, never scored.

    Neither are ``size`` and ``kind``, empty where nothing is stated: a buyer may ask for them, and they bring
    no point.
    """

    id: str
    name: str
    pieces: tuple[Piece, ...] = ()
    facts: tuple[Fact, ...] = ()
    place: Place | None = None
    size: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One line of a requirement, in words or as a fact with the value asked for.

    ``text`` is the line in the buyer's words. With ``fact`` the line is a typed fact: a certificate
    (value True), a choice (value is the weakest acceptable answer) or ``"area"`` (value is a radius in
    kilometres around the requirement's place) or ``"serves"``: who works where the work is (value
    ``"remote"`` where work from afar will do). A filter (``"size"``, ``"kind"``, ``"county"``,
    ``"region"``, ``"uk"``; value the answers that will do, regions for the last) says who may supply: it has
    no weight, whatever is given.
    """

    id: str
    text: str
    importance: Importance = "should"
    weight: float = 1.0
    fact: str | None = None
    value: FactValue | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """What one buyer needs. ``on`` is the day certificates must be in date on; None checks no dates.

    ``keep`` holds words and phrases to be taken as written: neither corrected nor widened.
    """

    title: str
    description: str = ""
    categories: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    place: Place | None = None
    on: date | None = None
    keep: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Correction:
    """A word that no supplier uses, read as one that they do."""

    written: str
    read_as: str


@dataclass(frozen=True, slots=True)
class Widening:
    """A phrase that was also looked for under other words, at a lower weight."""

    phrase: str
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that the words point to, for the buyer to confirm. Confidence 0 to 1."""

    category: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Reading:
    """How the requirement was understood, to be shown and undone.

    ``passed_over`` counts the different words of a long text that were not looked up: others weigh more.
    """

    corrections: tuple[Correction, ...] = ()
    widenings: tuple[Widening, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    ignored: tuple[str, ...] = ()
    passed_over: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """One reason for a match.

    ``share`` is its part of the score; shares sum to the score to 1e-9. ``worth`` is the score minus the
    score without it. ``quote`` is a passage in the supplier's own words, or the name of the category that the
    piece stands under where only that agrees; ``spans`` are the half-open character ranges of the quote that
    agree with the requirement, at least one for a capability or a contract, none for the meaning.
    ``piece`` is the id of the `Piece` quoted, None for a fact or a place. What a text is worth is dealt to
    its words and its meaning as its share is.
    """

    criterion: str
    kind: EvidenceKind
    share: float
    worth: float
    title: str
    quote: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    piece: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far one criterion is met: ``share`` of the score out of the ``possible`` share."""

    criterion: str
    text: str
    importance: Importance
    verdict: VerdictWord
    share: float
    possible: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A supplier held against a requirement. ``band`` counts from 1; suppliers of one band are a tie."""

    profile: str
    score: float
    band: int
    verdicts: tuple[Verdict, ...] = ()
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Exclusion:
    """A supplier left out, with every gate that excluded it. One failed gate is a near miss."""

    profile: str
    gates: tuple[Verdict, ...]
    score: float

    @property
    def near(self) -> bool:
        return len(self.gates) == 1


@dataclass(frozen=True, slots=True)
class Ranking:
    """The answer: matches by falling score (ties by id), exclusions, and how the words were read.

    ``considered`` is the number of suppliers with any evidence at all, matches and exclusions together,
    before the limit cut the list, and ``left_out`` how many of them a must left out.
    """

    matches: tuple[Match, ...]
    excluded: tuple[Exclusion, ...] = ()
    reading: Reading = field(default_factory=Reading)
    considered: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Order:
    """A ranking without its words: ids, scores and bands of the first matches, in one length.

    ``near`` are those that one gate alone left out, the best first, and as many at most; ``excluded`` counts
    all that were left out.
    """

    profiles: tuple[str, ...]
    scores: tuple[float, ...]
    bands: tuple[int, ...]
    near: tuple[Exclusion, ...] = ()
    excluded: int = 0
    considered: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where one supplier comes in the whole order of a requirement.

    ``rank`` and ``band`` count from 1; both are None for one that a must leaves out, and for one that
    nothing speaks for. ``considered`` and ``left_out`` count as those of a `Ranking` do. ``gates`` are the
    musts that leave it out, and ``if_met`` is the rank that its score would have with them met.
    """

    rank: int | None
    band: int | None
    considered: int
    left_out: int
    gates: tuple[Verdict, ...] = ()
    if_met: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that a supplier could change in its profile: a fact stated, or a piece as it would stand.

    ``key`` is the caller's own name for it; ``fields`` counts the form fields that it fills. The fact takes
    the place of those of its name, the piece that of its id, and either comes new where there is none.
    """

    key: str
    fields: int
    fact: Fact | None = None
    piece: Piece | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The smallest changes that would have altered an outcome, and the outcome with them."""

    changes: tuple[Change, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Counts:
    """What a catalogue says of the words and categories that one requirement asks after.

    By word as it is written, by stem and by category, how many of its ``suppliers`` use it or are in it. What
    was asked after and is not here, nobody uses.
    """

    suppliers: int
    forms: Mapping[str, int]
    stems: Mapping[str, int]
    members: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Record:
    """A whole ranking of one moment, with what it takes to make it again.

    ``order`` has everybody who is not left out, as recorded; ``shown`` the first of them with their reasons;
    ``excluded`` everybody whom a must leaves out, by score. ``profiles`` are those of both, as they were
    read, in bytes. Where a model tells of meaning, ``asked`` is the vector of the need, and ``meant`` has by
    supplier the vectors of its passages, by their texts.
    """

    order: Order
    shown: tuple[Match, ...]
    excluded: tuple[Exclusion, ...]
    reading: Reading
    counts: Counts
    profiles: Mapping[str, bytes]
    asked: Mapping[str, bytes] = field(default_factory=dict)
    meant: Mapping[str, Mapping[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CoveredLine:
    """A must as a set of suppliers meets it: the ids of those that it is met ``by``, and of those to be
    ``asked``. An ``own`` must is for each of them to meet; any other is met where one of them meets it."""

    criterion: str
    text: str
    own: bool
    by: tuple[str, ...]
    asked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cover:
    """Suppliers that meet every must together, the one with the highest score first. Their bands say nothing.

    ``strength`` is the sum over all lines of the best share among them, 0 to 1: what they would score as one.
    """

    firms: tuple[Match, ...]
    lines: tuple[CoveredLine, ...]
    strength: float

    @property
    def asked(self) -> int:
        """What would have to be asked: the musts that nobody meets as yet, each supplier's own by itself."""
        return sum(len(line.asked) if line.own else bool(line.asked) for line in self.lines)


@dataclass(frozen=True, slots=True)
class Lot:
    """Musts that the same suppliers meet, by their ids, and how many SMEs are ``able``: they meet all of them
    and what each must meet itself. Of these ``unseen`` are not able for the whole."""

    criteria: tuple[str, ...]
    able: int
    unseen: int


@dataclass(frozen=True, slots=True)
class Together:
    """What suppliers can do of a requirement together.

    ``covers`` are the best of the smallest sets, none where no set of that many does. ``alone`` counts the
    suppliers that meet every must by themselves. ``lots`` are those worth proposing, with the SMEs ``able``
    for all of them at once and the number ``unseen`` that are able for some lot only; ``unmet`` are the musts
    that no SME meets, which are in no lot and in none of these counts.
    """

    covers: tuple[Cover, ...] = ()
    alone: int = 0
    lots: tuple[Lot, ...] = ()
    able: int = 0
    unseen: int = 0
    unmet: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiftedMust:
    """A must over a whole catalogue: how many meet it, and how many it leaves out by what they state.

    ``without`` counts those that meet every other must, and ``back`` those whom this one alone leaves out.
    """

    criterion: str
    met: int
    denied: int
    without: int
    back: int


@dataclass(frozen=True, slots=True)
class Sifted:
    """How many suppliers come through the musts of a requirement.

    ``among`` are those with something in its categories or below them, all where it names none. Of them
    ``every`` meet all musts, and ``left_out`` state that they do not meet one. ``musts`` stand as asked.
    """

    among: int
    every: int
    left_out: int
    musts: tuple[SiftedMust, ...] = ()


@dataclass(frozen=True, slots=True)
class Flag:
    """A text of a supplier that an adviser should look at. It changes no score and excludes nobody.

    ``reason`` says in plain words what was seen; ``quote`` is the passage as it was written, in the piece
    with the id ``piece`` and the title ``title``; none for what no single piece holds. ``about`` is the id of
    the other supplier, or the key of the requirement, that the passage is like.
    """

    kind: FlagKind
    reason: str
    quote: str = ""
    title: str = ""
    piece: str | None = None
    about: str | None = None
