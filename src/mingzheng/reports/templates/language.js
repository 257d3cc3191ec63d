"use strict";
// The language stands in the address (#en, #en.item-1-1), so that a link keeps it.
(() => {
  const root = document.documentElement;
  const button = document.getElementById("language");
  const read = () => /^#(zh|en)(?:\.(.+))?$/.exec(location.hash);

  function speak(language) {
    root.dataset.language = language;
    root.lang = language === "en" ? "en" : "zh-CN";
  }

  function go(place) {
    const target = place && document.getElementById(place);
    if (!target) return;
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
    target.scrollIntoView();
    target.tabIndex = -1;
    target.focus({ preventScroll: true });
  }

  function follow() {
    const [, language, place] = read() || [];
    if (!language) return;
    speak(language);
    go(place);
  }

  button.hidden = false;
  button.addEventListener("click", () => {
    const language = root.dataset.language === "en" ? "zh" : "en";
    speak(language);
    history.replaceState(null, "", "#" + language);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a[href^='#']");
    if (!link || root.dataset.language !== "en") return;
    event.preventDefault();
    location.hash = "en." + link.getAttribute("href").slice(1);
  });
  addEventListener("hashchange", follow);

  // Paper has nothing to click: what was found is unfolded, but not what found nothing.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open]):not(.seal):not(.quiet)")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });
  follow();
})();
