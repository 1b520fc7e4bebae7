// The landing page's film: one frame at a time. It can be paused, and stands still where motion is not wanted.
const film = document.querySelector(".moving");
if (film) {
  const frames = [...film.querySelectorAll("img")];
  const button = film.querySelector("button");
  let shown = frames.length - 1;
  let timer;
  const show = (k) => {
    shown = k;
    frames.forEach((frame, each) => (frame.hidden = each !== k));
  };
  const play = (on) => {
    clearInterval(timer);
    if (on) timer = setInterval(() => show((shown + 1) % frames.length), 1400);
    button.textContent = on ? "Pause" : "Play";
  };
  button.hidden = false;
  button.addEventListener("click", () => play(button.textContent === "Play"));
  show(shown);
  play(!matchMedia("(prefers-reduced-motion: reduce)").matches);
}
