// Package matrix asks every route as everybody about everybody's records, and
// writes the answers as one table that a person can review. The tests of the
// API and of the pages feed it with their routes; it is no part of the server.
package matrix

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"kaoji/evaluation"
)

// Standing is how the record that is asked about stands to who asks.
type Standing string

// The standings.
const (
	Own        Standing = "own"        // about the asker
	Party      Standing = "party"      // names the asker, about somebody of another department
	Department Standing = "department" // about a colleague of the asker's department, which the head heads and the leader is in charge of
	Other      Standing = "other"      // about somebody of another department
)

// Standings lists them.
func Standings() []Standing { return []Standing{Own, Party, Department, Other} }

// Asker is somebody who asks, with one role.
type Asker struct {
	Role    evaluation.Role // "" of a stranger without a login
	Account string
	Person  string
}

// Stranger is who has not logged in.
func Stranger() Asker { return Asker{} }

func (a Asker) name() string {
	if a.Role == "" {
		return "nobody"
	}
	return string(a.Role)
}

// Question is one line of the table: a route, or a route on records in one
// state.
type Question struct {
	Name  string           // such as POST /roster/people/{id}/acts/amend
	Kind  string           // of the record in {id}; "" if the route is about none
	State evaluation.State // of that record
	// Ask sends the request and returns the status of its answer. record is ""
	// if the question has no Kind.
	Ask func(who Asker, record string) (status int, err error)
}

// Answer is one cell.
type Answer struct {
	Question string
	State    evaluation.State
	Standing Standing // "" if the question has no Kind
	Role     evaluation.Role
	Status   int
}

// Let reports whether the asker got past the policy; what was wrong with the
// request itself does not matter here.
func (a Answer) Let() bool {
	return a.Status != http.StatusUnauthorized && a.Status != http.StatusForbidden && a.Status != http.StatusNotFound
}

// mark is a status in the table.
func mark(status int) string {
	switch status {
	case http.StatusUnauthorized:
		return "?"
	case http.StatusForbidden:
		return "-"
	case http.StatusNotFound:
		return "."
	}
	return "+"
}

// Legend explains the marks.
const Legend = `+ let in   - forbidden   . answers like what does not exist   ? has to log in first`

// Ask asks every question as every asker, in every standing if it is about a
// record. A failure of ours (5xx) is an error.
func (o *Office) Ask(questions []Question) ([]Answer, error) {
	var all []Answer
	for i := range questions {
		q := &questions[i]
		standings := Standings()
		if q.Kind == "" {
			standings = []Standing{""}
		}
		for _, s := range standings {
			for _, who := range o.Askers {
				a, err := o.one(q, s, who)
				if err != nil {
					return nil, err
				}
				all = append(all, a)
			}
		}
	}
	return all, nil
}

func (o *Office) one(q *Question, s Standing, who Asker) (Answer, error) {
	a := Answer{Question: q.Name, State: q.State, Standing: s, Role: who.Role}
	record := ""
	if q.Kind != "" {
		var err error
		if record, err = o.Record(q.Kind, q.State, s, who); err != nil {
			return a, fmt.Errorf("record for %s: %w", q.Name, err)
		}
	}
	var err error
	if a.Status, err = q.Ask(who, record); err == nil && a.Status >= http.StatusInternalServerError {
		err = fmt.Errorf("status %d", a.Status)
	}
	if err != nil {
		err = fmt.Errorf("%s in %q, %s, %s: %w", q.Name, q.State, s, who.name(), err)
	}
	return a, err
}

// Table writes the answers, a line for each question and standing; standings
// with the same answers share one.
func (o *Office) Table(answers []Answer) string {
	var b strings.Builder
	b.WriteString(Legend + "\n\n")
	for _, who := range o.Askers {
		fmt.Fprintf(&b, "%-11s", who.name())
	}
	b.WriteString("\n")
	wide := len(o.Askers)
	for from := 0; from < len(answers); {
		to := from
		for to < len(answers) && answers[to].Question == answers[from].Question && answers[to].State == answers[from].State {
			to++
		}
		group := answers[from:to]
		title := group[0].Question
		if group[0].State != "" {
			title += " [" + string(group[0].State) + "]"
		}
		b.WriteString("\n" + title + "\n")
		writeLines(&b, group, wide)
		from = to
	}
	return b.String()
}

func writeLines(b *strings.Builder, group []Answer, wide int) {
	var lines []string
	var names [][]string
	for row := range slices.Chunk(group, wide) {
		line := ""
		for _, a := range row {
			line += fmt.Sprintf("%-11s", mark(a.Status))
		}
		line = strings.TrimRight(line, " ")
		i := slices.Index(lines, line)
		if i < 0 {
			lines, names, i = append(lines, line), append(names, nil), len(lines)
		}
		if row[0].Standing != "" {
			names[i] = append(names[i], string(row[0].Standing))
		}
	}
	for i, line := range lines {
		switch {
		case len(names[i]) == len(Standings()):
			line += "   any"
		case len(names[i]) > 0:
			line += "   " + strings.Join(names[i], ", ")
		}
		b.WriteString(line + "\n")
	}
}
