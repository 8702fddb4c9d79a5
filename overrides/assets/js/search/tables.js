/* The files of the index; generator/publish/search/search_index.py states what each holds. A file is loaded once,
   and only when a query needs it. */

const LAST = "\uffff";

export class Tables {
  #base;
  #load;
  #files = new Map();

  /**
   * @param {URL} base - the folder of the index
   * @param {(url: URL, isFresh: boolean) => Promise<any>} load - fetches JSON
   */
  constructor(base, load) {
    this.#base = base;
    this.#load = load;
  }

  /** Load the head, and drop all other files if it is the head of another index. Returns whether it is. */
  async open() {
    const head = await this.#load(new URL("index.json", this.#base), true);
    const isAnother = head.version !== this.head?.version;
    if (isAnother) this.#files.clear();
    this.head = head;
    this.common = new Set(head.common);
    return isAnother;
  }

  loadFile(path) {
    if (!this.#files.has(path)) {
      const file = this.#load(new URL(`${path}.json?${this.head.version}`, this.#base), false);
      file.catch(() => this.#files.delete(path));
      this.#files.set(path, file);
    }
    return this.#files.get(path);
  }

  /** The row with this key, or undefined. */
  async findRow(table, key) {
    const rows = await this.loadFile(`${table}/${this.locate(table, key)}`);
    const row = rows[findRowFrom(rows, key)];
    return row?.[0] === key ? row : undefined;
  }

  /** The numbers of the files that can contain keys with this beginning. */
  listFiles(table, beginning) {
    const from = this.locate(table, beginning);
    const to = this.locate(table, beginning + LAST);
    return Array.from({ length: to - from + 1 }, (_, step) => from + step);
  }

  /** All rows whose keys have this beginning, from a limited number of files. */
  async findRows(table, beginning, maxFiles) {
    const numbers = this.listFiles(table, beginning).slice(0, maxFiles);
    const files = await Promise.all(numbers.map((number) => this.loadFile(`${table}/${number}`)));
    return files.flatMap((rows) => rows.slice(findRowFrom(rows, beginning), findRowFrom(rows, beginning + LAST)));
  }

  /** What a list of values ("rows", "texts") holds for the paper with this number. */
  async loadValue(list, number) {
    const size = this.head[list];
    return (await this.loadFile(`${list}/${Math.floor(number / size)}`))[number % size];
  }

  /** The number of the file in which a row of this key would be. */
  locate(table, key) {
    return Math.max(0, bisect(this.head[table], (start) => start <= key) - 1);
  }
}

/** The place of the first row whose key is not smaller. */
const findRowFrom = (rows, key) => bisect(rows, (row) => row[0] < key);

/** How many values are before a place in sorted values. */
function bisect(values, isBefore) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(values[middle])) low = middle + 1;
    else high = middle;
  }
  return low;
}
