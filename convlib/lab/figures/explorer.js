// The explorer of the way back: a convolution of one channel, in which every number shows the sum that makes it.
import { element, player, stage } from "./stage.js";

// The mathematics. A layer is {X, W, dH, stride, pad}: arrays of rows; without dH it only goes forward.

/** The products of the layer, one for each output and weight: the output, the weight and the pixel that meet. */
export function products({ X, W, stride, pad }) {
  const size = (n, f) => Math.floor((n + 2 * pad - f) / stride) + 1;
  const [rows, columns] = [size(X.length, W.length), size(X[0].length, W[0].length)];
  const found = [];
  for (let h = 0; h < rows; h++)
    for (let w = 0; w < columns; w++)
      for (let u = 0; u < W.length; u++)
        for (let v = 0; v < W[0].length; v++)
          found.push({ H: [h, w], W: [u, v], X: [h * stride + u - pad, w * stride + v - pad], output: h * columns + w });
  return found;
}

/** The shape of the output, [0, 0] or less where the filter does not fit. */
export function outputShape({ X, W, stride, pad }) {
  return [X.length - W.length, X[0].length - W[0].length].map((rest) => Math.floor((rest + 2 * pad) / stride) + 1);
}

// The two factors of each product that an entry adds up.
const FACTORS = { H: ["X", "W"], dX: ["W", "dH"], dW: ["X", "dH"] };
const base = (name) => name.replace("d", "");
const same = (a, b) => a[0] === b[0] && a[1] === b[1];
const at = (array, [i, j]) => array[i]?.[j] ?? 0; // what lies outside is the padding, of zeros

/** The products that an entry takes part in. */
export function terms(layer, name, place) {
  return products(layer).filter((product) => same(product[base(name)], place));
}

/** The arrays H, dX and dW that the first outputs make, or all of them. */
export function compute(layer, outputs = Infinity) {
  const zeros = (rows, columns) => Array.from({ length: rows }, () => Array(columns).fill(0));
  const { X, W, dH } = layer;
  const made = { H: zeros(...outputShape(layer)), dX: zeros(X.length, X[0].length), dW: zeros(W.length, W[0].length) };
  for (const product of products(layer)) {
    if (product.output >= outputs) break;
    for (const name of dH ? ["H", "dX", "dW"] : ["H"]) {
      const [i, j] = product[base(name)];
      if (made[name][i]?.[j] === undefined) continue; // the gradient of the padding is discarded
      const [a, b] = FACTORS[name];
      made[name][i][j] += at(layer[a], product[base(a)]) * at(layer[b], product[base(b)]);
    }
  }
  return made;
}

// Numbers and names in words.

/** Write a number as the course's figures do: with few digits and a real minus sign. */
export function number(value) {
  const decimals = Math.min(3, Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1))));
  const text = String(Number(value.toFixed(decimals)));
  return (text === "-0" ? "0" : text).replace("-", "−");
}

const factor = (value) => (value < 0 ? `(${number(value)})` : number(value));
const entry = (name, [i, j]) => `${name}[${i}, ${j}]`;
const count = (n, what) => `${n} ${what}${n === 1 ? "" : "s"}`;
const plus = (parts) => parts.flatMap((part, k) => (k ? [" + ", part] : [part]));

const ABOUT = {
  X: "input", W: "filter", H: "output", dX: "gradient of X", dW: "gradient of W", dH: "gradient that arrives",
};
const EDITABLE = ["X", "W", "dH"];
const LARGEST = { stride: 4, pad: 3, value: 99 };
const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const HINT = "Point at a number to see the sum that makes it, or move with the arrow keys. Press Enter to change";

