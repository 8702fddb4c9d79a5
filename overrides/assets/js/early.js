/* What must run before anything is painted and before Material's script: functions that Material's script calls to
   store the reader's choices, the form that chooses colours, and the chosen colours. It is a file, because the policy
   of the pages refuses scripts in pages. A "palette" of Material is an entry of theme.palette in mkdocs.yml. */

document.documentElement.classList.replace("no-js", "js"); // as Material's script does later

// Choices are stored for this site, which may be in a folder of its host.
window.__md_scope = new URL("../..", document.currentScript.src);

// Where the browser stores nothing, even the name "localStorage" throws.
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
    // Storage is full or forbidden: the choice lasts until the reader leaves the site.
  }
};

window.__md_hash = (text) => [...text].reduce((hash, letter) => (hash << 5) - hash + letter.charCodeAt(0), 0);

// The title of the page, which is shown in place of that of the site when it has been scrolled away.
{
  const [site, page] = document.querySelectorAll(".md-header__topic");
  page.firstElementChild.textContent = document.title.replace(` - ${site.textContent.trim()}`, "");
}

// Material's form of radio buttons: each shows the label that leads to the next. The form is missing where there
// are no colours to choose.
{
  const form = document.querySelector("[data-md-component=palette]");
  const make = (name, attributes) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };
  JSON.parse(form?.dataset.options ?? "[]").forEach(([media, scheme, icon, label], at, options) => {
    form.append(
      make("input", {
        class: "md-option", type: "radio", name: "__palette", id: `__palette_${at}`,
        ...(icon ? { "aria-label": label } : { "aria-hidden": "true" }),
        "data-md-color-media": media, "data-md-color-scheme": scheme,
      }),
    );
    if (icon) form.append(
      make("label", {
        class: `md-header__button md-icon icon-${icon.replaceAll("/", "-")}`, title: label,
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

if (__md_get("summaries") === false) document.documentElement.classList.add("no-summaries");

// The page of the search shows results in place of what it was built with, which is hidden until they arrive, so that
// nothing moves. It is shown again if they do not arrive. Lists keep space for the line of active filters.
if (location.search) {
  const { classList } = document.documentElement;
  classList.add("has-filters");
  if (new URLSearchParams(location.search).get("q")) classList.add("has-query");
  setTimeout(() => classList.remove("has-query"), 5000);
}

// Material's script takes a link with only rel="alternate" for this page in another language, and fetches the sitemap
// of that address. So feeds have one more word until the script has run.
{
  const feeds = document.querySelectorAll("link[rel=alternate][type^='application/']");
  for (const feed of feeds) feed.rel = "alternate feed";
  window.addEventListener("load", () => feeds.forEach((feed) => (feed.rel = "alternate")));
}
