"""Suggest entries for ``people.yml``: names that one person probably has, and people who share a name."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain, combinations, count

from generator.curation.schema import accepts, get_id_declaration
from generator.derive.authors import build_person_key, find_author_key, index_people_by_name, is_person_key
from generator.derive.groups import Groups, build_name_slug, list_reserved_slugs
from generator.derive.name_frequencies import NameFrequencies, count_author_names
from generator.derive.new_files import build_person_id
from generator.derive.shared_names import MAX_TEAM, PersonPapers, find_shared_names
from generator.model.curation_values import Person
from generator.model.grouping import group_pairs, keep_first
from generator.model.name_forms import are_compatible_names, fold_family
from generator.model.papers import Catalogue
from generator.model.text import fold_name, join_first

_COMMON_WEIGHT = 0.5  # of a shared co-author with a common name, who may be two people
_MIN_WEIGHT = 1.0  # of the shared co-authors of two names
_MIN_COMMON_WEIGHT = 2.0  # if one of the two names is common
_MIN_GROUP = 2  # papers; one paper says nothing about its author
_MAX_NAMED = 3  # co-authors


@dataclass(frozen=True, slots=True)
class PersonSuggestion:
    """An entry that is suggested for ``people.yml``.

    Attributes:
        person: The entry; of a person who is described already, with the further spellings.
        evidence: Why it is suggested, as a text for curators.
        is_new: Whether ``people.yml`` does not have the person.
    """

    person: Person
    evidence: str
    is_new: bool = True


@dataclass(slots=True)
class _Author:
    """What is known of an author in all papers.

    Attributes:
        key: From `find_author_key`.
        names: How often each spelling of the name occurs.
        papers: Ids of the papers.
        coauthors: The keys of the other authors of papers that are not by large teams.
        orcids: The ORCID iDs that registries state.
    """

    key: str
    names: Counter[str] = field(default_factory=Counter)
    papers: set[str] = field(default_factory=set)
    coauthors: set[str] = field(default_factory=set)
    orcids: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """The most frequent spelling."""
        return min(self.names, key=lambda name: (-self.names[name], name))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two authors who are probably one person, with the weight of what they share."""

    one: str
    other: str
    weight: float
    coauthors: Sequence[str]


def suggest_merges(catalogue: Catalogue) -> tuple[PersonSuggestion, ...]:
    """Suggest to merge names, those with the best evidence first.

    Two names are suggested if they can be forms of one name and have a co-author in common, or two if the
    names or the co-author are common. Never suggested are names that are on one paper together, that have
    different ORCID iDs, or that two people of ``people.yml`` have.
    """
    authors = _collect_authors(catalogue)
    frequencies = count_author_names(catalogue.papers)
    pairs = sorted(_find_pairs(authors, frequencies), key=lambda pair: (-pair.weight, pair.one, pair.other))
    clusters: dict[str, tuple[str, ...]] = {}
    coauthors: dict[str, Sequence[str]] = {}  # of the best pair of a cluster
    for pair in pairs:
        one, other = (clusters.get(key, (key,)) for key in (pair.one, pair.other))
        if all(_may_be_one(authors[key], authors[other_key]) for key in one for other_key in other):
            clusters.update(dict.fromkeys((*one, *other), (*one, *other)))
            coauthors.setdefault(one[0], pair.coauthors)
    return tuple(
        _suggest_merge([authors[key] for key in cluster], coauthors[cluster[0]], catalogue)
        for cluster in dict.fromkeys(clusters.values())
    )


def _collect_authors(catalogue: Catalogue) -> dict[str, _Author]:
    people_by_name = index_people_by_name(catalogue.all_people)
    authors: dict[str, _Author] = {}
    for paper in catalogue.papers:
        keys = {
            key: author
            for author in paper.authors
            if (key := find_author_key(people_by_name, author.name, paper.id))
        }
        team = keys.keys() if len(keys) <= MAX_TEAM else set()
        for key, paper_author in keys.items():
            author = authors.setdefault(key, _Author(key))
            author.names[paper_author.name] += 1
            author.papers.add(paper.id)
            author.coauthors.update(team - {key})
            if paper_author.orcid:
                author.orcids.add(paper_author.orcid)
    return authors


