"""Made-up pairs of records: of one firm in two spellings, and near misses that are two firms.

Four pairs in five are one firm, the second record with one to three changes out of six: a slip of the pen,
the legal form, trading as, the order of words, an abbreviation, a moved office. One pair in five is a near
miss: a sister company, a neighbour, another number, initial or telling word, the same plain name elsewhere.

What a record tells, as in a register that is fed by three hands:

    record           company no.  postcode        website  own mail  telephone  VAT no.
    registered       62 %         full            65 %     45 %      85 %       20 %
    of a sheet       40 %         80 %, full      30 %     35 %      60 %       8 %
    of an award      30 %         45 %, half full  5 %     -         -          -

The company number is for companies alone (70 % of firms). The first record of a pair is registered in three
of five pairs and of a sheet or an award otherwise; the second is of an award in 55 of 100, of a sheet in 25,
registered in 20. Of a near miss as much is told. Where a firm trades under another name, the second record
has both names in three of five, else the other alone, and in 15 of 100 the first record knows nothing of it.

The words in `words.json` were written down apart from the tables of `hub/duplicates/words.json`, by the same
hand: surnames, coined names and towns are in none of them, trades and their abbreviations mostly are, and of
the everyday words nearly all, for such words are everybody's.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

from hub.duplicates.records import Firm

MATERIAL = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


def _words(key: str) -> list[str]:
    return [word for line in MATERIAL[key] for word in line.split()]


SURNAMES, FIRST, COMMON, PLAIN = _words("surnames"), _words("first"), _words("common"), _words("plain")
STARTS, ENDS, SYLLABLES = _words("starts"), _words("ends"), _words("syllables")
TOWNS: dict[str, str] = MATERIAL["towns"]
"""Towns with an outward code of each."""
TRADES: dict[str, str] = MATERIAL["trades"]
"""Trades with the way that directories shorten them."""
SHORT = MATERIAL["short"] | {
    long: short for long, short in TRADES.items() if long != short and " " not in long
}
FORMS = ("Ltd", "Limited", "Ltd", "Limited", "LLP", "plc")
STREETS = "ABDEFGHJLNPQRSTUWXYZ"
GENERIC_MAIL = ("gmail.com", "hotmail.co.uk", "outlook.com", "btinternet.com")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two records, whether they are one firm's, and what was done to the second."""

    first: Firm
    second: Firm
    same: bool
    how: tuple[str, ...]


@dataclass(slots=True)
class Truth:
    """A firm with everything there is to know of it."""

    base: str
    trade: str
    form: str
    town: str
    postcode: str
    number: str
    vat: str
    domain: str
    phone: str
    trading: str = ""

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.base, self.trade, self.form) if part)


