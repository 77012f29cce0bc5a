//go:build browser

package e2e_test

import (
	"bytes"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
	"kaoji/evaluation/catalog"
)

// papers are the print forms of records, with their kind.
func papers() map[string]string {
	forms := map[string]string{}
	for _, m := range catalog.All(catalog.Deps{}) {
		for _, k := range m.Kinds {
			for _, form := range k.Print {
				forms[form] = k.Name
			}
		}
	}
	return forms
}

// collections are the addresses of the print forms that are no record's.
var collections = map[string]string{
	"badges":              "/concern/badges",
	"declaration_summary": "/declarations/summary",
	"reserve_register":    "/reserve/register",
	"results":             "/results/paper",
	"ballot_paper":        "", // of a round and a committee: see blank
	"codes":               "", // shown once, on the cards of badges
	"survey":              "", // of a questionnaire that is counted
	"survey_slips":        "", // shown once, as above
	"survey_paper":        "", // of a questionnaire and a group
}

// exactly are the numbers of pages of forms that may not have others.
var exactly = map[string]int{"appointment_form": 2, "assessment_form": 2, "award_form": 1}

// official are the forms that are sealed and filed: they have no confidentiality mark.
var official = []string{"appointment_form", "assessment_form", "award_form", "filing_list"}

func TestEveryPrintFormIsListed(t *testing.T) {
	forms := papers()
	names, err := filepath.Glob("../page/*/print_*.html")
	if err != nil || len(forms) < 20 {
		t.Fatalf("%d forms, %v", len(forms), err)
	}
	for _, name := range names {
		form := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(name), "print_"), ".html")
		if _, other := collections[form]; !other && forms[form] == "" {
			t.Errorf("%s is the form of nothing", name)
		}
	}
}

// TestOnPaperNothingIsCutLonelyOrBlank prints every form with one, ten and a
// hundred entries and looks at every page of the PDF.
func TestOnPaperNothingIsCutLonelyOrBlank(t *testing.T) {
	k := beginDemo(t)
	readers := []*person{k.login(t, "zuzhi", demo.Password), k.login(t, "ld01", demo.Password), k.login(t, "tq0002", demo.Password)}
	type reading struct {
		p  *person
		at string
	}
	addresses := map[string]reading{}
	for form, kind := range papers() {
		for _, p := range readers {
			if at := p.paper(kind, form); at != "" {
				addresses[form] = reading{p, at}
				break
			}
		}
		if addresses[form].at == "" {
			t.Errorf("the demo has no %s with the form %s", kind, form)
		}
	}
	for form, at := range collections {
		if form == "ballot_paper" {
			at = readers[0].blank()
		}
		if at == "" {
			continue
		}
		for _, p := range readers {
			if p.goTo(at); ask[bool](p.ctx, t, `document.querySelector(".sheet") !== null`) {
				addresses[form] = reading{p, at}
				break
			}
		}
		if addresses[form].at == "" {
			t.Errorf("nobody opens %s", at)
		}
	}
	for form, a := range addresses {
		for _, n := range []int{1, 10, 100} {
			a.p.goTo(a.at)
			if marked := ask[bool](a.p.ctx, t, `document.querySelector(".watermark") !== null`); marked && slices.Contains(official, form) {
				t.Errorf("%s has a confidentiality mark", form)
			}
			if want := exactly[form]; n == 1 && want > 0 {
				if pages := onPaper(t, a.p); len(pages) != want {
					t.Errorf("%s has %d pages, not %d", form, len(pages), want)
				}
				a.p.do(chromedp.EmulateViewport(1440, 900))
				if ask[bool](a.p.ctx, t, `[...document.querySelectorAll(".paper table")].some(t => t.getBoundingClientRect().right > t.parentElement.getBoundingClientRect().right - .5)`) {
					t.Errorf("%s has a line on the edge of the page, which is not printed", form)
				}
			}
			if n == 1 { // on a phone, what is wider than the screen scrolls in itself
				a.p.do(chromedp.EmulateViewport(phone, 900))
				fits(a.p.ctx, t, form, phone)
				a.p.do(chromedp.EmulateViewport(1440, 900))
			}
			marked := ask[marks](a.p.ctx, t, fmt.Sprintf("(%s)(%d)", enlarge, n))
			for _, wrong := range judged(onPaper(t, a.p), &marked) {
				t.Errorf("%s with %d entries (%s): %s", form, n, a.at, wrong)
			}
		}
	}
}

// blank is the address of an empty ballot paper of some round and committee.
func (p *person) blank() string {
	p.t.Helper()
	return ask[string](p.ctx, p.t, `(async () => {
		const ids = async list => new Set([...(await (await fetch(list)).text()).matchAll(/href="[^"]*\/([0-9a-f]{8}-[0-9a-f-]{27})["?]/g)].map(m => m[1]));
		const committees = await ids("/lists/roster.committee");
		for (const round of await ids("/lists/appraisal.round")) for (const committee of committees) {
			const at = "/appraisal/" + round + "/papers/" + committee + "/blank";
			if ((await fetch(at)).status === 200) return at;
		}
		return "";
	})()`)
}

// paper is the address of a form of some record of the kind that the reader may
// print; "" if there is none.
func (p *person) paper(kind, form string) string {
	p.t.Helper()
	return ask[string](p.ctx, p.t, fmt.Sprintf(`(async () => {
		const read = async at => new DOMParser().parseFromString(await (await fetch(at)).text(), "text/html");
		for (let list = new URL("/lists/%s", location); list; ) {
			const page = await read(list), next = page.querySelector("a[rel=next]");
			list = next && new URL(next.getAttribute("href"), list);
			const links = [...page.querySelectorAll("main a[href]")].map(a => a.pathname.match(/\/([0-9a-f]{8}-[0-9a-f-]{27})$/)?.[1]);
			for (const id of new Set(links.filter(id => id))) {
				const at = "/records/" + id + "/print/%s";
				if ((await fetch(at)).status === 200) return at;
			}
		}
		return "";
	})()`, kind, form))
}

