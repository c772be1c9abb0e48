"""Drill: two scanners on the site as each kind of person, and on a copy of it with planted faults."""
