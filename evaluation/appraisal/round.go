package appraisal

import (
	"slices"

	"kaoji/evaluation"
	"kaoji/evaluation/ballot"
	"kaoji/evaluation/rulepack"
)

// Round is the payload of an appraisal.round record: one year. After publishing
// only slips and dates can change.
type Round struct {
	Year       int             `json:"year"`
	From       evaluation.Date `json:"from"`  // the period in which contact counts
	AsOf       evaluation.Date `json:"as_of"` // the roster of this day decides who rates whom; contact counts up to it
	VoteBy     evaluation.Date `json:"vote_by"`
	OpinionBy  evaluation.Date `json:"opinion_by"`
	Items      []Item          `json:"items"`
	Scale      string          `json:"scale"`
	Comments   string          `json:"comments"`
	Guide      string          `json:"guide"`
	Account    bool            `json:"account"` // the ways of voting, unless Exceptions says otherwise
	Code       bool            `json:"code"`
	Paper      bool            `json:"paper"`
	Exceptions []Exception     `json:"exceptions"`
	Panels     []Panel         `json:"panels"`
	Cadres     []Cadre         `json:"cadres"`
	Slips      []Slips         `json:"slips"`
	Rehearsals []Rehearsal     `json:"rehearsals"`
	Rules      rulepack.Frozen `json:"rules"`
	// Keeping has the keepers who can open the ballots; empty in rounds published
	// before keepers existed.
	ballot.Keeping
}

// Item is one line of the form; Code is its position.
type Item struct {
	Code   string `json:"code"`
	Name   string `json:"name"`
	Weight int    `json:"weight"` // percent; all together 100
	Note   string `json:"note"`
}

// Exception is a committee with other ways of voting.
type Exception struct {
	Committee string `json:"committee" form:"committee" doc:"Committee" example:"0198c2f0-0000-7000-8000-000000000002"`
	Account   bool   `json:"account,omitempty" doc:"By account"`
	Code      bool   `json:"code,omitempty" doc:"By slips with one-time codes"`
	Paper     bool   `json:"paper,omitempty" doc:"By papers that are typed in"`
}

// Panel is a committee with its cadres who may vote.
type Panel struct {
	Committee string   `json:"committee"`
	Name      string   `json:"name"`
	Account   bool     `json:"account"`
	Code      bool     `json:"code"`
	Paper     bool     `json:"paper"`
	Raters    []Rater  `json:"raters"`
	Cadres    []string `json:"cadres"` // whom it rates, by person
	// Joined: the marks of one rater stay together, so that differences between
	// raters can be measured. It is false if that could reveal the rater.
	Joined bool `json:"joined"`
	Named  bool `json:"named"` // a single rater: no ballot, a signed opinion (K-3)
}

// Rater is a cadre of a committee.
type Rater struct {
	ID      string   `json:"id"`
	Name    string   `json:"name"`
	Post    string   `json:"post"`
	Signs   bool     `json:"signs"`
	Way     string   `json:"way"`     // WayAccount, WayCode for any slip, "" for people who cannot vote
	Recused []string `json:"recused"` // relatives among those rated
}

// Cadre is a person who is rated.
type Cadre struct {
	Person     string `json:"person"`
	Name       string `json:"name"`
	Unit       string `json:"unit"`
	UnitName   string `json:"unit_name"`
	Post       string `json:"post"`
	Sort       string `json:"sort"`
	Sheet      string `json:"sheet"`
	Committees []Tie  `json:"committees"`
}

// Tie is a committee that a cadre served long enough.
type Tie struct {
	Committee string          `json:"committee"`
	Name      string          `json:"name"`
	From      evaluation.Date `json:"from"`
	To        evaluation.Date `json:"to"`
	Months    int             `json:"months"`  // of contact in the year
	Opinion   string          `json:"opinion"` // the record of the committee's opinion
}

// Slips are the codes and papers of a committee. The box counts used and spoilt
// codes and used papers.
type Slips struct {
	Committee    string `json:"committee"`
	Codes        int    `json:"codes"`  // issued
	Papers       int    `json:"papers"` // issued
	Counted      bool   `json:"counted"`
	UnusedCodes  int    `json:"unused_codes"`
	UnusedPapers int    `json:"unused_papers"`
	SpoiltPapers int    `json:"spoilt_papers"`
	Reason       string `json:"reason"` // the explanation of a difference, by two people
	By           string `json:"by"`
	ByName       string `json:"by_name"`
	Second       string `json:"second"`
	SecondName   string `json:"second_name"`
}

// Rehearsal is a trial run; its ballots were deleted.
type Rehearsal struct {
	On    evaluation.Date `json:"on"`
	Votes int             `json:"votes"`
}

