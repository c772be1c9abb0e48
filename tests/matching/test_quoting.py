"""What is quoted for a piece: the words that prove it, marked."""

from matching import Category, Index, Piece, Profile, Requirement
from matching.quoting import PASSAGE, Said, Sought, passage

SOUGHT = Sought({"drain": 3.0, "clean": 2.0, "clean drain": 1.0, "support": 0.3}, {"drain", "clean"})


def shown(quoted):
    quote, spans = quoted
    return quote, [quote[start:end] for start, end in spans]


def test_the_text_with_the_weightiest_words_is_quoted_and_of_equals_the_title():
    """Drain weighs 3 and clean 2, however often they are said; both side by side weigh 3 + 2 + 1."""
    assert shown(passage(("Drains", "Cleaning, cleaning"), "", SOUGHT, Said)) == ("Drains", ["Drains"])
    assert shown(passage(("Drains", "Drain cleaning"), "", SOUGHT, Said)) == (
        "Drain cleaning",
        ["Drain", "cleaning"],
    )
    assert shown(passage(("Drains", "Blocked drains"), "", SOUGHT, Said)) == ("Drains", ["Drains"])


def test_the_categorys_name_is_quoted_only_where_no_word_of_the_supplier_proves_anything():
    name = "Drain and sewer cleaning"
    assert shown(passage(("Gullies", "Emptied"), name, SOUGHT, Said)) == (name, ["Drain", "cleaning"])
    assert shown(passage(("Support", "Emptied"), name, SOUGHT, Said)) == (name, ["Drain", "cleaning"])
    assert shown(passage(("Gullies", "Cleaning"), name, SOUGHT, Said)) == ("Cleaning", ["Cleaning"])


def test_two_words_that_agree_only_side_by_side_are_marked_only_there():
    sought = Sought({"center contact": 1.0}, {"center contact"})
    text = "A centre for phones: contact centre"
    assert shown(passage(("Phones", text), "", sought, Said)) == (text, ["contact", "centre"])


def test_a_long_text_is_cut_between_words_around_those_that_agree():
    text = "gully " * 100 + "drain cleaning " + "gully " * 100
    quote, marked = shown(passage(("Gullies", text), "", SOUGHT, Said))
    assert marked == ["drain", "cleaning"]
    assert len(quote) <= PASSAGE
    assert set(quote.split()) == {"gully", "drain", "cleaning"}


def test_a_word_longer_than_a_passage_is_marked_as_far_as_it_is_quoted():
    quote, spans = passage(("d" + "\u200b" * 300 + "rain",), "", SOUGHT, Said)
    assert (len(quote), spans) == (PASSAGE, ((0, PASSAGE),))


def test_a_contract_that_counts_by_its_category_alone_quotes_the_category():
    piece = Piece("p", "contract", "Membership and booking integration", category="web")
    index = Index([Category("web", "Websites and web hosting")]).fit([Profile("a", "A", (piece,))])
    (evidence,) = index.rank(Requirement("Council website")).matches[0].evidence
    assert (evidence.kind, evidence.title) == ("contract", piece.title)
    assert shown((evidence.quote, evidence.spans)) == ("Websites and web hosting", ["Websites"])
