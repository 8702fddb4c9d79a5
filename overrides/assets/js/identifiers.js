/* Identifiers of papers in what a reader types or pastes. No page, no network. The rules are those of
   generator/model/identifiers.py and doi_urls.py, with which a test compares them. */

import { decode, decodeFully, extractDoiFromUrl, isInDomain, splitUrl, stripPreprintVersion } from "./doi-urls.js";

const MAX_LENGTH = 2000;
const ID = String.raw`(?:\d\d(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]{2,9}(?:\.[a-z]{2})?/\d{7})(?:v\d{1,4})?`;

// What TeX and HTML write for a character.
const NAMED = {
  less: "<", greater: ">", underscore: "_", asciitilde: "~", lt: "<", gt: ">", amp: "&", nbsp: " ",
  "#60": "<", "#x3c": "<", "#62": ">", "#x3e": ">", "#38": "&", "#x26": "&", "#160": " ", "#xa0": " ",
};
const NAMED_CHARACTER =
  /\{?\\text(less|greater|underscore|asciitilde)(?![a-z])(?:\{\}| ?)\}?|&(?:amp;)?(lt|gt|amp|nbsp|#60|#62|#38|#160|#x3c|#x3e|#x26|#xa0);/gi;
const FORMULA = /\$\s?(?:\\(_)|([<>]))\s?\$|\{(_)\}/g;
const JOINT = /(?:%5C|\{?\\textbackslash(?:\{\})?\}?)n(?=[a-z][a-z0-9]*:\/)/gi;
const WHITE_SPACE = /[^\S\n\ufeff]|[\x1c-\x1f\x85]/g;
const COMMAND = /\\(?:url|nolinkurl|path|href|doi|detokenize|texttt|textsf|textrm|textsc|emph|mbox)\s?(?=\{)/g;
const LINE_BREAK = /\\(?:-|\/|allowbreak(?![a-zA-Z]) ?)|\\(?= )/g;
const BROKEN_SCHEME =
  /\bhttps?(?::\/(?!\/)|\/\/|:(?![/\d])|:\/\/https?:\/{0,2}|:\/\/\/)(?=(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,10}\/)/gi;
const ESCAPE = /\{\\([_#%&~$])\}|\\([_#%&~$])(?:\{\})?/g;

const STATED_ID = /^(?:urn:)?\{?(?:oai:arxiv\.org|arxiv)\}?:\s*(?!\s)/i;
const WORDS = String.raw`(?:\[[a-z.-]{2,12}\]|preprints?|e-?prints?|papers?|identifier|id|no\.|vol\.|volume|abs|pdf|\{?arxiv\}?)`;
const ID_AFTER_WORDS = String.raw`(?:\b(?:arxiv|corr)\b\}?(?:[\s:,#/-]{0,3}${WORDS}){0,3}[\s:,#/.-]{1,3}|(?<![\w/.])abs/|\\(?:arxiv|eprint)\s?(?=\{))\{?(${ID})(?![\d/]|\.\d)`;
const ONLY_ID_AFTER_WORDS = new RegExp(`^${ID_AFTER_WORDS}$`, "i");
const CATEGORY = /(?:\s{1,3}[[(][a-z][a-z.-]{1,15}[\])])?(?:,?\s{1,3}\(?(?:\d\d?\s[a-z]{3}\s)?\d{4}\)?)?[.,;]{0,3}$/i;
const ARXIV_FOLDER = /^\/(?:(?:abs|pdf|html|format|e-print|src|ps|dvi|tb)\/(?:arxiv:)?|(?:vc|ftp)\/arxiv\/papers\/\d{4}\/)/i;
const AFTER_ID = /(?:\/|\.pdf|\.ps|\.gz)+$/i;
const ARXIV = ["arxiv.org", "xxx.lanl.gov"];
const ARXIV_MIRRORS = [
  "alphaxiv.org", "api.semanticscholar.org", "ar5iv.org", "arxiv-sanity.com", "arxiv-vanity.com/papers",
  "bytez.com/docs/arxiv", "catalyzex.com/paper", "connectedpapers.com/api/redirect/arxiv",
  "emergentmind.com/papers", "hf.co/papers", "huggingface.co/papers", "inspirehep.net/api/arxiv", "papers.cool/arxiv",
  "scirate.com/arxiv", "semanticscholar.org/arxiv", "talk2arxiv.org", "ui.adsabs.harvard.edu/abs",
];
const ID_IN_PATH = new RegExp(String.raw`/(?:arxiv:)?(${ID})(?!\w|\.\d)`, "i");
const ID_AS_PARAMETER = new RegExp(`(?:^|&)id_list=(${ID})(?:&|$)`, "i");
const DBLP_RECORD = /\/rec\/(?:[a-z]+\/)?journals\/corr\/abs-(\d{4})-(\d{4,5})(?:[/.]|$)/i;
const RECORDS = {
  "ui.adsabs.harvard.edu": /\/abs\/\d{4}arxiv(\d{4})\.?(\d{4,5})[a-z](?:\/|$)/i,
  "dblp.org": DBLP_RECORD,
  "dblp.uni-trier.de": DBLP_RECORD,
};
const ARXIV_DOI = /^10\.48550\/arxiv\.(.+)$/i;

const BARE_DOI = /^10\.\d{4,9}(?:\/|%(?:25)*2f)/i;
const DOI_PREFIX = /^(?:https?:\/{0,2})?(?:urn:|info:)?\{?doi\}?(?:\s*[:=]\s*|\s+|[/.](?=10\.))/i;
const OUTER_URL = new RegExp(
  String.raw`^https?://(?:web\.archive\.org/web/[\w*]+/|r\.jina\.ai/` +
    String.raw`|(?:(?:www|scholar)\.)?google\.[a-z.]{2,6}/(?:scholar_)?url\?(?:[^\s#&]{0,200}&){0,9}(?:url|q)=` +
    String.raw`|[\w-]{1,63}\.safelinks\.protection\.outlook\.com/\?url=|lm?\.facebook\.com/l\.php\?u=` +
    String.raw`|link\.zhihu\.com/\?target=|[\w.-]{1,200}/login\?q?url=)(?=https?(?:://|%3a%2f%2f))`,
  "i",
);
const WITHOUT_SCHEME = /^(?:[a-z0-9-]+\.)+[a-z]{2,}\//i;

const PAGES = String.raw`[<\[][^\s<>[\]]{1,60}[>\]]\d\.\d\.[A-Z]{2};\d(?:-[0-9A-Z#])?`;
const INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff";
const AROUND = new RegExp(`^[<>"'\`“”„‘’«» ${INVISIBLE}]+|[<>"'\`“”„‘’«» ${INVISIBLE}]+$`, "g");
const END_MARKS = "“”„‘’«»…、，。；：（）［］「」『』" + INVISIBLE;
const ADDRESS_IN_TEXT = new RegExp(
  String.raw`(?<![\w@/.:%-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,10}/(?:${PAGES}|[^\s<>"'|\]}${END_MARKS}` + "`]){1,400}", "gi",
);
// In this order: what one pattern matches is not searched by the next ones.
const SEARCHES = [
  [new RegExp(String.raw`https?://(?:(?![,;](?:https?://|doi:|10\.\d{4}))(?:${PAGES}|[^\s<>"|\]}${END_MARKS}` + "`]))+", "gi"), ""],
  [ADDRESS_IN_TEXT, ""],
  [
    new RegExp(
      String.raw`(?<![\w./%])(?:doi[:.]?\s{0,3})?(10\.\d{4,9}(?:/|%(?:25)*2f)(?:(?![,;](?:https?:|doi:|10\.\d{4}))(?:${PAGES}|[^\s"'<>|\]}${END_MARKS}])){1,300})`,
      "gi",
    ),
    "doi:",
  ],
  [/\{?\barxiv(?:\.org)?\}?:\s{0,3}((?:[a-z-]{2,9}(?:\.[a-z]{2})?\/)?[0-9][0-9.]{3,20}(?:v[0-9]{1,4})?)/gi, "arXiv:"],
  [new RegExp(ID_AFTER_WORDS, "gi"), "arXiv:"],
];

/**
 * Find the identifier that a text consists of, as the index has it: an arXiv id without its version, or a DOI in
 * lower case.
 *
 * "arXiv:2602.23556v3 [cs.PF]" gives "2602.23556", "https://doi.org/10.1145/ABC" gives "10.1145/abc", other texts
 * null. An id that is not typed to its end is one already: "2602.2".
 */
export function parseIdentifier(text) {
  const arxivId = extractArxivId(text);
  const doi = extractDoi(text)?.replace(/[.,;]+$/, "");
  const arxivDoi = doi?.match(ARXIV_DOI);
  if (arxivDoi) return parseArxivId(arxivDoi[1]);
  if (arxivId !== null || doi == null) return parseArxivId(arxivId ?? trimArxivId(text).replace(/[.,;]+$/, ""));
  return /^10\.\d{4,9}\/\S+$/.test(doi) && doi.length <= 300 ? doi.toLowerCase() : null;
}

/** Find the identifiers in running text, in order, each once. A number alone is none: other publishers have numbers. */
export function findIdentifiers(text) {
  const references = [];
  let rest = decodeMarkup(text);
  for (const [pattern, prefix] of SEARCHES) {
    rest = rest.replace(pattern, (match, ...groups) => {
      const [inner, position] = typeof groups[0] === "number" ? [match, groups[0]] : [groups[0], groups[1]];
      const reference = prefix + trimUrl(inner);
      if (pattern === ADDRESS_IN_TEXT && !(extractArxivId(reference) || extractDoi(reference))) return match;
      references.push([position, reference]);
      return " ".repeat(match.length);
    });
  }
  references.sort(([one], [other]) => one - other);
  return [...new Set(references.map(([, reference]) => parseIdentifier(reference)).filter(Boolean))];
}

/** The id without its version and its class, if the text has its form. */
function parseArxivId(text) {
  const id = text.toLowerCase().replace(ARXIV_DOI, "$1").replace(/v\d+$/, "");
  if (/^\d{4}\.\d{0,5}$/.test(id)) return id;
  const old = id.match(/^([a-z-]+)(?:\.[a-z]{2})?\/(\d{7})$/);
  return old ? `${old[1]}/${old[2]}` : null;
}

const trimArxivId = (text) => stripBraces(text.trim().replace(CATEGORY, "")).replace(AFTER_ID, "");

function extractArxivId(text) {
  const prepared = prepare(text);
  const stated = prepared.match(STATED_ID);
  if (stated) return trimArxivId(prepared.slice(stated[0].length));
  const afterWords = stripBraces(prepared.replace(CATEGORY, "")).match(ONLY_ID_AFTER_WORDS);
  if (afterWords) return afterWords[1];
  const parts = splitUrl(addScheme(prepared));
  if (!parts) return null;
  const path = decodeFully(parts.path);
  if (isInDomain(parts, ARXIV)) {
    const id = path.match(ID_IN_PATH) ?? parts.query.match(ID_AS_PARAMETER);
    if (id) return id[1];
    const folder = path.match(ARXIV_FOLDER);
    return (folder && path.slice(folder[0].length).replace(AFTER_ID, "")) || null;
  }
  const inPath = isInDomain(parts, ARXIV_MIRRORS) && path.match(ID_IN_PATH);
  if (inPath) return inPath[1];
  const domain = Object.keys(RECORDS).find((place) => isInDomain(parts, [place]));
  const record = domain && path.match(RECORDS[domain]);
  return record ? `${record[1]}.${record[2]}` : null;
}

function extractDoi(text) {
  const prepared = prepare(text).replace(/[{}]/g, "").trim();
  const prefix = prepared.match(DOI_PREFIX)?.[0] ?? "";
  const bare = prepared.slice(prefix.length);
  if (BARE_DOI.test(bare)) return stripPreprintVersion(decodeFully(bare));
  const parts = splitUrl(addScheme(bare));
  if (!parts) return prefix ? bare : null;
  const doi = extractDoiFromUrl(parts);
  return doi && stripPreprintVersion(doi);
}

/** The text to search for one identifier; nothing of a text that is too long for one. */
function prepare(text) {
  const trimmed = text.trim();
  if (trimmed.length > MAX_LENGTH) return "";
  let inner = decodeMarkup(trimmed).replace(AROUND, "").replace(/^[/ ]+/, "");
  if (/^\(.*\)$/s.test(inner)) inner = inner.slice(1, -1);
  if (/^\[.*\]$/s.test(inner)) inner = inner.slice(1, -1);
  const outer = inner.match(OUTER_URL)?.[0];
  if (!outer) return inner;
  inner = inner.slice(outer.length);
  if (!outer.endsWith("/")) inner = inner.replace(/&.*/s, "");
  return inner.includes("://") ? inner : decode(inner);
}

/** Replace what TeX and HTML write for characters of identifiers, and remove commands such as \url. */
function decodeMarkup(text) {
  let plain = text.replace(WHITE_SPACE, " ").replace(BROKEN_SCHEME, "https://").replace(JOINT, " ");
  if (/[&\\]/.test(plain)) plain = plain.replace(NAMED_CHARACTER, (_, tex, entity) => NAMED[(tex ?? entity).toLowerCase()]);
  if (/[\\$]|\{_\}/.test(plain)) {
    plain = plain.replace(FORMULA, (_, one, other, third) => one ?? other ?? third);
    plain = plain.replace(COMMAND, " ").replace(LINE_BREAK, "").replace(ESCAPE, (_, one, other) => one ?? other).replace(/^ +/, "");
  }
  return plain;
}

const addScheme = (text) => (WITHOUT_SCHEME.test(text) ? `https://${text}` : text);

const stripBraces = (text) => text.replace(/^[{}]+|[{}]+$/g, "");

const OPENING = { ")": "(", "]": "[", "}": "{" };

/** Cut an address out of the sentence around it, as trim_url of generator/model/urls.py does. */
function trimUrl(text) {
  const open = [];
  let end = text.length;
  for (let position = 0; position < text.length; position += 1) {
    const mark = text[position];
    if (mark === "\\" || (mark in OPENING && text[open.at(-1)] !== OPENING[mark])) {
      end = position;
      break;
    }
    if (mark in OPENING) open.pop();
    else if ("([{".includes(mark)) open.push(position);
  }
  return text.slice(0, open.length ? open[0] : end).replace(/[.,;:!?'*_$]+$/, "");
}
