"""How words are read: folded, stemmed, repaired, widened; and every change on record."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from matching import Correction, Index, Requirement, Widening
from matching.reading import MOST_TERMS
from matching.sentences import read_lines
from matching.spelling import Spellings, part, repair
from matching.synonyms import Synonym, shipped_entries, shipped_synonyms
from matching.weights import shipped_weights
from matching.words import TEXT_CAP, WEAK, forget, pairs, stem, stems, tokens, words
from tests.matching.catalogue_made import OTHERS, order, rank, supplier


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Drains, draining & drained", ["drain", "drain", "drain"]),
        ("CAFÉ café CAFE\u0301", ["cafe", "cafe", "cafe"]),
        ("ﬁre", ["fire"]),
        ("cle\u0430ning", ["clean"]),
        ("pay\u200broll", ["payrol"]),
        ("Research&amp;Development", ["research", "develop"]),
        ("caf&eacute;", ["cafe"]),
        ("e-learning wi-fi low-code", ["elearn", "wifi", "low", "code"]),
        ("C# and C++ and .NET", ["csharp", "cplusplus", "dotnet"]),
        ("the tenant’s repairs", ["tenant", "repair"]),
        ("licence licenses organised organize", ["licens", "licens", "organiz", "organiz"]),
        ("ISO 27001", ["iso", "27001"]),
        ("1. Roofs, level 3", ["roof", "level"]),
        ("£5,000,000 for 100 roofs", ["100", "roof"]),
        ("", []),
        ("the of and", []),
    ],
)
def test_words_are_read_alike_however_they_are_written(written, read):
    assert stems(written) == read


def test_a_token_marks_the_letters_it_was_written_in():
    text = "Fresh cr&egrave;me"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Fresh", "cr&egrave;me"]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("content management -hosting", ["content", "management", "hosting"]),
        ("clean-up of drains", ["clean", "drains"]),
        ("e-learning, tenant's", ["e-learning", "tenant"]),
        ("'hosting'", ["hosting"]),
        ("--café--", ["café"]),
        ("C# code", ["C#", "code"]),
    ],
)
def test_a_token_covers_the_word_and_none_of_the_signs_around_it(text, marked):
    assert [text[token.start : token.end] for token in tokens(text)] == marked


@pytest.mark.parametrize("title", ["The supplier must", "Providers should be able to", "We require, wish"])
def test_words_that_carry_no_need_find_nothing(title):
    mind = supplier("Mind", "Files that must open", text="Suppliers must provide what you require.")
    assert rank(mind, title=title).considered == 0


def test_a_word_of_procurement_supports_and_is_never_the_only_proof():
    calls, office = supplier("Voice", "Answering calls"), supplier("Office", "Work out of hours, on call")
    ranking = rank(calls, office, title="The supplier must answer calls out of hours")
    assert order(ranking) == ["voice"]
    assert {ranking.matches[0].evidence[0].quote[a:b] for a, b in ranking.matches[0].evidence[0].spans} == {
        "Answering",
        "calls",
    }


def test_where_only_words_of_procurement_are_asked_for_they_are_the_need():
    assert order(rank(supplier("Firm", "Project management"), title="Project management")) == ["firm"]


def test_a_stray_word_of_another_name_is_no_evidence():
    """Answering calls is also looked for as customer service automation; customers are not the need."""
    firm = supplier("Firm", "Surveys", text="Our customers are schools.")
    whole = supplier("Whole", "Customer service automation")
    assert order(rank(firm, whole, title="Answering calls")) == ["whole"]


def test_a_phrase_is_widened_whole_and_not_word_by_word():
    desk, chairs = supplier("Desk", "Service desk"), supplier("Chairs", "Furniture")
    found = order(rank(desk, chairs, title="Help desk"))
    assert found[0] == "desk"
    assert "chairs" not in found


def test_what_was_widened_is_shown_as_it_was_written():
    firm = supplier("Firm", "Web hosting")
    widened = rank(firm, title="Cheap Website-hosting").reading.widenings
    assert [(each.phrase, each.also) for each in widened] == [("Website-hosting", ("web hosting",))]
    repaired = rank(firm, supplier("Other", "Cleaning of drains"), title="Clening, website hosting").reading
    assert [each.phrase for each in repaired.widenings] == ["website hosting"]


def test_two_words_that_a_supplier_writes_as_one_are_looked_for_as_one_too():
    site, shop = supplier("Site", "Nutrisystem kits"), supplier("Shop", "Nutri bars")
    ranking = rank(site, shop, title="Nutri system kits")
    assert order(ranking)[0] == "site"
    assert ranking.reading.widenings == (Widening("Nutri system", ("nutrisystem",)),)
    assert [each.quote for each in ranking.matches[0].evidence] == ["Nutrisystem kits"]
    assert ranking.matches[0].evidence[0].spans[0] == (0, len("Nutrisystem"))


def test_a_phrase_of_the_table_is_also_joined_and_both_are_shown():
    firm, other = supplier("Firm", "Helpdesk"), supplier("Other", "Service desk")
    reading = rank(firm, other, title="Help desk").reading
    assert reading.widenings == (Widening("Help desk", ("service desk", "helpdesk")),)


def test_words_kept_as_written_or_that_nobody_writes_as_one_are_not_joined():
    site, shop = supplier("Site", "Nutrisystem kits"), supplier("Shop", "Nutri bars")
    index = Index().fit([site, shop])
    assert not index.rank(Requirement("Nutri system kits", keep=("nutri system",))).reading.widenings
    assert not index.rank(Requirement("Nutri bars and kits")).reading.widenings


def test_no_word_that_says_many_things_is_looked_up_in_the_table():
    general = "system call work security show long find drop code need sign send fit collect visitor support"
    table = shipped_synonyms().table
    assert [word for word in general.split() if (stem(word),) in table] == []
    assert [key for key in table if not key or (len(key) == 1 and key[0] in WEAK)] == []


def test_every_problem_of_the_table_can_be_looked_up():
    entries, phrases = shipped_entries(), shipped_synonyms().phrases
    problems = [phrase for entry in entries["problem"] for phrase in entry["says"]]
    assert [phrase for phrase in problems if not list(phrases(stems(phrase)))] == []
    assert [name for group in entries["same"] for name in group if not stems(name)] == []


GULLY = Synonym("gully sucker", ("gully emptier", "vacuum tanker"), mutual=True)


def widened(own, title, *firms):
    index = Index(synonyms=shipped_synonyms().with_own(own)).fit([*OTHERS, *firms])
    ranking = index.rank(Requirement(title))
    return {each.phrase: each.also for each in ranking.reading.widenings}, order(ranking)


def test_what_a_hub_says_of_a_phrase_is_looked_for_as_well():
    emptier, tanker = supplier("Empty", "Gully emptier"), supplier("Tank", "Vacuum tanker")
    assert widened([], "Gully sucker", emptier, tanker)[0] == {}
    also, found = widened([GULLY], "Gully sucker", emptier, tanker)
    assert also == {"Gully sucker": ("gully emptier", "vacuum tanker")}
    assert found == ["empty", "tank"]
    assert widened([], "Vacuum tanker", supplier("Suck", "Gully sucker")) == ({}, [])
    also, found = widened([GULLY], "Vacuum tanker", supplier("Suck", "Gully sucker"))
    assert (also, found) == ({"Vacuum tanker": ("gully sucker",)}, ["suck"])


def test_what_a_hub_says_stands_in_place_of_the_table_and_beside_it_the_other_way_round():
    desk, support = supplier("Desk", "Service desk"), supplier("Help", "Help desk")
    assert widened([], "Help desk", desk)[0] == {"Help desk": ("service desk",)}
    assert widened([Synonym("help desk")], "Help desk", desk)[0] == {}
    point, own = supplier("Care", "Care line"), Synonym("care line", ("service desk",), mutual=True)
    assert widened([own], "Service desk", support, point)[0] == {"Service desk": ("help desk", "care line")}


def test_the_order_of_a_hubs_synonyms_is_no_matter():
    other = Synonym("vacuum tanker", ("jetter",))
    one, two = shipped_synonyms().with_own([GULLY, other]), shipped_synonyms().with_own([other, GULLY])
    assert one.table == two.table


def test_pairs_are_neighbours_in_either_order_and_never_two_words_of_procurement():
    assert list(pairs(stems("cleaning of drains"))) == list(pairs(stems("drain cleaning"))) == ["clean drain"]
    assert list(pairs(stems("required services"))) == []


def test_a_slip_of_the_pen_is_repaired_shown_and_undone_on_request():
    school = supplier("Baker", "School catering")
    index = Index().fit([*OTHERS, school])
    read = index.rank(Requirement("Scool catring"))
    assert read.reading.corrections == (Correction("scool", "school"), Correction("catring", "catering"))
    assert order(read)[0] == "baker"
    kept = index.rank(Requirement("Scool catring", keep=("catring",)))
    assert kept.reading.corrections == (Correction("scool", "school"),)


@pytest.mark.parametrize(
    ("word", "better"),
    [
        ("acomodation", "accommodation"),  # two letters missing in eleven
        ("clening", "cleaning"),  # one missing in seven
        ("claening", "cleaning"),  # two exchanged
        ("cleaning", "cleaning"),
        ("lane", None),  # four letters: one change makes another word
        ("bleaning", None),  # the first letter is trusted
        ("b2b45", None),  # a code is no misspelling
    ],
)
def test_only_near_words_of_some_length_are_taken_for_slips(word, better):
    assert repaired(word, {"cleaning": 5, "accommodation": 1, "line": 3, "leaning": 1}) == better


def test_equally_near_words_go_to_the_one_more_suppliers_use():
    assert repaired("roofs", {"roots": 1, "roofy": 4}) == "roofy"
    assert repaired("roofs", {"roots": 4, "roofy": 4}) == "roofy"


def repaired(word, vocabulary):
    return repair(word, vocabulary, Spellings(["cleans", *vocabulary]))


@given(st.lists(st.text("abcdeé", min_size=1, max_size=9), max_size=30), st.text("abcdeé", min_size=1))
def test_spellings_leave_out_no_word_that_is_near(words_, word):
    near = set(Spellings(words_).near(word, 2))
    assert {each for each in words_ if each[0] == word[0] and OSA.distance(each, word) <= 2} <= near


def test_a_word_written_as_one_is_parted_where_suppliers_write_two():
    assert part("dampproofing", {"damp": 2, "proofing": 2}) == ("damp", "proofing")
    assert part("gutters", {"damp": 2}) == ()


def test_a_word_that_a_supplier_uses_is_never_repaired():
    odd = supplier("Odd", "Catring")
    assert rank(odd, title="Catring").reading.corrections == ()


def test_another_name_is_looked_for_at_a_lower_weight_and_shown():
    named, other = supplier("Named", "Service desk"), supplier("Other", "Help desk")
    ranking = rank(named, other, title="Help desk")
    assert ranking.reading.widenings == (Widening("Help desk", ("service desk",)),)
    assert order(ranking)[:2] == ["other", "named"]


def test_an_abbreviation_finds_the_words_it_stands_for():
    firm = supplier("Firm", "Customer relationship management")
    assert order(rank(firm, title="CRM"))[0] == "firm"


def test_a_phrase_to_be_kept_is_not_widened():
    index = Index().fit([*OTHERS, supplier("Firm", "Service desk")])
    assert index.rank(Requirement("Help desk", keep=("help desk",))).reading.widenings == ()


@pytest.mark.parametrize("title", ["", "the and of", "!!! ???", "\u200b"])
def test_a_requirement_without_words_has_an_empty_ranking(title):
    ranking = rank(title=title)
    assert (ranking.matches, ranking.excluded, ranking.considered) == ((), (), 0)


def test_lines_are_found_in_pasted_prose_in_its_own_words():
    text = (
        "We run nineteen schools.\n"
        "- The supplier must hold Cyber Essentials.\n"
        "- Staff should speak Welsh; a local office is desirable\n"
        "The supplier must hold Cyber Essentials. We meet monthly."
    )
    assert [(line.id, line.text, line.importance) for line in read_lines(text)] == [
        ("line-1", "The supplier must hold Cyber Essentials", "must"),
        ("line-2", "Staff should speak Welsh", "should"),
        ("line-3", "a local office is desirable", "should"),
    ]


def test_reading_stops_at_the_cap():
    assert len(list(tokens("roof " * 1_000_000))) == TEXT_CAP // 5


def test_of_a_whole_specification_the_weightiest_and_rarest_words_are_looked_up():
    """Words that the catalogue holds come first, those of the title before all others."""
    common = [f"common{number}" for number in range(150)]
    rare = [f"rarest{number}" for number in range(10)]
    firms = [supplier(f"firm{number}", " ".join(common)) for number in range(3)]
    firms.append(supplier("one", " ".join(rare)))
    read = Index().fit(firms)._catalogue().reader.read
    line = read(
        Requirement("common149", " ".join([*(f"nobody{n}" for n in range(90)), *common, *rare]))
    ).words[0]
    assert len(line.asked) == MOST_TERMS
    assert {stem_ for pair in line.pairs for stem_ in pair.split(" ")} <= line.asked.keys()
    assert {"common149", *rare} <= line.asked.keys()
    assert not [term for term in line.asked if term.startswith("nobodi") or term.startswith("nobody")]


def test_it_is_told_how_many_words_of_a_specification_were_not_looked_up():
    index = Index().fit([supplier("firm", " ".join(f"common{number}" for number in range(250)))])
    whole = " ".join(f"common{number}" for number in range(250))
    assert index.rank(Requirement("common0", whole)).reading.passed_over == 250 - MOST_TERMS
    assert index.rank(Requirement("common0", "common1 common2")).reading.passed_over == 0


def test_a_paragraph_is_read_whole():
    line = (
        Index()
        .fit(OTHERS)
        ._catalogue()
        .reader.read(Requirement("Roof", "slates tiles gutters lead"))
        .words[0]
    )
    assert line.asked.keys() == {"roof", "slate", "tile", "gutter", "lead"}


def lines_of(requirement):
    """Each line in words with what it weighs where a part of a need weighs a quarter of the whole."""
    lines = Index().fit(OTHERS)._catalogue().reader.read(requirement)
    quarters = replace(shipped_weights(), title=0.25, description=0.25, heading=0.25)
    return {
        line.criterion: (line, weight)
        for line, weight in zip(lines.words, lines.weigh(quarters), strict=True)
    }


def test_the_need_is_a_line_and_each_of_its_parts_is_one_beside_it():
    """Three parts of a quarter beside the whole: 3 / 1.75 = 1.7143, and a quarter of that three times."""
    lines = lines_of(Requirement("Roof", "slates of the library", ("repairs",)))
    assert {criterion: round(weight, 4) for criterion, (_, weight) in lines.items()} == {
        "need": 1.7143,
        "need-title": 0.4286,
        "need-description": 0.4286,
        "need-category": 0.4286,
    }
    assert {line.importance for line, _ in lines.values()} == {"need"}
    assert lines["need-description"][0].asked.keys() == {"slate", "librari"}
    assert lines["need"][0].asked.keys() == {"roof", "slate", "librari", "repair"}


@pytest.mark.parametrize(
    "asked", [Requirement("Roof"), Requirement("", "Roof"), Requirement("Roof", "the of")]
)
def test_a_need_of_one_part_is_one_line(asked):
    assert {criterion: weight for criterion, (_, weight) in lines_of(asked).items()} == {"need": 3.0}


def test_a_word_as_it_is_written_counts_more_than_another_form_of_it():
    cleaning, cleaned = supplier("Zoe", "Cleaning of drains"), supplier("Abe", "Cleaned drains")
    assert order(rank(cleaned, cleaning, title="Cleaning drains"))[:2] == ["zoe", "abe"]
    assert order(rank(cleaned, cleaning, title="Cleaned drains"))[:2] == ["abe", "zoe"]


HOSTILE = {
    "one long word": "a" * 5_000_000,
    "ampersands": "&" * 5_000_000,
    "hyphens": "-" * 5_000_000,
    "musts": "must " * 1_000_000,
    "stops": "x." * 2_500_000,
    "hidden": "\u200b" * 5_000_000,
    "every character": "".join(map(chr, range(0x20, 0xD800))) * 50,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_like_any_other(text):
    index = Index().fit([*OTHERS, supplier("Foe", text[:100], text=text)])
    assert "foe" in index
    index.rank(Requirement(text, text))
    assert len(read_lines(text)) <= 50


@given(st.text("abcxyzABCXYZ", max_size=45))
def test_a_plain_word_is_read_as_any_other(word):
    """A hidden character makes it none that is plain, and is not seen."""
    hidden = word[:1] + "\u200b" + word[1:]
    assert [each[:2] for each in words(word)] == [each[:2] for each in words(hidden)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("IT support for a school", ["infotech", "support", "school"]),
        ("it support", ["infotech", "support"]),
        ("Can you mend it? We need it now", ["mend"]),
        ("Roofs and IT.", ["roof", "infotech"]),
    ],
)
def test_information_technology_is_told_from_the_pronoun(text: str, found: list[str]) -> None:
    assert stems(text) == found


@given(
    st.lists(
        st.sampled_from(
            ["IT support", "it", "Drain-cleaning", "e-learning", "C#", ".NET", "Café", "x", "the", "R&amp;IT"]
        )
    ),
    st.sampled_from([", ", "&amp;", "\u200b", "", "."]),
)
def test_words_with_and_without_their_places_are_the_same(parts, between):
    text = between.join(parts)
    assert [each[:2] for each in words(text)] == [each[:2] for each in tokens(text)]
    assert all(each.run in text for each in words(text))


def test_threads_find_the_same_stems():
    asked = [
        "".join(parts) for parts in product("bdfgklmnprst", "aeiou", ("nderizing", "rrations", "lissed"))
    ]
    forget()
    expected = [stem(word) for word in asked]
    for _ in range(20):
        forget()
        with ThreadPoolExecutor(4) as pool:
            found = list(
                pool.map(lambda start: [stem(word) for word in asked[start:] + asked[:start]], range(8))
            )
        for start, stems_ in enumerate(found):
            assert stems_ == expected[start:] + expected[:start]
