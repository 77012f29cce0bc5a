// What pages do better with script; everything works without it.
(function () {
  "use strict";
  var menu = document.querySelector(".menu-fold");
  if (menu && window.matchMedia("(max-width: 900px)").matches) menu.open = false;

  document.addEventListener("click", function (e) {
    var t = e.target.closest("[data-print]");
    if (t) window.print();
    t = e.target.closest("[data-add-row]");
    if (t) addRow(t.closest(".rows"));
    document.querySelectorAll(".who[open]").forEach(function (d) {
      if (!d.contains(e.target)) d.open = false;
    });
  });

  // A repeated group gets one more row: the last one's copy, emptied and renumbered.
  document.querySelectorAll("[data-add-row]").forEach(function (b) { b.hidden = false; });
  function addRow(group) {
    var rows = group.querySelectorAll("tbody tr");
    var last = rows[rows.length - 1];
    var next = last.cloneNode(true);
    next.querySelectorAll("[name]").forEach(function (f) {
      f.name = f.name.replace(/\.(\d+)\./, "." + rows.length + ".");
      f.id = f.id.replace(/-(\d+)-/, "-" + rows.length + "-");
      f.value = "";
    });
    next.querySelectorAll(".field-error").forEach(function (n) { n.remove(); });
    last.after(next);
    var first = next.querySelector("[name]");
    if (first) first.focus();
  }

  document.querySelectorAll("form[data-dirty]").forEach(function (form) {
    var dirty = false, timer = null, sent = false;
    var said = form.querySelector("[data-autosaved]");
    form.addEventListener("input", function () {
      dirty = true;
      if (!form.dataset.autosave) return;
      clearTimeout(timer);
      timer = setTimeout(save, 1500);
    });
    form.addEventListener("submit", function () { sent = true; clearTimeout(timer); });
    window.addEventListener("beforeunload", function (e) {
      if (dirty && !sent && !form.dataset.autosave) e.preventDefault();
    });
    function save() {
      var body = new URLSearchParams();
      new FormData(form).forEach(function (v, k) { if (typeof v === "string") body.append(k, v); });
      fetch(form.dataset.autosave, { method: "POST", body: body, credentials: "same-origin" }).then(function (r) {
        if (!r.ok) return;
        dirty = false;
        if (said) said.textContent = form.dataset.saved + " " + new Date().toTimeString().slice(0, 5);
      }).catch(function () { /* the next change tries again */ });
    }
  });
})();
