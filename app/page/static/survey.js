// A question that depends on an earlier answer is shown when that answer is chosen.
(function () {
  "use strict";
  var form = document.querySelector("form[data-survey]");
  if (!form) return;
  var asked = form.querySelectorAll("[data-if]");
  function chosen(name) {
    return Array.prototype.filter.call(form.elements, function (f) { return f.name === name && f.checked && !f.closest("[hidden]"); }).map(function (f) { return f.value; });
  }
  function show() {
    asked.forEach(function (q) {
      var of = q.dataset.options.split(" ");
      q.hidden = !chosen(q.dataset.if).some(function (o) { return of.indexOf(o) >= 0; });
    });
  }
  form.addEventListener("change", show);
  show();
})();
