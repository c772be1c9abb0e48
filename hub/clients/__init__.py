"""A firm as its adviser sees it: found, looked at whole, its facts checked, its consent on record."""
