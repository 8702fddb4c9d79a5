"""What people write: strict YAML (`syntax`), held to the schemas (`schema`), as values (`read`)."""
