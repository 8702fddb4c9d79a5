"""Curation files, which people write in YAML: read them (`read`), and write new ones (`writer`)."""
