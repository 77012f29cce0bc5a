package page_test

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/auth"
	"kaoji/evaluation"
	"kaoji/evaluation/batch"
)

var oneTimePassword = regexp.MustCompile(`<code>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</code>`)

// passwords are the one-time passwords on the page at an address.
func (v *visitor) passwords(path string) []string {
	var list []string
	for _, m := range oneTimePassword.FindAllStringSubmatch(v.get(path), -1) {
		list = append(list, m[1])
	}
	return list
}

func TestLeavingThePageOfLoginSlipsLosesNoPassword(t *testing.T) {
	s := newSite(t)
	personnel := s.login("personnel", "", evaluation.RolePersonnel)
	personnel.get("/roster/import")
	personnel.upload("/roster/import", "file", "花名册.xlsx", sample(t))
	record := personnel.at
	personnel.get(record + "/acts/apply")
	personnel.post(record+"/acts/apply", url.Values{"version": {"1"}})
	book, err := s.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	admin, other := s.login("boss", "", evaluation.RoleAdmin), s.login("deputy", "", evaluation.RoleAdmin)
	chosen := book.People()[:3]
	admin.get("/accounts/bulk")
	shown := oneTimePassword.FindAllStringSubmatch(admin.post("/accounts/bulk", url.Values{"people": chosen}), -1)
	if len(shown) != 3 {
		t.Fatalf("%d passwords for 3 accounts\n%s", len(shown), admin.body)
	}
	admin.get("/")
	if again := admin.passwords("/accounts/slips"); len(again) != 3 || !slices.Contains(again, shown[0][1]) {
		t.Errorf("after leaving the page: %v, were %v", again, shown)
	}
	if theirs := other.passwords("/accounts/slips"); len(theirs) != 0 {
		t.Errorf("another administrator reads %v", theirs)
	}
	admin.get("/accounts/new")
	admin.post("/accounts/new", url.Values{"name": {"newcomer"}, "display": {"新人"}, "roles": {"personnel"}})
	if one := oneTimePassword.FindAllStringSubmatch(string(admin.body), -1); len(one) != 1 || !strings.Contains(string(admin.body), "newcomer") {
		t.Errorf("the slip of one account shows %v", one)
	}
	if all := admin.passwords("/accounts/slips"); len(all) != 4 {
		t.Errorf("%v of 4", all)
	}

	// New passwords for a selection, after it was confirmed, and not for one's own account.
	page := admin.get("/accounts")
	ids := regexp.MustCompile(`name="id" value="([^"]+)" aria-label="选择(?:新人|boss)"`).FindAllStringSubmatch(page, -1)
	if len(ids) != 2 {
		t.Fatalf("%d accounts to choose", len(ids))
	}
	if admin.post("/accounts/passwords", url.Values{"id": slices.Repeat([]string{"x"}, 2), "confirmed": {"1"}}); admin.at != "/accounts" {
		t.Errorf("unknown accounts: at %s", admin.at)
	}
	var tooMany []string
	for i := range auth.MaxBulk + 1 {
		tooMany = append(tooMany, strconv.Itoa(i))
	}
	if admin.post("/accounts/passwords", url.Values{"id": tooMany}); admin.status != fiber.StatusRequestEntityTooLarge {
		t.Errorf("too many accounts: %d", admin.status)
	}
	admin.get("/accounts")
	values := url.Values{"id": {ids[0][1], ids[1][1], ids[0][1]}}
	page = admin.post("/accounts/passwords", values)
	pagetest.Check(t, admin.body)
	if strings.Count(page, `name="id"`) != 1 || strings.Contains(page, "<code>") {
		t.Fatalf("made before it was confirmed, or one's own too: %s", page)
	}
	values.Set("confirmed", "1")
	before := admin.passwords("/accounts/slips")
	admin.get("/accounts")
	if admin.post("/accounts/passwords", values); admin.at != "/accounts/slips" {
		t.Errorf("at %s", admin.at)
	}
	if after := admin.passwords("/accounts/slips"); len(after) != 4 || slices.Equal(after, before) {
		t.Errorf("%v, were %v", after, before)
	}
	s.manyAccounts(admin, other, book.People()[3:])
	s.passwordsCutOff(admin)
}

