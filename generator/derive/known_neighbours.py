"""Find the neighbours of all papers; those of a previous run are used unless a change affects them."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from itertools import pairwise

import msgspec
import numpy as np

from generator.derive.related_papers import KnownNeighbours
from generator.derive.relatedness import MAX_NEIGHBOURS, Corpus, find_all_similar, find_neighbours
from generator.system.tasks import TaskRunner, run_in_blocks

_DIGEST_SIZE = 16  # bytes
_MAX_CHANGED = 0.25  # share of the papers; above it, finding the others that are affected saves no time

_encode = msgspec.msgpack.Encoder().encode


def find_all_neighbours(
    corpus: Corpus,
    known: Mapping[str, KnownNeighbours],
    run: TaskRunner,
    curated: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, KnownNeighbours]:
    """Return the neighbours of each paper, by its id; they are those that `find_neighbours` finds.

    Args:
        corpus: All papers.
        known: The neighbours in a previous run, which may have had other papers.
        run: Runs the tasks.
        curated: Paper id to the ids of the papers that curators relate it to, for the digests.
    """
    ids = [paper.id for paper in corpus.papers]
    digests = [*_digest_papers(corpus, curated or {})]
    unchanged = {
        number: known[paper_id].neighbours
        for number, (paper_id, digest) in enumerate(zip(ids, digests, strict=True))
        if paper_id in known and known[paper_id].digest == digest
    }
    changed = [number for number in range(len(ids)) if number not in unchanged]
    if len(changed) > _MAX_CHANGED * len(ids):
        unchanged = {}
    else:
        still_known = {ids[number] for number in unchanged}
        for number in _find_affected(corpus, changed, unchanged, run):
            unchanged.pop(number, None)
        unchanged = {
            number: neighbours for number, neighbours in unchanged.items() if neighbours.keys() <= still_known
        }
    outdated = [number for number in range(len(ids)) if number not in unchanged]
    rows = run_in_blocks(partial(find_neighbours, corpus), outdated, run)
    new_neighbours = {
        number: {ids[other]: similarity for other, similarity in row.items()}
        for number, row in zip(outdated, rows, strict=True)
    }
    neighbours = unchanged | new_neighbours
    return {
        paper_id: KnownNeighbours(digest, neighbours[number])
        for number, (paper_id, digest) in enumerate(zip(ids, digests, strict=True))
    }


def _find_affected(
    corpus: Corpus, changed: Sequence[int], unchanged: Mapping[int, Mapping[str, float]], run: TaskRunner
) -> set[int]:
    """Return the papers of which a changed paper may be a neighbour: it is as similar as their last one."""
    min_similarities = np.zeros(len(corpus.papers))
    for number, neighbours in unchanged.items():
        if len(neighbours) == MAX_NEIGHBOURS:
            min_similarities[number] = min(neighbours.values())
    rows = run_in_blocks(partial(find_all_similar, corpus), changed, run)
    return {other for row in rows for similarity, other in row if similarity >= min_similarities[other]}


def _digest_papers(corpus: Corpus, curated: Mapping[str, Sequence[str]]) -> Iterator[bytes]:
    """Yield a digest of what relates each paper to others. It does not depend on the numbers of features."""
    vectors = corpus.vectors
    names = [
        *((*roots, spelling) for roots, spelling in zip(vectors.roots, vectors.spellings, strict=True)),
        *vectors.groups,
    ]
    keys = np.array(
        [
            blake2b(_encode((name, is_rare)), digest_size=_DIGEST_SIZE).digest()
            for name, is_rare in zip(names, vectors.is_rare.tolist(), strict=True)
        ],
        dtype=f"V{_DIGEST_SIZE}",
    )
    matrix = vectors.matrix
    for paper, (begin, end) in enumerate(pairwise(matrix.indptr)):
        features = keys[matrix.indices[begin:end]].tobytes()
        facts = (corpus.topics[paper], corpus.authors[paper], curated.get(corpus.papers[paper].id, ()))
        parts = (features, matrix.data[begin:end].tobytes(), _encode(facts))
        yield blake2b(_encode(parts), digest_size=_DIGEST_SIZE).digest()
