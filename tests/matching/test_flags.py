"""Texts that an adviser is told of: each way to game a ranking by hand, and the honest texts beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import Asked, Category, Flag, Index, Piece, Profile, Requirement
from matching.flags.hidden import is_disguised
from tests.matching.catalogue_made import OTHERS, supplier

LUNCHES = Requirement(
    "School catering",
    "Hot lunches cooked for primary pupils, with allergens labelled and a weekly menu for parents.",
)
ASKED = Asked({"lunches": LUNCHES, "roofs": Requirement("Roof repairs")})
STREWN = "catering lunches primary pupils allergens menu parents school"
PLUMBER = supplier("Adams", "Plumbing", text="We mend taps, toilets and boilers in the town, day and night.")
SERVICES = (
    "Drain cleaning, gutter clearing, CCTV surveys, septic tank emptying, patio washing, leak detection, "
    "boiler servicing and tap repairs."
)


def told(profile: Profile, asked: Asked = ASKED, *others: Profile) -> tuple[Flag, ...]:
    return Index().fit([*OTHERS, *others, profile]).flags(profile.id, asked)


def kinds(profile: Profile, *others: Profile, asked: Asked = ASKED) -> list[str]:
    return [flag.kind for flag in told(profile, asked, *others)]


def saying(text: str, title: str = "Plumbing") -> Profile:
    return supplier("Adams", title, text=text)


@pytest.mark.parametrize(
    "honest",
    [
        PLUMBER,
        *OTHERS,
        saying(SERVICES),
        saying("GAS SAFE REGISTERED! We’re on call 24/7. Boilers, taps, toilets: fixed."),
        saying("Zoë’s café menus, naïvely priced at €5. Съвет и Ελλάδα."),
        saying("Hot lunches for primary schools, cooked on site. Menus change each week."),
        supplier("Adams", "School catering"),
    ],
    ids=lambda profile: profile.pieces[0].title + profile.pieces[0].text[:20],
)
def test_honest_texts_are_not_flagged(honest: Profile) -> None:
    assert told(honest) == ()


@pytest.mark.parametrize("separator", [" ", ", ", ". ", "\n"])
def test_words_of_a_requirement_strewn_into_a_text_are_flagged_and_quoted(separator: str) -> None:
    strewn = separator.join(STREWN.split())
    (flag,) = told(saying(f"We mend taps and boilers. {strewn}"))
    assert (flag.kind, flag.about, flag.title) == ("requirement", "lunches", "Plumbing")
    assert flag.quote.split()[0].startswith("catering")
    assert "“School catering”" in flag.reason


def test_the_reason_counts_the_words_taken() -> None:
    """Eight are strewn, and all eight are of the requirement."""
    (flag,) = told(saying(f"We mend taps and boilers. {STREWN}"))
    assert flag.reason == "8 words in a row are those of the requirement “School catering”."


def test_words_strewn_in_a_title_are_flagged_too() -> None:
    assert kinds(saying("We mend taps.", title=STREWN)) == ["requirement"]


def test_a_requirement_pasted_with_its_small_words_is_flagged() -> None:
    (flag,) = told(saying(f"We mend taps. {LUNCHES.description}"))
    assert (flag.kind, flag.quote) == ("requirement", LUNCHES.description.rstrip("."))


def test_a_short_requirement_is_anybodys_words() -> None:
    """Four words: a firm may well say them. With the fifth they are that requirement's."""
    four, five = Requirement("Slate roof repairs, Derby"), Requirement("Slate roof repairs, Derby schools")
    assert kinds(saying(four.title), asked=Asked({"a": four})) == []
    assert kinds(saying(five.title), asked=Asked({"a": five})) == ["requirement"]


def test_a_phrase_of_the_trade_in_both_is_no_theft() -> None:
    asked = Asked({"a": Requirement("Managed network", "Cyber Essentials Plus and ISO 27001 are a must.")})
    assert kinds(saying("Networks run for you. Cyber Essentials Plus, ISO 27001."), asked=asked) == []


def test_words_said_again_and_again_are_flagged() -> None:
    """Two words twenty times: 2 different ones among 40. Told of no requirement, the rule stands alone."""
    (flag,) = told(saying("enterprise search " * 20, title=""), Asked())
    assert (flag.kind, flag.quote.split()[:3]) == ("repeated", ["enterprise", "search", "enterprise"])
    assert flag.reason == "The same words again and again: 2 different ones among 40 in a row."


@pytest.mark.parametrize("word", ["dr\u200bain", "cle\u0430ning", "gut\u00adter", "ｄｒａｉｎ", "𝐝𝐫𝐚𝐢𝐧"])
def test_a_word_with_something_unseen_in_it_is_disguised(word: str) -> None:
    assert is_disguised(word)


@pytest.mark.parametrize("word", ["drain", "Zoë", "naïve", "Москва", "αβγ", "µm", "ﬁnance", "don’t", "Ł"])
def test_accents_and_other_alphabets_are_no_disguise(word: str) -> None:
    assert not is_disguised(word)


def test_hidden_signs_are_flagged_from_the_second_word_and_named_in_plain_letters() -> None:
    assert kinds(saying("We mend dr\u200bains.")) == []
    (flag,) = told(saying("We mend dr\u200bains and gutt\u0435rs."))
    assert flag.kind == "hidden"
    assert flag.reason.endswith("look like ours: drains, gutters.")
    assert flag.quote == "dr\u200bains and gutt\u0435rs"


def test_strewn_words_are_found_under_their_disguise() -> None:
    disguised = " ".join(f"{word[0]}\u200b{word[1:]}" for word in STREWN.split())
    assert kinds(saying(disguised)) == ["hidden", "requirement"]


