/* Words as the index has them: generator/model/text.py and generator/publish/search/search_records.py fold texts the same way. */

const LETTERS = { ø: "o", ł: "l", đ: "d", ı: "i", æ: "ae", œ: "oe", ß: "ss", þ: "th", ς: "σ", "\u0345": "ι" };
const LETTER = /[øłđıæœßþς\u0345]/g;
const ASCII = /^[\x00-\x7f]*$/;
const COMPOUND = /(?<![\p{L}\p{N}_-])([\p{L}\p{N}_]+)[-\u2010\u2011'’]([\p{L}\p{N}_]+)(?![\p{L}\p{N}_-])/gu;
const FORMATTING = /\\(?:math|text|operator|left|right|big)[a-z]*/gi;

/** The text's words without case, accents and marks, single blanks between them. */
export function fold(text) {
  let letters = text.toLowerCase();
  if (!ASCII.test(letters)) {
    // Up and down again is what Unicode calls folding, but for the end of a Greek word and Cherokee.
    letters = text.normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD");
    letters = letters.replace(LETTER, (letter) => LETTERS[letter]).replace(/[\u0300-\u036f]/g, "");
  }
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** A folded word without its plural ending. */
export function stem(word) {
  return word.length >= 4 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/**
 * What a reader asks for, word by word.
 * @returns {{term: string, typed: string, also: string?, open: boolean}[]} the stem; the folded word; the
 *   compound that it is a part of; whether the reader may still be typing it
 */
export function asked(query) {
  const text = query.replace(FORMATTING, " ");
  const also = new Map();
  for (const [, one, other] of text.matchAll(COMPOUND)) {
    const whole = stem(fold(one + other).replaceAll(" ", ""));
    for (const part of [one, other]) also.set(stem(fold(part)), whole);
  }
  const words = fold(text).split(" ").filter(Boolean);
  const found = new Map();
  words.forEach((typed, place) => {
    const term = stem(typed);
    const open = place === words.length - 1 && /[\p{L}\p{N}]$/u.test(query);
    found.set(term, { term, typed, also: also.get(term) ?? null, open });
  });
  return [...found.values()];
}

/** The id or DOI that a query is, without version and address, or null. */
export function identity(query) {
  const bare = query
    .trim()
    .replace(/^(?:https?:\/\/)?(?:www\.|export\.)?arxiv\.org\/(?:abs|pdf|html|format|src)\//i, "")
    .replace(/^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\//i, "")
    .replace(/^doi:\s*/i, "")
    .replace(/^10\.48550\/(?=arxiv)/i, "")
    .replace(/^arxiv[:.]\s*/i, "")
    .replace(/(?:\s*\[[^\]]*\]|\.pdf|[/.,;]|\s)+$/i, "")
    .toLowerCase();
  if (/^10\.\d{4,9}\/\S+$/.test(bare)) return bare;
  const id = bare.replace(/v\d+$/, "");
  if (/^\d{4}\.\d{0,5}$/.test(id)) return id;
  const old = id.match(/^([a-z-]+)(?:\.[a-z]{2})?\/(\d{7})$/);
  return old ? `${old[1]}/${old[2]}` : null;
}
