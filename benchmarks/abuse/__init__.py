"""How far an unrelated supplier gets by gaming its text, and whether an adviser is told of it."""
