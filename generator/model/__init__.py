"""Values and their rules: papers, ids, addresses, text, dates, errors. Touches nothing."""
