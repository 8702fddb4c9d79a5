/* Text as a file that the browser saves. */

import { element } from "./elements.js";

const LIFETIME = 60_000; // milliseconds; a browser may start to read the text only after it asked where to save it

export function download(name, mediaType, text) {
  const url = URL.createObjectURL(new Blob([text], { type: `${mediaType};charset=utf-8` }));
  element("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), LIFETIME);
}
