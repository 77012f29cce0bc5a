package page_test

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"kaoji/evaluation"
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
}
