"""The advisers' log of contacts with firms: when, how, how intensive, how long, and what comes next."""
