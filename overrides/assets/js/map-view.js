/* The picture of the map: papers as points and names of topics on a canvas, which can be moved and enlarged. */

import { decodeLetter } from "./letters.js";

const MARGIN = 26; // pixels around the papers
const MAX_ZOOM = 40;
const MAX_DISTANCE = 14; // pixels from the pointer to a paper
const ALIGNMENT = 3; // how much more it counts that a paper is not straight in the direction of an arrow key
const LABEL_GAP = 5; // pixels at both sides of a name
const LABEL_SHIFTS = [0, -0.5, 0.5, -1, 1, 1.5, 2]; // of a name from its place, in lines
const NARROW = 500; // pixels
const FEW_PAPERS = 1000; // names make way for so many; of more, there are papers everywhere
const forcedColours = matchMedia("(forced-colors: active)");

export class MapView {
  selected = null; // the number of a paper
  caption = ""; // shown large behind the papers
  isShown; // for each paper, whether it passes the filters
  isMarked = null; // for each paper, whether it matches the words; null without words
  #zoom = 1;
  #left = 0; // of the enlarged picture, in pixels
  #top = 0;
  #frame = 0;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {object} map - `write_map` in generator/publish/map_layers.py
   * @param {HTMLElement} buttons - over the upper right corner of the canvas
   */
  constructor(canvas, map, buttons) {
    this.canvas = canvas;
    this.buttons = buttons;
    this.map = map;
    this.count = map.x.length;
    this.topics = Int16Array.from(map.first, (letter) => Math.max(-1, decodeLetter(letter, 0)));
    this.areas = Int16Array.from(this.topics, (topic) => (topic < 0 ? map.areas.length : map.topics[topic][1]));
    const colours = map.areas.map(([, light]) => light);
    this.hasSquares = colours.map((colour, area) => colours.indexOf(colour) < area); // areas whose colour another has
    this.isShown = new Uint8Array(this.count).fill(1);
    const [left, right] = range(map.x);
    const [top, bottom] = range(map.y);
    this.fit = { left, top, width: right - left || 1, height: bottom - top || 1 };
    this.#resize(); // keys can be pressed before the observer is called
    new ResizeObserver(() => this.#resize()).observe(canvas);
    forcedColours.addEventListener("change", () => this.draw());
    new MutationObserver(() => this.draw()).observe(document.body, { attributeFilter: ["data-md-color-scheme"] });
  }

  #resize() {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = devicePixelRatio;
    Object.assign(this, { width: clientWidth, height: clientHeight });
    this.canvas.width = Math.round(clientWidth * ratio);
    this.canvas.height = Math.round(clientHeight * ratio);
    this.#moveTo(this.#left, this.#top);
  }

