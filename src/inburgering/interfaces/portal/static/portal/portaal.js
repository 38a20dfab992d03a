/* Everything works without this file; it only makes the menu fold on a small screen. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    var knop = document.querySelector(".menu-btn");
    var menu = document.querySelector(".nav");
    if (!knop || !menu) return;
    knop.hidden = false;
    knop.addEventListener("click", function () {
      var open = menu.toggleAttribute("data-open");
      knop.setAttribute("aria-expanded", String(open));
    });
    document.addEventListener("keydown", function (gebeurtenis) {
      if (gebeurtenis.key !== "Escape" || !menu.hasAttribute("data-open")) return;
      menu.removeAttribute("data-open");
      knop.setAttribute("aria-expanded", "false");
      knop.focus();
    });
  });
})();
