"""The world without papers: files, HTTP, git, processes."""
