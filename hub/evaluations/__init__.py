"""How colleagues evaluate a shortlist: what interests they declare, what scores they give, what they note."""
