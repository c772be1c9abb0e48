"""How well requirements find their suppliers, on judged sets, with plain search engines beside us."""
