//go:build browser

package e2e_test

import (
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"

	"kaoji/app/page/pagetest"
	"kaoji/app/page/view"
	"kaoji/app/text"
)

// serveGallery serves every shared part on one page, and an official form,
// under the policy that the site has.
func serveGallery(t *testing.T) string {
	t.Helper()
	r, assets, err := pagetest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'; style-src 'self'; script-src 'self'")
		if name, ok := strings.CutPrefix(req.URL.Path, view.Prefix); ok {
			f, _ := assets.File(name)
			w.Header().Set("Content-Type", f.Type)
			_, _ = w.Write(f.Content)
			return
		}
		lang := text.Known(req.URL.Query().Get("lang"), text.Chinese)
		p := pagetest.Page(lang, "部件", pagetest.Gallery())
		p.Confidential = req.URL.Query().Has("confidential")
		page, err := r.Render(strings.TrimPrefix(req.URL.Path, "/"), p)
		if err != nil {
			http.Error(w, err.Error(), http.StatusNotFound)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestSharedPartsAreAccessibleAndFitAPhone(t *testing.T) {
	url := serveGallery(t)
	ctx := tab(t)
	for _, page := range []string{"/gallery", "/gallery?lang=en", "/gallery_sheet"} {
		for _, width := range widths {
			open(ctx, t, url+page, width)
			for _, theme := range themes {
				themed(ctx, t, theme)
				where := page + " at " + strconv.FormatInt(width, 10) + ", " + theme
				fits(ctx, t, where, width)
				accessible(ctx, t, where)
			}
		}
	}
}

// The control: contrast, a missing label and a page that is too wide are found.
func TestTheAccessibilityCheckFindsWhatItShould(t *testing.T) {
	url := serveGallery(t)
	ctx := tab(t)
	open(ctx, t, url+"/gallery", 390)
	ask[bool](ctx, t, `document.querySelector("h1").style.color = "#ddd"; document.querySelector("main").append(document.createElement("select")); true`)
	found := map[string]bool{}
	for _, v := range violations(ctx, t) {
		found[v.ID] = true
	}
	if !found["color-contrast"] || !found["select-name"] {
		t.Errorf("found only %v", found)
	}
}

func TestScriptImprovesWhatWorksWithoutIt(t *testing.T) {
	url := serveGallery(t)
	ctx := tab(t)
	open(ctx, t, url+"/gallery", 390)
	for _, step := range []struct{ what, expression string }{
		{"the menu is folded on a phone", `getComputedStyle(document.querySelector(".side nav")).display === "none"`},
		{"and opens without script", `(document.querySelector(".menu-box").checked = true, getComputedStyle(document.querySelector(".side nav")).display === "block")`},
		{"a row is added with its own name", `(document.querySelector("[data-add-row]").click(), document.querySelector("[name='improvements.2.what']").id === "f-improvements-2-what")`},
		{"ids stay unique", `document.querySelectorAll("[id]").length === new Set([...document.querySelectorAll("[id]")].map(e => e.id)).size`},
		{"searching a long choice takes the one that fits", `(() => { const box = document.querySelector("#f-unit").previousElementSibling; box.value = "第7科"; box.dispatchEvent(new Event("input", {bubbles: true})); return document.querySelector("#f-unit").value === "u7"; })()`},
		{"a person is found by initials and taken with the keyboard", `(() => { const box = document.querySelector("#f-person").previousElementSibling.querySelector("input"); box.value = "wjg"; box.dispatchEvent(new Event("input", {bubbles: true}));
			for (const key of ["ArrowDown", "Enter"]) box.dispatchEvent(new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true})); return document.querySelector("#f-person").value === "2" && box.value === ""; })()`},
		{"who cannot be chosen is there with the reason and is not taken", `(() => { const box = document.querySelector("#f-person").previousElementSibling.querySelector("input"); box.value = "王建"; box.dispatchEvent(new Event("input", {bubbles: true}));
			const one = box.parentNode.querySelector("[aria-disabled=true]"); one.click(); return one.textContent.includes("近亲属") && document.querySelector("#f-person").value === "2"; })()`},
		{"a chosen person is removed", `(() => { document.querySelector("[data-pick-for=f-people] .chip-one button").click(); return !document.querySelector("input[name=people]:checked"); })()`},
		{"several stay chosen", `(() => { const box = document.querySelector("[data-pick-for=f-people] [role=combobox]"); for (const text of ["oyjw", "3102"]) { box.value = text; box.dispatchEvent(new Event("input", {bubbles: true})); box.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true})); }
			box.click(); return document.querySelectorAll("input[name=people]:checked").length === 2 && document.querySelectorAll("[data-pick-for=f-people] .chip-one").length === 2 && box.getAttribute("aria-expanded") === "true"; })()`},
		{"leaving with changes is asked", `(document.querySelector("#f-title").dispatchEvent(new Event("input", {bubbles: true})), !window.dispatchEvent(new Event("beforeunload", {cancelable: true})))`},
	} {
		if !ask[bool](ctx, t, step.expression) {
			t.Errorf("not so: %s", step.what)
		}
	}
	accessible(ctx, t, "with the list of people open")
}

func TestAnOfficialFormTakesOneSheetAndALongOneNoEmptySheet(t *testing.T) {
	url := serveGallery(t)
	ctx := tab(t)
	open(ctx, t, url+"/gallery_sheet?confidential=1", 1000)
	if n := sheets(ctx, t); n != 1 {
		t.Errorf("the form takes %d sheets", n)
	}
	ask[bool](ctx, t, `document.querySelectorAll("td.tall")[1].innerText = "下访次数偏少。\n".repeat(60); true`)
	if n := sheets(ctx, t); n != 3 {
		t.Errorf("60 more lines take %d sheets", n)
	}
}
