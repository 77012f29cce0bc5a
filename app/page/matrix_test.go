package page_test

import (
	"flag"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"
	"github.com/google/uuid"

	"kaoji/app/server/matrix"
	"kaoji/evaluation"
	"kaoji/evaluation/assessment"
	"kaoji/evaluation/rulepack"
)

var update = flag.Bool("update", false, "write the reviewed table anew")

// TestWhoSeesWhichPageIsTheReviewedTable asks every page as every role, the
// pages of records in every standing and state. A page that is added shows up
// as a difference.
func TestWhoSeesWhichPageIsTheReviewedTable(t *testing.T) {
	s := newSite(t)
	o, err := matrix.New(t.Context(), matrix.Parts{
		Office: office, Service: s.service, Ledger: s.store, Now: time.Now,
		NewID: func() string { return uuid.Must(uuid.NewV7()).String() }, Dress: dress,
	})
	if err != nil {
		t.Fatal(err)
	}
	visitors := map[evaluation.Role]*visitor{"": s.visitor()}
	for i, who := range o.Askers {
		if who.Role != "" {
			visitors[who.Role] = s.login("matrix"+string(who.Role), who.Person, who.Role)
			o.Askers[i] = who
		}
	}
	s.serve("", nil) // most answers are problems, and their pages are shown by TestReadingCostsWhatAPageShows
	answers, err := o.Ask(questions(s, visitors))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range answers {
		if a.Role == "" && a.Let() && !strings.Contains(a.Question, "/login") && !strings.Contains(a.Question, "/lang") && !strings.Contains(a.Question, " /receipt") && !strings.HasSuffix(a.Question, " /statements") && !strings.HasSuffix(a.Question, " /v") && !strings.HasSuffix(a.Question, " /s") {
			t.Errorf("a stranger is let in to %s", a.Question)
		}
		if strings.Contains(a.Question, "assessment.") && a.Let() && (a.Role == evaluation.RoleAdmin || a.Role == evaluation.RoleAuditor) &&
			a.Standing != matrix.Own && a.Standing != matrix.Party {
			t.Errorf("%s sees %s", a.Role, a.Question)
		}
	}
	t.Logf("%d cells", len(answers))
	if matrix.Sampled() {
		return
	}
	got := o.Table(answers)
	const golden = "testdata/matrix.txt"
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("who sees which page has changed; review the difference (go test ./app/page -run Reviewed -update)\n%s", got)
	}
}

// dress gives sheets of measure 7 a cycle with its quota: whoever may weigh a
// grade is shown the places left.
func dress(o *matrix.Office, r *evaluation.Record) (any, error) {
	switch r.Kind {
	case assessment.KindCycle:
		pack, err := rulepack.Builtin()
		if err != nil {
			return nil, err
		}
		rules, err := pack.On(evaluation.NewDate(2026, 3, 2)).Freeze(
			"assessment.quota.excellent", "assessment.quota.excellent.ceiling", "assessment.quota.rounding",
		)
		return &assessment.Cycle{Rules: rules}, err
	case assessment.KindSheet:
		var err error
		r.Parent, err = o.Record(assessment.KindCycle, assessment.CycleDeciding, matrix.Other, matrix.Stranger())
		return nil, err
	}
	return nil, nil
}

// questions are every route: those about no record as they stand, those about
// a record for each kind and state. A form is asked for, not sent: sending goes
// through the same services as the API, whose table holds every act.
func questions(s *site, visitors map[evaluation.Role]*visitor) []matrix.Question {
	var list []matrix.Question
	ask := func(method, path string) func(matrix.Asker, string) (int, error) {
		return func(who matrix.Asker, record string) (int, error) {
			v := visitors[who.Role]
			form := url.Values{}
			if m := token.FindSubmatch(v.body); m != nil && !strings.Contains(path, "logout") { // nobody is to be logged out on the way
				form.Set("csrf", string(m[1]))
			}
			req := httptest.NewRequest(method, strings.ReplaceAll(path, ":record", record), strings.NewReader(form.Encode()))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			if who.Role != "" {
				for name, value := range v.cookies {
					req.AddCookie(&http.Cookie{Name: name, Value: value})
				}
			}
			resp, err := s.app.Test(req, -1)
			if err != nil {
				return 0, err
			}
			_ = resp.Body.Close()
			if resp.StatusCode == fiber.StatusSeeOther && strings.HasPrefix(resp.Header.Get("Location"), "/login") {
				return fiber.StatusUnauthorized, nil
			}
			return resp.StatusCode, nil
		}
	}
	for _, r := range s.pages.Routes() {
		if !strings.Contains(r.Path, ":") {
			list = append(list, matrix.Question{Name: r.Method + " " + r.Path, Ask: ask(r.Method, r.Path)})
		}
	}
	for _, m := range s.measures {
		if len(m.Glance) > 0 {
			list = append(list, matrix.Question{Name: "GET /overview/" + m.Name, Ask: ask(http.MethodGet, "/overview/"+m.Name)})
		}
		for _, k := range m.Kinds {
			list = append(list, matrix.Question{Name: "GET /lists/" + k.Name, Ask: ask(http.MethodGet, "/lists/"+k.Name)})
			for _, state := range k.States {
				list = append(list, matrix.Question{Name: "GET /records/:id " + k.Name, Kind: k.Name, State: state, Ask: ask(http.MethodGet, "/records/:record")})
			}
			for _, a := range k.Acts {
				if a.Creates() {
					path := "/new/" + k.Name + "/" + a.Name
					list = append(list, matrix.Question{Name: "GET " + path, Ask: ask(http.MethodGet, path)})
					continue
				}
				list = append(list, matrix.Question{
					Name: "GET /records/:id/acts/" + a.Name + " " + k.Name, Kind: k.Name, State: a.From[0],
					Ask: ask(http.MethodGet, "/records/:record/acts/"+a.Name),
				})
			}
		}
	}
	return list
}

// Every route with a parameter is either about a record, whose answer the
// service gives, or guarded by an area or an act.
func TestNoPageIsWithoutGuard(t *testing.T) {
	aboutRecords := []string{
		"/records/", "/drafts/", "/new/", "/lists/", "/runs/", "/works/", "/roster/people/", "/roster/photos/", "/roster/forms/", "/routine/", "/assessment/", "/commendation/", "/appraisal/", "/reminder/", "/education/", "/bonus/",
		"/rotation/plans/", "/rotation/mentors/", "/results/import/", "/survey/", "/periodic/",
	}
	for _, r := range newSite(t).pages.Routes() {
		guarded := r.Open || r.Area != "" || r.Kind != "" || len(r.For) > 0 || !strings.Contains(r.Path, ":") ||
			slices.ContainsFunc(aboutRecords, func(p string) bool { return strings.HasPrefix(r.Path, p) })
		if !guarded {
			t.Errorf("%s %s asks nobody whether it may be seen", r.Method, r.Path)
		}
	}
}
