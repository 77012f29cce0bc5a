// The work that a comment box asks for before it takes a comment: a number
// that, behind the challenge, gives a SHA-256 with so many leading zero bits.
// Browsers offer SHA-256 only on https, so it is written out here (FIPS 180-4).
(function () {
  "use strict";
  var K = [], H = [], n = 2, found = 0;
  function frac(x) { return ((x - Math.floor(x)) * 4294967296) | 0; }
  for (; found < 64; n++) {
    var prime = true;
    for (var d = 2; d * d <= n; d++) if (n % d === 0) { prime = false; break; }
    if (!prime) continue;
    if (found < 8) H[found] = frac(Math.sqrt(n));
    K[found++] = frac(Math.cbrt(n));
  }
  var w = new Int32Array(64);
  function rotate(x, by) { return (x >>> by) | (x << (32 - by)); }

  // First two words of the hash of a text shorter than 120 ASCII characters.
  function hash(text) {
    var bytes = text.length, blocks = bytes < 56 ? 1 : 2, h = H.slice();
    for (var b = 0; b < blocks; b++) {
      for (var i = 0; i < 16; i++) {
        var word = 0;
        for (var j = 0; j < 4; j++) {
          var at = b * 64 + i * 4 + j;
          word = (word << 8) | (at < bytes ? text.charCodeAt(at) : at === bytes ? 128 : 0);
        }
        w[i] = word;
      }
      if (b === blocks - 1) { w[14] = 0; w[15] = bytes * 8; }
      for (i = 16; i < 64; i++) {
        var p = w[i - 15], q = w[i - 2];
        w[i] = (w[i - 16] + (rotate(p, 7) ^ rotate(p, 18) ^ (p >>> 3)) + w[i - 7] + (rotate(q, 17) ^ rotate(q, 19) ^ (q >>> 10))) | 0;
      }
      var a = h[0], bb = h[1], c = h[2], dd = h[3], e = h[4], f = h[5], g = h[6], hh = h[7];
      for (i = 0; i < 64; i++) {
        var t1 = (hh + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + w[i]) | 0;
        var t2 = ((rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & bb) ^ (a & c) ^ (bb & c))) | 0;
        hh = g; g = f; f = e; e = (dd + t1) | 0; dd = c; c = bb; bb = a; a = (t1 + t2) | 0;
      }
      h = [h[0] + a | 0, h[1] + bb | 0, h[2] + c | 0, h[3] + dd | 0, h[4] + e | 0, h[5] + f | 0, h[6] + g | 0, h[7] + hh | 0];
    }
    return h;
  }

  var form = document.querySelector("[data-challenge]");
  if (!form) return;
  var challenge = form.dataset.challenge, bits = Number(form.dataset.bits), nonce = 0, done = false, wanted = false;
  var said = form.querySelector("[data-hurdle]"), button = form.querySelector("[type=submit]");
  function enough(h) { return bits <= 32 ? Math.clz32(h[0]) >= bits : h[0] === 0 && Math.clz32(h[1]) >= bits - 32; }
  function work() {
    var until = Date.now() + 40;
    while (Date.now() < until) {
      for (var i = 0; i < 200; i++, nonce++) {
        if (enough(hash(challenge + nonce))) {
          form.elements.nonce.value = String(nonce);
          done = true;
          said.textContent = "";
          if (wanted) form.requestSubmit(button);
          return;
        }
      }
    }
    setTimeout(work, 0);
  }
  form.addEventListener("submit", function (e) {
    if (done) return;
    e.preventDefault(); // goes by itself once the work is done
    wanted = true;
    said.textContent = said.dataset.hurdle;
  });
  button.disabled = false;
  work();
})();
