//go:build browser

package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

// fitting is the box of the career on a form as a browser lays it out, in pixels.
type fitting struct {
	Size            float64 // of type, in points
	Declared, High  float64 // of the box
	Larger          float64 // how high the box is half a point larger
	Warned, Largest bool
}

const measureCareer = `(() => {
	const box = [...document.querySelectorAll(".paper td")].find(td => /hang/.test(td.className)), row = box.parentElement;
	const size = Number(/pt(\d+)/.exec(box.className)[1]), high = () => row.getBoundingClientRect().height;
	const of = {Size: size / 2, Declared: Number(row.getAttribute("height")), High: high(), Warned: document.querySelector(".sheet-warning") !== null, Largest: size === 24};
	if (parseFloat(getComputedStyle(box).fontSize) * 3 / 4 - size / 2 > .01) of.Size = 0;
	box.classList.replace("pt" + size, "pt" + (size + 1));
	of.Larger = high();
	box.classList.replace("pt" + (size + 1), "pt" + size);
	return of;
})()`

// writeCareer posts the form that is open with so many stages of a career.
const writeCareer = `(async n => {
	const form = [...document.querySelectorAll("form")].find(f => f.elements.version), data = new URLSearchParams();
	for (const e of form.elements) if (e.name && !e.name.startsWith("resume.")) data.append(e.name, e.value);
	const month = i => (1985 + Math.floor(i * 8 / 12)) + "." + String(i * 8 %% 12 + 1).padStart(2, "0");
	for (let i = 0; i < n; i++) {
		data.append("resume." + i + ".from", month(i));
		data.append("resume." + i + ".to", i === n - 1 ? "" : month(i + 1));
		data.append("resume." + i + ".text", ["某市某区档案局档案管理科科员", "某街道党政办公室副主任科员", "某街道党政办公室副科长（主持工作）"][i %% 3] + (i %% 5 ? "" : "（其间：" + month(i) + "--" + month(i + 1) + "在区委党校中青年干部培训班学习）"));
	}
	return (await fetch(form.action, {method: "POST", body: data})).status;
})(%d)`

// A career is printed in the largest type, in steps of half a point, in which it fits into its
// box, and the form has two pages; where not even 6 points do, the page says so before a third
// one is printed.
func TestACareerIsPrintedAsLargeAsItFits(t *testing.T) {
	k := beginDemo(t)
	p := k.login(t, "zuzhi", demo.Password)
	at := p.paper("roster.particulars", "appointment_form")
	record, _, _ := strings.Cut(at, "/print/")
	for _, c := range []struct {
		stages, pages int
		least, most   float64
	}{{3, 2, 12, 12}, {20, 2, 11.5, 12}, {45, 2, 6.5, 7.5}, {61, 3, 6, 6}} {
		p.goTo(record + "/acts/resume")
		if status := ask[int](p.ctx, t, fmt.Sprintf(writeCareer, c.stages)); status != 200 {
			t.Fatalf("%d stages: %d", c.stages, status)
		}
		p.goTo(at)
		p.do(chromedp.EmulateViewport(1440, 900))
		of := ask[fitting](p.ctx, t, measureCareer)
		fits := of.High < of.Declared+1
		switch {
		case of.Size < c.least || of.Size > c.most:
			t.Errorf("%d stages are in %v points", c.stages, of.Size)
		case fits == of.Warned || of.Warned != (c.pages > 2):
			t.Errorf("%d stages: the box is %v high and should be %v, warned %v", c.stages, of.High, of.Declared, of.Warned)
		case fits && !of.Largest && of.Larger < of.Declared+1:
			t.Errorf("%d stages in %v points: half a point more fits, too", c.stages, of.Size)
		}
		if pages := onPaper(t, p); len(pages) != c.pages {
			t.Errorf("%d stages have %d pages", c.stages, len(pages))
		}
	}
}
