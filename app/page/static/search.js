// The search box of the top bar: / and Ctrl+K lead to it, and results open below it
// while one types. Without script it is a form.
(function () {
  "use strict";
  var form = document.querySelector("form[data-suggest]");
  if (!form) return;
  var box = form.elements.q, list = document.getElementById("find-list");
  var timer = null, asked = null, shown = "", active = null;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", "find-list");
  box.setAttribute("aria-haspopup", "listbox");
  open(false);

  document.addEventListener("keydown", function (e) {
    var typing = e.target.closest("input, textarea, select, [contenteditable]");
    var ctrlK = (e.ctrlKey || e.metaKey) && !e.altKey && !e.shiftKey && e.key.toLowerCase() === "k";
    if (!ctrlK && (e.key !== "/" || typing || e.ctrlKey || e.metaKey || e.altKey)) return;
    e.preventDefault();
    box.focus();
    box.select();
  });

  box.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(ask, 180);
  });
  box.addEventListener("focus", function () { if (list.firstElementChild && box.value.trim() === shown) open(true); });
  form.addEventListener("focusout", function (e) { if (!form.contains(e.relatedTarget)) open(false); });
  list.addEventListener("mousedown", function (e) { e.preventDefault(); }); // the box keeps the focus

  box.addEventListener("keydown", function (e) {
    if (e.isComposing) return; // the keys are those of the input method
    var options = Array.prototype.slice.call(list.querySelectorAll("[role=option]"));
    var at = options.indexOf(active);
    if (e.key === "Escape" && !list.hidden) {
      e.preventDefault();
      open(false);
    } else if ((e.key === "ArrowDown" || e.key === "ArrowUp") && options.length) {
      e.preventDefault();
      open(true);
      choose(options[(at < 0 && e.key === "ArrowUp" ? options.length - 1 : at + (e.key === "ArrowDown" ? 1 : -1) + options.length) % options.length]);
    } else if (e.key === "Enter" && active && !list.hidden) {
      e.preventDefault();
      active.click();
    }
  });

  function ask() {
    var text = box.value.trim();
    if (asked) asked.abort();
    if (!text) { list.textContent = ""; shown = ""; open(false); return; }
    var mine = asked = new AbortController();
    fetch(form.dataset.suggest + "?q=" + encodeURIComponent(text), { credentials: "same-origin", redirect: "error", signal: mine.signal }).then(function (r) {
      if (!r.ok) throw new Error(String(r.status));
      return r.text();
    }).then(function (html) {
      if (mine !== asked) return;
      list.innerHTML = html;
      shown = text;
      choose(null);
      open(document.activeElement === box);
    }).catch(function () {
      if (mine === asked) open(false); // the form still works
    });
  }

  function open(yes) {
    list.hidden = !yes;
    box.setAttribute("aria-expanded", String(yes));
    if (!yes) choose(null);
  }

  function choose(option) {
    if (active) active.setAttribute("aria-selected", "false");
    active = option;
    if (!option) { box.removeAttribute("aria-activedescendant"); return; }
    option.setAttribute("aria-selected", "true");
    box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }
})();
