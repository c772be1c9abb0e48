"""The firms that the demo makes up: all sorts, all lots, no two alike, nobody real."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from functools import cache
from itertools import combinations, islice

import pytest

from hub.categories.loading import own_categories
from hub.demo.asking import generate_asks, list_buyers
from hub.demo.firms import Firm
from hub.demo.generating import generate_firms
from hub.demo.stating import CHOICES, COVERS
from hub.demo.writing import read_trades
from hub.facts.kinds import FACT_KINDS
from hub.facts.wording import state_fact
from hub.places.postcodes import normalise_postcode
from hub.suppliers.models import CONTRACT_SOURCES, SUPPLIER_KINDS, SUPPLIER_SIZES, Fact
from hub.suppliers.naming import name_key

TODAY = date(2026, 3, 1)
CERTIFICATES = {"iso_9001", "iso_14001", "iso_27001"}
DRAWN_APART = {"serves", "price_guide", "social_value", "response_time", "availability"}
CATEGORIES = {row.slug: row for row in own_categories()}


@cache
def firms(seed: int = 7) -> tuple[Firm, ...]:
    return tuple(generate_firms(300, seed, TODAY))


def described() -> list[tuple[Firm, str]]:
    return [(firm, each.description) for firm in firms() for each in firm.capabilities]


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text.lower()))


def jaccard(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of words that two texts have in common, of all their words."""
    return len(one & other) / len(one | other)


def test_jaccard_is_common_words_over_all_words() -> None:
    assert jaccard(words("We clear drains."), words("We mend drains")) == 2 / 4


@pytest.mark.parametrize("seed", [7, 1, 2])
def test_no_two_firms_of_a_trade_say_nearly_the_same(seed: int) -> None:
    by_trade: dict[str, list[frozenset[str]]] = defaultdict(list)
    for firm in firms(seed):
        by_trade[firm.trade].extend(words(each.description) for each in firm.capabilities)
    nearest = max(jaccard(*pair) for texts in by_trade.values() for pair in combinations(texts, 2))
    assert nearest < 0.6


def test_no_description_is_written_twice() -> None:
    texts = Counter(text for _firm, text in described())
    assert texts.most_common(1)[0][1] == 1


