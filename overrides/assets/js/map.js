/* The map of papers: its controls, and what it shows of the paper under the pointer or reached by arrow keys. */

import { address, paperAddress } from "./addresses.js";
import { element, markedText, plainText } from "./elements.js";
import { parseFilters } from "./filters.js";
import { formatAuthors, formatDay, formatPapers } from "./format.js";
import { MapView } from "./map-view.js";
import { _ } from "./messages.js";

const FAILED = _("The map could not be loaded. Check the connection and reload the page.");
const HELP = _("Map of papers. Arrow keys move between papers, Enter opens one, plus and minus zoom, 0 shows everything.");
const STEP = 1.5; // of the zoom
const PLAY_PAUSE = 1100; // milliseconds for each period
const SEARCH_PAUSE = 250; // milliseconds after a letter
const CLICK = 5; // pixels that a pointer may move in a click
const CARD_DISTANCE = 14; // pixels from a paper to its card
const CARD_MARGIN = 4; // pixels from a card to the border of the map
const ARROWS = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };

const loadClient = () => import("./search/client.js");

export async function start(host) {
  const page = new MapPage(host);
  try {
    const response = await fetch(address("map/map.json"), { cache: "no-cache" });
    if (!response.ok) throw new Error(`map.json answered ${response.status}`);
    page.show(await response.json());
  } catch {
    page.status.textContent = FAILED;
  }
}

class MapPage {
  #pointers = new Map(); // id of each pointer that is down to its last event
  #moved = 0; // pixels since the first pointer came down
  #cards = new Map(); // number of a paper to a promise of it

  constructor(host) {
    this.canvas = element("canvas", { tabindex: "0", role: "application", "aria-label": HELP });
    this.card = element("div", { class: "map-card", hidden: true });
    this.status = element("p", { class: "map-status", role: "status" });
    this.query = element("input", { type: "search", autocomplete: "off", maxlength: 200, disabled: true });
    this.from = element("select", { disabled: true });
    this.to = element("select", { disabled: true });
    this.play = element("button", { type: "button", class: "md-button", disabled: true }, _("Play"));
    this.legend = element("div", { class: "map-legend", role: "group", "aria-label": _("Areas") });
    const zoom = (sign, label, act) => element("button", { type: "button", title: label, "aria-label": label, click: act }, sign);
    this.buttons = element(
      "div",
      { class: "map-zoom" },
      zoom("+", _("Zoom in"), () => this.view?.zoom(STEP)),
      zoom("\u2212", _("Zoom out"), () => this.view?.zoom(1 / STEP)),
      zoom("\u21ba", _("Show everything"), () => this.view?.reset()),
    );
    host.replaceChildren(
      element(
        "form",
        { class: "map-controls", role: "search", "aria-label": _("Filter the map"), submit: (event) => event.preventDefault() },
        element("label", { class: "query" }, element("span", {}, _("Highlight title, author or words")), this.query),
        element("label", {}, element("span", {}, _("From")), this.from),
        element("label", {}, element("span", {}, _("To")), this.to),
        this.play,
      ),
      element("div", { class: "map-picture" }, this.canvas, this.buttons, this.card),
      this.legend,
      this.status,
    );
  }

