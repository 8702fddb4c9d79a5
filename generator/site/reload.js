/**
 * On each page of `catalogue serve`: reload the page when it has changed, and show the problems of the data.
 * The published site does not have this script.
 */

const RETRY_MILLISECONDS = 1000
const STYLE = `position: fixed; z-index: 99; inset: 0 0 auto; max-height: 40vh; overflow: auto; padding: 0.5em 1em;
  background: #b00020; color: #fff; font: 14px/1.5 monospace; white-space: pre-wrap`

/** Show problems in a bar above the page, or remove the bar if there are none. */
function showProblems(problems) {
  document.getElementById("preview-problems")?.remove()
  if (!problems.length) return
  const bar = document.createElement("div")
  bar.id = "preview-problems"
  bar.setAttribute("role", "alert")
  bar.style.cssText = STYLE
  bar.textContent = ["This page shows the last version without these problems:", ...problems].join("\n")
  document.body.append(bar)
}

/** Wait until the tab is visible, because browsers allow few open requests to a host. */
async function waitUntilVisible() {
  while (document.hidden) {
    await new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }))
  }
}

async function watch() {
  let version = ""
  let digest
  for (;;) {
    try {
      const query = new URLSearchParams({ path: location.pathname, version })
      const state = await (await fetch(`/.preview/state?${query}`)).json()
      digest ??= state.digest
      if (state.digest !== digest) return location.reload()
      version = state.version
      showProblems(state.problems)
    } catch {  // the server was stopped
      await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS))
    }
    await waitUntilVisible()
  }
}

watch()