LONG = (
    "Daily cleaning of offices, desks, kitchens and washrooms by trained people who stay for years, with "
    "supplies, windows, carpets, keys held, alarms set, waste sorted and a supervisor who answers the phone."
)


def test_a_text_that_stands_in_another_profile_is_flagged_in_both() -> None:
    copy = supplier("Zed", "Office cleaning", text=LONG.replace("carpets", "rugs"))
    original = supplier("Adams", "Office cleaning", text=LONG)
    (flag,) = told(copy, ASKED, original)
    assert (flag.kind, flag.about) == ("copy", "adams")
    assert flag.reason.endswith("of this text stands in the profile of Adams too.")
    assert kinds(original, copy) == ["copy"]


def test_twenty_twins_are_counted() -> None:
    twins = [replace(supplier("Twin", "Office cleaning", text=LONG), id=f"t{at:02}") for at in range(20)]
    (flag,) = told(twins[-1], ASKED, *twins[:-1])
    assert (flag.about, "Twin and 18 more too" in flag.reason) == ("t00", True)


def test_two_firms_may_have_the_same_title() -> None:
    assert kinds(supplier("Zed", "Office cleaning"), supplier("Adams", "Office cleaning")) == []


def test_a_published_award_is_the_word_of_others() -> None:
    award = Piece("a", "contract", STREWN, LONG, published=True)
    firm = Profile("adams", "Adams", (award,))
    assert kinds(firm, replace(firm, id="b")) == []
    own = replace(firm, pieces=(replace(award, published=False),))
    assert kinds(own, replace(firm, id="b")) == ["requirement", "copy"]


def test_a_list_is_foreign_where_its_words_and_the_firms_others_have_different_users() -> None:
    """Fifteen bakers share one vocabulary, fifteen plumbers another: their words never meet."""
    bread = "flour dough yeast oven crust loaf bakery pastry bread rolls"
    pipes = "valve pipes boiler radiator solder faucet leak cistern pump drains"
    trades = [supplier(f"B{at}", "Bread", text=f"We love {bread}.") for at in range(15)]
    trades += [supplier(f"P{at}", "Pipes", text=f"We love {pipes}.") for at in range(15)]
    told_of = " and ".join(pipes.split())
    strewn = supplier("Adams", "Pipes", text=f"We fit {told_of}. {bread}")
    assert kinds(supplier("Adams", "Pipes", text=f"We fit {told_of}. {pipes}"), *trades) == []
    (flag,) = told(strewn, ASKED, *trades)
    assert (flag.kind, flag.quote) == ("list", bread)


TREE = tuple(Category(f"c{at}", f"Heading {at}") for at in range(12))


@pytest.mark.parametrize(
    ("title", "found"),
    [("Anything at all", ["categories"]), ("Heading {at}", ["categories"]), ("{at}", [])],
)
def test_every_category_ticked_is_flagged_unless_each_has_words_of_its_own(
    title: str, found: list[str]
) -> None:
    trades = "roofs slates tiles|drains sewers jetting|hedges lawns mowing|lunches menus pupils"
    texts = dict(enumerate(trades.split("|")))
    pieces = tuple(
        Piece(
            f"p{at}",
            "capability",
            title.format(at=at),
            texts[at] if title == "{at}" else "",
            TREE[at].key,
        )
        for at in range(4 if title == "{at}" else 12)
    )
    firm = Profile("adams", "Adams", pieces)
    flags = Index(TREE).fit([*OTHERS, firm]).flags("adams")
    assert [flag.kind for flag in flags] == found
    if found:
        assert flags[0].reason.startswith("12 of its 12 categories have no words of their own: Heading 0;")


GAMED = (
    saying(f"We mend taps. {STREWN} " + "dr\u200bains gutt\u0435rs " * 30),
    supplier("Zed", "Office cleaning", text=LONG),
    supplier("Yew", "Office cleaning", text=LONG),
)


def test_the_order_of_suppliers_and_pieces_changes_nothing() -> None:
    profiles = [*OTHERS, *GAMED]
    turned = [replace(profile, pieces=profile.pieces[::-1]) for profile in reversed(profiles)]
    one, other = Index().fit(profiles), Index().fit(turned)
    for profile in profiles:
        assert one.flags(profile.id, ASKED) == other.flags(profile.id, ASKED)


changes = st.lists(st.tuples(st.sampled_from([*GAMED, *OTHERS[:3]]), st.booleans()), max_size=20)


@settings(deadline=None, max_examples=40)
@given(changes)
def test_an_index_changed_many_times_flags_like_a_rebuilt_one(steps: list[tuple[Profile, bool]]) -> None:
    changed, kept = Index(), dict[str, Profile]()
    for profile, stays in steps:
        if stays:
            changed.put(profile)
            kept[profile.id] = profile
        else:
            changed.remove(profile.id)
            kept.pop(profile.id, None)
    rebuilt = Index().fit(kept.values())
    for name in kept:
        assert changed.flags(name, ASKED) == rebuilt.flags(name, ASKED)


def test_flags_change_no_ranking() -> None:
    """A ranking reads nothing of them: it is the same before and after they were asked for."""
    index = Index().fit([*OTHERS, *GAMED])
    before = index.rank(LUNCHES)
    assert index.flags("adams", ASKED)
    assert index.rank(LUNCHES) == before


def test_flags_of_a_supplier_that_is_not_held_are_an_error() -> None:
    with pytest.raises(KeyError, match="nobody"):
        Index().flags("nobody")


@pytest.mark.parametrize(
    "text", ["", "roof " * 100_000, "\u200b" * 1_000_000, "a" * 1_000_000, "x. " * 300_000]
)
def test_hostile_text_is_looked_at_like_any_other(text: str) -> None:
    told(saying(text, title=text[:100]))