// enlarge gives the form that is open n entries in each of its lists and n lines
// in each box, and marks, each with a letter of its own that no form has: every
// row that says something at the start and the end of all its cells, unless its box for running text is
// so long that half a page of it may stand on either, every signature with the last
// words before it, and the head of every table. It tells which marks there are of each
// sort.
const enlarge = `n => {
	document.querySelectorAll(".watermark").forEach(e => e.remove());
	const sheet = document.querySelector(".sheet"), height = 150 * 96 / 25.4; // half a page of a box may stand on either
	const lists = [...sheet.querySelectorAll("table:has(thead) > tbody, .badges, .running")];
	for (const list of lists) {
		const last = [...list.children].filter(row => !row.matches(".plain") && row.textContent.trim()).at(-1);
		while (last && list.children.length < n) last.after(last.cloneNode(true));
	}
	for (const entry of sheet.querySelectorAll(".entry")) {
		for (let i = 1; i < n; i++) entry.after(entry.cloneNode(true));
		if (n > 1) break;
	}
	for (const box of sheet.querySelectorAll("td.tall, td.mid")) {
		box.insertBefore(document.createTextNode("群众反映的问题已经核实，按照规定办理。\n".repeat(n)), box.querySelector(".sign"));
	}
	let mark = 0xAC00;
	const letter = () => String.fromCharCode(mark++), found = {rows: [], signs: [], heads: []}, of = new Map();
	const words = from => {
		const walk = document.createTreeWalker(from, NodeFilter.SHOW_TEXT), list = [];
		while (walk.nextNode()) if (walk.currentNode.data.trim()) list.push(walk.currentNode);
		return list;
	};
	for (const row of [...sheet.querySelectorAll("tbody tr"), ...sheet.querySelectorAll(".badge-card")]) {
		if (row.querySelector(":scope > .tall, :scope > .mid") && row.getBoundingClientRect().height > height) continue;
		if (!row.textContent.trim()) continue; // an empty row of a form
		const m = letter();
		found.rows.push(m);
		of.set(row, m);
		for (const cell of row.children) {
			const all = words(cell);
			if (!all.length) continue;
			all[0].data = m + all[0].data.trimStart();
			all.at(-1).data = all.at(-1).data.trimEnd() + m;
		}
	}
	for (const sign of sheet.querySelectorAll(".sign, .signs, .signed")) {
		const before = words(sheet).filter(w => sign.compareDocumentPosition(w) & Node.DOCUMENT_POSITION_PRECEDING && !w.parentElement.closest(".sign, .signs, .signed"));
		const own = words(sign);
		if (!own.length) continue; // nobody signs
		const m = letter();
		found.signs.push(m);
		before.at(-1).data = before.at(-1).data.trimEnd() + m;
		own[0].data = m + own[0].data;
		own.at(-1).data += m;
	}
	for (const table of sheet.querySelectorAll("table:has(> thead)")) {
		const head = words(table.tHead), rows = [...table.querySelectorAll(":scope > tbody > tr:not(.plain)")].map(row => of.get(row)).filter(m => m);
		if (!head.length || !rows.length) continue;
		const m = letter();
		head[0].data = m + head[0].data.trimStart();
		found.heads.push({head: m, rows});
	}
	return found;
}`

// marks are the letters that enlarge put on a form.
type marks struct {
	Rows  []string `json:"rows"`
	Signs []string `json:"signs"`
	Heads []struct {
		Head string   `json:"head"`
		Rows []string `json:"rows"` // below it
	} `json:"heads"`
}

var folio = regexp.MustCompile(`—\s*\d+\s*—|\s`)

// onPaper prints the page that is open: the text of each of its pages on paper.
func onPaper(t *testing.T, p *person) []string {
	t.Helper()
	pdf, err := chromedp.Run(p.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "pdftotext", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	text, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(strings.TrimSuffix(string(text), "\f"), "\f")
}

// judged says what is wrong on paper.
func judged(pages []string, m *marks) []string {
	var wrong []string
	for i, page := range pages {
		if folio.ReplaceAllString(page, "") == "" {
			wrong = append(wrong, fmt.Sprintf("page %d of %d is blank", i+1, len(pages)))
		}
	}
	on := map[string][]int{} // the pages of each mark
	for i, mark := range slices.Concat(m.Rows, m.Signs) {
		for n, page := range pages {
			if strings.Contains(page, mark) {
				on[mark] = append(on[mark], n+1)
			}
		}
		switch {
		case len(on[mark]) == 0:
			wrong = append(wrong, fmt.Sprintf("mark %d is not printed", i))
		case len(on[mark]) > 1 && i < len(m.Rows):
			wrong = append(wrong, fmt.Sprintf("row %d is cut: on pages %v of %d", i+1, on[mark], len(pages)))
		case len(on[mark]) > 1:
			wrong = append(wrong, fmt.Sprintf("signature %d is not with what it signs: on pages %v of %d", i-len(m.Rows)+1, on[mark], len(pages)))
		}
	}
	for i, table := range m.Heads {
		for _, row := range table.Rows {
			for _, n := range on[row] {
				if !strings.Contains(pages[n-1], table.Head) {
					wrong = append(wrong, fmt.Sprintf("table %d has no head on page %d of %d", i+1, n, len(pages)))
				}
			}
		}
	}
	return slices.Compact(wrong)
}
