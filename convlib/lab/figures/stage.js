// What the explorer and the film share: a part of the page with styles of its own, in the page's colours.

// Everything is mixed from the colour of the page's text, so it suits light and dark pages alike.
const BASE = `
  :host { display: block; container-type: inline-size; font: 14px/1.45 system-ui, sans-serif; color: inherit; }
  * { box-sizing: border-box; }
  button, input { font: inherit; color: inherit; background: transparent; border-radius: 4px;
    border: 1px solid color-mix(in srgb, currentColor 55%, transparent); }
  button { min-width: 32px; height: 32px; padding: 0 8px; cursor: pointer; }
  button:hover { background: color-mix(in srgb, currentColor 10%, transparent); }
  button[aria-pressed="true"] { background: color-mix(in srgb, currentColor 18%, transparent); }
  button:disabled { opacity: 0.45; cursor: default; }
  svg { width: 14px; height: 14px; fill: currentColor; vertical-align: -2px; }
  input[type="range"] { flex: 1 1 120px; min-width: 90px; max-width: 320px; height: 32px; margin: 0; border: 0;
    accent-color: #0072b2; }
  :focus-visible { outline: 3px solid #e69f00; outline-offset: 1px; }
  .controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin: 4px 0 8px; }
  .count { min-width: 6em; }
`;

const ICONS = {
  previous: "M1 1h3v12H1zM13 1v12L5 7z",
  play: "M2 0l11 7-11 7z",
  pause: "M2 1h4v12H2zM8 1h4v12H8z",
  next: "M10 1h3v12h-3zM1 1l8 6-8 6z",
  repeat: "M3 8V5.5A2.5 2.5 0 0 1 5.5 3H9V0l4.5 4L9 8V5H5.5v3zM11 6v2.5A2.5 2.5 0 0 1 8.5 11H5v3l-4.5-4L5 6v3h3.5V6z",
};

/** Replace what is in an element by an empty shadow root with these styles, and return the root. */
export function stage(place, css) {
  const host = document.createElement("div");
  // JupyterLab's own keys would move from cell to cell; those with Ctrl, as to save, still work.
  // JupyterLab's own keys would move from cell to cell; those with Ctrl, as to save, still work.
  const keys = ({ ctrlKey, metaKey }) => host.toggleAttribute("data-lm-suppress-shortcuts", !ctrlKey && !metaKey);
  host.addEventListener("focusin", () => addEventListener("keydown", keys, true));
  host.addEventListener("focusout", () => removeEventListener("keydown", keys, true));
  place.replaceChildren(host);
  const root = host.attachShadow({ mode: "open" });
  root.append(element("style", {}, BASE + css));
  return root;
}

/** Make an element with attributes and children. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** Make the controls of a sequence: previous, play, next and a slider that has a name and says where it is.
 *
 * `show(step, playing)` is called with each new step, from `first` to `last()`; `said(step)` puts a step into words.
 */
export function player({ first, last, start, name, show, said, repeats }) {
  const slider = element("input", { type: "range", min: first, "aria-label": name });
  const count = element("span", { class: "count", "aria-hidden": "true" });
  const buttons = Object.fromEntries(
    ["previous", "play", "next"].map((icon) => [icon, element("button", { type: "button" })]),
  );
  const repeat = element("button", { type: "button", "aria-pressed": "false" });
  let step = start, timer = null;

  function paint() {
    slider.max = last();
    slider.value = step;
    slider.setAttribute("aria-valuetext", said(step));
    count.textContent = said(step);
    label(buttons.play, timer ? "pause" : "play", timer ? "Pause" : "Play");
  }
  function go(to, playing = false) {
    if (!playing) stop();
    step = Math.min(Math.max(to, first), last());
    paint();
    show(step, playing);
  }
  function stop() {
    clearInterval(timer);
    timer = null;
    paint();
  }
  function tick() {
    const looping = repeat.getAttribute("aria-pressed") === "true";
    if (!slider.isConnected || (step >= last() && !looping)) stop();
    else go(step >= last() ? first : step + 1, true);
  }
  function play() {
    if (timer) return stop();
    timer = setInterval(tick, 1400);
    go(step >= last() ? first : step + 1, true);
  }

  label(buttons.previous, "previous", "Previous");
  label(buttons.next, "next", "Next");
  label(repeat, "repeat", "Repeat");
  buttons.previous.onclick = () => go(step - 1);
  buttons.next.onclick = () => go(step + 1);
  buttons.play.onclick = play;
  repeat.onclick = () => repeat.setAttribute("aria-pressed", repeat.getAttribute("aria-pressed") !== "true");
  slider.oninput = () => go(Number(slider.value));
  paint();
  const controls = [buttons.previous, buttons.play, buttons.next, ...(repeats ? [repeat] : []), slider, count];
  return { controls, go, stop };
}

function label(button, icon, name) {
  if (button.title === name) return;
  button.title = name;
  button.setAttribute("aria-label", name);
  button.innerHTML = `<svg viewBox="0 0 14 14" aria-hidden="true"><path d="${ICONS[icon]}"/></svg>`;
}
