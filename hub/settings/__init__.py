"""The hub's own settings: what its administrators say on pages, kept in versions."""
