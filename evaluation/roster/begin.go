package roster

import (
	"slices"

	"kaoji/evaluation"
)

// Begins returns the input that the form of an act begins with: the present post where it
// is corrected or followed by another one, and what lasts where it is ended. It is nil
// where the form begins empty.
func (p *Person) Begins(act string, today evaluation.Date) any {
	switch act {
	case "correct_post":
		if n := len(p.Appointments); n > 0 {
			a := p.Appointments[n-1]
			return &CorrectPost{Department: a.Department, Post: a.Post, PostSince: a.From, Level: a.Level, LevelSince: a.LevelSince, Heads: a.Heads}
		}
	case "appoint":
		if i := p.at(today); i >= 0 {
			a := p.Appointments[i]
			return &Appoint{Department: a.Department, Level: a.Level}
		}
	case "end_post":
		if posts := p.concurrentOn(today); len(posts) > 0 {
			return &EndPost{Department: posts[0].Department, Post: posts[0].Post}
		}
	case "end_liaison":
		if i := slices.IndexFunc(p.Liaisons, func(l Liaison) bool { return l.To.IsZero() }); i >= 0 {
			return &EndLiaison{Committee: p.Liaisons[i].Committee}
		}
	case "end_absence":
		if a := latest(p.Absences, func(a Absence) bool { return a.To.IsZero() }); a != nil {
			return &EndAbsence{Kind: a.Kind, From: a.From}
		}
	case "annul_absence":
		if a := latest(p.Absences, func(Absence) bool { return true }); a != nil {
			return &AnnulAbsence{Kind: a.Kind, From: a.From}
		}
	case "classify":
		if a := latest(p.Absences, func(a Absence) bool { return Classes(a.Kind) != nil }); a != nil {
			return &Classify{Kind: a.Kind, From: a.From}
		}
	}
	return nil
}

// latest is the last absence that fits, nil if none does.
func latest(list []Absence, fits func(Absence) bool) *Absence {
	var last *Absence
	for i := range list {
		if fits(list[i]) && (last == nil || !list[i].From.Before(last.From)) {
			last = &list[i]
		}
	}
	return last
}
