"""What follows from feeds and curation: merge, venues, code links, topics, relations, groups."""
