// A worksheet with script: keys move between cells, a block of cells is pasted from
// Excel, numbers below the table follow what is typed, rows are sorted and filtered
// in place.
(function () {
  "use strict";
  var typed = "input:not([type=hidden]), select, textarea";

  document.querySelectorAll("form[data-worksheet]").forEach(function (form) {
    var body = form.querySelector("tbody"), counts = form.querySelectorAll("[data-count]");

    function rows() { return Array.prototype.filter.call(body.rows, function (r) { return !r.hidden; }); }
    function fieldOf(cell) {
      return cell && Array.prototype.find.call(cell.querySelectorAll(typed), function (f) { return !f.disabled && !f.closest("details"); }) || null;
    }
    function fieldsOf(row) { return Array.prototype.filter.call(row.querySelectorAll(typed), function (f) { return f.name; }); }
    function value(f) { return f.type === "checkbox" ? (f.checked ? f.value : "") : f.value; }

    // --- keys: Enter and the arrows move; within a text the arrows move the cursor first ---
    function move(field, down, right) {
      var cell = field.closest("td"), row = cell.parentNode, list = rows(), at = list.indexOf(row), next = null;
      if (down) {
        for (at += down; !next && at >= 0 && at < list.length; at += down) next = fieldOf(list[at].cells[cell.cellIndex]);
      } else {
        for (var i = cell.cellIndex + right; !next && i >= 0 && i < row.cells.length; i += right) next = fieldOf(row.cells[i]);
      }
      if (!next) return false;
      next.focus();
      if (next.select) next.select();
      next.scrollIntoView({ block: "nearest", inline: "nearest" });
      return true;
    }
    function atEnd(f, right) {
      if (f.tagName === "SELECT" || f.type === "checkbox") return true;
      if (f.selectionStart === 0 && f.selectionEnd === f.value.length) return true;
      return f.selectionStart === f.selectionEnd && f.selectionStart === (right > 0 ? f.value.length : 0);
    }
    body.addEventListener("keydown", function (e) {
      var f = e.target;
      if (!f.matches || !f.matches(typed) || f.closest("details") || e.isComposing || e.altKey || e.metaKey) return;
      var long = f.tagName === "TEXTAREA", choice = f.tagName === "SELECT", moved = false;
      switch (e.key) {
      case "Enter":
        if (long && !e.ctrlKey) return;
        move(f, e.shiftKey ? -1 : 1, 0);
        moved = true; // Enter never sends the form from a cell
        break;
      case "ArrowDown": moved = !choice && !long && move(f, 1, 0); break;
      case "ArrowUp": moved = !choice && !long && move(f, -1, 0); break;
      case "ArrowRight": moved = !e.shiftKey && atEnd(f, 1) && move(f, 0, 1); break;
      case "ArrowLeft": moved = !e.shiftKey && atEnd(f, -1) && move(f, 0, -1); break;
      }
      if (moved) e.preventDefault();
    });

    // --- paste: the lines and columns of a block go into the cells from here on ---
    function block(text) {
      var out = [[""]], quoted = false, line, i;
      for (i = 0; i < text.length; i++) {
        var ch = text[i];
        line = out[out.length - 1];
        if (quoted) {
          if (ch === '"' && text[i + 1] === '"') { line[line.length - 1] += ch; i++; } else if (ch === '"') quoted = false; else line[line.length - 1] += ch;
        } else if (ch === '"' && line[line.length - 1] === "") quoted = true;
        else if (ch === "\t") line.push("");
        else if (ch === "\n") out.push([""]);
        else if (ch !== "\r") line[line.length - 1] += ch;
      }
      if (out.length > 1 && out[out.length - 1].join("") === "") out.pop();
      return out;
    }
    function say(f, text) {
      var note = f.nextElementSibling;
      if (note && note.matches(".field-error[data-script]")) note.remove();
      f.classList.toggle("is-invalid", !!text);
      if (!text) { f.removeAttribute("aria-invalid"); return; }
      f.setAttribute("aria-invalid", "true");
      note = document.createElement("div");
      note.className = "field-error";
      note.dataset.script = "";
      note.textContent = text;
      f.after(note);
    }
    function put(f, text) {
      text = text.trim();
      if (f.type === "checkbox") {
        f.checked = text !== "" && !/^(0|否|无|no|false|x)$/i.test(text);
      } else if (f.tagName === "SELECT") {
        var o = Array.prototype.find.call(f.options, function (o) { return o.value === text || o.text === text || (text === "" && o.value === ""); });
        say(f, o ? "" : form.dataset.nochoice.replace("{value}", text));
        if (!o) return false;
        f.value = o.value;
      } else {
        f.value = f.tagName === "TEXTAREA" ? text : text.replace(/\s*\n\s*/g, " ");
        say(f, "");
      }
      f.dispatchEvent(new Event("input", { bubbles: true }));
      return true;
    }
    body.addEventListener("paste", function (e) {
      var f = e.target, text = (e.clipboardData || window.clipboardData).getData("text");
      if (!f.matches || !f.matches(typed) || f.closest("details") || !/[\t\n]/.test(text.trim())) return;
      if (f.tagName === "TEXTAREA" && text.indexOf("\t") < 0) return; // lines of one text
      e.preventDefault();
      var done = 0, beyond = 0, list = rows(), at = list.indexOf(f.closest("tr")), from = f.closest("td").cellIndex;
      block(text).forEach(function (line) {
        while (at < list.length && !Array.prototype.some.call(list[at].cells, fieldOf)) at++; // rows without fields
        var row = list[at++], col = from;
        line.forEach(function (one) {
          var cell = null;
          while (row && !cell && col < row.cells.length) cell = fieldOf(row.cells[col++]);
          if (cell && put(cell, one)) done++; else if (one.trim()) beyond++;
        });
      });
      tell(form.dataset.pasted.replace("{n}", done) + (beyond ? form.dataset.beyond.replace("{n}", beyond) : ""));
    });
    function tell(text) {
      var said = form.querySelector("[data-told]");
      said.hidden = false;
      said.textContent = text;
    }

    // --- numbers ---
    function count() {
      counts.forEach(function (c) {
        var n = Number(c.dataset.base), of = Number(c.dataset.of);
        Array.prototype.forEach.call(body.rows, function (r) {
          var fields = fieldsOf(r).filter(function (f) { return !f.closest("details"); });
          if (!fields.length || (c.dataset.unit && c.dataset.unit !== r.dataset.unit) || (c.dataset.group && c.dataset.group !== r.dataset.group)) return;
          if (!c.dataset.count) { if (fields.every(function (f) { return !value(f); })) n++; return; }
          var f = fields.find(function (f) { return f.name === r.dataset.row + "." + c.dataset.count; });
          if (f && value(f) === c.dataset.value) n++;
        });
        var over = c.dataset.over && n > of;
        var text = (over ? c.dataset.over : c.dataset.say).replace("{n}", n).replace("{of}", of).replace("{left}", Math.max(0, of - n)).replace("{over}", n - of);
        c.classList.toggle("over", !!over);
        if (c.textContent !== text) c.textContent = text;
      });
    }
    form.addEventListener("input", function (e) {
      var f = e.target, row = f.closest && f.closest("tr");
      count();
      if (!row) return;
      var fold = row.querySelector("[data-opens]");
      if (fold && f.tagName === "SELECT" && fold.dataset.opens.trim().split(" ").indexOf(f.value) >= 0) fold.open = true;
    });
    form.addEventListener("reset", function () { setTimeout(count); });
    window.addEventListener("load", count); // after what the browser has kept is put back

    // --- sorting and filtering in place: nothing that was typed is lost ---
    function key(row, i) {
      var cell = row.cells[i], f = fieldOf(cell);
      if (!cell) return "";
      if (f) return f.tagName === "SELECT" ? (f.value ? String(f.selectedIndex) : "") : value(f);
      return cell.dataset.order || cell.textContent.trim();
    }
    form.querySelectorAll("thead a.sort").forEach(function (a) {
      a.addEventListener("click", function (e) {
        e.preventDefault();
        var th = a.closest("th"), i = th.cellIndex, desc = th.getAttribute("aria-sort") === "ascending";
        form.querySelectorAll("thead th").forEach(function (h) { h.removeAttribute("aria-sort"); });
        th.setAttribute("aria-sort", desc ? "descending" : "ascending");
        Array.prototype.slice.call(body.rows).sort(function (x, y) {
          var a = key(x, i), b = key(y, i);
          if (!a || !b) return a ? -1 : b ? 1 : 0;
          var by = isNaN(a) || isNaN(b) ? a.localeCompare(b, document.documentElement.lang) : Number(a) - Number(b);
          return desc ? -by : by;
        }).forEach(function (r) { body.append(r); });
      });
    });
    var narrow = document.querySelector("form[data-narrow]");
    if (narrow) {
      var chosen = narrow.querySelector("select");
      narrow.querySelector("button").hidden = true;
      narrow.addEventListener("submit", function (e) { e.preventDefault(); });
      var apply = function () {
        Array.prototype.forEach.call(body.rows, function (r) {
          r.hidden = !!chosen.value && r.dataset.unit !== chosen.value;
          r.querySelectorAll(typed + ", button, input[type=hidden]").forEach(function (f) { f.disabled = r.hidden; }); // is not sent
        });
        var to = new URL(location.href);
        if (chosen.value) to.searchParams.set(chosen.name, chosen.value); else to.searchParams.delete(chosen.name);
        history.replaceState(null, "", to);
        count();
      };
      chosen.addEventListener("change", apply);
      if (chosen.value) apply();
    }
  });
})();
