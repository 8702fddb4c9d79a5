/* Words for comparing texts: the rule of generator/model/text.py. A test compares the two for all of Unicode.
   No page, no network. */

const ASCII = /^[\x00-\x7f]*$/;
const LETTERS = { ø: "o", ł: "l", đ: "d", ı: "i", æ: "ae", œ: "oe", ß: "ss", þ: "th", ς: "σ", "\u0345": "ι" };
const LETTER = /[øłđıæœßþς\u0345]/g;
const CHEROKEE = /[\u13f8-\u13fd\uab70-\uabbf]/g; // Unicode folds these to upper case

// Normalising sorts the marks in a row, which can take quadratic time; the first 30 are kept. The last two
// characters are letters that it turns into marks.
const MANY_MARKS = /([\p{M}\uff9e\uff9f]{30})[\p{M}\uff9e\uff9f]+/gu;

/** Fold a text to words without case, accents and marks, separated by single spaces: "Łukasz's" to "lukasz s". */
export function fold(text) {
  let letters = text.toLowerCase();
  if (!ASCII.test(letters)) {
    // Upper case and then lower case is what Unicode calls case folding, but for the final sigma and Cherokee.
    letters = text.replace(MANY_MARKS, "$1").normalize("NFKD").toUpperCase().toLowerCase().normalize("NFKD");
    letters = letters.replace(LETTER, (letter) => LETTERS[letter]).replace(/[\u0300-\u036f]/g, "");
    letters = letters.replace(CHEROKEE, (letter) => letter.toUpperCase());
  }
  return letters.replace(/[^\p{L}\p{N}]+/gu, " ").trim();
}

/** Remove the plural ending of a folded word: "gpus" to "gpu". */
export function stem(word) {
  return word.length >= 4 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}