const CSS = `
  .X { --line: var(--x); } .W { --line: var(--w); } .H { --line: var(--h); }
  .X, .W, .H { --ink: color-mix(in srgb, var(--line) 62%, currentColor); }
  .arrays { display: grid; grid-template-columns: repeat(3, auto); justify-content: start; align-items: start;
    gap: 2px clamp(12px, 4cqw, 40px);
    --cell: clamp(22px, calc((100cqw - 130px) / var(--across)), 40px); }
  .way { grid-column: 1 / -1; margin: 6px 0 0; font-weight: 600; }
  .name { margin: 0 0 3px; white-space: nowrap; }
  .name b { color: var(--ink); font-size: 1.1em; }
  .name small { opacity: 0.8; font-size: 0.85em; }
  .board { position: relative; width: max-content; margin-bottom: 6px; }
  .row { display: flex; }
  .cell { width: calc(var(--cell) + 1px); height: calc(var(--cell) + 1px); display: flex; flex: none; align-items: center; justify-content: center;
    position: relative; font-size: calc(var(--cell) * 0.42); font-variant-numeric: tabular-nums; cursor: default;
    border: 1px solid var(--line); background: color-mix(in srgb, var(--line) 11%, transparent); margin: 0 -1px -1px 0; }
  .gradient .cell { border-style: dashed; }
  .cell.long { font-size: calc(var(--cell) * 0.3); }
  .cell.padding { border: 1px dotted color-mix(in srgb, currentColor 35%, transparent);
    background: none; }
  .cell.padding span { opacity: 0.65; }
  .cell.unseen { background: repeating-linear-gradient(-45deg, transparent 0 5px,
    color-mix(in srgb, currentColor 22%, transparent) 5px 6px); }
  .cell.lit { background: color-mix(in srgb, var(--line) 38%, transparent); font-weight: 700; }
  .cell.lit.padding { background: color-mix(in srgb, var(--line) 20%, transparent); }
  .cell.chosen { box-shadow: inset 0 0 0 3px currentColor; font-weight: 700; z-index: 2; }
  .cell[data-tag]::after { content: attr(data-tag); position: absolute; top: 0; right: 2px; font-size: 9px;
    line-height: 11px; font-weight: 400; }
  .cell:focus-visible { outline-offset: -2px; z-index: 3; }
  .cell input { width: 100%; height: 100%; padding: 0; text-align: center; border: 0; border-radius: 0; }
  .window { position: absolute; pointer-events: none; border: 2.5px solid var(--w); border-radius: 2px; z-index: 1; }
  .gradient .window { border-style: dashed; }
  .sum { min-height: 6.2em; margin: 4px 0 0; overflow-wrap: break-word; }
  .sum p { margin: 0 0 2px; }
  .sum span { white-space: nowrap; }
  .sum .X, .sum .W, .sum .H { color: var(--ink); font-weight: 600; }
  .sum .gradient { text-decoration: underline dashed 1px; text-underline-offset: 3px; }
  .sum sup { font-size: 9px; line-height: 0; }
  .problem { margin: 4px 0 0; font-weight: 600; }
  .problem:empty { display: none; }
  label input { width: 3.4em; height: 32px; padding-left: 6px; }
  @container (max-width: 519px) {
    .arrays { grid-template-columns: repeat(2, auto); grid-auto-flow: column; gap: 2px 16px;
      grid-template-rows: repeat(4, auto); --cell: clamp(16px, calc((100cqw - 20px) / var(--beside)), 36px); }
    .arrays.stacked { grid-template-columns: auto; grid-auto-flow: row; grid-template-rows: none; }
    .way { grid-column: auto; }
    .about { display: block; white-space: normal; }
  }
  @media (prefers-reduced-motion: no-preference) { .cell { transition: background-color 120ms; } }
  @media (forced-colors: active) { .cell.lit { outline: 2px solid Highlight; outline-offset: -3px; } }
`;

/** Show a layer in an element, and call `changed(layer)` after each change that the reader makes.
 *
 * `lines` holds the colours of X, W and H. Returns a function that shows another layer.
 */
