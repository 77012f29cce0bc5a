package xlsx_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// expected is roster-sample.expected.json: dates to the month.
type expected struct {
	ByDepartment map[string]int      `json:"by_department"`
	ByLevel      map[string]int      `json:"by_level"`
	Committees   []expectedCommittee `json:"committees"`
	People       []expectedPerson    `json:"people"`
	Relatives    []expectedRelative  `json:"relatives"`
}

type expectedCommittee struct {
	Name       string `json:"name"`
	Secretary  string `json:"secretary"`
	Director   string `json:"director"`
	Households int    `json:"households"`
}

type expectedPerson struct {
	Born          string   `json:"born"`
	Committees    []string `json:"committees"`
	Department    string   `json:"department"`
	Education     string   `json:"education"`
	Establishment string   `json:"establishment"`
	Joined        string   `json:"joined"`
	Level         string   `json:"level"`
	LevelSince    string   `json:"level_since"`
	Name          string   `json:"name"`
	No            string   `json:"no"`
	Phone         string   `json:"phone"`
	Politics      string   `json:"politics"`
	Post          string   `json:"post"`
	PostSince     string   `json:"post_since"`
	Sex           string   `json:"sex"`
	WorkedSince   string   `json:"worked_since"`
}

type expectedRelative struct {
	No       string `json:"no"`
	Relation string `json:"relation"`
	Relative string `json:"relative"`
}

func wanted(t *testing.T) expected {
	t.Helper()
	raw, err := os.ReadFile("testdata/roster-sample.expected.json")
	if err != nil {
		t.Fatal(err)
	}
	var want expected
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&want); err != nil {
		t.Fatal(err)
	}
	return want
}

func sample(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/roster-sample.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func month(d evaluation.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()[:7]
}

// have is what the roster says of itself on a day, in the words of expected.
func have(s *roster.Snapshot) expected {
	e := expected{ByDepartment: map[string]int{}, ByLevel: map[string]int{}}
	for _, m := range s.Members() {
		e.ByDepartment[m.DepartmentName]++
		e.ByLevel[m.Level]++
		p := expectedPerson{
			No: m.No, Name: m.Name, Sex: m.Sex, Born: month(m.Born), Department: m.DepartmentName, Post: m.Post, Level: m.Level,
			Education: m.Person.Education, Establishment: m.Establishment, Politics: m.Politics, Phone: string(m.Person.Phone),
			Joined: month(m.Joined), PostSince: month(m.PostSince), LevelSince: month(m.LevelSince),
			WorkedSince: month(m.Person.WorkedSince), Committees: []string{},
		}
		for _, id := range s.Liaisons(m.ID) {
			c, _ := s.Committee(id)
			p.Committees = append(p.Committees, c.Name)
		}
		e.People = append(e.People, p)
		for _, r := range m.Person.Relatives {
			other, _ := s.Member(r.Person)
			e.Relatives = append(e.Relatives, expectedRelative{No: m.No, Relation: r.Relation, Relative: other.No})
		}
	}
	for _, c := range s.Committees() {
		e.Committees = append(e.Committees, expectedCommittee{c.Name, c.Secretary, c.Director, c.Households})
	}
	slices.SortFunc(e.People, func(a, b expectedPerson) int { return cmp.Compare(a.No, b.No) })
	return e
}

func compare(t *testing.T, got expected) {
	t.Helper()
	want := wanted(t)
	sortRelatives := func(r []expectedRelative) {
		slices.SortFunc(r, func(a, b expectedRelative) int {
			return cmp.Or(cmp.Compare(a.No, b.No), cmp.Compare(a.Relative, b.Relative))
		})
	}
	sortRelatives(got.Relatives)
	sortRelatives(want.Relatives)
	slices.SortFunc(want.People, func(a, b expectedPerson) int { return cmp.Compare(a.No, b.No) })
	for i := range min(len(got.People), len(want.People)) {
		if !reflect.DeepEqual(got.People[i], want.People[i]) {
			t.Errorf("person %s:\n have %+v\n want %+v", want.People[i].No, got.People[i], want.People[i])
		}
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%d people, %d committees, %d relatives; levels %v, departments %v; want levels %v, departments %v",
			len(got.People), len(got.Committees), len(got.Relatives), got.ByLevel, got.ByDepartment, want.ByLevel, want.ByDepartment)
	}
}

func TestTheSampleIsReadWithoutAnythingToSayAgainstIt(t *testing.T) {
	sheets, err := xlsx.Read(sample(t))
	if err != nil {
		t.Fatal(err)
	}
	draft, verdicts := roster.Read(sheets)
	for _, v := range verdicts {
		if v.Level != roster.Noted {
			t.Errorf("%+v", v)
		}
	}
	if len(draft.People) != 96 || len(draft.Committees) != 20 || len(draft.Relatives) != 4 {
		t.Errorf("%d people, %d committees, %d relatives", len(draft.People), len(draft.Committees), len(draft.Relatives))
	}
}
