/* What must be there before anything is painted: what Material's own script calls to keep the reader's
   choices, and the colours chosen. A file and no script in the page, so that the page's policy can refuse
   all scripts in pages. Where Material says "palette", it means an entry of theme.palette in mkdocs.yml. */

// Choices belong to this site, which may lie in a folder of its host.
window.__md_scope = new URL("../..", document.currentScript.src);

window.__md_get = (name, storage = localStorage, scope = __md_scope) =>
  JSON.parse(storage.getItem(`${scope.pathname}.${name}`));

window.__md_set = (name, value, storage = localStorage, scope = __md_scope) => {
  try {
    storage.setItem(`${scope.pathname}.${name}`, JSON.stringify(value));
  } catch {
    // Storage is full or forbidden: the choice lasts until the reader leaves.
  }
};

window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);

{
  const SYSTEM = "(prefers-color-scheme)";
  const chosen = __md_get("__palette")?.color?.media ?? SYSTEM;
  const shade = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const media = chosen === SYSTEM ? `(prefers-color-scheme: ${shade})` : chosen;
  const option = document.querySelector(`[data-md-color-media="${CSS.escape(media)}"]`);
  const scheme = option?.getAttribute("data-md-color-scheme");
  if (scheme) document.body.setAttribute("data-md-color-scheme", scheme);
}
