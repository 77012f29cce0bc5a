package countersign

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/signoff"
)

// Open lists the parties whose signature is missing in a running round.
func (p *Request) Open() []signoff.Party {
	if !p.Sheet.Running() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(p.Sheet.Current().Parties), signoff.Party.Signed)
}

func outside(x signoff.Party) bool { return x.Outside }

func ofPerson(x signoff.Party) bool { return x.Person != "" }

// missing excludes everybody from an act while no party of a sort is to sign.
func missing(say string, is func(signoff.Party) bool) evaluation.Bar {
	return evaluation.BarWhen(say, func(_ *evaluation.Step, p *Request) bool { return !slices.ContainsFunc(p.Open(), is) })
}

// body returns the name of a party outside whose key is given in an input.
func (p *Request) body(key string) (string, error) {
	list := p.Sheet.Current().Parties
	i := slices.IndexFunc(list, func(x signoff.Party) bool { return x.Outside && x.Key == key })
	if i < 0 {
		return "", desk.Mistake("party", "countersign.not_outside")
	}
	return list[i].Name, nil
}

// noteLetter notes that a letter was sent to a party outside, and later, under the same
// number, its receipt.
func noteLetter(_ *evaluation.Step, p *Request, in *LetterInput) (evaluation.State, error) {
	body, err := p.body(in.Party)
	if err != nil {
		return "", err
	}
	if !in.Received.IsZero() && in.Received.Before(in.Sent) {
		return "", desk.Mistake("received", "countersign.received_before")
	}
	round := p.Round()
	round.Letters = slices.DeleteFunc(round.Letters, func(l Letter) bool { return l.Party == in.Party && l.Number == in.Number })
	round.Letters = append(round.Letters, Letter{Party: in.Party, Body: body, Number: in.Number, Sent: in.Sent, Received: in.Received, Receiver: in.Receiver})
	return Signing, nil
}

// lettersNoted reports whether a letter to each party outside that has to answer is noted.
func (p *Request) lettersNoted() bool {
	return !slices.ContainsFunc(p.Open(), func(x signoff.Party) bool {
		return x.Outside && !slices.ContainsFunc(p.Round().Letters, func(l Letter) bool { return l.Party == x.Key })
	})
}

// enterReply enters the letter that came back; somebody else compares it.
func enterReply(step *evaluation.Step, p *Request, in *ReplyInput) (evaluation.State, error) {
	body, err := p.body(in.Party)
	if err != nil {
		return "", err
	}
	if !slices.ContainsFunc(p.Open(), func(x signoff.Party) bool { return x.Key == in.Party }) {
		return "", desk.Mistake("party", "countersign.answered")
	}
	if in.Outcome == ReplyReturns && in.Words == "" {
		return "", desk.Mistake("words", "signoff.why")
	}
	p.Reply = &Reply{ReplyInput: *in, Body: body, Paper: signoff.Entered(step)}
	p.wait(step)
	return Signing, nil
}

// checkReply takes over the reply that was entered.
func (s *Service) checkReply(step *evaluation.Step, p *Request) (evaluation.State, error) {
	r := *p.Reply
	r.Paper.Checked = step.Actor.Name
	round := p.Round()
	p.Reply, round.Replies = nil, append(round.Replies, r)
	if r.Outcome == ReplyReturns {
		if err := p.Sheet.ReturnOutside(r.Party, r.Signer, r.On, r.Words); err != nil {
			return "", err
		}
		return p.back(step), nil
	}
	if err := p.Sheet.SignOutside(r.Party, signoff.Seal{Account: step.Actor.Account, Name: r.Signer, On: r.On, Words: r.Words}); err != nil {
		return "", err
	}
	return p.signed(step), nil
}

// dropReply removes a reply that was entered wrongly.
func dropReply(step *evaluation.Step, p *Request) (evaluation.State, error) {
	p.Reply = nil
	p.wait(step)
	return Signing, nil
}
