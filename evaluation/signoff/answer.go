package signoff

import "kaoji/evaluation"

// Answer is what a person says to a record about themselves that was shown to them:
// they sign for it, explain, object or refuse to sign.
type Answer struct {
	State evaluation.State // the state that follows
	Act   string           // the act, such as "object"
	Text  string
	Files []string
	Noted string // name of the official who recorded that the person does not sign, otherwise ""
}

// Answering makes an act with which a person answers a record about themselves.
// words reads the answer from the input; take stores it in the payload.
func Answering[P, I any](
	name string, from []evaluation.State, to evaluation.State, words func(*I) Answer, take func(*evaluation.Step, *P, Answer) error,
) evaluation.Act {
	return evaluation.OwnAct(name, from, evaluation.States(to), evaluation.Run(func(step *evaluation.Step, p *P, in *I) (evaluation.State, error) {
		a := words(in)
		a.State, a.Act = to, name
		return to, take(step, p, a)
	}))
}

// Refusing makes the act with which an official records that the person does not
// sign; the reason of the act is the text of the answer.
func Refusing[P any](
	may evaluation.Grants, from []evaluation.State, to evaluation.State, take func(*evaluation.Step, *P, Answer) error,
) evaluation.Act {
	const name = "note_refusal"
	return evaluation.NewAct(name, may, from, evaluation.States(to), evaluation.Plain(func(step *evaluation.Step, p *P) (evaluation.State, error) {
		return to, take(step, p, Answer{State: to, Act: name, Text: step.Reason, Noted: step.Actor.Name})
	})).WithReason()
}
