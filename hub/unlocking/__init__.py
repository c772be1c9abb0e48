"""Improve once, win many: which fact gained would bring a firm most requirements into reach, and its plan."""