// manyAccounts makes accounts for more people than somebody waits for: it goes on when
// the page is left, and is found again on the start page until its end was seen.
func (s *site) manyAccounts(admin, other *visitor, people []string) {
	t := s.t
	var task func(context.Context)
	s.service.Background = func(f func(context.Context)) bool { task = f; return true }
	defer func() { s.service.Background = nil }()
	admin.get("/accounts/bulk")
	page := admin.post("/accounts/bulk", url.Values{"people": people})
	pagetest.Check(t, admin.body)
	at := admin.at
	if !strings.HasPrefix(at, "/works/") || task == nil || !strings.Contains(page, "已完成 0，共 "+strconv.Itoa(len(people))) {
		t.Fatalf("%d people: at %s %s", len(people), at, page)
	}
	if page = admin.get("/"); !strings.Contains(page, "正在进行") || !strings.Contains(page, at) {
		t.Error("it is not found again on the start page")
	}
	pagetest.Check(t, admin.body)
	if page = other.get("/"); strings.Contains(page, "正在进行") {
		t.Error("another account finds it")
	}
	if other.get(at); other.status != fiber.StatusNotFound {
		t.Errorf("another account opens it: %d", other.status)
	}
	// Who is no longer an administrator makes no account more; the work waits.
	roles := func(role evaluation.Role) {
		a, err := s.auth.AccountByName(t.Context(), auth.Operator(office), "boss")
		if err == nil {
			_, err = s.auth.SetRoles(t.Context(), auth.Operator(office), a.ID, a.Version, []evaluation.Role{role})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	roles(evaluation.RoleCadre)
	task(t.Context())
	if known, err := s.auth.AccountsOfPersons(t.Context(), office, people); err != nil || len(known) != 0 {
		t.Errorf("%d accounts were made by who may not, %v", len(known), err)
	}
	roles(evaluation.RoleAdmin)
	if page = admin.get(at); !strings.Contains(page, "继续办理") {
		t.Errorf("it cannot go on: %s", page)
	}
	admin.post(at, url.Values{})
	task(t.Context())
	if page = admin.get("/"); !strings.Contains(page, "知道了") {
		t.Errorf("nobody is told that it has ended: %s", page)
	}
	pagetest.Check(t, admin.body)
	if shown := admin.passwords(at); admin.at != "/accounts/slips" || len(shown) != len(people)+4 {
		t.Errorf("%d slips at %s", len(shown), admin.at)
	}
	if page = admin.get("/"); strings.Contains(page, "正在进行") {
		t.Error("it is still there after its end was seen")
	}
}

// passwordsCutOff lets work with new passwords go on that was cut off at an account: those
// that were made, and perhaps handed out, stay.
func (s *site) passwordsCutOff(admin *visitor) {
	t := s.t
	of := func(name string) string {
		a, err := s.auth.AccountByName(t.Context(), auth.Operator(office), name)
		if err != nil {
			t.Fatal(err)
		}
		return a.ID
	}
	own := of("boss")
	w, err := s.pages.Runs().Note(t.Context(), evaluation.Actor{Office: office, Account: own}, batch.Work{What: batch.WorkPasswords, Items: []string{of("newcomer"), own}})
	if err != nil {
		t.Fatal(err)
	}
	slip := func() []string { return admin.passwords("/accounts/slips?account=" + w.Items[0]) }
	before := slip()
	w.Beat = time.Time{}
	if err := s.pages.Runs().StoreWork(t.Context(), &w); err != nil {
		t.Fatal(err)
	}
	admin.get("/works/" + w.ID)
	admin.post("/works/"+w.ID, url.Values{})
	made := slip()
	if len(made) != 1 || slices.Equal(made, before) {
		t.Fatalf("no password was made: %v, %v", before, made)
	}
	admin.get("/works/" + w.ID)
	admin.post("/works/"+w.ID, url.Values{})
	if again := slip(); !slices.Equal(again, made) {
		t.Errorf("a password that was made was made again: %v, were %v", again, made)
	}
}
