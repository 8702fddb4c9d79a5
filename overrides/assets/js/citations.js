/* Citations in every format, from records; nothing here knows of pages.

   A record is an item of CSL-JSON with what BibTeX needs besides under `custom`. The catalogue's own program
   writes the same texts into its exports (generator/publish/citations/citation_formats.py and its neighbours); a test compares
   the two for every paper, byte for byte. */

export const formats = {
  bibtex: { label: "BibTeX", extension: "bib", mediaType: "application/x-bibtex" },
  ris: { label: "RIS", extension: "ris", mediaType: "application/x-research-info-systems" },
  csl: { label: "CSL-JSON", extension: "csl.json", mediaType: "application/vnd.citationstyles.csl+json" },
  text: { label: "Plain text", extension: "txt", mediaType: "text/plain" },
};

/** One record in one of the formats, as a whole file. */
export function cite(record, format) {
  return citeAll([record], format);
}

/** Records in one of the formats, as a whole file. */
export function citeAll(records, format) {
  if (format === "bibtex") return records.map(bibtex).join("\n");
  if (format === "ris") return records.map(ris).join("\r\n");
  if (format === "csl") return `[\n${records.map((record) => JSON.stringify(record)).join(",\n")}\n]\n`;
  return records.map(text).join("");
}

const filled = (parts) => parts.filter(Boolean);
const date = (record) => record.issued?.["date-parts"][0] ?? [];
const year = (record) => String(date(record)[0] ?? "");
const named = (name, parts, mark) => name.literal ?? filled(parts.map((part) => name[part])).join(mark);

// --- BibTeX ---

const BIBTEX_TYPES = {
  "article-journal": ["article", "journal"],
  "article-magazine": ["article", "journal"],
  "paper-conference": ["inproceedings", "booktitle"],
};
const ESCAPES = {
  "{": "",
  "}": "",
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
};

const escape = (value = "") => value.replace(/[{}\\~^%&#$_]/g, (mark) => ESCAPES[mark] ?? `\\${mark}`);
const verbatim = (address = "") => (/[{}\\ ]/.test(address) ? "" : address);

function bibtex(record) {
  const [kind, container] = BIBTEX_TYPES[record.type] ?? ["misc", "howpublished"];
  const special = record.custom ?? {};
  const fields = [
    ["title", special.texTitle || escape(record.title)],
    ["author", (record.author ?? []).map(bibtexAuthor).join(" and ")],
    [container, escape(record["container-title"])],
    ["volume", escape(record.volume)],
    ["number", escape(record.issue)],
    ["pages", escape(record.page).replaceAll("-", "--")],
    ["year", year(record)],
    ["eprint", special.eprint ?? ""],
    ["archivePrefix", special.eprint ? "arXiv" : ""],
    ["eprinttype", special.eprint ? "arXiv" : ""],
    ["primaryClass", escape(special.primaryClass)],
    ["doi", verbatim(record.DOI)],
    ["url", verbatim(record.URL)],
  ];
  const lines = fields
    .map(([name, value]) => [name, filled(value.split(" ")).join(" ")])
    .filter(([, value]) => value)
    .map(([name, value]) => `  ${name} = {${value}},`);
  return [`@${kind}{${record.id},`, ...lines, "}", ""].join("\n");
}

function bibtexAuthor(name) {
  if (name.literal) return `{${escape(name.literal)}}`;
  const [given, family] = [escape(name.given), escape(name.family)];
  return name.suffix ? `${family}, ${escape(name.suffix)}, ${given}` : `${given} ${family}`;
}

// --- RIS ---

const RIS_TYPES = { "article-journal": "JOUR", "article-magazine": "MGZN", "paper-conference": "CONF" };

function ris(record) {
  const [first, ...rest] = (record.page ?? "").split("-");
  const parts = date(record).map((part) => String(part).padStart(2, "0"));
  const fields = [
    ["TY", RIS_TYPES[record.type] ?? (record.number ? "RPRT" : "GEN")],
    ["ID", record.id],
    ...(record.author ?? []).map((name) => ["AU", named(name, ["family", "given", "suffix"], ", ")]),
    ["TI", record.title],
    ["T2", record["container-title"]],
    ["VL", record.volume],
    ["IS", record.issue],
    ["SP", first],
    ["EP", rest.join("-")],
    ["PY", year(record)],
    ["DA", parts.length > 1 ? `${parts.join("/")}/` : ""],
    ["PB", record.publisher],
    ["SN", record.number],
    ["DO", record.DOI],
    ["UR", record.URL],
  ];
  const lines = fields.filter(([, value]) => value).map(([tag, value]) => `${tag}  - ${value}`);
  return [...lines, "ER  - ", ""].join("\r\n");
}

// --- plain text ---

const MOST_AUTHORS = 10;

function text(record) {
  const names = (record.author ?? []).map((name) => named(name, ["given", "family", "suffix"], " "));
  const shown = names.slice(0, MOST_AUTHORS).join(", ") + (names.length > MOST_AUTHORS ? " et al." : "");
  const numbers = (record.volume ?? "") + (record.issue ? `(${record.issue})` : "");
  const where = filled([record["container-title"], numbers]).join(" ");
  const said = [
    filled([shown, record.issued && `(${year(record)})`]).join(" "),
    record.title,
    filled([where, record.page]).join(", "),
    record.number,
  ];
  const address = record.DOI ? `https://doi.org/${record.DOI}` : record.URL;
  const sentences = filled(said).map((part) => (/[.?!]$/.test(part) ? part : `${part}.`));
  return `${filled([...sentences, address]).join(" ")}\n`;
}
