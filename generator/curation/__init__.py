"""People's YAML: read it (`read`), check it (`schema_check`, `checks`), and write new files (`writer`)."""
