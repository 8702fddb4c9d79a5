/* Elements in one call. Text is always text: nothing here reads markup. */

/**
 * An element with attributes and children.
 *
 * An attribute that is true stands alone, one that is false or undefined is left out, and one that is a
 * function listens to the event of its name.
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key, value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== false && value !== undefined) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
