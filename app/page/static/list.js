// Choosing rows: the bar says how many are chosen, one box chooses a table, and Shift
// chooses a range. Everything works without it.
(function () {
  "use strict";
  document.querySelectorAll("form[data-choose]").forEach(function (form) {
    var pages = Array.prototype.slice.call(form.querySelectorAll("[data-choose-page]")), all = form.querySelector("[name=all]"), last = null;
    var boxes = Array.prototype.slice.call(form.querySelectorAll("tbody input[type=checkbox]"));
    function below(page) {
      var table = page.closest("table");
      return boxes.filter(function (b) { return table.contains(b); });
    }
    pages.forEach(function (page) {
      page.hidden = false;
      page.addEventListener("change", function () {
        below(page).forEach(function (b) { b.checked = page.checked; });
        tell();
      });
    });
    boxes.forEach(function (box, i) {
      box.addEventListener("click", function (e) {
        if (e.shiftKey && last !== null) {
          for (var k = Math.min(i, last); k <= Math.max(i, last); k++) boxes[k].checked = box.checked;
        }
        last = i;
        tell();
      });
    });
    if (all) all.addEventListener("change", tell);
    window.addEventListener("pageshow", tell);
    function tell() {
      var n = boxes.filter(function (b) { return b.checked; }).length, whole = all && all.checked;
      form.classList.toggle("chosen", n > 0 || !!whole);
      pages.forEach(function (page) {
        var of = below(page), on = of.filter(function (b) { return b.checked; }).length;
        page.checked = on > 0 && on === of.length;
        page.indeterminate = on > 0 && on < of.length;
      });
      var number = form.querySelector("[data-number]");
      if (number) number.textContent = number.textContent.replace(/\d+/, String(n));
      var count = form.querySelector("[data-count]");
      if (!count) return;
      form.querySelector("[data-chosen]").hidden = !n && !whole;
      form.querySelector("[data-unchosen]").hidden = !!n || !!whole;
      count.textContent = whole ? all.nextElementSibling.textContent.match(/\d+/)[0] : String(n);
    }
    tell();
  });
})();
