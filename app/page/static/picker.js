// People are picked by typing: by name, pinyin, initials or staff number. The list of
// the form (a select, or boxes to tick) stays and holds the choice; it is hidden behind
// a box with suggestions and the chosen people. In a large office the suggestions are
// asked for.
(function () {
  "use strict";
  var n = 0;

  function make(tag, attributes, text) {
    var e = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (k) { e.setAttribute(k, attributes[k]); });
    if (text !== undefined) e.textContent = text;
    return e;
  }

  function enhance(field) {
    var many = field.tagName === "FIELDSET", list = many ? field.querySelector("[data-pick-list]") : field;
    var says = field.dataset, id = "pick-" + ++n, active = -1, shown = [], timer = null, asked = null;
    var ui = make("div", { "class": "picker", "data-picker": "" });
    var chips = make("ul", { "class": "chips" });
    var box = make("input", { "class": "form-control", type: "text", id: id, role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id + "-list", autocomplete: "off", placeholder: says.pickHint });
    var menu = make("div", { "class": "picker-list card", id: id + "-list", role: "listbox", hidden: "" });
    var told = make("span", { "class": "unseen", role: "status" });
    ui.append(chips, box, menu, told);
    (many ? list : field).before(ui);
    list.hidden = true;
    var typed = (many ? list : field.parentNode).querySelector("[data-pick-typed]");
    if (typed) typed.hidden = true;

    // The box is what the label of the field names.
    var label = many ? field.querySelector("legend") : field.id && document.querySelector('label[for="' + field.id + '"]');
    if (label && !many) label.htmlFor = id;
    var name = label ? label.textContent.trim() : field.getAttribute("aria-label") || "";
    box.setAttribute("aria-label", name);
    menu.setAttribute("aria-label", name);
    ["aria-describedby", "aria-invalid"].forEach(function (a) { if (field.hasAttribute(a)) box.setAttribute(a, field.getAttribute(a)); });
    if (field.classList.contains("is-invalid")) box.classList.add("is-invalid");

    // --- what can be chosen, and what is ---
    function all() {
      return Array.prototype.map.call(list.querySelectorAll(many ? "input[type=checkbox]" : "option[value]:not([value=''])"), function (o) {
        var group = many ? o.closest("[data-group]").dataset.group : o.parentNode.label || "";
        var text = many ? o.nextElementSibling.textContent : o.textContent, why = many ? o.parentNode.querySelector(".choice-why") : null;
        why = many ? why && why.textContent : o.dataset.why;
        if (!many && why) text = text.slice(0, text.length - why.length - 3);
        return { value: o.value, label: text.trim(), group: group, keys: o.dataset.keys || "", why: why || "", on: many ? o.checked : o.selected, of: o };
      });
    }
    function changed() { list.dispatchEvent(new Event("input", { bubbles: true })); draw(); }
    function hold(p) { // somebody who is not in the list of the form yet
      if (p.of) return p.of;
      var o;
      if (many) {
        o = make("input", { type: "checkbox", name: says.pickName || field.querySelector("[data-pick-typed]").name.replace(/\.typed$/, ""), value: p.value });
        var line = make("label", { "class": "form-check" }), group = make("div", { "data-group": p.group });
        line.append(o, make("span", {}, p.label));
        group.append(line);
        list.append(group);
      } else {
        o = make("option", { value: p.value }, p.label);
        field.append(o);
      }
      return o;
    }
    function choose(p) {
      if (p.why) return;
      var known = all().find(function (x) { return x.value === p.value; }), o = known ? known.of : hold(p);
      if (many) o.checked = true; else o.selected = true;
      box.value = "";
      open([]);
      changed();
    }
    function drop(p) {
      if (many) p.of.checked = false; else field.value = "";
      changed();
      box.focus();
    }
    function draw() {
      chips.textContent = "";
      all().filter(function (p) { return p.on; }).forEach(function (p) {
        var chip = make("li", { "class": "chip-one" }, p.label), x = make("button", { type: "button", "aria-label": says.pickDrop + " " + p.label }, "×");
        x.addEventListener("click", function () { drop(p); });
        chip.append(x);
        chips.append(chip);
      });
      chips.hidden = !chips.firstElementChild;
    }

    // --- suggestions ---
    function open(found) {
      shown = found;
      active = -1;
      menu.textContent = "";
      var group = null, body = null;
      found.forEach(function (p, i) {
        if (p.group !== group) {
          group = p.group;
          body = make("div", { role: "group", "aria-label": group });
          if (group) body.append(make("p", { "class": "picker-group", "aria-hidden": "true" }, group));
          menu.append(body);
        }
        var o = make("div", { role: "option", id: id + "-" + i, "class": "picker-one", "aria-selected": "false" }, p.label);
        if (p.why) { o.setAttribute("aria-disabled", "true"); o.append(make("small", {}, p.why)); }
        o.addEventListener("click", function () { choose(p); box.focus(); });
        body.append(o);
      });
      menu.hidden = !found.length;
      box.setAttribute("aria-expanded", String(!menu.hidden));
      box.removeAttribute("aria-activedescendant");
    }
    function say(found) { told.textContent = found.length ? says.pickFound.replace("{n}", found.length) : says.pickNone; }
    function find() {
      var text = box.value.toLowerCase().replace(/\s+/g, "");
      if (says.pick) { ask(text); return; }
      var found = all().filter(function (p) { return !p.on && (!text || (p.label.replace(/\s+/g, "") + " " + p.group + " " + p.keys).toLowerCase().indexOf(text) >= 0); });
      show(found.filter(function (p) { return !p.why; }).concat(found.filter(function (p) { return p.why; })).slice(0, text ? 30 : 200));
    }
    function show(found) {
      open(found);
      say(found);
    }
    function ask(text) {
      clearTimeout(timer);
      if (asked) asked.abort();
      if (!text) { open([]); return; }
      timer = setTimeout(function () {
        var mine = asked = new AbortController();
        fetch(says.pick + "&q=" + encodeURIComponent(text), { credentials: "same-origin", redirect: "error", signal: mine.signal }).then(function (r) {
          if (!r.ok) throw new Error(String(r.status));
          return r.json();
        }).then(function (found) { if (mine === asked) show(found); }).catch(function () { if (mine === asked) open([]); });
      }, 180);
    }
    function move(by) {
      if (!shown.length) { find(); return; }
      var old = document.getElementById(id + "-" + active);
      if (old) old.setAttribute("aria-selected", "false");
      active = (active + by + shown.length + (active < 0 && by < 0 ? 1 : 0)) % shown.length;
      var now = document.getElementById(id + "-" + active);
      now.setAttribute("aria-selected", "true");
      box.setAttribute("aria-activedescendant", now.id);
      now.scrollIntoView({ block: "nearest" });
    }
    box.addEventListener("input", function (e) {
      e.stopPropagation(); // searching changes nothing in the form
      find();
    });
    box.addEventListener("click", function () { if (menu.hidden) find(); });
    box.addEventListener("keydown", function (e) {
      if (e.isComposing) return; // the keys are those of the input method
      switch (e.key) {
      case "ArrowDown": move(1); break;
      case "ArrowUp": move(-1); break;
      case "Enter":
        if (active < 0 && shown.length !== 1 && !box.value) return;
        if (active >= 0) choose(shown[active]); else if (shown.length && !shown[0].why) choose(shown[0]);
        break;
      case "Escape":
        if (menu.hidden) return;
        open([]);
        break;
      case "Backspace":
        var on = all().filter(function (p) { return p.on; });
        if (box.value || !on.length) return;
        drop(on[on.length - 1]);
        break;
      default: return;
      }
      e.preventDefault();
      e.stopPropagation();
    });
    menu.addEventListener("mousedown", function (e) { e.preventDefault(); }); // the box keeps the focus
    ui.addEventListener("focusout", function (e) { if (!ui.contains(e.relatedTarget)) { open([]); box.value = ""; } });
    window.addEventListener("pageshow", draw);
    if (field.form) field.form.addEventListener("reset", function () { setTimeout(draw); });
    draw();
  }

  function begin(root) {
    root.querySelectorAll("select[data-pick], fieldset[data-pick]").forEach(function (field) {
      if (!field.closest("[data-worksheet]")) enhance(field); // the keys of a table move between its cells
    });
  }
  // A row that was added is a copy of another one, with its box.
  document.addEventListener("kaoji:row", function (e) {
    e.target.querySelectorAll("[data-picker]").forEach(function (ui) { ui.remove(); });
    e.target.querySelectorAll("select[data-pick], [data-pick-list]").forEach(function (f) { f.hidden = false; });
    begin(e.target);
  });
  begin(document);
})();
