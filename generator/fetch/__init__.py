"""Fetching: the one step with a network. `client` talks HTTP, the others decide what to ask and believe."""
