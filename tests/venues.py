"""Listed and other venues, each by itself."""


def find_listed(index, journal_ref, comment, paper_years=None):
    """Find the appearance of a paper if it is at a listed venue."""
    appearance = index.find_stated_appearance(journal_ref, comment, paper_years)
    return appearance if appearance and not appearance.unlisted else None


def find_unlisted(index, journal_ref, comment, paper_years=None):
    """Find the appearance of a paper if its venue is not listed."""
    appearance = index.find_stated_appearance(journal_ref, comment, paper_years)
    return appearance if appearance and appearance.unlisted else None
