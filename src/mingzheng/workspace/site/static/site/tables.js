// A table wider than its place can be scrolled by keyboard, and says what it is.
document.querySelectorAll(".table").forEach((place) => {
  const heading = place.closest("section")?.querySelector("h2") ?? document.querySelector("h1");
  if (place.scrollWidth <= place.clientWidth) return;
  place.tabIndex = 0;
  place.setAttribute("role", "region");
  place.setAttribute("aria-label", heading?.textContent.trim() ?? document.title);
});
