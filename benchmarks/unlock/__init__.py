"""Whether the facts that would have brought most into reach go on to do so."""
