"""Words that say little or nothing about what is needed (`stopwords.json`).

`STOP` words are never terms: the small words of English. `WEAK_WORDS` are the words of procurement itself:
every requirement is full of them, so alone they count for little, but they still make pairs ("service desk").
"""

import json
from importlib.resources import files

_LISTS = json.loads(files("matching").joinpath("stopwords.json").read_text(encoding="utf-8"))

STOP: frozenset[str] = frozenset(_LISTS["stop"])
WEAK_WORDS: frozenset[str] = frozenset(_LISTS["weak"])
