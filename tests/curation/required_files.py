"""The curation files that every catalogue has, as small as they may be."""

from generator.model import layout

REQUIRED_FILES = {
    layout.SETTINGS: b"title: Toys\ndescription: Papers on toys, and on what they are made of.\n"
    b"feeds: [{id: toys, kind: arxiv, categories: [cs.PF]}]\n",
    layout.TOPICS: b"caches: {title: Caches, description: Memories that are fast as they are small.}\n"
    b"queues: {title: Queues, description: Where requests wait until somebody serves them.}\n",
    layout.VENUES: b"asplos: {short: ASPLOS, title: Architectural Support, kind: conference}\n",
}
