// Arrow keys, Page Up and Page Down, and the space bar turn the slides.
const slides = [...document.querySelectorAll("main section")];
const place = document.getElementById("place");
const current = () => slides.findLastIndex((slide) => slide.getBoundingClientRect().top < innerHeight / 2);
const steps = { ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1 };
const say = () => (place.textContent = `${current() + 1} of ${slides.length}`);

document.addEventListener("keydown", (event) => {
  const step = steps[event.key];
  if (!step || event.target.closest("a, .formula, [class^='convlib-']")) return;
  event.preventDefault();
  slides[current() + step]?.scrollIntoView();
});
document.addEventListener("scroll", say);
say();
