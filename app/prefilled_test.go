//go:build nightly

package main

import (
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/form"
	"kaoji/app/page/pagetest"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// TestADateThatAFormFillsInIsNotRefused opens every form with a date that is
// offered of any state of the demo, and of every new record, on days of several
// sorts. It sends what the form has filled in, with made-up values where something
// is missing, and expects that no date is refused that the form itself proposed.
func TestADateThatAFormFillsInIsNotRefused(t *testing.T) {
	a := keptActing(t)
	w := &prefilled{acting: a, readers: map[string]*reader{}, found: map[string]string{}}
	newcomer := a.newTenure()
	app, err := a.app()
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range a.people {
		if name, ok := a.login(who); ok {
			w.readers[who.Account] = loggedIn(t, app, name)
		}
	}
	sessions, now := a.Auth, filledAt
	a.Now = func() time.Time { return now }
	a.keepNothing()
	a.Auth = sessions // whose clock stands still, so that nobody is logged out
	if w.app, err = a.app(); err != nil {
		t.Fatal(err)
	}
	for _, r := range w.readers {
		r.app = w.app
	}
	for _, day := range []string{
		newcomer.String(), "2026-12-06" /* a Sunday */, "2026-12-31", "2027-01-01", "2027-06-30", "2028-02-29",
	} {
		now, err = time.Parse(time.RFC3339, day+"T09:00:00+08:00")
		if err != nil {
			t.Fatal(err)
		}
		a.turn(now)
		w.sent, w.went, w.dates = map[string]int{}, 0, 0
		for _, m := range a.Measures {
			for i := range m.Kinds {
				w.all(&m.Kinds[i], day)
			}
		}
		t.Logf("%s: %d forms of %d sorts with %d dates filled in; %d went through", day, sum(w.sent), len(w.sent), w.dates, w.went)
		if w.dates == 0 {
			t.Errorf("%s: no form fills in a date", day)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(w.found)) {
		t.Errorf("%s: %s", key, w.found[key])
	}
}

func sum(m map[string]int) (n int) {
	for _, x := range m {
		n += x
	}
	return n
}

// prefilled sends forms as they are filled in.
type prefilled struct {
	*acting
	app         *fiber.App
	readers     map[string]*reader // by account
	sent        map[string]int     // by sort
	went, dates int
	found       map[string]string
}

// newTenure begins somebody's time in a post on the day of the demo.
func (a *acting) newTenure() evaluation.Date {
	a.t.Helper()
	a.turn(filledAt)
	m := a.day.Members()[len(a.day.Members())-1]
	r, err := a.Service.Load(a.t.Context(), a.Office, m.ID)
	if err != nil {
		a.t.Fatal(err)
	}
	day := a.day.Day()
	if m.PostSince == day { // in a folder that was kept
		return day
	}
	_, err = a.Service.Act(a.t.Context(), evaluation.System(a.Office), m.ID, r.Version, "appoint", evaluation.Change{
		Input: &roster.Appoint{Department: m.Department, Post: m.Post + "（新）", PostSince: day, Level: m.Level},
	})
	if err != nil {
		a.t.Fatal(err)
	}
	return day
}

// login is the name that somebody logs in with to the demo.
func (a *acting) login(who evaluation.Actor) (string, bool) {
	acc, err := a.Auth.GetAccount(a.t.Context(), auth.Operator(a.Office), who.Account)
	return acc.Name, err == nil && !acc.MustChange
}

// some is how often a sort of form is sent on a day.
const some = 3

func (w *prefilled) all(k *evaluation.Kind, day string) {
	w.t.Helper()
	for i := range k.Acts {
		if act := &k.Acts[i]; act.Creates() && asksDate(act) {
			for _, who := range w.people {
				w.create(k, act, who, day)
			}
		}
	}
	if !slices.ContainsFunc(k.Acts, func(x evaluation.Act) bool { return !x.Creates() && asksDate(&x) }) {
		return
	}
	for r, err := range evaluation.AllRecords(w.t.Context(), w.Store, evaluation.Query{Office: w.Office, Kinds: []string{k.Name}}) {
		if err != nil {
			w.t.Fatal(err)
		}
		for _, who := range w.people {
			w.acts(k, &r, who, day)
		}
	}
}

// asksDate reports whether a form asks for a date.
func asksDate(act *evaluation.Act) bool {
	return act.Run.Input != nil && slices.ContainsFunc(evaluation.FieldsOf(act.Run.Input()), func(f evaluation.Field) bool {
		return f.Form == evaluation.FormDate || slices.ContainsFunc(f.Rows, func(sub evaluation.Field) bool { return sub.Form == evaluation.FormDate })
	})
}

func (w *prefilled) acts(k *evaluation.Kind, r *evaluation.Record, who evaluation.Actor, day string) {
	open := slices.ContainsFunc(k.Acts, func(x evaluation.Act) bool {
		return slices.Contains(x.From, r.State) && asksDate(&x) && w.sent[sort(k, x.Name, r, who)] < some
	})
	if w.readers[who.Account] == nil || !open {
		return
	}
	v, err := w.Service.Get(w.t.Context(), who, r.ID)
	if evaluation.CodeOf(err) == evaluation.CodeNotFound {
		return
	}
	if err != nil {
		w.t.Fatal(err)
	}
	for _, name := range v.Acts {
		act, _ := k.Act(name)
		if key := sort(k, name, r, who); asksDate(act) && w.sent[key] < some {
			w.sent[key]++
			w.send(who, act, r, "/records/"+r.ID+"/acts/"+name, key+" on "+day)
		}
	}
}

func (w *prefilled) create(k *evaluation.Kind, act *evaluation.Act, who evaluation.Actor, day string) {
	key := fmt.Sprintf("%s %s by %v", k.Name, act.Name, who.Roles)
	if w.readers[who.Account] == nil || w.sent[key] > 0 || w.Service.AllowsCreate(w.t.Context(), who, k.Name, act.Name) != nil {
		return
	}
	w.sent[key]++
	w.send(who, act, &evaluation.Record{Office: w.Office, Payload: []byte("{}")}, "/new/"+k.Name+"/"+act.Name, key+" on "+day)
}

var refusedDate = regexp.MustCompile(`<input class="form-control is-invalid" type="date" name="([^"]+)"`)

// send opens a form, fills in what it leaves empty and sends it.
func (w *prefilled) send(who evaluation.Actor, act *evaluation.Act, r *evaluation.Record, address, key string) {
	w.t.Helper()
	reader := w.readers[who.Account]
	page, err := reader.get(address)
	if err != nil {
		w.t.Fatal(err)
	}
	if page.Status != fiber.StatusOK {
		w.found[key] = fmt.Sprintf("is offered and answers %d (%s)", page.Status, address)
		return
	}
	given := pagetest.Form(page.Body, address)
	in := act.Run.Input()
	form.Decode(given, in)
	w.mend(reflect.ValueOf(in).Elem(), r)
	values := form.Encode(in)
	for _, name := range []string{"csrf", "version"} {
		values.Set(name, given.Get(name))
	}
	values.Set("reason", "因工作需要办理此事项")
	for name := range dates(given) {
		w.dates++
		if given.Get(name) != values.Get(name) {
			w.t.Fatalf("%s: %s is %s, sent as %s", key, name, given.Get(name), values.Get(name))
		}
	}
	req := httptest.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	req.Header.Set(fiber.HeaderContentType, fiber.MIMEApplicationForm)
	reply, err := reader.send(req)
	if err != nil {
		w.t.Fatal(err)
	}
	if reply.Status == fiber.StatusSeeOther {
		w.went++
	}
	for _, refused := range refusedDate.FindAllSubmatch(reply.Body, -1) {
		if name := string(refused[1]); given.Get(name) != "" {
			w.found[key] = fmt.Sprintf("fills in %s with %s and refuses it (%s)", name, given.Get(name), address)
		}
	}
}

// dates are the names of the fields that hold a date.
func dates(given url.Values) map[string]bool {
	out := map[string]bool{}
	for name, values := range given {
		if _, err := evaluation.ParseDate(values[0]); err == nil && values[0] != "" {
			out[name] = true
		}
	}
	return out
}
