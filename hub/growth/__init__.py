"""How a firm grows: its jobs and turnover on a day, and what its owner says of who owns it."""