def _find_pairs(authors: Mapping[str, _Author], frequencies: NameFrequencies) -> Iterator[_Pair]:
    """Yield the pairs of names that are probably one person's."""
    common = {key for key, author in authors.items() if frequencies.is_shared(fold_name(author.name))}
    shared: dict[tuple[str, str], list[str]] = defaultdict(list)
    for key, author in sorted(authors.items()):
        by_family = group_pairs(
            (fold_family(authors[other].name), other) for other in sorted(author.coauthors)
        )
        for others in by_family.values():
            for pair in combinations(others, 2):
                shared[pair].append(key)
    for (one, other), coauthors in shared.items():
        if not _may_be_one(authors[one], authors[other]):
            continue
        weight = sum(_COMMON_WEIGHT if key in common else 1 for key in coauthors)
        names = [fold_name(authors[key].name) for key in (one, other)]
        is_common = any(frequencies.is_shared(name, forms=len(names)) for name in names)
        if weight >= (_MIN_COMMON_WEIGHT if is_common else _MIN_WEIGHT):
            yield _Pair(one, other, weight, [authors[key].name for key in coauthors])


def _may_be_one(one: _Author, other: _Author) -> bool:
    return (
        not (is_person_key(one.key) and is_person_key(other.key))
        and one.papers.isdisjoint(other.papers)
        and not (one.orcids and other.orcids)
        and are_compatible_names(one.name, other.name)
    )


def _suggest_merge(
    authors: Sequence[_Author], coauthors: Sequence[str], catalogue: Catalogue
) -> PersonSuggestion:
    """Suggest an entry with all names of some authors, or further spellings for the one who has an entry."""
    evidence = f"shared co-authors: {join_first(coauthors, _MAX_NAMED)}"
    names = Counter[str]()
    for author in authors:
        names.update(author.names)
    ordered = sorted(names, key=lambda name: (-names[name], -_count_letters(name), name))
    spellings = keep_first(ordered, fold_name)
    keys = {author.key for author in authors}
    person = next((person for person in catalogue.people if build_person_key(person) in keys), None)
    if person:
        own = {fold_name(name) for name in (person.name, *person.spellings)}
        further = tuple(name for name in spellings if fold_name(name) not in own)
        return PersonSuggestion(replace(person, spellings=person.spellings + further), evidence, is_new=False)
    slug = build_name_slug(fold_name(spellings[0]), list_reserved_slugs(catalogue.people))
    orcids = [orcid for author in authors for orcid in author.orcids]
    return PersonSuggestion(
        Person(
            build_person_id(slug),
            spellings[0],
            spellings[1:],
            orcid=orcids[0] if orcids else None,
        ),
        evidence,
    )


def _count_letters(name: str) -> int:
    """Count the letters of the words that are not initials; the fullest form of a name has most."""
    return sum(len(word) for word in fold_name(name).split() if len(word) > 1)


def suggest_splits(catalogue: Catalogue, groups: Groups) -> tuple[tuple[PersonSuggestion, ...], ...]:
    """Suggest to split names that several people probably share: for each name, an entry for each of them.

    Papers that have nothing in common with others stay with the name.

    Args:
        catalogue: The catalogue.
        groups: Its papers by author.
    """
    used = set(list_reserved_slugs(catalogue.all_people))
    suggestions = []
    for key, parts in find_shared_names(catalogue, groups).items():
        author = groups.by_author[key]
        entries = []
        for part in parts:
            if len(part) >= _MIN_GROUP:
                person_id = _choose_id(author.slug, part, used, catalogue)
                used.add(person_id)
                person = Person(person_id, author.name, papers=tuple(paper.id for paper in part))
                entries.append(PersonSuggestion(person, _describe_group(key, part, groups)))
        if entries:
            suggestions.append(tuple(entries))
    return tuple(sorted(suggestions, key=lambda entries: -sum(len(entry.person.papers) for entry in entries)))


def _choose_id(slug: str, papers: PersonPapers, used: Set[str], catalogue: Catalogue) -> str:
    """Choose the id of one of several people with a name: the name with a topic, or else with a number."""
    topics = Counter(
        assignment.topic for paper in papers for assignment in catalogue.assignments.get(paper.id, ())
    )
    base = build_person_id(slug)
    endings = [topic for topic, _ in topics.most_common()]
    ids = (f"{base}-{ending}" for ending in chain(endings, map(str, count(1))))
    declaration = get_id_declaration("people")
    return next(person_id for person_id in ids if person_id not in used and accepts(declaration, person_id))


def _describe_group(key: str, papers: PersonPapers, groups: Groups) -> str:
    names: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for paper in papers:
        for coauthor, author in zip(groups.author_keys[paper.id], paper.authors, strict=True):
            names[coauthor] = author.name
            counts[coauthor] += coauthor not in ("", key)
    coauthors = [names[coauthor] for coauthor, number in counts.most_common() if number]
    return f"co-authors: {join_first(coauthors, _MAX_NAMED)}" if coauthors else "without co-authors"
