"""Another process of the site: it reads questions from its input, a line of JSON each, and answers so too.

``{"restart": true}`` begins anew from the files of its folder; ``{"words": …}`` is answered with the ranking.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from unittest.mock import patch

from hub import create_app
from hub.matches import saving
from hub.matches.indexing import LiveIndex
from hub.matches.saving import SavedCatalogue
from matching import Requirement


def ranking_of(index: LiveIndex, words: str) -> list[list[object]]:
    """All that a page would show of the suppliers found: ids, scores, bands and quotations."""
    ranking, _ = index.rank(Requirement(words), 50)
    return [
        [match.profile, match.score, match.band, [[each.quote, each.share] for each in match.evidence]]
        for match in ranking.matches
    ]


def main(instance: Path, database: str, folder: Path) -> None:
    app = create_app({"INSTANCE": instance, "DATABASE_URL": database, "SECRET_KEY": "tests"})
    with app.app_context(), patch.multiple(saving, SAVED_FROM=1, CHANGED=2):
        index = LiveIndex(saved=SavedCatalogue(folder))
        for line in sys.stdin:
            asked = json.loads(line)
            if "restart" in asked:
                index = LiveIndex(saved=SavedCatalogue(folder))
                answer: object = True
            else:
                answer = ranking_of(index, asked["words"])
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:2]), sys.argv[2], Path(sys.argv[3]))
