"""A citation record for each paper, and the formats that it is written in."""
