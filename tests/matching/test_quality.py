"""The benchmark of quality: its line, its rules, and its peers' known figures."""

import json
import os
import re
import sys
from dataclasses import replace
from math import log2
from pathlib import Path

import pytest

from benchmarks.ablation import PARTS
from benchmarks.ablation import main as ablate
from benchmarks.abuse.__main__ import main as abuse
from benchmarks.quality.__main__ import main
from benchmarks.weights import main as weigh
from matching.weights import FIXED, shipped_weights, to_weights

pytest.importorskip("bm25s", reason="the peers come with the extra 'bench'")
pytest.importorskip("Stemmer", reason="the peers come with the extra 'bench'")

SHARED = Path(os.environ.get("HUB_SHARED_DATA", "../shared"), "data", "judged")
LINE = re.compile(
    r"set=(\S+) system=(\S+) ndcg@10=(\d\.\d{3}) mrr@10=\d\.\d{3} hit@10=\d\.\d{3} recall@100=\d\.\d{3} "
    r"coverage@10=\d\.\d{3} longtail@10=\d\.\d{3} low=-?\d\.\d{3} high=-?\d\.\d{3} empty=\d\.\d{3}"
)


def _written(folder, about=None, second="School meals"):
    folder.mkdir()
    trades = {"s1": "Drain cleaning", "s2": "Office cleaning", "s3": "Roof repairs", "s4": "School catering"}
    suppliers = [
        {"id": key, "name": key, "capabilities": [], "contracts": [_piece(title)]}
        for key, title in trades.items()
    ]
    asked = [{"id": "r1", **_piece("Blocked drains")}, {"id": "r2", **_piece(second)}]
    (folder / "suppliers.jsonl").write_text("\n".join(map(json.dumps, suppliers)))
    (folder / "requirements.jsonl").write_text("\n".join(map(json.dumps, asked)))
    (folder / "judgements.tsv").write_text("requirement\tsupplier\tgrade\nr1\ts1\t1\nr2\ts4\t1\n")
    if about:
        (folder / "about.json").write_text(json.dumps(about))
    return folder


def _piece(title):
    return {"title": title, "description": "", "category": None}


def _figures(printed):
    lines = [LINE.fullmatch(line) for line in printed.splitlines() if line.startswith("set=")]
    assert all(lines), printed
    return {line[2]: float(line[3]) for line in lines}


def test_a_line_is_printed_for_every_system_and_an_award_set_is_summed_up(tmp_path, capsys):
    assert main([str(_written(tmp_path / "tiny"))]) == 0
    printed = capsys.readouterr().out
    figures = _figures(printed)
    assert list(figures) == ["ours", "ours-cv", "tfidf", "bm25", "bm25-stems", "fts5", "and-search"]
    assert figures["ours"] == 1.0  # school catering is another name for school meals
    assert figures["tfidf"] < 1.0  # "drains" is not "drain" without stems, and meals are not catering
    assert printed.splitlines()[-2].startswith("award-sets=1 system=ours-cv mean-ratio-to-best-peer=")
    shipped = shipped_weights().version
    assert printed.splitlines()[-1].startswith(f"weights shipped={shipped} learned=")


def test_differences_show_what_is_lost_and_gained_against_the_best_peer(tmp_path, capsys):
    folder = _written(tmp_path / "tiny", second="Scool catring")
    assert main(["--differences", "1", str(folder)]) == 0
    printed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("difference ")]
    assert printed == [
        "difference set=tiny requirement=r1 ours-cv=1.000 bm25-stems=1.000 title='Blocked drains'",
        "difference set=tiny requirement=r2 ours-cv=1.000 bm25-stems=0.000 title='Scool catring'",
    ]


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setattr("benchmarks.weights.SHIPPED", tmp_path / "weights.json")
    return tmp_path / "weights.json"


