"""Citations: a record of facts for each paper, and the formats that it is written in."""
