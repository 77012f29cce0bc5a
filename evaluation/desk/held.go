package desk

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Held is a task of a named person, with the post in which the person took it over.
// The person is responsible as long as they hold that post.
type Held struct {
	Person   string          `json:"person"`
	Name     string          `json:"name"`
	Unit     string          `json:"unit"`
	UnitName string          `json:"unit_name"`
	Post     string          `json:"post"`
	From     evaluation.Date `json:"from"`
	To       evaluation.Date `json:"to"`  // last day; zero while it lasts
	Why      string          `json:"why"` // it ended, in words
}

// Reasons why nobody is responsible for a task.
const (
	GapLeft    = "left"    // the person has left the office
	GapMoved   = "moved"   // the person has another post
	GapRelated = "related" // a tie within the recusal rule was recorded since
)

// Take gives a task about ward to a person of the office who is neither the ward
// nor a relative. Otherwise it records a mistake at field.
func Take(m evaluation.Mistakes, field string, day *roster.Snapshot, person, ward string) Held {
	who, _ := day.Member(person)
	if why := Takes(day, ward)(person); why.Key != "" {
		m.Note(field, why)
	}
	return Held{
		Person: who.ID, Name: who.Name, Unit: who.Department, UnitName: who.DepartmentName, Post: who.Post, From: day.Day(),
	}
}

// Gap returns the reason why nobody is responsible for the task on a day, "" if
// somebody is. A new level or another spelling of the title is not a new post.
func (h Held) Gap(day *roster.Snapshot, ward string) string {
	who, here := day.Member(h.Person)
	switch {
	case !here:
		return GapLeft
	case !day.Book().SamePost(roster.Appointment{Department: h.Unit, Post: h.Post}, roster.Appointment{Department: who.Department, Post: who.Post}):
		return GapMoved
	case Recused(day, h.Person, ward):
		return GapRelated
	}
	return ""
}

// Ended returns the task as this person had it until the last day.
func (h Held) Ended(last evaluation.Date, why string) Held {
	h.To, h.Why = last, why
	return h
}

// HandOver gives the task to the next person. The present one joins the former ones,
// with the last day and the reason, and a gap ends.
func (h *Held) HandOver(next Held, former *[]Held, gap **Gap, last evaluation.Date, why string) {
	*former = append(*former, h.Ended(last, why))
	*h, *gap = next, nil
}

// Gap is a period in which nobody is responsible for a task.
type Gap struct {
	Since evaluation.Date `json:"since"`
	Why   string          `json:"why"` // GapLeft and so on
}

// Seen returns the gap as it is on a day: nil if there is no reason for one; the
// same gap as before if the reason is the same, otherwise one that begins that day.
func (g *Gap) Seen(day evaluation.Date, why string) *Gap {
	switch {
	case why == "":
		return nil
	case g == nil || g.Why != why:
		return &Gap{Since: day, Why: why}
	}
	return g
}
