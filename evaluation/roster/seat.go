package roster

import (
	"slices"
	"strconv"

	"kaoji/evaluation"
)

// CommitteeMember is a cadre of a residents' committee (居委干部).
type CommitteeMember struct {
	ID, Name, Post string
	Signs          bool     // signs for the committee
	Relatives      []string // people of the office to whom the recusal rule applies
}

// SeatMembers is the input of the act that sets the cadres of a committee. The list
// replaces the former one. A person whose name stays in the list keeps the account;
// a person who is removed cannot log in any more from that day.
type SeatMembers struct {
	Members []SeatRow `json:"members,omitempty" maxLength:"60" doc:"cadres of the committee; one related to several people stands in as many rows"`
}

// SeatRow is a row of SeatMembers.
type SeatRow struct {
	Name     string `json:"name" maxLength:"50" doc:"name" example:"彭文慧"`
	Post     string `json:"post,omitempty" maxLength:"50" doc:"post in the committee" example:"主任"`
	Signs    bool   `json:"signs,omitempty" doc:"signs for the committee"`
	Relative string `json:"relative,omitempty" form:"person" rules:"recusal.kinship" doc:"id of a relative in the office" example:"0198c2f0-0000-7000-8000-000000000003"`
	Relation string `json:"relation,omitempty" maxLength:"50" doc:"how they are related" example:"夫妻"`
}

func (k keeper) seatMembers(s *evaluation.Step, c *Committee, in *SeatMembers) (evaluation.State, error) {
	b, err := k.office(s)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	var seats []Seat
	signs := ""
	for i, row := range in.Members {
		at := "members." + strconv.Itoa(i) + "."
		seat := Seat{Name: cleanName(row.Name), Post: cleanText(row.Post), Signs: row.Signs, Relative: row.Relative, Relation: cleanText(row.Relation)}
		if _, known := b.people[row.Relative]; row.Relative != "" && !known {
			m.Add(at+"relative", "roster.person_unknown")
		}
		if row.Relative != "" && seat.Relation == "" {
			m.Add(at+"relation", "error.field.required")
		}
		checkKinship(m, at+"relation", seat.Relation)
		if row.Signs && signs != "" && signs != seat.Name {
			m.Add(at+"signs", "roster.one_signs", "name", signs)
		}
		if row.Signs {
			signs = seat.Name
		}
		if seat.ID = idOf(seats, seat.Name); seat.ID == "" {
			seat.ID = idOf(c.Members, seat.Name)
		}
		if k := slices.IndexFunc(c.Former, func(f FormerSeat) bool { return f.Name == seat.Name }); seat.ID == "" && k >= 0 {
			seat.ID = c.Former[k].ID
		}
		if seat.ID == "" {
			seat.ID = s.NewID()
		}
		seats = append(seats, seat)
	}
	c.unseat(seats, s.Today)
	return StateOpen, m.Err()
}

// unseat replaces the list and stores people who are no longer in it as former
// cadres.
func (c *Committee) unseat(seats []Seat, today evaluation.Date) {
	former := slices.DeleteFunc(slices.Clone(c.Former), func(f FormerSeat) bool { return seated(seats, f.ID) })
	for _, old := range c.Members {
		if !seated(seats, old.ID) && !slices.ContainsFunc(former, func(f FormerSeat) bool { return f.ID == old.ID }) {
			former = append(former, FormerSeat{ID: old.ID, Name: old.Name, Left: today})
		}
	}
	c.Members, c.Former = seats, former
}

func seated(seats []Seat, id string) bool {
	return slices.ContainsFunc(seats, func(s Seat) bool { return s.ID == id })
}

// gone returns the former cadres of the committee by id.
func (c *Committee) gone() map[string]string {
	names := map[string]string{}
	for _, f := range c.Former {
		names[f.ID] = f.Name
	}
	if !c.Closed.IsZero() {
		for _, m := range c.Members {
			names[m.ID] = m.Name
		}
	}
	return names
}

func idOf(seats []Seat, name string) string {
	i := slices.IndexFunc(seats, func(s Seat) bool { return s.Name == name })
	if i < 0 {
		return ""
	}
	return seats[i].ID
}

// members combines the rows of each cadre, in their order.
func (c *Committee) members() []CommitteeMember {
	var list []CommitteeMember
	for _, s := range c.Members {
		i := slices.IndexFunc(list, func(m CommitteeMember) bool { return m.ID == s.ID })
		if i < 0 {
			i = len(list)
			list = append(list, CommitteeMember{ID: s.ID, Name: s.Name, Post: s.Post})
		}
		list[i].Signs = list[i].Signs || s.Signs
		if s.Relative != "" {
			list[i].Relatives = append(list[i].Relatives, s.Relative)
		}
	}
	return list
}

// CommitteeMember finds a cadre of an open committee.
func (b *Book) CommitteeMember(id string) (committee string, m CommitteeMember, ok bool) {
	for at, c := range b.committees {
		if id == "" || !c.Closed.IsZero() || !seated(c.Members, id) {
			continue
		}
		for _, m := range c.members() {
			if m.ID == id {
				return at, m, true
			}
		}
	}
	return "", CommitteeMember{}, false
}