  /** Show a map, `write_map` in generator/publish/map_layers.py. */
  show(map) {
    this.map = map;
    this.view = new MapView(this.canvas, map, this.buttons);
    map.areas.forEach((area, number) => this.#addArea(area, this.view.hasSquares[number]));
    for (const select of [this.from, this.to]) {
      select.append(...map.periods.map(([name], place) => element("option", { value: place }, name)));
    }
    this.to.value = map.periods.length - 1;
    for (const control of [this.query, this.from, this.to, this.play]) control.disabled = false;
    const hasPeriods = map.periods.length > 1;
    for (const control of [this.from.parentElement, this.to.parentElement, this.play]) control.hidden = !hasPeriods;
    this.from.addEventListener("change", () => this.#changePeriod(this.from, this.to));
    this.to.addEventListener("change", () => this.#changePeriod(this.to, this.from));
    this.play.addEventListener("click", () => (this.timer ? this.#stop() : this.#start()));
    this.query.addEventListener("focus", loadClient, { once: true });
    this.query.addEventListener("input", () => this.#searchSoon());
    this.#listenToPointers();
    this.canvas.addEventListener("keydown", (event) => this.#press(event));
    this.canvas.addEventListener("blur", ({ relatedTarget }) => this.card.contains(relatedTarget) || this.#select(null));
    this.#filter();
  }

  #addArea([title, light, dark], hasSquares) {
    const style = `--light: ${light}; --dark: ${dark}`;
    const shape = hasSquares ? { class: "square" } : {};
    const button = element("button", { type: "button", "aria-pressed": "true", style, ...shape }, title);
    button.addEventListener("click", () => {
      const buttons = [...this.legend.children];
      const isOnly = buttons.every((other) => (other === button) === (other.ariaPressed === "true"));
      const areAll = buttons.every((other) => other.ariaPressed === "true");
      for (const other of buttons) {
        if (isOnly) other.ariaPressed = "true"; // the last one that is off would leave nothing
        else if (areAll) other.ariaPressed = String(other === button);
        else if (other === button) other.ariaPressed = String(other.ariaPressed !== "true");
      }
      this.#filter();
    });
    this.legend.append(button);
  }

  #changePeriod(changed, other) {
    this.#stop();
    const isReversed = Number(this.from.value) > Number(this.to.value);
    if (isReversed) other.value = changed.value;
    this.#filter();
  }

  /** Show one period after the other. */
  #start() {
    let period = 0;
    const next = () => {
      if (period === this.map.periods.length) {
        this.#stop();
        this.from.value = 0;
      } else {
        this.from.value = this.to.value = period;
        this.view.caption = this.map.periods[period][0];
        period += 1;
      }
      this.#filter();
    };
    this.play.textContent = _("Stop");
    this.timer = setInterval(next, PLAY_PAUSE);
    next();
  }

  #stop() {
    clearInterval(this.timer);
    this.timer = 0;
    this.view.caption = "";
    this.play.textContent = _("Play");
  }

  /** Apply the areas and the periods. */
  #filter() {
    const { periods } = this.map;
    const [from, to] = [Number(this.from.value), Number(this.to.value)];
    const first = from ? periods[from][1] : 0; // papers without a date are older than all periods
    const end = periods[to + 1]?.[1] ?? this.view.count;
    const buttons = [...this.legend.children];
    const isOn = buttons.map((button) => button.ariaPressed === "true");
    isOn.push(isOn.every(Boolean)); // papers without topics have no area
    this.view.areas.forEach((area, number) => {
      this.view.isShown[number] = number >= first && number < end && isOn[area] ? 1 : 0;
    });
    this.#update();
  }

  #update() {
    if (this.view.selected !== null && !this.view.isPickable(this.view.selected)) this.#select(null);
    let count = 0;
    for (let number = 0; number < this.view.count; number += 1) count += this.view.isPickable(number) ? 1 : 0;
    this.status.textContent = formatPapers(count);
    this.view.draw();
  }

  #searchSoon() {
    clearTimeout(this.searchTimer);
    this.searchTimer = setTimeout(() => this.#search(this.query.value), SEARCH_PAUSE);
  }

  async #search(query) {
    if (query.trim()) {
      try {
        const { search } = await loadClient();
        const filters = { ...parseFilters(""), query };
        const { numbers } = await search({ filters, size: 0, withNumbers: true, caller: "map" });
        if (query !== this.query.value) return;
        this.view.isMarked = new Uint8Array(this.view.count);
        for (const number of numbers) this.view.isMarked[number] = 1;
      } catch {
        this.status.textContent = FAILED;
        return;
      }
    } else this.view.isMarked = null;
    this.#update();
  }

  #listenToPointers() {
    const { canvas, view } = this;
    canvas.addEventListener("pointerenter", loadClient, { once: true });
    canvas.addEventListener("wheel", (event) => {
      const { offsetX, offsetY } = event;
      if (view.zoom(Math.exp(-event.deltaY / (event.ctrlKey ? 100 : 400)), offsetX, offsetY)) event.preventDefault();
    }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => {
      if (event.button) return;
      if (!this.#pointers.size) this.#moved = 0;
      this.#pointers.set(event.pointerId, event);
      canvas.setPointerCapture(event.pointerId);
    });
    canvas.addEventListener("pointermove", (event) => (this.#pointers.size ? this.#drag(event) : this.#point(event)));
    canvas.addEventListener("pointerup", (event) => {
      const wasAlone = this.#pointers.size === 1;
      if (this.#pointers.delete(event.pointerId) && wasAlone && this.#moved < CLICK) this.#click(event);
    });
    canvas.addEventListener("pointercancel", ({ pointerId }) => this.#pointers.delete(pointerId));
    canvas.addEventListener("pointerleave", ({ pointerType }) => pointerType === "mouse" && this.#select(null));
    canvas.addEventListener("auxclick", (event) => event.button === 1 && this.#click(event));
  }

  /** Move the map with one pointer, and enlarge it with two. */
  #drag(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const other = [...this.#pointers.values()].find(({ pointerId }) => pointerId !== event.pointerId);
    const [dx, dy] = [event.offsetX - before.offsetX, event.offsetY - before.offsetY];
    this.#moved += Math.abs(dx) + Math.abs(dy);
    if (this.#moved >= CLICK) {
      this.#select(null);
      if (other) {
        const measure = ({ offsetX, offsetY }) => Math.hypot(offsetX - other.offsetX, offsetY - other.offsetY) || 1;
        this.view.zoom(measure(event) / measure(before), other.offsetX, other.offsetY);
      } else this.view.move(dx, dy);
    }
    this.#pointers.set(event.pointerId, event);
  }

  #point({ offsetX, offsetY, pointerType }) {
    if (pointerType === "mouse") this.#select(this.#pick(offsetX, offsetY));
  }

  #pick(x, y) {
    const { selected } = this.view;
    this.view.selected = null; // the selected paper is as near as any other
    const number = this.view.pick(x, y);
    this.view.selected = selected;
    return number;
  }

  #click(event) {
    const number = this.#pick(event.offsetX, event.offsetY);
    this.#select(number);
    if (number === null || event.pointerType === "touch") return; // a finger opens a paper by its card
    this.#open(number, event.button === 1 || event.ctrlKey || event.metaKey);
  }

  async #open(number, inNewTab = false) {
    const paper = await this.#load(number);
    if (!paper) return;
    if (inNewTab) window.open(paperAddress(paper.slug), "_blank", "noopener");
    else location.assign(paperAddress(paper.slug));
  }

  #press(event) {
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key in ARROWS) this.#selectByKey(this.view.findNext(...ARROWS[key]));
    else if (key === "Enter" && this.view.selected !== null) this.#open(this.view.selected);
    else if (key === "Escape") this.#select(null);
    else if (key === "+" || key === "=") this.#zoomByKey(STEP);
    else if (key === "-") this.#zoomByKey(1 / STEP);
    else if (key === "0") this.view.reset();
    else return;
    event.preventDefault();
  }