// PlanInput plans a round or changes the plan.
type PlanInput struct {
	Year       int             `json:"year" minimum:"2000" maximum:"2200" doc:"Calendar year" example:"2026"`
	AsOf       evaluation.Date `json:"as_of" rules:"appraisal.contact" begin:"today" doc:"Day whose roster says who rates whom" example:"2026-12-01"`
	VoteBy     evaluation.Date `json:"vote_by" begin:"+14" doc:"Last day for votes" example:"2026-12-15"`
	OpinionBy  evaluation.Date `json:"opinion_by" begin:"+21" doc:"Last day for opinions" example:"2026-12-20"`
	Items      []ItemInput     `json:"items" maxLength:"20" doc:"What is marked; weights sum to 100"`
	Scale      string          `json:"scale" enum:"points,grades" rules:"appraisal.grades,appraisal.reasons" doc:"Marks of 1 to 100, or grades" example:"points"`
	Comments   string          `json:"comments" enum:"digest,none" rules:"rating.freetext" doc:"Whether reasons reach the cadre as a digest without names" example:"digest"`
	Guide      string          `json:"guide,omitempty" form:"long" maxLength:"2000" doc:"What stands above the form" example:"请根据一年来的工作接触客观评价。"`
	Account    bool            `json:"account,omitempty" doc:"Vote by account"`
	Code       bool            `json:"code,omitempty" doc:"Vote by slips with one-time codes"`
	Paper      bool            `json:"paper,omitempty" doc:"Vote on papers that are typed in"`
	Exceptions []Exception     `json:"exceptions,omitempty" maxLength:"100" rules:"rating.floor,appraisal.single" doc:"Committees that vote in other ways"`
}

// ItemInput is a line of the form.
type ItemInput struct {
	Name   string `json:"name" maxLength:"50" doc:"What is marked" example:"联系群众"`
	Weight int    `json:"weight" minimum:"1" maximum:"100" doc:"Percent" example:"30"`
	Note   string `json:"note,omitempty" maxLength:"200" doc:"What to look at" example:"走访、接待、回应诉求"`
}

// AnywayInput continues although something is missing; without it the act is
// refused and names what is missing.
type AnywayInput struct {
	Anyway bool `json:"anyway,omitempty" doc:"Go on although something is missing"`
}

// TallyInput opens the ballots.
type TallyInput struct {
	Passphrase string `json:"passphrase,omitempty" form:"password" maxLength:"200" doc:"Of one of the keepers" example:"茶杯 铁路 七月 银杏 海盐"`
}

// ExtendInput changes the last days.
type ExtendInput struct {
	VoteBy    evaluation.Date `json:"vote_by" begin:"+14" doc:"Last day for votes" example:"2026-12-18"`
	OpinionBy evaluation.Date `json:"opinion_by" begin:"+21" doc:"Last day for opinions" example:"2026-12-22"`
}

// panel returns a committee of the round.
func (r *Round) panel(committee string) (*Panel, bool) {
	i := slices.IndexFunc(r.Panels, func(p Panel) bool { return p.Committee == committee })
	if i < 0 {
		return nil, false
	}
	return &r.Panels[i], true
}

// cadre returns a person who is rated.
func (r *Round) cadre(person string) (*Cadre, bool) {
	i := slices.IndexFunc(r.Cadres, func(c Cadre) bool { return c.Person == person })
	if i < 0 {
		return nil, false
	}
	return &r.Cadres[i], true
}

// slips returns the slips of a committee; it creates them if there are none.
func (r *Round) slips(committee string) *Slips {
	i := slices.IndexFunc(r.Slips, func(s Slips) bool { return s.Committee == committee })
	if i < 0 {
		r.Slips = append(r.Slips, Slips{Committee: committee})
		i = len(r.Slips) - 1
	}
	return &r.Slips[i]
}

// voting returns the raters who may vote.
func (p *Panel) voting() []Rater {
	return slices.DeleteFunc(slices.Clone(p.Raters), func(r Rater) bool { return r.Way == "" })
}

// slots returns how many raters vote by slip.
func (p *Panel) slots() int {
	n := 0
	for _, r := range p.Raters {
		if r.Way == WayCode {
			n++
		}
	}
	return n
}

// eligible returns how many raters of a panel may mark the person.
func (p *Panel) eligible(person string) int {
	n := 0
	for _, r := range p.voting() {
		if !slices.Contains(r.Recused, person) {
			n++
		}
	}
	return n
}

// signer returns who signs the opinion of a committee on a person: the person who
// signs for the committee, or else the first who is not a relative. "" if there is
// none.
func (p *Panel) signer(person string) Rater {
	var first Rater
	for _, r := range p.Raters {
		if slices.Contains(r.Recused, person) {
			continue
		}
		if r.Signs {
			return r
		}
		if first.ID == "" {
			first = r
		}
	}
	return first
}
