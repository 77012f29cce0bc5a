// Package matrix sends every route a request of every role about various records,
// and writes the answers as a table for review. The tests of API and pages use it
// with their routes; the server does not contain it.
package matrix

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"kaoji/evaluation"
)

// Standing is the relation of the record to the asker.
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

// Asker is a person with one role who sends requests.
type Asker struct {
	Role    evaluation.Role // "" for a person without a login
	Account string
	Person  string
}

// Stranger is an asker who is not logged in.
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
	// Ask sends the request and returns the status of its answer. record is "" if
	// the question has no Kind. It is called for several askers at once.
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

// Let reports whether the policy allowed the request; errors in the request itself
// do not matter.
func (a Answer) Let() bool {
	return a.Status != http.StatusUnauthorized && a.Status != http.StatusForbidden && a.Status != http.StatusNotFound
}

// mark returns the mark for a status in the table.
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

// Sampled reports whether Ask omits questions, so that its table is incomplete.
func Sampled() bool { return stride > 1 }

// Legend explains the marks.
const Legend = `+ let in   - forbidden   . answers like what does not exist   ? has to log in first`

// Ask asks every question as every asker, in every standing if it is about a
// record; the askers of a line ask at the same time. A server error (5xx) is
// returned as an error. With the race detector it asks a sample (see Sampled).
func (o *Office) Ask(questions []Question) ([]Answer, error) {
	var all []Answer
	for i := 0; i < len(questions); i += stride {
		standings := Standings()
		if questions[i].Kind == "" {
			standings = []Standing{""}
		}
		for _, s := range standings {
			line, err := o.line(&questions[i], s)
			if err != nil {
				return nil, err
			}
			all = append(all, line...)
		}
	}
	return all, nil
}

func (o *Office) line(q *Question, s Standing) ([]Answer, error) {
	line, failed := make([]Answer, len(o.Askers)), make([]error, len(o.Askers))
	var asking sync.WaitGroup
	for i, who := range o.Askers {
		record := ""
		if q.Kind != "" {
			var err error
			if record, err = o.Record(q.Kind, q.State, s, who); err != nil {
				return nil, fmt.Errorf("record for %s: %w", q.Name, err)
			}
		}
		asking.Go(func() {
			status, err := q.Ask(who, record)
			if err == nil && status >= http.StatusInternalServerError {
				err = fmt.Errorf("status %d", status)
			}
			if err != nil {
				failed[i] = fmt.Errorf("%s in %q, %s, %s: %w", q.Name, q.State, s, who.name(), err)
			}
			line[i] = Answer{Question: q.Name, State: q.State, Standing: s, Role: who.Role, Status: status}
		})
	}
	asking.Wait()
	return line, errors.Join(failed...)
}

// Table prints the answers, one line for each question and standing. Standings with
// the same answers share a line, states with the same lines a block.
func (o *Office) Table(answers []Answer) string {
	var b strings.Builder
	b.WriteString(Legend + "\n\n")
	for _, who := range o.Askers {
		fmt.Fprintf(&b, "%-*s", wide, who.name())
	}
	b.WriteString("\n")
	for from := 0; from < len(answers); {
		question := answers[from].Question
		var blocks, in []string // lines, and their states
		for from < len(answers) && answers[from].Question == question {
			state, to := answers[from].State, from
			for to < len(answers) && answers[to].Question == question && answers[to].State == state {
				to++
			}
			block := lines(answers[from:to], len(o.Askers))
			i := slices.Index(blocks, block)
			if i < 0 {
				blocks, in, i = append(blocks, block), append(in, ""), len(blocks)
			}
			in[i] = strings.TrimPrefix(in[i]+", "+string(state), ", ")
			from = to
		}
		for i, block := range blocks {
			b.WriteString("\n" + strings.TrimSuffix(question+" ["+in[i]+"]", " []") + "\n" + block)
		}
	}
	return b.String()
}

const wide = 11 // columns of a role

func lines(group []Answer, askers int) string {
	var rows []string
	var standings [][]string
	for row := range slices.Chunk(group, askers) {
		line := ""
		for _, a := range row {
			line += fmt.Sprintf("%-*s", wide, mark(a.Status))
		}
		i := slices.Index(rows, line)
		if i < 0 {
			rows, standings, i = append(rows, line), append(standings, nil), len(rows)
		}
		if row[0].Standing != "" {
			standings[i] = append(standings[i], string(row[0].Standing))
		}
	}
	out := ""
	for i, line := range rows {
		if len(standings[i]) == len(Standings()) {
			standings[i] = []string{"any"}
		}
		out += strings.TrimRight(line+strings.Join(standings[i], ", "), " ") + "\n"
	}
	return out
}
