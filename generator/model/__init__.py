"""Values and the rules for them: papers, ids, addresses, text, dates, errors. No input or output."""
