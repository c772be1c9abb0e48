"""Supply and demand: where suppliers are asked for and there are few, and where there are and nobody asks."""