class Maker:
    """Makes firms, records of them and pairs of records, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.taken: set[str] = set()
        self.changes: dict[str, Callable[[Truth, str], str | None]] = {
            "spelling": self._misspell,
            "legal form": self._other_form,
            "trading as": self._trade_as,
            "order": self._reorder,
            "abbreviation": self._shorten,
            "moved": self._move,
        }

    def pairs(self, count: int) -> list[Pair]:
        return [self.near_miss() if number % 5 == 4 else self.duplicate() for number in range(count)]

    def loners(self, count: int) -> list[Firm]:
        return [
            self._record(truth, truth.name, self._hand()) for truth in (self.firm() for _ in range(count))
        ]

    def firm(self) -> Truth:
        """A firm whose name nobody has yet: the law gives a company's name once, and a town its trade's."""
        while True:
            made = self._draw_firm()
            if self._take(made):
                return made

    def _take(self, *firms: Truth) -> bool:
        """Whether these names are nobody's yet; they are taken from now on."""
        keys = {"".join(sorted(f"{made.base} {made.trade}".lower().split())) for made in firms}
        free = not keys & self.taken and len(keys) == len(firms)
        if free:
            self.taken |= keys
        return free

    def _draw_firm(self) -> Truth:
        random = self.random
        town = random.choice(list(TOWNS))
        base, trade = self._base(town), random.choice(list(TRADES))
        if len(base.split()) > 2 and random.random() < 0.5:
            trade = ""
        company = random.random() < 0.7
        return Truth(
            base=base,
            trade=trade,
            form=random.choice(FORMS) if company else "",
            town=town,
            postcode=self._postcode(town),
            number=f"{random.randrange(1_000_000, 16_000_000):08d}" if company else "",
            vat=f"{random.randrange(100_000_000, 999_999_999)}",
            domain="".join(c for c in (base + trade).lower() if c.isalnum()) + ".co.uk",
            phone=self._phone(),
            trading=self._coined()
            if random.random() < 0.5
            else f"{random.choice(COMMON)} {random.choice(COMMON)}",
        )

    def duplicate(self) -> Pair:
        random = self.random
        truth = self.firm()
        first_hand = "registered" if random.random() < 0.6 else self._hand()
        first = self._record(truth, truth.name, first_hand)
        wanted, done = random.choice((1, 2, 2, 3)), []
        spelled, other = truth.name, replace(truth)
        for change in random.sample(list(self.changes), len(self.changes)):
            if len(done) < wanted and (changed := self.changes[change](other, spelled)) is not None:
                spelled = changed
                done.append(change)
        if "trading as" in done:
            first, spelled = self._known_as(truth, first, spelled)
        second = self._record(
            other, spelled, random.choices(("award", "sheet", "registered"), (55, 25, 20))[0]
        )
        return Pair(first, second, True, tuple(done))

    def near_miss(self) -> Pair:
        """Two firms that are taken for one."""
        makes = (self._sister, self._neighbour, self._other_sign, self._other_word, self._same_elsewhere)
        make = self.random.choice(makes)
        one, other = make(self._draw_firm())
        while not self._take(*((one,) if make == self._same_elsewhere else (one, other))):
            one, other = make(self._draw_firm())
        first = self._record(one, one.name, "registered" if self.random.random() < 0.6 else self._hand())
        hand = self.random.choices(("award", "sheet", "registered"), (55, 25, 20))[0]
        return Pair(first, self._record(other, other.name, hand), False, (make.__name__.strip("_"),))

    def _hand(self) -> str:
        return self.random.choices(("award", "sheet", "registered"), (45, 25, 30))[0]

    def _record(self, truth: Truth, name: str, hand: str) -> Firm:
        chances = {
            "registered": (0.62, 1.0, 1.0, 0.65, 0.45, 0.85, 0.2),
            "sheet": (0.4, 0.8, 1.0, 0.3, 0.35, 0.6, 0.08),
            "award": (0.3, 0.45, 0.5, 0.05, 0.0, 0.0, 0.0),
        }
        random = self.random
        number, placed, full, site, mail, phone, vat = chances[hand]
        postcode = truth.postcode if random.random() < placed else ""
        own = random.random() < mail
        address = (
            f"office@{truth.domain}" if own else f"hello{random.randrange(999)}@{random.choice(GENERIC_MAIL)}"
        )
        return Firm(
            name=name.upper() if hand == "award" and random.random() < 0.3 else name,
            company_number=truth.number if random.random() < number else "",
            vat_number=truth.vat if truth.number and random.random() < vat else "",
            postcode=postcode if random.random() < full else postcode.split(" ")[0],
            website=f"https://www.{truth.domain}" if random.random() < site else "",
            email=address if hand != "award" else "",
            phone=truth.phone if random.random() < phone else "",
        )

    def _base(self, town: str) -> str:
        """What stands before the trade: a third coined, a third a person's name, the rest everyday words."""
        random = self.random
        surname = self._surname()
        makes: tuple[tuple[float, Callable[[], str]], ...] = (
            (0.32, self._coined),
            (0.12, lambda: surname),
            (0.08, lambda: f"{surname} & Sons"),
            (0.06, lambda: f"{surname} Brothers"),
            (0.07, lambda: f"{surname} & {self._surname()}"),
            (0.07, lambda: f"{random.choice(FIRST)} {surname}"),
            (0.04, lambda: f"{random.choice('ABCDEGHJKLMNPRST')} {surname}"),
            (0.08, lambda: town),
            (0.11, lambda: f"{random.choice(COMMON)} {random.choice(COMMON)}"),
            (0.05, lambda: random.choice(PLAIN)),
        )
        chances, each = zip(*makes, strict=True)
        return random.choices(each, chances)[0]()

    def _surname(self) -> str:
        """One of the commonest in half of the firms, else one of hundreds."""
        random = self.random
        return (
            random.choice(SURNAMES) if random.random() < 0.5 else random.choice(STARTS) + random.choice(ENDS)
        )

    def _coined(self) -> str:
        return "".join(self.random.choice(SYLLABLES) for _ in range(self.random.choice((2, 3, 3)))).title()

    def _postcode(self, town: str) -> str:
        random = self.random
        return f"{TOWNS[town]} {random.randrange(1, 10)}{random.choice(STREETS)}{random.choice(STREETS)}"

    def _phone(self) -> str:
        return f"01{self.random.randrange(200, 999)} {self.random.randrange(100_000, 999_999)}"

    # Changes: the spelling after it, or None where the firm has nothing to change so.

    def _misspell(self, _truth: Truth, name: str) -> str | None:
        words = name.split()
        long = [
            at for at, word in enumerate(words) if len(word) >= 5 and word.isalpha() and word != "Limited"
        ]
        if not long:
            return None
        at = self.random.choice(long)
        words[at] = self._slip(words[at])
        return " ".join(words)

    def _slip(self, word: str) -> str:
        random = self.random
        at = random.randrange(1, len(word) - 1)
        kind = random.choice(("lose", "swap", "double", "change"))
        if kind == "lose":
            return word[:at] + word[at + 1 :]
        if kind == "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        if kind == "double":
            return word[:at] + word[at] + word[at:]
        return word[:at] + random.choice("aeiorstln") + word[at + 1 :]

    def _other_form(self, truth: Truth, name: str) -> str | None:
        if not truth.form or not name.endswith(truth.form):
            return None
        others = {
            "Ltd": ("Limited", "", "Ltd.", "Co Ltd"),
            "Limited": ("Ltd", "", "LTD"),
            "LLP": ("", "L.L.P."),
        }
        form = self.random.choice(others.get(truth.form, ("", "PLC")))
        return f"{name.removesuffix(truth.form)}{form}".strip()

    def _trade_as(self, truth: Truth, name: str) -> str | None:
        return f"{name} {self.random.choice(('t/a', 'T/A', 'trading as'))} {truth.trading}"

    def _known_as(self, truth: Truth, first: Firm, spelled: str) -> tuple[Firm, str]:
        """Both names in three of five; else the one it trades as alone, which the first mostly knows."""
        chance = self.random.random()
        if chance < 0.6:
            return first, spelled
        alone = f"{truth.trading} {truth.trade}".strip() if self.random.random() < 0.5 else truth.trading
        known = replace(first, trading_name=alone) if chance < 0.85 else first
        return known, alone

    def _reorder(self, truth: Truth, name: str) -> str | None:
        before, joint, after = truth.base.partition(" & ")
        if joint and after != "Sons" and truth.base in name:
            return name.replace(truth.base, f"{after} & {before}")
        words = truth.base.split()
        if len(words) == 2 and truth.base in name:
            return name.replace(truth.base, f"{words[1]} {words[0]}")
        if truth.trade and f"{truth.base} {truth.trade}" in name:
            return name.replace(f"{truth.base} {truth.trade}", f"{truth.trade} {truth.base}")
        return None

    def _shorten(self, _truth: Truth, name: str) -> str | None:
        words = name.split()
        able = [at for at, word in enumerate(words) if word in SHORT]
        able += [at for at, word in enumerate(words) if word in FIRST and at == 0]
        if not able:
            return None
        at = self.random.choice(able)
        words[at] = SHORT.get(words[at], words[at][0])
        return " ".join(words)

    def _move(self, truth: Truth, name: str) -> str:
        if self.random.random() < 0.6:
            truth.town = self.random.choice(list(TOWNS))
            truth.phone = self._phone()
        truth.postcode = self._postcode(truth.town)
        return name

    # Near misses

    def _other(self, truth: Truth, **values: str) -> Truth:
        """Another firm: what nobody shares is its own."""
        fresh = self.firm()
        own = {"number": fresh.number if truth.number else "", "vat": fresh.vat, "phone": fresh.phone}
        return replace(
            truth, **(own | {"domain": fresh.domain, "postcode": fresh.postcode, "town": fresh.town} | values)
        )

    def _sister(self, truth: Truth) -> tuple[Truth, Truth]:
        random = self.random
        shared = {"postcode": truth.postcode, "town": truth.town}
        if random.random() < 0.5:
            shared |= {"domain": truth.domain, "phone": truth.phone}
        if random.random() < 0.5:
            one, two = random.choice((("(North)", "(South)"), ("(East)", "(West)"), ("No 1", "No 2")))
            first = replace(truth, trade=f"{truth.trade} {one}".strip())
            return first, self._other(truth, trade=f"{truth.trade} {two}".strip(), **shared)
        word = random.choice(("Holdings", "Properties", "Training", "Hire", "Lettings", "Events"))
        base = f"{truth.base} {truth.trade}".split()
        return truth, self._other(truth, base=" ".join(base[:2]), trade=word, **shared)

    def _neighbour(self, truth: Truth) -> tuple[Truth, Truth]:
        fresh = self.firm()
        return truth, self._other(truth, base=fresh.base, postcode=truth.postcode, town=truth.town)

    def _other_sign(self, truth: Truth) -> tuple[Truth, Truth]:
        """Another number or initial."""
        random = self.random
        one, two = (
            random.sample("ABCDEGHJKLMNPRST", 2)
            if random.random() < 0.5
            else ("A1", f"A{random.randrange(2, 9)}")
        )
        surname = self._surname() if len(one) == 1 else ""
        first = replace(truth, base=f"{one} {surname}".strip())
        return first, self._other(truth, base=f"{two} {surname}".strip(), town=truth.town)

    def _other_word(self, truth: Truth) -> tuple[Truth, Truth]:
        random = self.random
        like = random.choice(
            (("Harris", "Harrison"), ("Marlow", "Harlow"), ("Clark", "Clarkson"), ("Brown", "Browning"))
        )
        if random.random() < 0.3:
            return replace(truth, base=like[0]), self._other(truth, base=like[1], town=truth.town)
        same, one, two = random.sample(COMMON, 3)
        first = replace(truth, base=f"{same} {one}")
        return first, self._other(truth, base=f"{same} {two}", town=truth.town)

    def _same_elsewhere(self, truth: Truth) -> tuple[Truth, Truth]:
        """Two companies cannot have one name, so one of them is written as its customers call it."""
        first = replace(truth, base=self.random.choice(PLAIN + COMMON))
        town = self.random.choice([town for town in TOWNS if town != first.town])
        return first, self._other(first, base=first.base, form="", town=town, postcode=self._postcode(town))
