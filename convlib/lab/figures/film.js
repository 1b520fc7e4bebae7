// A film: the frames of one picture shown one after another, with a slider. Without scripts the picture shows them all.
import { element, player, stage } from "./stage.js";

const CSS = `
  .screen { overflow: hidden; position: relative; max-width: 100%; background: white; }
  .screen img { position: absolute; max-width: none; height: auto; }
  .screen.all { height: auto; }
  .screen.all img { position: static; width: 100%; }
  .caption { margin: 4px 0 8px; min-height: 1.45em; }
`;

/** Play a film in an element that holds its picture.
 *
 * `frames` lists for each frame [left, top, caption, numbers in words]; `width` and `height` are those of a frame, and
 * `whole` is the width of the picture, all in logical pixels.
 */
export function film(place, { title, frames, width, height, whole }) {
  const picture = place.querySelector("img");
  const root = stage(place, CSS);
  const screen = element("div", { class: "screen", role: "img" }, picture);
  const caption = element("p", { class: "caption", role: "status", "aria-live": "polite" });
  const all = element("button", { type: "button", "aria-pressed": "false" }, "All steps");
  picture.alt = "";
  picture.removeAttribute("style");
  let now = 0;

  function draw() {
    const side = all.getAttribute("aria-pressed") === "true";
    screen.classList.toggle("all", side);
    screen.style.width = `${side ? whole : width}px`;
    screen.style.aspectRatio = side ? "" : `${width} / ${height}`;
    const [left, top, said, numbers] = frames[now];
    if (!side) {
      // In per cent of the screen, which is narrower on a phone.
      Object.assign(picture.style, {
        width: `${(100 * whole) / width}%`, left: `${(-100 * left) / width}%`, top: `${(-100 * top) / height}%`,
      });
    }
    const words = frames.map((frame, k) => `Step ${k + 1}: ${frame[2]} ${frame[3]}`).join(" ");
    screen.setAttribute("aria-label", side ? `${title} ${words}` : `${title} ${said} ${numbers}`);
    caption.replaceChildren(element("b", {}, `Step ${now + 1} of ${frames.length}.`), ` ${said}`);
  }
  const { controls, stop } = player({
    first: 1, last: () => frames.length, start: 1, name: "Step", repeats: true,
    said: (step) => `${step} of ${frames.length}`,
    show(step, playing) {
      now = step - 1;
      caption.setAttribute("aria-live", playing ? "off" : "polite");
      draw();
    },
  });
  all.onclick = () => {
    stop();
    all.setAttribute("aria-pressed", all.getAttribute("aria-pressed") !== "true");
    draw();
  };
  root.append(element("div", { class: "controls", role: "group", "aria-label": "Film" }, ...controls, all), screen, caption);
  draw();
}
