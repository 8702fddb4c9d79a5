"""From Markdown to a website: `build`, `check`, `serve`."""
