"""How wide columns are: no word of a table is broken that has room on the line."""
from cop.documents.columns import GAP, LINE, shares

RESULTS = (
    ("Indicateur", "Avant (2023-24)", "Cible", "Après un an", "Source"),
    ("En emploi ou en formation six mois après l'inscription", "4 sur 9", "50 %",
     "38 sur 61 (62 %)", "logiciel de suivi, appels"),
)


def test_a_short_column_has_room_for_its_longest_word():
    for share, texts in zip(shares(RESULTS), zip(*RESULTS, strict=True), strict=True):
        assert share * LINE >= max(len(word) for text in texts for word in text.split()) + GAP


def test_the_columns_fill_the_line_and_no_more():
    many = [["unbreakable"] * 12, ["x" * 100] * 12]

    assert abs(sum(shares(RESULTS)) - 1) < 0.001
    assert abs(sum(shares(many)) - 1) < 0.001
    assert sum(shares([["a", "b"], ["1", "2"]])) < 0.5
