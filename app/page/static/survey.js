// What a respondent wants to send to the comment box as well waits in the tab until the box is
// open: the server does not learn who wanted it.
(function () {
  "use strict";
  var key = "kaoji-comment", form = document.querySelector("form[data-survey]"), box = document.querySelector("form[data-challenge]:not([data-survey])");
  if (form) form.addEventListener("submit", function () {
    var texts = Array.prototype.filter.call(form.querySelectorAll("[data-offer]"), function (f) { return f.checked; })
      .map(function (f) { return form.elements[f.dataset.offer].value.trim(); }).filter(Boolean);
    if (texts.length) sessionStorage.setItem(key, texts.join("\n"));
    else sessionStorage.removeItem(key);
  });
  var kept = sessionStorage.getItem(key), text = box && box.elements.content;
  if (!kept || !text) return;
  if (!text.value) text.value = kept;
  sessionStorage.removeItem(key);
})();

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