  #selectByKey(number) {
    if (number === null) return;
    this.view.reveal(number);
    this.#select(number);
  }

  #zoomByKey(factor) {
    const { selected } = this.view;
    this.view.zoom(factor, ...(selected === null ? [] : this.view.locatePaper(selected)));
    this.#placeCard();
  }

  #load(number) {
    if (!this.#cards.has(number)) {
      const loading = loadClient().then(({ getPapers }) => getPapers([number]));
      this.#cards.set(number, loading.then(([paper]) => paper, () => this.#cards.delete(number) && null));
    }
    return this.#cards.get(number);
  }

  /** Select a paper, and show it on a card. */
  async #select(number) {
    if (number === this.view.selected) return;
    this.view.selected = number;
    this.view.draw();
    this.canvas.classList.toggle("on-paper", number !== null);
    if (number === null) {
      this.card.hidden = true;
      return;
    }
    const paper = await this.#load(number);
    if (!paper || number !== this.view.selected) return;
    const topic = this.map.topics[this.view.topics[number]]?.[0];
    const facts = [paper.venueLabel, paper.published !== null && formatDay(paper.published), topic].filter(Boolean);
    this.card.replaceChildren(
      element("a", { href: paperAddress(paper.slug), tabindex: "-1" }, ...markedText(paper.title)),
      element("span", {}, ...markedText(formatAuthors(paper))),
      element("span", {}, facts.join(" · ")),
    );
    this.card.hidden = false;
    this.#placeCard();
    if (document.activeElement === this.canvas) this.status.textContent = [plainText(paper.title), ...facts].join(". ");
  }

  #placeCard() {
    const { selected, width, height } = this.view;
    if (selected === null || this.card.hidden) return;
    const [x, y] = this.view.locatePaper(selected);
    const { offsetWidth, offsetHeight } = this.card;
    const left = Math.max(CARD_MARGIN, Math.min(width - offsetWidth - CARD_MARGIN, x - offsetWidth / 2));
    const below = y + CARD_DISTANCE;
    const top = below + offsetHeight > height ? y - CARD_DISTANCE - offsetHeight : below;
    this.card.style.translate = `${Math.round(left)}px ${Math.round(Math.max(CARD_MARGIN, top))}px`;
  }
}