def test_descriptions_differ_in_length_and_none_is_left_unfinished() -> None:
    lengths = sorted(len(text) for _firm, text in described())
    assert lengths[0] > 60
    assert lengths[-1] > 4 * lengths[len(lengths) // 10]
    for _firm, text in described():
        assert not re.search(r"[\[\]{}|]|  |\+", text), text
        assert not re.search(r"'", text), text
        assert all(part[0] == part[0].upper() or not part[0].isalpha() for part in text.split("\n\n")), text
        assert text[-1] in ".!?’", text


def test_one_person_says_i_and_never_we() -> None:
    alone = [text for firm, text in described() if firm.kind == "sole trader"]
    assert len(alone) > 20
    assert [text for text in alone if re.search(r"\b(we|us|our|we’re)\b", text, re.IGNORECASE)] == []
    assert any(re.search(r"\bI\b", text) for text in alone)


def test_the_same_seed_makes_the_same_firms_and_another_others() -> None:
    assert list(generate_firms(20, 7, TODAY)) == list(firms()[:20])
    assert list(generate_firms(20, 8, TODAY)) != list(firms()[:20])


def test_a_million_may_be_asked_for_and_are_made_one_at_a_time() -> None:
    assert len(list(islice(generate_firms(1_000_000, 7, TODAY), 5))) == 5


def test_all_kinds_and_sizes_are_there_and_one_firm_is_large() -> None:
    claimed = [firm for firm in firms() if firm.state == "claimed"]
    assert {firm.kind for firm in claimed} == set(SUPPLIER_KINDS)
    sizes = Counter(firm.size for firm in claimed)
    assert set(sizes) == set(SUPPLIER_SIZES)
    assert sizes["large"] == 1
    assert all(firm.size == "micro" for firm in claimed if firm.kind == "sole trader")


def test_every_lot_and_every_trade_has_suppliers() -> None:
    used = {each.category for firm in firms() for each in firm.capabilities}
    lots = {row.slug for row in CATEGORIES.values() if not row.parent}
    assert {lot for lot in lots if any(slug.startswith(f"{lot}-") for slug in used)} == lots
    assert {firm.trade for firm in firms()} == {trade["key"] for trade in read_trades()}


def test_material_stands_under_categories_of_the_hub_s_own_list() -> None:
    slugs = {slug for trade in read_trades() for slug in trade["categories"]}
    slugs |= {job["category"] for trade in read_trades() for job in trade["does"]}
    assert slugs - CATEGORIES.keys() == set()


def test_unclaimed_firms_are_known_from_published_awards_alone() -> None:
    unclaimed = [firm for firm in firms() if firm.state == "unclaimed"]
    assert 15 <= len(unclaimed) <= 60
    for firm in unclaimed:
        assert firm.contracts
        assert firm.capabilities == firm.facts == ()
        assert firm.contact_email == firm.website == ""
        assert all(each.source != "own" for each in firm.contracts)


def test_published_contracts_have_a_key_of_their_own_and_own_ones_none() -> None:
    contracts = [each for firm in firms() for each in firm.contracts]
    assert {each.source for each in contracts} == set(CONTRACT_SOURCES) - {"buyer"}
    keys = [each.source_key for each in contracts if each.source != "own"]
    assert len(set(keys)) == len(keys)
    assert None not in keys
    assert {each.source_key for each in contracts if each.source == "own"} == {None}
    assert all(each.starts_on < TODAY for each in contracts)


def test_facts_are_those_the_hub_knows_with_values_it_allows() -> None:
    stated = [fact for firm in firms() for fact in firm.facts]
    for fact in stated:
        kind = FACT_KINDS[fact.name]
        if kind.kind == "choice":
            assert kind.answer(fact.value)
        elif kind.kind == "certificate":
            assert fact.value is True
        elif kind.kind in ("money", "number"):
            assert isinstance(fact.value, float)
            assert fact.value > 0
        elif kind.kind == "many":
            assert set(fact.value) <= {answer.value for answer in kind.choices}
        assert state_fact(Fact(name=fact.name, value=fact.value))
    assert {fact.name for fact in stated} == {*CHOICES, *COVERS, *CERTIFICATES, *DRAWN_APART}


def test_certificates_are_in_and_out_of_date() -> None:
    ends = [fact.expires_on for firm in firms() for fact in firm.facts if fact.expires_on]
    assert 0.02 < sum(end < TODAY for end in ends) / len(ends) < 0.3


def test_nobody_real_can_be_rung_written_to_or_looked_up() -> None:
    for firm in firms():
        assert re.fullmatch(r"(01632 960|07700 900)\d{3}|", firm.contact_phone)
        assert re.fullmatch(r"[a-z]+@[a-z0-9-]+\.example|", firm.contact_email)
        assert re.fullmatch(r"https://www\.[a-z0-9-]+\.example|", firm.website)
        assert firm.company_number is None or firm.company_number.startswith("99")


def test_names_are_all_different_to_the_register_too() -> None:
    assert len({name_key(firm.name) for firm in firms()}) == len(firms())
    assert len({firm.public_id for firm in firms()}) == len(firms())


def test_firms_are_in_real_outward_codes() -> None:
    assert all(normalise_postcode(firm.outcode) == firm.outcode for firm in firms() if firm.outcode)


def test_the_first_firm_is_the_demo_supplier_s_with_nothing_lapsed() -> None:
    first = firms()[0]
    assert (first.name, first.outcode, first.state) == ("Thackwold IT Support Ltd", "ST16", "claimed")
    assert all(fact.expires_on is None or fact.expires_on >= TODAY for fact in first.facts)


def test_requirements_use_the_hub_s_categories_facts_and_buyers() -> None:
    asks = list(generate_asks(40, 7))
    assert len({ask.title for ask in asks}) == 40
    assert {ask.buyer for ask in asks} == {buyer.key for buyer in list_buyers()}
    assert {ask.visibility for ask in asks} == {"public", "private"}
    for ask in asks:
        assert set(ask.categories) <= CATEGORIES.keys()
        assert normalise_postcode(ask.outcode) == ask.outcode
        assert len(ask.lines) <= 6
        assert {line.importance for line in ask.lines} <= {"must", "should"}
        for line in ask.lines:
            assert line.fact is None or line.fact == "area" or line.fact in FACT_KINDS
            assert (line.fact is None) == (line.value is None)
    assert sum(line.fact == "area" for ask in asks for line in ask.lines) > 5


def test_requirements_past_the_written_ones_are_asked_by_others_elsewhere() -> None:
    asks = list(generate_asks(100, 7))
    assert len({ask.public_id for ask in asks}) == 100
    assert asks[44].title.startswith(asks[0].title + ", ")
