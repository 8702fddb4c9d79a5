/* What must be there before anything is painted: what Material's own script calls to keep the reader's
   choices, the form to choose colours, and the colours chosen. A file and no script in the page, so that the
   page's policy can refuse all scripts in pages. Where Material says "palette", it means an entry of
   theme.palette in mkdocs.yml. */

// Choices belong to this site, which may lie in a folder of its host.
window.__md_scope = new URL("../..", document.currentScript.src);

// Where the browser lets nobody keep anything, even the name "localStorage" throws.
window.__md_get = (name, storage, scope = __md_scope) => {
  try {
    return JSON.parse((storage ?? localStorage).getItem(`${scope.pathname}.${name}`));
  } catch {
    return null;
  }
};

window.__md_set = (name, value, storage, scope = __md_scope) => {
  try {
    (storage ?? localStorage).setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the choice lasts until the reader leaves.
  }
};

window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);

// Material's form of radio buttons: each shows the label that leads on to the next. There is none where
// there is nothing to choose.
{
  const form = document.querySelector("[data-md-component=palette]");
  const make = (name, attributes) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  JSON.parse(form?.dataset.options ?? "[]").forEach(({ media = "", scheme = "default", toggle }, at, options) => {
    form.append(
      make("input", {
        class: "md-option", type: "radio", name: "__palette", id: `__palette_${at}`,
        ...(toggle ? { "aria-label": toggle.name } : { "aria-hidden": "true" }),
        "data-md-color-media": media, "data-md-color-scheme": scheme,
      }),
    );
    if (toggle) form.append(
      make("label", {
        class: `md-header__button md-icon icon-${toggle.icon.replaceAll("/", "-")}`, title: toggle.name,
        for: `__palette_${(at + 1) % options.length}`, hidden: "",
      }),
    );
  });
}

{
  const SYSTEM = "(prefers-color-scheme)";
  const chosen = __md_get("__palette")?.color?.media ?? SYSTEM;
  const shade = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const media = chosen === SYSTEM ? `(prefers-color-scheme: ${shade})` : chosen;
  const option = document.querySelector(`[data-md-color-media="${CSS.escape(media)}"]`);
  const scheme = option?.getAttribute("data-md-color-scheme");
  if (scheme) document.body.setAttribute("data-md-color-scheme", scheme);
}
