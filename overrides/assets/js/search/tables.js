/* The index's files: generator/publish/search/search_index.py says what each holds. A file is loaded once, and no sooner
   than a query needs it. */

const LAST = "\uffff";

export class Tables {
  #base;
  #load;
  #files = new Map();

  /**
   * @param {URL} base - the folder of the index
   * @param {(url: URL, fresh: boolean) => Promise<any>} load - fetches JSON
   */
  constructor(base, load) {
    this.#base = base;
    this.#load = load;
  }

  /** Reads the head, and forgets all other files if the index is another one by now; tells whether it is. */
  async open() {
    const head = await this.#load(new URL("index.json", this.#base), true);
    const isAnother = head.version !== this.head?.version;
    if (isAnother) this.#files.clear();
    this.head = head;
    this.common = new Set(head.common);
    return isAnother;
  }

  file(path) {
    let found = this.#files.get(path);
    if (!found) {
      found = this.#load(new URL(`${path}.json?${this.head.version}`, this.#base), false);
      found.catch(() => this.#files.delete(path));
      this.#files.set(path, found);
    }
    return found;
  }

  /** The row with this key, or undefined. */
  async row(table, key) {
    const rows = await this.file(`${table}/${this.at(table, key)}`);
    const row = rows[first(rows, key)];
    return row?.[0] === key ? row : undefined;
  }

  /** The numbers of the files in which keys with this beginning stand. */
  span(table, beginning) {
    const from = this.at(table, beginning);
    const to = this.at(table, beginning + LAST);
    return Array.from({ length: to - from + 1 }, (_, step) => from + step);
  }

  /** All rows whose keys begin so, out of no more files than these many. */
  async rows(table, beginning, most) {
    const numbers = this.span(table, beginning).slice(0, most);
    const files = await Promise.all(numbers.map((number) => this.file(`${table}/${number}`)));
    return files.flatMap((rows) => rows.slice(first(rows, beginning), first(rows, beginning + LAST)));
  }

  /** What a result shows of the paper with this number. */
  async record(number) {
    const { block } = this.head;
    return (await this.file(`records/${Math.floor(number / block)}`))[number % block];
  }

  /** The number of the file in which a row of this key would be. */
  at(table, key) {
    const starts = this.head[table];
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= key) low = middle + 1;
      else high = middle;
    }
    return Math.max(0, low - 1);
  }
}

/** The place of the first row whose key is not smaller. */
function first(rows, key) {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows[middle][0] < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
