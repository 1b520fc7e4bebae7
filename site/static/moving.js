// The landing page's film plays by itself, over and over, unless the reader wants no motion. Its own button stops it.
addEventListener("load", () => {
  const film = document.querySelector(".moving .convlib-film > div")?.shadowRoot;
  if (film && !matchMedia("(prefers-reduced-motion: reduce)").matches) {
    for (const name of ["Repeat", "Play"]) film.querySelector(`[aria-label=${name}]`).click();
  }
});