export function explorer(place, { lines, ...first }, changed = () => {}) {
  const root = stage(place, CSS);
  let layer, arrivals, cells = {};
  let done, stepping = false, hovered = null, chosen = null; // how many outputs are done, and what is looked at
  const outputs = () => (layer ? outputShape(layer).reduce((a, b) => a * b) : 0);

  const whole = element("div", { role: "group", "aria-label": "Explorer of a convolution, forward and back" });
  for (const [name, line] of Object.entries(lines)) whole.style.setProperty(`--${name.toLowerCase()}`, line);
  const arrays = element("div", { class: "arrays" });
  const sum = element("div", { class: "sum", role: "status", "aria-live": "polite", "aria-atomic": "true" });
  const problem = element("p", { class: "problem", role: "alert" });
  const fields = Object.fromEntries(
    ["stride", "pad"].map((name) => {
      const least = name === "stride" ? 1 : 0;
      const field = element("input", { type: "number", min: least, max: LARGEST[name], step: 1 });
      field.onchange = () => setSize(name, least);
      return [name, field];
    }),
  );
  const reset = element("button", { type: "button" }, "Reset");
  const steps = player({
    first: 0, last: () => outputs(), start: 0, name: "Outputs done",
    said: (step) => (layer ? `${step} of ${count(outputs(), "output")}` : ""),
    show(step, playing) {
      [done, stepping, hovered, chosen] = [step, true, null, null];
      sum.setAttribute("aria-live", playing ? "off" : "polite");
      paint();
    },
  });

  reset.onclick = () => {
    load(first);
    changed(layer);
  };
  const labels = Object.entries(fields).map(([name, field]) => element("label", {}, `${name} `, field));
  whole.append(
    element("div", { class: "controls" }, ...steps.controls, ...labels, reset),
    arrays, problem, sum,
  );
  root.append(whole);
  arrays.onpointerleave = () => point(null);

  // What the reader changes.

  function load(values) {
    const { X, W, dH = null, stride, pad } = values;
    const copy = (array) => array && array.map((row) => [...row]);
    layer = { X: copy(X), W: copy(W), dH: copy(dH), stride, pad };
    arrivals = copy(dH) ?? [];
    problem.textContent = "";
    rebuild();
  }

  function setSize(name, least) {
    const value = Number(fields[name].value);
    const [rows, columns] = outputShape({ ...layer, [name]: value });
    const integer = Number.isInteger(value) && fields[name].value.trim() !== "";
    if (!integer || value < least || value > LARGEST[name])
      problem.textContent = `The ${name} is a whole number from ${least} to ${LARGEST[name]}.`;
    else if (rows < 1 || columns < 1)
      problem.textContent = `With pad ${value}, W is larger than X. Choose a larger pad.`;
    else {
      problem.textContent = "";
      layer[name] = value;
      if (layer.dH) layer.dH = arriving(rows, columns);
      rebuild();
      changed(layer);
    }
    fields[name].value = layer[name];
  }

  /** dH in another shape: known entries stay, also those that a smaller shape hid; new ones are small and not zero. */
  function arriving(rows, columns) {
    for (let h = 0; h < rows; h++)
      for (let w = 0; w < columns; w++) (arrivals[h] ??= [])[w] ??= [1, -2, 3, 2, -1][(3 * h + w) % 5];
    return arrivals.slice(0, rows).map((row) => row.slice(0, columns));
  }

  function edit(name, place, typed) {
    const cell = cells[name][place[0]][place[1]];
    if (!EDITABLE.includes(name)) {
      problem.textContent = `${name} is computed. Change ${inputs()} instead.`;
      return;
    }
    steps.stop();
    problem.textContent = "";
    const before = layer[name][place[0]][place[1]];
    const field = element("input", { "aria-label": entry(name, place), inputmode: "text", autocomplete: "off" });
    field.value = typed ?? number(before);
    cell.replaceChildren(field);
    field.focus();
    if (typed === undefined) field.select();
    let over = false;
    function finish(keep, back) {
      if (over) return;
      over = true;
      const text = field.value.trim().replaceAll("−", "-").replace(",", ".");
      const value = Number(text);
      if (keep && (text === "" || !Number.isFinite(value) || Math.abs(value) > LARGEST.value))
        problem.textContent = `${entry(name, place)} takes a number from −99 to 99, not “${field.value}”. It stays ${number(before)}.`;
      else if (keep && value !== before) {
        layer[name][place[0]][place[1]] = value;
        if (name === "dH") arrivals[place[0]][place[1]] = value;
        changed(layer);
      }
      cell.replaceChildren(element("span"));
      if (back) cell.focus();
      paint();
    }
    field.onblur = () => finish(true, false);
    field.onkeydown = (event) => {
      event.stopPropagation();
      if (event.key === "Enter") finish(true, true);
      if (event.key === "Escape") finish(false, true);
    };
  }

  // What the reader points at.

  function point(at) {
    if (at === hovered || (at && hovered && at.name === hovered.name && same(at.place, hovered.place))) return;
    hovered = at;
    sum.setAttribute("aria-live", "off"); // a pointer passes over many cells
    paint();
  }

  function move(name, [i, j], event) {
    const grid = cells[name], [rows, columns] = [grid.length, grid[0].length];
    const to = {
      ArrowUp: [i - 1, j], ArrowDown: [i + 1, j], ArrowLeft: [i, j - 1], ArrowRight: [i, j + 1],
      Home: [event.ctrlKey ? 0 : i, 0], End: [event.ctrlKey ? rows - 1 : i, columns - 1],
    }[event.key];
    if (to) {
      event.preventDefault();
      grid[to[0]]?.[to[1]]?.focus();
    } else if (event.key === "Enter" || event.key === "F2") {
      event.preventDefault();
      edit(name, [i, j]);
    } else if (/^[-\d]$/.test(event.key) && !event.ctrlKey && !event.metaKey && EDITABLE.includes(name)) {
      event.preventDefault();
      edit(name, [i, j], event.key);
    }
  }

  // The grids: built anew when a shape changes, painted on every other change.

  function rebuild() {
    [done, hovered, chosen, cells] = [outputs(), null, null, {}];
    for (const [name, field] of Object.entries(fields)) field.value = layer[name];
    const backward = layer.dH ? [element("p", { class: "way" }, "Backward"), ...["dX", "dW", "dH"].map(board)] : [];
    arrays.replaceChildren(element("p", { class: "way" }, "Forward"), ...["X", "W", "H"].map(board), ...backward);
    const widths = [layer.X[0].length + 2 * layer.pad, layer.W[0].length, outputShape(layer)[1]];
    arrays.style.setProperty("--across", widths.reduce((a, b) => a + b));
    // On a phone an array stands beside its gradient, if there are two and both fit.
    const stacked = !layer.dH || Math.max(...widths) > 7;
    arrays.classList.toggle("stacked", stacked);
    arrays.style.setProperty("--beside", (stacked ? 1 : 2) * Math.max(...widths));
    steps.go(done);
    stepping = false;
    paint();
  }

  function board(name) {
    const kind = base(name), gradient = name !== kind;
    const border = kind === "X" ? layer.pad : 0;
    const shape = kind === "H" ? outputShape(layer) : [layer[kind].length, layer[kind][0].length];
    const size = `${shape[0]} × ${shape[1]}`;
    const grid = element("div", {
      role: "grid", "aria-label": `${name}, ${ABOUT[name]}, ${size}`, "aria-readonly": String(!EDITABLE.includes(name)),
    });
    cells[name] = Array.from({ length: shape[0] }, () => []);
    for (let i = -border; i < shape[0] + border; i++) {
      const inside = i >= 0 && i < shape[0];
      const row = element("div", inside ? { class: "row", role: "row" } : { class: "row", "aria-hidden": "true" });
      for (let j = -border; j < shape[1] + border; j++) row.append(square(name, [i, j], shape));
      grid.append(row);
    }
    const about = element("div", { class: `${kind}${gradient ? " gradient" : ""}` });
    const named = element("p", { class: "name", "aria-hidden": "true" }, element("b", {}, name), " ");
    named.append(element("small", { class: "about" }, `${ABOUT[name]}, ${size}`));
    about.append(named, element("div", { class: "board" }, grid));
    return about;
  }

  function square(name, place, shape) {
    const inside = place.every((k, axis) => k >= 0 && k < shape[axis]);
    if (!inside) {
      const padding = element("div", { class: "cell padding", "aria-hidden": "true" });
      if (name === "X") padding.append(element("span", {}, "0"));
      padding.dataset.place = place;
      return padding;
    }
    const cell = element("div", { class: "cell", role: "gridcell", tabindex: same(place, [0, 0]) ? 0 : -1 }, element("span"));
    cells[name][place[0]][place[1]] = cell;
    cell.onpointerenter = (event) => event.pointerType === "mouse" && point({ name, place });
    cell.onfocus = () => {
      for (const other of cells[name].flat()) other.tabIndex = other === cell ? 0 : -1;
      steps.stop();
      [chosen, hovered] = [{ name, place }, null];
      sum.setAttribute("aria-live", "polite");
      paint();
    };
    cell.ondblclick = () => edit(name, place);
    cell.onkeydown = (event) => move(name, place, event);
    return cell;
  }

  function paint() {
    const values = { ...layer, ...compute(layer, done) };
    const looked = hovered ?? chosen ?? (stepping && done ? { name: "step", place: [0, 0] } : null);
    const found = looked ? lookedAt(looked) : [];
    const seen = new Set(products(layer).map((product) => String(product.X)));
    const columns = outputShape(layer)[1];
    for (const [name, rows] of Object.entries(cells))
      rows.forEach((row, i) =>
        row.forEach((cell, j) => {
          const later = name === "H" && i * columns + j >= done;
          const text = later ? "" : number(values[name][i][j]);
          const written = cell.querySelector("span");
          if (written) written.textContent = text;
          cell.classList.toggle("long", text.length > 3);
          cell.classList.toggle("unseen", base(name) === "X" && !seen.has(String([i, j])));
          cell.classList.toggle("chosen", looked?.name === name && same(looked.place, [i, j]));
          const editable = EDITABLE.includes(name) ? "" : ", computed";
          cell.setAttribute("aria-label", `${entry(name, [i, j])}${later ? ", not computed yet" : ` = ${text}`}${editable}`);
          mark(cell, name, [i, j], looked, found);
        }),
      );
    for (const cell of arrays.querySelectorAll(".padding"))
      mark(cell, "X", cell.dataset.place.split(",").map(Number), looked, found);
    windows(looked, found);
    sum.replaceChildren(...(looked ? sentences(looked, found, values) : [hint()]));
  }

  /** The products behind what is looked at; of a step, those of its last output. */
  function lookedAt({ name, place }) {
    if (name === "step") return products(layer).filter((product) => product.output === done - 1);
    return terms(layer, name, place).filter((product) => EDITABLE.includes(name) || name === "H" || product.output < done);
  }

  // Which arrays light up for each that can be looked at.
  const LIGHTS = {
    X: ["W", "H", "dH", "dX"], W: ["X", "H", "dH", "dW"], H: ["X", "W"],
    dX: ["W", "dH"], dW: ["X", "dH"], dH: ["X", "W", "dX", "dW"], step: ["X", "W", "H", "dX", "dW", "dH"],
  };

  function mark(cell, name, place, looked, found) {
    const lights = looked && LIGHTS[looked.name].includes(name);
    const which = lights ? found.findIndex((product) => same(product[base(name)], place)) : -1;
    cell.classList.toggle("lit", which >= 0);
    // A letter says which entries meet, where an entry takes part in one product only.
    const once = which >= 0 && found.length > 1 && found.filter((p) => same(p[base(name)], place)).length === 1;
    if (once && LETTERS[which]) cell.dataset.tag = LETTERS[which];
    else delete cell.dataset.tag;
  }

  function windows(looked, found) {
    for (const old of arrays.querySelectorAll(".window")) old.remove();
    const wanted = { X: ["X"], H: ["X"], dX: ["dX"], dH: ["X", "dX"], step: ["X", "dX"] }[looked?.name] ?? [];
    for (const name of wanted.filter((each) => cells[each])) {
      const corners = new Map(found.map(({ H: [h, w] }) => [`${h},${w}`, [h * layer.stride, w * layer.stride]]));
      for (const [i, j] of corners.values()) {
        const frame = element("div", { class: "window", "aria-hidden": "true" });
        const inset = corners.size > 1 ? 1 + ((i + 2 * j) % 4) * 1.5 : 0;
        const place = { left: j, top: i, width: layer.W[0].length, height: layer.W.length };
        for (const [side, n] of Object.entries(place)) {
          const by = side === "left" || side === "top" ? inset : -2 * inset;
          frame.style[side] = `calc(var(--cell) * ${n} + ${by}px)`;
        }
        cells[name][0][0].closest(".board").append(frame);
      }
    }
  }

  // The sums in words.

  const coloured = (name, text) =>
    element("span", { class: `${base(name)}${name === base(name) ? "" : " gradient"}` }, text);

  function product(names, met, written, tag) {
    const parts = names.map((name) => {
      const place = met[base(name)];
      const outside = name === "X" && layer.X[place[0]]?.[place[1]] === undefined;
      const text = written ? factor(at(layer[name], place)) : outside ? "0 (padding)" : entry(name, place);
      return coloured(name, text);
    });
    const made = element("span", {}, parts[0], " × ", parts[1]);
    if (tag) made.append(element("sup", { "aria-hidden": "true" }, ` ${tag}`));
    return made;
  }

  /** The sum that makes an entry of H, dX or dW, in names and in numbers. */
  function adds(name, place, found, values) {
    const total = number(at(values[name], place));
    const head = element("b", {}, coloured(name, entry(name, place)));
    if (!found.length) {
      const why = base(name) === "X" && done === outputs() ? "no window sees this pixel" : "nothing has been added yet";
      return [element("p", {}, head, ` = ${total}: ${why}.`)];
    }
    const tag = (k) => (found.length > 1 ? LETTERS[k] : "");
    const names = plus(found.map((each, k) => product(FACTORS[name], each, false, tag(k))));
    const numbers = plus(found.map((each) => product(FACTORS[name], each, true)));
    const equals = () => [element("br"), " = "];
    return [element("p", {}, head, " = ", ...names, ...equals(), ...numbers, ...equals(), element("b", {}, total))];
  }

  function sentences(looked, found, values) {
    const { name, place } = looked;
    if (name === "step") {
      const { H } = found[0];
      const lines = adds("H", H, found, values);
      if (layer.dH) lines.push(sends(H));
      return lines;
    }
    const own = layer.dH && name !== "dH" ? `d${name}` : null;
    const now = found.filter((each) => each.output < done);
    const soFar = done < outputs() ? [element("p", {}, `So far: ${done} of ${count(outputs(), "output")}.`)] : [];
    if (name === "H" && values.H[place[0]] && place[0] * outputShape(layer)[1] + place[1] >= done)
      return [element("p", {}, `${entry(name, place)} is not computed yet.`)];
    if (FACTORS[name]) return [...adds(name, place, found, values), ...(name === "H" ? [] : soFar)];
    if (name === "dH") return [sends(place)];
    // X or W: what it goes into, then its own gradient.
    const other = name === "X" ? "W" : "X";
    const met = plus(found.map((each, k) => element("span", {}, coloured("H", entry("H", each.H)), " with ",
      each.X.every((n, axis) => n >= 0 && n < [layer.X.length, layer.X[0].length][axis]) || other === "W"
        ? coloured(other, entry(other, each[other])) : coloured("X", "0 (padding)"))));
    const used = element("p", {}, element("b", {}, coloured(name, entry(name, place))), ` = ${number(at(layer[name], place))}`);
    if (!found.length) used.append(": no window sees this pixel.");
    else used.append(` goes into ${count(found.length, "output")}: `, ...met.map((part) => (part === " + " ? ", " : part)), ".");
    return [used, ...(own ? [...adds(own, place, now, values), ...soFar] : [])];
  }

  /** What one entry of dH sends back. */
  function sends(place) {
    const value = factor(at(layer.dH, place));
    return element("p", {}, element("b", {}, coloured("dH", entry("dH", place))), ` = ${number(at(layer.dH, place))} arrives. It adds `,
      coloured("W", "W"), " × ", coloured("dH", value), " to the window of ", coloured("dX", "dX"), ", and this window of ",
      coloured("X", "X"), " × ", coloured("dH", value), " to ", coloured("dW", "dW"), ".");
  }

  const inputs = () => (layer.dH ? "X, W or dH" : "X or W");
  const hint = () => element("p", {}, `${HINT} ${inputs()}.`);

  load(first);
  return load;
}

/** The same as a widget of anywidget, whose traits follow the reader. */
export default {
  render({ model, el }) {
    const names = ["X", "W", "dH", "stride", "pad"];
    const read = () => {
      const values = Object.fromEntries(names.map((name) => [name, model.get(name)]));
      return { ...values, dH: values.dH.length ? values.dH : null };
    };
    let own = false;
    const load = explorer(el, { lines: model.get("lines"), ...read() }, (layer) => {
      own = true;
      for (const name of names) model.set(name, structuredClone(layer[name] ?? []));
      model.save_changes();
      own = false;
    });
    for (const name of names) model.on(`change:${name}`, () => own || load(read()));
  },
};