  /** Where a position of the map is on the canvas. */
  #locate(x, y) {
    const { left, top, width, height } = this.fit;
    return [
      (MARGIN + ((x - left) / width) * (this.width - 2 * MARGIN)) * this.#zoom + this.#left,
      (MARGIN + ((y - top) / height) * (this.height - 2 * MARGIN)) * this.#zoom + this.#top,
    ];
  }

  /** Where a paper is on the canvas. */
  locatePaper(number) {
    return this.#locate(this.map.x[number], this.map.y[number]);
  }

  #moveTo(left, top) {
    this.#left = Math.min(0, Math.max(this.width * (1 - this.#zoom), left));
    this.#top = Math.min(0, Math.max(this.height * (1 - this.#zoom), top));
    this.canvas.style.touchAction = this.#zoom > 1 ? "none" : "pan-y"; // so that a finger can scroll past the map
    this.draw();
  }

  move(right, down) {
    this.#moveTo(this.#left + right, this.#top + down);
  }

  /** Enlarge by a factor around a place on the canvas. Returns whether that changes anything. */
  zoom(factor, x = this.width / 2, y = this.height / 2) {
    const zoom = Math.min(MAX_ZOOM, Math.max(1, this.#zoom * factor));
    if (zoom === this.#zoom) return false;
    const change = zoom / this.#zoom;
    this.#zoom = zoom;
    this.#moveTo(x - (x - this.#left) * change, y - (y - this.#top) * change);
    return true;
  }

  /** Show everything. */
  reset() {
    this.#zoom = 1;
    this.#moveTo(0, 0);
  }

  /** Make sure that a paper is in sight. */
  reveal(number) {
    const [x, y] = this.locatePaper(number);
    const isInside = x > MARGIN && y > MARGIN && x < this.width - MARGIN && y < this.height - MARGIN;
    if (!isInside) this.move(this.width / 2 - x, this.height / 2 - y);
    this.draw();
  }

  /** Whether a paper passes the filters and, if there are words, matches them. */
  isPickable(number) {
    return this.isShown[number] && (!this.isMarked || this.isMarked[number]);
  }

  /** The paper nearest to a place on the canvas, or null. */
  pick(x, y, maxDistance = MAX_DISTANCE) {
    return this.#findBest((dx, dy) => dx * dx + dy * dy, x, y, maxDistance ** 2);
  }

  /** The next paper in a direction, such as (1, 0) for the right; without a selected paper, that in the middle. */
  findNext(right, down) {
    if (this.selected === null) return this.pick(this.width / 2, this.height / 2, Infinity);
    const measure = (dx, dy) => {
      const ahead = dx * right + dy * down;
      const aside = Math.abs(dx * down) + Math.abs(dy * right);
      return ahead > 0 ? ahead + ALIGNMENT * aside : Infinity;
    };
    return this.#findBest(measure, ...this.locatePaper(this.selected), Infinity);
  }

  #findBest(measure, x, y, limit) {
    let best = null;
    for (let number = 0; number < this.count; number += 1) {
      if (number === this.selected || !this.isPickable(number)) continue;
      const [paperX, paperY] = this.locatePaper(number);
      const value = measure(paperX - x, paperY - y);
      if (value < limit) [best, limit] = [number, value];
    }
    return best;
  }

  /** Draw soon, once for all changes until then. */
  draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.#frame = 0;
      this.#drawNow();
    });
  }

  #drawNow() {
    const style = getComputedStyle(this.canvas);
    const isDark = document.body.dataset.mdColorScheme === "slate";
    const isForced = forcedColours.matches;
    const ink = isForced ? "CanvasText" : style.getPropertyValue("--cat-ink");
    const ground = isForced ? "Canvas" : style.getPropertyValue("--md-default-bg-color");
    const context = this.canvas.getContext("2d");
    this.context = context;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    context.textAlign = "center";
    if (this.caption) this.#drawCaption(ink, style);
    const radius = this.#measureRadius();
    const colours = [...this.map.areas.map((area) => area.slice(1)), this.map.none];
    const layers = colours.map(() => [[], []]); // for each area, the papers that are faint, and the others
    for (let number = 0; number < this.count; number += 1) {
      layers[this.areas[number]][this.isPickable(number) ? 1 : 0].push(number);
    }
    for (const isBright of [0, 1]) {
      context.globalAlpha = isBright ? 0.85 : 0.13;
      layers.forEach((layer, area) => {
        context.fillStyle = isForced ? ink : colours[area][isDark ? 1 : 0];
        this.#drawPoints(layer[isBright], this.isMarked && isBright ? radius * 1.6 : radius, this.hasSquares[area]);
      });
    }
    context.globalAlpha = 1;
    this.#drawLabels(ink, ground, style, radius);
    if (this.selected !== null) {
      const [x, y] = this.locatePaper(this.selected);
      context.strokeStyle = isForced ? "Highlight" : ink;
      context.lineWidth = 2;
      context.beginPath();
      context.arc(x, y, radius + 4, 0, 2 * Math.PI);
      context.stroke();
    }
  }

  /** The radius of a point: the smaller, the more papers there are; it grows slowly when the map is enlarged. */
  #measureRadius() {
    const share = 0.2 * Math.sqrt((this.width * this.height) / this.count); // of the space of a paper
    return Math.min(5, this.width / 100, Math.max(1.4, share)) * this.#zoom ** 0.3;
  }

  #drawPoints(numbers, radius, areSquares) {
    this.context.beginPath();
    for (const number of numbers) {
      const [x, y] = this.locatePaper(number);
      if (x < -radius || y < -radius || x > this.width + radius || y > this.height + radius) continue;
      this.context.moveTo(x + radius, y);
      if (areSquares) this.context.rect(x - radius, y - radius, 2 * radius, 2 * radius);
      else this.context.arc(x, y, radius, 0, 2 * Math.PI);
    }
    this.context.fill();
  }

  #drawCaption(ink, style) {
    this.context.font = `700 ${Math.round(this.width / 7)}px ${style.fontFamily}`;
    this.context.globalAlpha = 0.1;
    this.context.fillStyle = ink;
    this.context.fillText(this.caption, this.width / 2, this.height / 2 + this.width / 20);
  }

  /** Draw the names of topics that have room, those with the most papers first. */
  #drawLabels(ink, ground, style, radius) {
    const { context } = this;
    const isNarrow = this.width < NARROW;
    const size = isNarrow ? 11 : 13;
    const line = isNarrow ? 2 * size : size + 2; // on a phone, fewer names leave more of the papers
    context.font = `600 ${size}px ${style.fontFamily}`;
    Object.assign(context, { lineWidth: 3, lineJoin: "round", strokeStyle: ground, fillStyle: ink });
    const shown = new Set(this.topics.filter((_topic, number) => this.isShown[number]));
    const byCount = [...this.map.topics.keys()].sort((one, other) => this.map.topics[other][4] - this.map.topics[one][4]);
    const boxes = [];
    const { offsetLeft, offsetTop, offsetHeight } = this.buttons;
    this.corner = { left: offsetLeft, bottom: offsetTop + offsetHeight };
    for (const topic of byCount) {
      const [name, , x, y] = this.map.topics[topic];
      const [middle, base] = this.#locate(x, y);
      if (!shown.has(topic) || middle < 0 || middle > this.width || base < 0 || base > this.height) continue;
      const half = context.measureText(name).width / 2 + LABEL_GAP;
      const inside = Math.max(half, Math.min(this.width - half, middle));
      const box = this.#findFreest({ middle: inside, half, size, line }, base - radius, boxes);
      if (!box) continue;
      boxes.push(box);
      context.strokeText(name, box.middle, box.base);
      context.fillText(name, box.middle, box.base);
    }
  }

  /** The place for a name that is free of other names and of the buttons, and has the fewest papers behind it. */
  #findFreest(label, base, boxes) {
    const { middle, half, size, line } = label;
    const { corner } = this;
    const isFree = (box) =>
      box.base > size &&
      box.base < this.height &&
      (middle + half < corner.left || box.base - size > corner.bottom) &&
      boxes.every((other) => Math.abs(other.middle - middle) > other.half + half || Math.abs(other.base - box.base) > line);
    const places = LABEL_SHIFTS.map((shift) => ({ ...label, base: base + shift * size })).filter(isFree);
    if (this.count > FEW_PAPERS || places.length < 2) return places[0];
    const covered = places.map(() => 0);
    for (let number = 0; number < this.count; number += 1) {
      const [x, y] = this.locatePaper(number);
      if (Math.abs(x - middle) > half) continue;
      places.forEach((place, index) => (covered[index] += Math.abs(y - place.base + size / 2) < size ? 1 : 0));
    }
    return places[covered.indexOf(Math.min(...covered))];
  }
}

/** The smallest and the greatest of some numbers. */
function range(numbers) {
  const sorted = Float64Array.from(numbers).sort();
  return [sorted[0], sorted.at(-1)];
}
