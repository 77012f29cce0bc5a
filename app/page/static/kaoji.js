// What pages do better with script; everything works without it.
(function () {
  "use strict";
  function each(selector, f) { document.querySelectorAll(selector).forEach(f); }

  document.addEventListener("click", function (e) {
    var print = e.target.closest("[data-print]"), row = e.target.closest("[data-add-row]"), copy = e.target.closest("[data-copy]");
    if (print) window.print();
    if (row) addRow(row.closest(".rows"));
    if (copy) copyText(copy);
    each(".who[open], .more[open]", function (d) { if (!d.contains(e.target)) d.open = false; });
  });
  document.addEventListener("keydown", function (e) {
    if (e.key !== "Escape") return;
    each(".who[open], .more[open]", function (d) { d.open = false; d.firstElementChild.focus(); });
  });

  // A scanned slip brings its code behind #, which no server sees: it goes into
  // the field, and out of the address.
  each("[data-code]", function (form) {
    var code = location.hash.slice(1);
    if (!code) return;
    history.replaceState(null, "", location.pathname);
    form.elements.code.value = code;
    form.requestSubmit();
  });

  // Buttons that only work with script are hidden until there is one.
  each("[data-add-row], [data-copy]", function (b) { b.hidden = false; });

  // A repeated group gets one more row: the last one's copy, emptied and renumbered.
  function addRow(group) {
    var rows = group.querySelectorAll("tbody tr");
    var last = rows[rows.length - 1];
    var next = last.cloneNode(true);
    next.querySelectorAll("[id]").forEach(function (f) { f.id = f.id.replace(/-(\d+)-/, "-" + rows.length + "-"); });
    next.querySelectorAll("[name]").forEach(function (f) {
      f.name = f.name.replace(/\.(\d+)\./, "." + rows.length + ".");
      if (f.type === "checkbox" || f.type === "radio") f.checked = false; else f.value = "";
      f.classList.remove("is-invalid");
      f.removeAttribute("aria-describedby");
      f.removeAttribute("aria-invalid");
    });
    next.querySelectorAll(".field-error").forEach(function (n) { n.parentNode.remove(); });
    last.after(next);
    next.dispatchEvent(new Event("kaoji:row", { bubbles: true }));
    var first = next.querySelector("[name]");
    if (first) first.focus();
  }

  function copyText(button) {
    var field = document.getElementById(button.dataset.copy), said = button.lastElementChild;
    field.select();
    var done = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.resolve(document.execCommand("copy"));
    done.then(function () { said.textContent = button.dataset.copied; });
  }

  // Long choices get a box to search them: what does not match is hidden,
  // what is chosen stays.
  each("[data-search]", function (list) {
    if (list.closest(".filters")) return; // there the box would stand above one of a line of fields
    var box = document.createElement("input");
    box.type = "search";
    box.className = "form-control";
    box.placeholder = list.dataset.search;
    box.setAttribute("aria-label", list.dataset.search);
    if (list.tagName === "SELECT") list.before(box); else list.firstElementChild.after(box);
    box.addEventListener("keydown", function (e) { if (e.key === "Enter") e.preventDefault(); });
    box.addEventListener("input", function (e) {
      e.stopPropagation(); // searching changes nothing in the form
      var want = box.value.trim().toLowerCase(), found = [];
      list.querySelectorAll("option[value], .form-check").forEach(function (o) {
        var chosen = o.selected || (o.firstElementChild && o.firstElementChild.checked);
        var fits = !want || o.textContent.toLowerCase().indexOf(want) >= 0;
        if (fits && o.value) found.push(o);
        o.hidden = !(fits || chosen);
      });
      if (want && list.tagName === "SELECT" && found.length === 1 && !found[0].selected) {
        found[0].selected = true;
        list.dispatchEvent(new Event("input", { bubbles: true }));
      }
    });
  });

  // A ballot that is not sent yet is kept in this browser alone: on a server it
  // would say whose it is. It is gone once the page behind it says that it was
  // taken.
  each("form[data-keep]", function (form) {
    var key = "kaoji-ballot-" + form.dataset.keep, kept = null;
    try { kept = JSON.parse(localStorage.getItem(key)); } catch (e) { kept = null; }
    var fields = Array.prototype.filter.call(form.elements, function (f) { return f.name && f.type !== "hidden"; });
    function ticked(f) { return f.type === "checkbox" || f.type === "radio"; }
    function nameOf(f) { return ticked(f) && f.value !== "1" ? f.name + "=" + f.value : f.name; }
    var empty = fields.every(function (f) { return ticked(f) ? !f.checked : !f.value; });
    if (kept && empty) {
      fields.forEach(function (f) {
        if (!(nameOf(f) in kept)) return;
        if (ticked(f)) f.checked = true; else f.value = kept[f.name];
      });
      form.dispatchEvent(new Event("change"));
      each("[data-kept]", function (n) { n.hidden = false; });
    }
    function keep() {
      var now = {}, any = false;
      fields.forEach(function (f) { if (ticked(f) ? f.checked : f.value) { now[nameOf(f)] = ticked(f) ? "1" : f.value; any = true; } });
      try { if (any) localStorage.setItem(key, JSON.stringify(now)); else localStorage.removeItem(key); } catch (e) { /* a browser without a store: nothing is kept */ }
    }
    form.addEventListener("input", keep);
    if (kept) keep(); // what is cast already is not on the form any more, and is forgotten
    each("[data-forget]", function (b) {
      b.addEventListener("click", function () { localStorage.removeItem(key); form.reset(); each("[data-kept]", function (n) { n.hidden = true; }); });
    });
  });
  each("[data-cast]", function (n) { localStorage.removeItem("kaoji-ballot-" + n.dataset.cast); });

  // Forms that warn before what was typed is lost; a form that was saved as a draft
  // says so by the event kaoji:saved.
  each("form[data-dirty]", function (form) {
    var dirty = false, sent = false;
    form.addEventListener("input", function () { dirty = true; });
    form.addEventListener("kaoji:saved", function () { dirty = false; });
    form.addEventListener("submit", function () { sent = true; });
    window.addEventListener("pageshow", function () { sent = false; });
    window.addEventListener("beforeunload", function (e) {
      if (dirty && !sent) e.preventDefault();
    });
  });
})();
