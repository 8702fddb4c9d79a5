/* What results can be narrowed to, and how many each choice would leave. */

/** Numbers out of the gaps between them. */
function decoded(gaps) {
  let number = 0;
  return gaps.map((gap) => (number += gap));
}

export class Filters {
  #choices; // filter to [key, name, numbers]
  #papers;

  constructor(file, head) {
    this.#papers = head.papers;
    this.#choices = new Map(
      Object.entries(file).map(([filter, choices]) => [
        filter,
        choices.map(([key, name, gaps]) => [key, name, decoded(gaps)]),
      ]),
    );
  }

  /** The papers that pass every filter; of several keys of one filter, any will do, but of `has` all. */
  kept(found, chosen, except = null) {
    let kept = found;
    for (const [filter, keys] of Object.entries(chosen)) {
      if (filter === except || !keys.length) continue;
      const sets = keys.map((key) => this.#set(filter, key));
      const passes = filter === "has"
        ? (number) => sets.every((set) => set[number])
        : (number) => sets.some((set) => set[number]);
      kept = kept.filter(passes);
    }
    return kept;
  }

  /** For each filter: key, name and count of every choice that would leave something or is chosen. */
  counts(found, chosen) {
    return Object.fromEntries(
      [...this.#choices].map(([filter, choices]) => {
        const inside = new Uint8Array(this.#papers);
        for (const number of this.kept(found, chosen, filter === "has" ? null : filter)) inside[number] = 1;
        const counted = choices.map(([key, name, numbers]) => {
          let count = 0;
          for (const number of numbers) count += inside[number];
          return [key, name, count];
        });
        return [filter, counted.filter(([key, , count]) => count || chosen[filter]?.includes(key))];
      }),
    );
  }

  #set(filter, key) {
    const set = new Uint8Array(this.#papers);
    const choice = this.#choices.get(filter)?.find(([name]) => name === key);
    for (const number of choice?.[2] ?? []) set[number] = 1;
    return set;
  }
}
