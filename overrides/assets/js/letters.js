/* Small numbers as letters, as in `encode_as_letter` of generator/model/json_text.py. No page, no network. */

const FIRST = "]".charCodeAt(0);

/** The number that a letter of a text stands for; it is negative for a space. */
export const decodeLetter = (text, place) => text.charCodeAt(place) - FIRST;
