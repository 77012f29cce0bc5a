package appraisal

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/rulepack"
)

// Row is the part of a ballot about one cadre.
type Row struct {
	Person  string `json:"person" form:"person" doc:"Who is marked" example:"0198c2f0-0000-7000-8000-000000000003"`
	Points  string `json:"points,omitempty" maxLength:"100" doc:"Points for the items in their order, with spaces between" example:"90 85 92"`
	Abstain bool   `json:"abstain,omitempty" doc:"No opinion; counted as returned, not as usable"`
	Reason  string `json:"reason,omitempty" form:"long" maxLength:"500" rules:"appraisal.reasons" doc:"Why, where a mark stands at an end of the scale" example:"多次上门帮助困难家庭。"`
}

// Ballot is one rater's marks for every cadre of the committee.
type Ballot struct {
	Rows []Row `json:"rows" maxLength:"100" doc:"One row for each cadre on the form"`
}

// mark is a checked row in the form stored, encrypted, in the box of a committee.
type mark struct {
	Person string `json:"p"`
	Points []int  `json:"m,omitempty"` // by item; none is an abstention
	Reason string `json:"r,omitempty"`
}

// total returns the weighted mark in hundredths of a point; it is exact, because
// weights are whole percents.
func (m mark) total(items []Item) int64 {
	sum := int64(0)
	for i, x := range items {
		sum += int64(x.Weight) * int64(m.Points[i])
	}
	return sum
}

// read checks the rows of one rater at a path of the input: one row for each of
// people, every item marked on the scale, reasons for the lowest and highest marks.
func (r *Round) read(m evaluation.Mistakes, at string, rows []Row, people []string, n numbers) []mark {
	out := make([]mark, 0, len(rows))
	for i, row := range rows {
		path := at + "." + strconv.Itoa(i) + "."
		if !slices.Contains(people, row.Person) {
			m.Add(path+"person", "appraisal.not_on_form")
			continue
		}
		if slices.ContainsFunc(out, func(o mark) bool { return o.Person == row.Person }) {
			m.Add(path+"person", "appraisal.twice")
			continue
		}
		out = append(out, r.readRow(m, path, row, n))
	}
	if len(out) < len(people) && len(m) == 0 {
		m.Add(at, "appraisal.incomplete", "have", len(out), "want", len(people))
	}
	slices.SortFunc(out, func(a, b mark) int { return cmp.Compare(a.Person, b.Person) })
	return out
}

func (r *Round) readRow(m evaluation.Mistakes, path string, row Row, n numbers) mark {
	out := mark{Person: row.Person}
	if row.Abstain {
		return out
	}
	ends := false
	fields := strings.FieldsFunc(row.Points, func(c rune) bool {
		return c == ' ' || c == ',' || c == '，' || c == '、' || c == '\t' || c == '\u3000'
	})
	if len(fields) != len(r.Items) {
		m.Add(path+"points", "appraisal.points_count", "have", len(fields), "want", len(r.Items))
		return out
	}
	for _, f := range fields {
		p, err := strconv.Atoi(f)
		if err != nil || !r.onScale(p, n) {
			m.Add(path+"points", "appraisal.points."+r.Scale, "value", f, "grades", gradePoints(n.grades))
			return out
		}
		ends = ends || p < n.low || p >= n.high
		out.Points = append(out.Points, p)
	}
	out.Reason = strings.TrimSpace(row.Reason)
	if ends && out.Reason == "" {
		m.Add(path+"reason", "appraisal.reason_needed", "low", n.low, "high", n.high)
	}
	return out
}

func (r *Round) onScale(points int, n numbers) bool {
	if r.Scale == ScaleGrades {
		return slices.ContainsFunc(n.grades, func(g rulepack.Item) bool { return g.N == int64(points) })
	}
	return points >= 1 && points <= 100
}

func gradePoints(list []rulepack.Item) string {
	out := make([]string, 0, len(list))
	for _, g := range list {
		out = append(out, strconv.FormatInt(g.N, 10))
	}
	return strings.Join(out, "、")
}

// sealed is a ballot encrypted with the key of the server, as it is in the box
// after the keepers have opened it. During the voting it is also encrypted to the
// key of the round.
type sealed struct {
	Sealed evaluation.Sealed `json:"sealed"`
}

// seal makes the ballots of one rater: one with all marks if they may stay
// together, otherwise one for each cadre, so that they cannot be connected.
func (s *Service) seal(box string, joined bool, marks []mark) ([]any, error) {
	parts := [][]mark{marks}
	if !joined {
		parts = nil
		for _, m := range marks {
			parts = append(parts, []mark{m})
		}
	}
	out := make([]any, 0, len(parts))
	for _, p := range parts {
		plain, err := json.Marshal(p)
		if err != nil {
			return nil, err
		}
		text, err := s.Vault.Seal(string(plain), box)
		if err != nil {
			return nil, err
		}
		out = append(out, sealed{text})
	}
	return out, nil
}

// maxReason is the maximum number of characters of a reason; Row tells the person.
const maxReason = 500

// ballotSize is the largest size of an encrypted ballot of a panel in bytes: one
// with the longest reason for every cadre, each character escaped. All ballots of a
// box are padded to it, so that a long reason cannot be distinguished from a short
// one during the voting.
func (r *Round) ballotSize(p *Panel) int {
	rows := 1
	if p.Joined {
		rows = len(p.Cadres)
	}
	plain := rows * (100 + 4*len(r.Items) + 6*maxReason)
	return 100 + plain/3*4 // base64 and overhead
}

// voting returns the settings of a panel's box; in a rehearsal no ballots are
// stored.
func (r *Round) voting(rec *evaluation.Record, p *Panel) ballot.Voting {
	v := ballot.Voting{Eligible: len(p.voting())}
	if rec.State != RoundRehearsing {
		v.Key, v.Size = r.Stored.Public, r.ballotSize(p)
	}
	return v
}

// votes reports whether any committee casts ballots.
func (r *Round) votes() bool {
	return slices.ContainsFunc(r.Panels, func(p Panel) bool { return !p.Named })
}

// unseal decrypts a ballot of the box.
func (s *Service) unseal(box string, raw json.RawMessage) ([]mark, error) {
	var b sealed
	if err := json.Unmarshal(raw, &b); err != nil {
		return nil, err
	}
	plain, err := s.Vault.Open(b.Sealed, box)
	if err != nil {
		return nil, err
	}
	var marks []mark
	return marks, json.Unmarshal([]byte(plain), &marks)
}