def test_the_weights_that_ship_are_kept_with_what_they_were_measured_at(kept, tmp_path, capsys):
    folder = _written(tmp_path / "tiny")
    assert weigh(["--write", str(folder)]) == 0
    held = json.loads(kept.read_text())
    assert to_weights(held) == FIXED
    assert held["measured"] == {"ndcg@10": {"tiny": {"fixed": 1.0, "learned": 1.0, "held_out": 1.0}}}
    assert "set=tiny fixed=1.0000 learned=1.0000 held_out=1.0000" in capsys.readouterr().out


def test_weights_that_rank_held_out_requirements_worse_are_not_kept(kept, tmp_path, capsys, monkeypatch):
    folder = _written(tmp_path / "tiny")
    blind = replace(FIXED, piece=0.0)
    monkeypatch.setattr(
        "benchmarks.weights.learned_without", lambda held: {"tiny": dict.fromkeys(["r1", "r2"], blind)}
    )
    assert weigh(["--write", str(folder)]) == 1
    assert "Not written: held-out requirements get worse" in capsys.readouterr().err
    assert not kept.exists()


def test_unjudged_suppliers_are_removed_where_the_set_says_so(tmp_path, capsys):
    """The roofer fits better than the caterer judged: second, so (1 + 1 / log2(3)) / 2, or first alone."""
    kept = _written(tmp_path / "kept", second="School roof repairs")
    removed = _written(tmp_path / "removed", {"unjudged": "removed"}, second="School roof repairs")
    assert main([str(kept)]) == 0
    assert _figures(capsys.readouterr().out)["bm25-stems"] == pytest.approx((1 + 1 / log2(3)) / 2, abs=0.001)
    assert main([str(removed)]) == 0
    assert _figures(capsys.readouterr().out)["bm25-stems"] == 1.0


@pytest.mark.parametrize(
    "benchmark", [main, abuse, weigh, ablate], ids=["quality", "abuse", "weights", "ablation"]
)
def test_a_missing_set_is_said_and_fails(benchmark, tmp_path, capsys):
    assert benchmark([str(tmp_path)]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_from_a_set_that_is_only_measured_nothing_is_learned(kept, tmp_path, capsys):
    assert weigh(["--write", str(_written(tmp_path / "catalogue-search"))]) == 1
    assert "others than: catalogue-search" in capsys.readouterr().err
    assert not kept.exists()


@pytest.mark.parametrize("benchmark", [main, abuse], ids=["quality", "abuse"])
def test_missing_peers_are_said_and_fail(benchmark, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "bm25s", None)
    monkeypatch.delitem(sys.modules, "benchmarks.quality.peers", raising=False)
    assert benchmark([str(tmp_path)]) == 1
    assert "install the extra 'bench'" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.skipif(not SHARED.is_dir(), reason="the judged sets are not beside this checkout")
def test_peers_come_out_as_published_and_ours_is_above_them(capsys):
    assert main([str(SHARED / "digital-outcomes")]) == 0
    figures = _figures(capsys.readouterr().out)
    known = {"tfidf": 0.223, "bm25": 0.245, "bm25-stems": 0.240, "fts5": 0.223, "and-search": 0.015}
    assert {name: figures[name] for name in known} == pytest.approx(known, abs=0.005)
    assert figures["ours-cv"] > max(known.values())


def test_the_ablation_takes_each_part_away_and_puts_it_back(tmp_path, capsys):
    held = [getattr(module, name) for _, _, others in PARTS for module, name, _ in others]
    assert ablate([str(_written(tmp_path / "tiny", second="Scool catring"))]) == 0
    first, _, whole, *rows = capsys.readouterr().out.splitlines()
    assert (first, whole) == ("| without | tiny |", "| nothing: the whole | 1.000 |")
    changes = dict(row.strip("| ").split(" | ") for row in rows)
    assert changes.keys() == {name for name, _, _ in PARTS}
    assert changes["misspelling repair"] == "-50.0%"  # nothing is found for one of the two requirements
    assert changes["category as evidence"] == "+0.0%"  # the set has none
    assert held == [getattr(module, name) for _, _, others in PARTS for module, name, _ in others]
