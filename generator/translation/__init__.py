"""The words of the site in the language of the catalogue."""
