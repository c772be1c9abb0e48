"""Where a business came, and whether the change it was advised leads where the advice says."""
