"""Find where papers appeared, from their journal references and comments.

Input: venues and two texts. Output: an `Appearance`, or None; nothing is looked up elsewhere. A wrong venue
is worse than none. A name counts only if it is complete, is not part of a longer name, and the words around
it do not mention a submission, a workshop next to the conference, or another paper.
"""

from generator.derive.venues.appearance_details import PaperYears
from generator.derive.venues.venue_index import VenueIndex

__all__ = ["PaperYears", "VenueIndex"]
