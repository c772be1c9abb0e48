"""Reports for the hub's funders: counts and sums over ten firms or more, for whole quarters."""
