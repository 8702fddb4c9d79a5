"""Access to files, HTTP, git and processes; nothing here depends on papers."""
