"""How words are read: folded, stemmed, repaired, widened; and every change on record."""

import pytest

from matching import Correction, Index, Requirement, Widening
from matching.reading import read_lines
from matching.spelling import part, repair
from matching.words import TEXT_CAP, pairs, stems, tokens
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
        ("", []),
        ("the of and", []),
    ],
)
def test_words_are_read_alike_however_they_are_written(written, read):
    assert stems(written) == read


def test_a_token_marks_the_letters_it_was_written_in():
    text = "Fresh cr&egrave;me"
    assert [text[token.start : token.end] for token in tokens(text)] == ["Fresh", "cr&egrave;me"]


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
    assert repair(word, {"cleaning": 5, "accommodation": 1, "line": 3, "leaning": 1}) == better


def test_equally_near_words_go_to_the_one_more_suppliers_use():
    assert repair("roofs", {"roots": 1, "roofy": 4}) == "roofy"
    assert repair("roofs", {"roots": 4, "roofy": 4}) == "roofy"


def test_a_word_written_as_one_is_parted_where_suppliers_write_two():
    assert part("dampproofing", {"damp": 2, "proofing": 2}) == ("damp", "proofing")
    assert part("gutters", {"damp": 2}) == ()


def test_a_word_that_a_supplier_uses_is_never_repaired():
    odd = supplier("Odd", "Catring")
    assert rank(odd, title="Catring").reading.corrections == ()


def test_another_name_is_looked_for_at_a_lower_weight_and_shown():
    named, other = supplier("Named", "Service desk"), supplier("Other", "Help desk")
    ranking = rank(named, other, title="Help desk")
    assert ranking.reading.widenings == (Widening("help desk", ("service desk",)),)
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
