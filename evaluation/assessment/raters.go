package assessment

import (
	"slices"

	"kaoji/evaluation/roster"
	"kaoji/evaluation/rulepack"
)

// The groups of raters. A person who fits several is counted in the first of them.
const (
	Leaders = "leaders" // 领导班子
	Peers   = "peers"   // 科室负责人
	Served  = "served"  // 本科室同事
)

// GroupCodes lists the groups.
func GroupCodes() []string { return []string{Leaders, Peers, Served} }

// ratersOf returns who may rate the person, by group: never the person, never a
// relative (D-10, G-2), nobody in two groups.
func ratersOf(day *roster.Snapshot, person string) []Raters {
	subject, _ := day.Member(person)
	out := []Raters{{Group: Leaders, People: []string{}}, {Group: Peers, People: []string{}}, {Group: Served, People: []string{}}}
	for _, m := range day.Members() {
		if _, related := day.Related(m.ID, person); related || m.ID == person {
			continue
		}
		switch {
		case leads(day, m):
			out[0].People = append(out[0].People, m.ID)
		case m.Heads:
			out[1].People = append(out[1].People, m.ID)
		case m.Department != "" && m.Department == subject.Department:
			out[2].People = append(out[2].People, m.ID)
		}
	}
	return out
}

// groupsOf combines the groups with their weights.
func groupsOf(raters []Raters, rules rulepack.Numbers) ([]Group, error) {
	out := make([]Group, 0, len(raters))
	for _, r := range raters {
		w, err := rules.Number("rating.weights", r.Group)
		if err != nil {
			return nil, err
		}
		out = append(out, Group{Code: r.Group, Weight: w, Eligible: len(r.People)})
	}
	return out, nil
}

// groupFor returns the group in which a voter rates the person of a sheet.
func groupFor(raters []Raters, voter string) (string, bool) {
	for _, r := range raters {
		if slices.Contains(r.People, voter) {
			return r.Group, true
		}
	}
	return "", false
}
