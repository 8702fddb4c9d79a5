"""Commands for curators: new, suggest, explain, import-list, form."""
