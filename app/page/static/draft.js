// A form that is kept as a draft is saved a few seconds after typing has stopped, and
// by its button, without leaving the page. The server counts the editions of a draft:
// if another window has saved the same one, this window gets a draft of its own.
(function () {
  "use strict";
  var pause = 2500, retry = 15000;
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var button = form.querySelector("[data-draft-save]"), said = form.querySelector("[data-draft-said]");
    var timer = null, busy = null, changed = false, sent = false;

    form.addEventListener("input", function () { changed = true; wait(pause); });
    button.addEventListener("click", function (e) { e.preventDefault(); save(); });
    window.addEventListener("pageshow", function () { sent = false; });
    // What is being saved is waited for, so that no draft is left of what was sent.
    form.addEventListener("submit", function (e) {
      clearTimeout(timer);
      if (sent || !busy) { sent = true; return; }
      e.preventDefault();
      e.stopImmediatePropagation();
      var by = e.submitter;
      busy.then(function () { sent = true; form.requestSubmit(by); });
    }, true);

    function wait(ms) { clearTimeout(timer); timer = setTimeout(save, ms); }
    function save() {
      clearTimeout(timer);
      if (sent) return;
      if (busy) { wait(pause); return; }
      var body = new URLSearchParams();
      new FormData(form).forEach(function (v, k) { if (typeof v === "string") body.append(k, v); });
      changed = false;
      busy = fetch(form.dataset.draft, { method: "POST", body: body, headers: { Accept: "application/json" }, credentials: "same-origin", redirect: "error" }).then(function (r) {
        if (!r.ok && r.status !== 404 && r.status !== 413) throw new Error(String(r.status));
        return r.json().then(function (reply) {
          said.textContent = reply.said;
          if (r.status === 413) return;
          form.elements["draft-id"].value = reply.id;
          form.elements["draft-edition"].value = reply.edition;
          if (r.ok && !changed) form.dispatchEvent(new Event("kaoji:saved"));
        });
      }).catch(function () {
        said.textContent = said.dataset.unsaved;
        wait(retry);
      }).then(function () { busy = null; });
    }
  });
})();
