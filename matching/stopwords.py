"""Words that say little or nothing about what is needed (`stopwords.json`).

`STOP` words are never terms: the small words of English, and those that only say that something is asked for
("must", "supplier", "require"). `WEAK_WORDS` are the other words of procurement: every requirement is full of
them, so they count for little, and prove nothing alone, but they still make pairs ("service desk").
"""

import json
from importlib.resources import files

_LISTS = json.loads(files("matching").joinpath("stopwords.json").read_text(encoding="utf-8"))

STOP: frozenset[str] = frozenset(_LISTS["stop"])
WEAK_WORDS: frozenset[str] = frozenset(_LISTS["weak"])
