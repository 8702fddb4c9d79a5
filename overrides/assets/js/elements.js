/* Elements in one call. Text is always text: nothing here reads markup. */

/**
 * Create an element with attributes and children.
 *
 * An attribute that is true is written without a value, one that is false or undefined is left out, and a function
 * listens to the event of that name.
 */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") created.addEventListener(key, value);
    else if (value === true) created.setAttribute(key, "");
    else if (value !== false && value !== undefined) created.setAttribute(key, value);
  }
  created.append(...children);
  return created;
}

/** Text for screen readers alone. */
export const hiddenText = (text) => element("span", { class: "for-screen-readers" }, text);

/** The parts of a marked text, [text, whether it is marked], as text. */
export const plainText = (parts) => parts.map(([text]) => text).join("");

/** The parts of a marked text as text and `mark` elements. */
export const markedText = (parts) => parts.map(([text, isMarked]) => (isMarked ? element("mark", {}, text) : text));
