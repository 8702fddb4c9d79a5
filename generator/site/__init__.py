"""Pages to website: `build` with MkDocs, `check` what came out, `serve` while working on it."""
