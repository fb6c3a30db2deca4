"""Charts draw what there is, and nothing of what is too few to be told."""
from datetime import date

from cop.base.charts import draw_bars, last_months, of_each


def test_bars_are_parts_of_the_longest():
    chart = draw_bars([("a", 50), ("b", 25), ("c", 0), ("d", 1), ("e", 400)])
    assert [(bar.shown, bar.length) for bar in chart.bars] == [
        ("50", 12), ("25", 6), ("0", 0), ("1", 2), ("400", 100)]
    assert chart.total == "476" and not chart.is_empty


def test_a_few_people_are_neither_told_nor_drawn():
    chart = draw_bars([("a", 4), ("b", 5), ("c", 0)], of_people=True)
    assert [(bar.shown, bar.length) for bar in chart.bars] == [("<5", 0), ("5", 100), ("0", 0)]


def test_nothing_is_empty():
    assert draw_bars([]).is_empty and draw_bars([("a", 0)]).is_empty
    assert not draw_bars([("a", 3)], of_people=True).is_empty


def test_months_go_back_over_new_year():
    assert last_months(date(2026, 2, 28), 3) == ["2025-12", "2026-01", "2026-02"]
    assert of_each(["2026-01", "2026-02"], {"2026-02": 3}) == [("2026-01", 0), ("2026-02", 3)]
