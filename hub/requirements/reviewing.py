"""Advice on a requirement while it is written: what is missing, too much, or met by nobody.

Rules that anybody can check by eye. They look for words, and understand none: each says what it looked for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from hub.facts.kinds import CERTIFICATES, FACT_KINDS
from hub.matches.sifting import SiftedLine, SiftedMusts
from hub.requirements.editing import Answers, Line
from matching.words import stems

FEWEST_WORDS = 30
"""Words of title and description together. Shorter texts are seldom more than a heading."""

MOST_MUSTS = 10

FEWEST = 3
"""Suppliers that must be left, or too few compete."""

ALIKE = 0.8
"""Part of the words of two lines that both hold, from which they say nearly the same."""

LONGEST_QUOTED = 80
"""Characters of a line that a point repeats."""

_WORD = re.compile(r"[\w’'-]+")
_WHY = re.compile(
    r"\b(?:because|problems?|so that|in order to|currently|at (?:the moment|present)|now|today|too (?:many"
    r"|few|much|little|old|slow|late)|need to|in need of|ends?|expires?|replac\w+|fail\w*|broken?|breaks?"
    r"|complain\w*|cannot|can’t|can't|do not|does not|want to|would like to|aims?|goals?)\b",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"\b(?:residents?|tenants?|pupils?|students?|learners?|children|young people|families|parents?|carers?"
    r"|patients?|clients?|customers?|citizens?|visitors?|staff|colleagues|employees|officers?|councillors?"
    r"|members?|teachers?|teams?|users?|people|households?|businesses|schools?|drivers?|passengers?|public)\b",
    re.IGNORECASE,
)
_DENIAL = re.compile(r"\b(?:not|no|never|without|nor|cannot)\b|n[’']t\b", re.IGNORECASE)
_EQUAL = re.compile(r"\bor (?:an? )?(?:equivalent|equal|similar|comparable)\b", re.IGNORECASE)
_BRANDS = re.compile(
    r"\b(?:Adobe|AWS|Amazon|Android|Apple|Azure|Bosch|Caterpillar|Cisco|Citrix|Dell|Dyson|Epson|Ford|Fujitsu"
    r"|Google|Honeywell|IBM|JCB|Karcher|Lenovo|Microsoft|Oracle|Salesforce|Samsung|SAP|Siemens|Tarmac|Toshiba"
    r"|Vaillant|Velux|VMware|Worcester Bosch|Xerox|Zoom)\b"
)
_BLANK = re.compile(r"\[[^\]\n]{1,80}\]")


@dataclass(frozen=True, slots=True)
class Point:
    """What was seen, and what to do. ``where`` is the id of the place on the edit page."""

    seen: str
    do: str
    where: str


def review(answers: Answers, sifted: SiftedMusts) -> list[Point]:
    """What to look at before ranking, in the order in which a requirement is read."""
    return [point for rule in RULES for point in rule(answers, sifted)]


def _no_problem(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    text = _text(answers)
    if not _WHY.search(text):
        yield Point(
            "The text says what you want and not why: none of “because”, “problem”, “so that” or "
            "the like was found.",
            "Say in a sentence what is wrong today and what should be better afterwards. Suppliers may know "
            "another way.",
            "description",
        )
    if not _WHO.search(text):
        yield Point(
            "The text does not say who it is for: none of “residents”, “pupils”, “staff” or "
            "the like was found.",
            "Say who uses it, and about how many they are.",
            "description",
        )


def _short(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    words = len(_WORD.findall(_text(answers)))
    if words < FEWEST_WORDS:
        told = "1 word" if words == 1 else f"{words} words"
        yield Point(
            f"The text has {told}.",
            f"Write at least {FEWEST_WORDS}: what is to be done, how often, how much of it, and where.",
            "description",
        )


def _blanks(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    texts = [_text(answers), *(line.text for line in answers.lines)]
    found = (blank for text in texts for blank in _BLANK.findall(text))
    blanks = list({blank.casefold(): blank for blank in found}.values())
    if blanks:
        yield Point(
            f"{_are(len(blanks), 'blank')} still to be filled in: {', '.join(blanks[:5])}"
            f"{' …' if len(blanks) > 5 else ''}.",
            "Put your own figures and names there, or take it away.",
            "description",
        )


def _no_category(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    if not answers.categories:
        yield Point(
            "No category is ticked.",
            "Tick one or two, so that suppliers are found that say it in other words.",
            "other_category",
        )


def _many_musts(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    musts = len(_musts(answers))
    if musts > MOST_MUSTS:
        yield Point(
            f"There are {musts} musts.",
            f"Keep those without which you would not buy, at most {MOST_MUSTS}, and make the others shoulds.",
            "lines",
        )


def _said_twice(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    read = [(line, frozenset(stems(line.text))) for line in answers.lines if not line.fact]
    for (one, first), (other, second) in combinations(read, 2):
        if not first or not second or len(first & second) < ALIKE * len(first | second):
            continue
        told = f"{_quoted(one)} and {_quoted(other)}"
        if bool(_DENIAL.search(one.text)) != bool(_DENIAL.search(other.text)):
            yield Point(
                f"{told} hold the same words, and only one of them says “not”.",
                "Read both: they may contradict each other. Keep the one that you mean.",
                "lines",
            )
        else:
            yield Point(
                f"{told} say nearly the same.",
                "Keep one of them: what stands twice counts twice.",
                "lines",
            )


def _facts_in_words(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    asked = {line.fact for line in answers.lines}
    for name, called in CERTIFICATES.items():
        told = [
            line for line in _musts(answers) if not line.fact and called.casefold() in line.text.casefold()
        ]
        if told and name not in asked:
            yield Point(
                f"{_quoted(told[0])} asks for {called} in words, which leaves nobody out.",
                f"Ask for {called} as a fact: it is then held against what suppliers state.",
                "facts",
            )


def _brands(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    for line in _musts(answers):
        brand = _BRANDS.search(line.text) if not line.fact and not _EQUAL.search(line.text) else None
        if brand:
            yield Point(
                f"{_quoted(line)} names {brand.group()}.",
                "Add “or equivalent”, unless it has to work with what you have: then say so.",
                "lines",
            )


def _nobody_meets(answers: Answers, sifted: SiftedMusts) -> Iterator[Point]:
    unmet = [each for each in sifted.lines if not each.met] if sifted.among else []
    in_words = [_quoted(each.line) for each in unmet if not each.line.fact]
    if in_words:
        yield Point(
            f"What no {_supplier(sifted)} says of itself: {'; '.join(in_words)}.",
            "Say it in the words that suppliers use, or be ready to ask: a line in words leaves nobody out.",
            "lines",
        )
    for each in unmet:
        if each.line.fact:
            yield Point(
                f"No {_supplier(sifted)} meets {_quoted(each.line)}: {_how_not(each)}.",
                "Make it a should, ask for less, or be ready to ask suppliers.",
                _where(each.line),
            )


def _none_at_all(answers: Answers, sifted: SiftedMusts) -> Iterator[Point]:
    most = max(sifted.lines, key=lambda each: each.without, default=None)
    if sifted.every or not sifted.among or most is None or len(sifted.lines) < 2:
        return
    without = (
        f"Without {_quoted(most.line)} {_would(most.without)}."
        if most.without
        else "No single one of them is the reason: at least two would have to go."
    )
    yield Point(
        f"No {_supplier(sifted)} meets every must by what it says.",
        f"{without} Those who do not say have to be asked.",
        _where(most.line),
    )


def _too_few(answers: Answers, sifted: SiftedMusts) -> Iterator[Point]:
    most = max(sifted.lines, key=lambda each: each.back, default=None)
    if most is None or sifted.left >= FEWEST or not most.back:
        return
    left = (
        "Nobody is"
        if not sifted.left
        else f"Only {sifted.left} of them {'is' if sifted.left == 1 else 'are'}"
    )
    yield Point(
        f"The musts leave out {sifted.left_out:,} of {sifted.among:,} suppliers. {left} left to compete.",
        f"{_quoted(most.line)} leaves out {most.back:,} by itself: make it a should, or ask for less.",
        _where(most.line),
    )


def _no_value(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    if answers.estimated_value is None:
        yield Point(
            "No estimated value is given.",
            "Enter it: the hub then tells what the rules of buying ask. Nobody else sees it.",
            "estimated_value",
        )


def _no_place(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    if not answers.postcode:
        yield Point(
            "No place is given.",
            "Enter the postcode where the work is, or leave it empty where work from afar will do.",
            "postcode",
        )


def _no_day(answers: Answers, _sifted: SiftedMusts) -> Iterator[Point]:
    if answers.needed_on is None:
        yield Point(
            "No day is given on which the work starts.",
            "Enter it: certificates then have to be in date on that day.",
            "needed_on",
        )


RULES: Sequence[Callable[[Answers, SiftedMusts], Iterator[Point]]] = (
    _short,
    _no_problem,
    _blanks,
    _no_category,
    _many_musts,
    _said_twice,
    _facts_in_words,
    _brands,
    _nobody_meets,
    _none_at_all,
    _too_few,
    _no_place,
    _no_value,
    _no_day,
)


def _text(answers: Answers) -> str:
    return f"{answers.title}\n{answers.description}"


def _musts(answers: Answers) -> list[Line]:
    return [line for line in answers.lines if line.importance == "must"]


def _where(line: Line) -> str:
    """The part of the edit page where a line is changed."""
    if not line.fact:
        return "lines"
    if line.fact in ("area", "serves"):
        return "postcode"
    return "facts" if line.fact in FACT_KINDS else "who"


def _quoted(line: Line) -> str:
    text = " ".join(line.text.split())
    if len(text) > LONGEST_QUOTED:
        text = f"{text[:LONGEST_QUOTED].rpartition(' ')[0] or text[:LONGEST_QUOTED]} …"
    return f"“{text}”"


def _are(count: int, thing: str) -> str:
    return f"There is 1 {thing}" if count == 1 else f"There are {count} {thing}s"


def _supplier(sifted: SiftedMusts) -> str:
    return "supplier in the categories ticked" if sifted.in_categories else "registered supplier"


def _how_not(each: SiftedLine) -> str:
    """`3 state something else, 40 do not say`."""
    told = []
    if each.denied:
        told.append(f"{each.denied:,} {'states' if each.denied == 1 else 'state'} something else")
    if each.unsaid:
        told.append(f"{each.unsaid:,} {'does' if each.unsaid == 1 else 'do'} not say")
    return ", ".join(told)


def _would(count: int) -> str:
    return "1 supplier would" if count == 1 else f"{count:,} suppliers would"
