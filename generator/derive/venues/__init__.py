"""Where papers appeared, read from journal references and comments.

Venues and two texts go in, a `Appearance` or None comes out; nothing is looked up anywhere. A wrong venue
is worse than none: a name counts only where it stands whole, is no part of a longer name, and where the words
around it do not speak of a submission, of a workshop beside the conference, or of another paper.
"""

from generator.derive.venues.venue_index import VenueIndex

__all__ = ["VenueIndex"]
