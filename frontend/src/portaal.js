/* Everything works without this file: it folds the menu on a small screen, and warns before a login ends. */
(function () {
  "use strict";
  document.documentElement.classList.add("js");
  document.addEventListener("DOMContentLoaded", function () {
    var stil = document.querySelector("[data-waarschuw-na]");
    if (stil) {
      window.setTimeout(function () {
        stil.hidden = false;
      }, Number(stil.getAttribute("data-waarschuw-na")) * 1000);
    }
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
