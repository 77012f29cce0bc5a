package desk

import (
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Here refuses people who are not in the office on a day, with the text absent.
func Here(day *roster.Snapshot, absent string) evaluation.Suits {
	return func(person string) evaluation.Problem {
		if _, here := day.Member(person); !here {
			return evaluation.Say(absent)
		}
		return evaluation.Problem{}
	}
}

// Apart refuses, with the text recused, the people whom a matter is about and their
// relatives.
func Apart(day *roster.Snapshot, recused string, wards ...string) evaluation.Suits {
	return func(person string) evaluation.Problem {
		for _, ward := range wards {
			if ward != "" && Recused(day, person, ward) {
				return evaluation.Say(recused)
			}
		}
		return evaluation.Problem{}
	}
}

// Other refuses one person, with a text: who has the task already.
func Other(person, said string) evaluation.Suits {
	return func(chosen string) evaluation.Problem {
		if chosen == person {
			return evaluation.Say(said)
		}
		return evaluation.Problem{}
	}
}

// Both refuses whom one of several refuses, for the first reason.
func Both(list ...evaluation.Suits) evaluation.Suits {
	return func(person string) evaluation.Problem {
		for _, suits := range list {
			if why := suits(person); why.Key != "" {
				return why
			}
		}
		return evaluation.Problem{}
	}
}

// Takes refuses who cannot take over a task about ward, as Take does.
func Takes(day *roster.Snapshot, ward string) evaluation.Suits {
	return Both(Here(day, "desk.nobody"), Other(ward, "desk.own_ward"), Apart(day, "desk.related", ward))
}
