package countersign

import "kaoji/evaluation"

// concerned lists the people of the office whom a request concerns, and those who keep out
// of it, such as relatives whom the roster does not know.
func concerned(r *evaluation.Record, p *Request) []string {
	if r.Subject == "" {
		return p.Apart
	}
	return append([]string{r.Subject}, p.Apart...)
}

// requestSight: personnel and the principal leaders read all; discipline inspection reads
// what was put to parties; others read what they themselves are asked about. For whom a
// request concerns, and relatives, it does not exist.
var requestSight = evaluation.Sight{
	NotRelatives: true, Noted: true,
	HiddenFrom: func(r *evaluation.Record) ([]string, error) {
		p, err := evaluation.PartOf[Request](*r, "apart")
		if err != nil {
			return nil, err
		}
		return concerned(r, p), nil
	},
	Readers: evaluation.Running.See(evaluation.All).Or(
		evaluation.Discipline.In(Signing, Agreed, Returned, Closed).See(evaluation.All),
		named.As(evaluation.Party).In(Signing, Agreed, Returned, Closed).See(evaluation.All),
	),
}
