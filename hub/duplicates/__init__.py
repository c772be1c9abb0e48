"""One firm, one record: which records are one firm's, why, and merging them so that it can be taken back."""
