/* Making elements, and saying numbers and messages. Text only ever becomes text: nothing here parses HTML. */

const DATA = JSON.parse(document.getElementById("data").textContent);
const SVG = "http://www.w3.org/2000/svg";
const NO_BREAK = "\u00a0";

/** An element; attributes that are null, undefined or false are left out, functions become listeners. */
function el(name, attributes, ...children) {
  return filled(document.createElement(name), attributes, children);
}

function svg(name, attributes, ...children) {
  return filled(document.createElementNS(SVG, name), attributes, children);
}

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === "function") element.addEventListener(name, value);
    else if (name === "style") for (const [key, one] of Object.entries(value)) element.style.setProperty(key, one);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** The element with an id that stands in the page. */
function $(id) {
  return document.getElementById(id);
}

const grouped = new Intl.NumberFormat(DATA.language === "sv" ? "sv-SE" : "en-GB");
const twoDigits = new Intl.NumberFormat(DATA.language === "sv" ? "sv-SE" : "en-GB", {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
});

function count(number) {
  return grouped.format(number);
}

function decimal(number) {
  return twoDigits.format(number);
}

/** The message under a key, its {placeholders} filled in. */
function say(key, values = {}) {
  return DATA.messages[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));
}

/** The message for a number: `key.one` or `key.many`. */
function sayCount(key, number, values = {}) {
  return say(`${key}.${number === 1 ? "one" : "many"}`, { n: count(number), ...values });
}

/** Tells those who do not see the page. */
function announce(words) {
  $("said").textContent = "";
  requestAnimationFrame(() => ($("said").textContent = words));
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
