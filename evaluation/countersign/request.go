package countersign

import (
	"kaoji/evaluation"
	"kaoji/evaluation/rulepack"
	"kaoji/evaluation/signoff"
)

// Request is the payload of a countersign.request record. The envelope's Subject is the
// person concerned where that is somebody of the office.
type Request struct {
	Content
	Name      string          `json:"name"` // of the person concerned
	Sheet     signoff.Sheet   `json:"sheet" show:"-"`
	Asked     []Asked         `json:"asked" show:"-"`   // for each round of Sheet
	Reply     *Reply          `json:"reply,omitempty"`  // entered and not compared yet
	Writers   []string        `json:"writers" show:"-"` // accounts that wrote it: they do not sign
	Escalated evaluation.Date `json:"escalated"`        // day on which the principal leaders were told that it is late
	Closing   *Closing        `json:"closing,omitempty"`
	Rules     rulepack.Frozen `json:"rules"`
}

// Asked is what was put to the parties in a round, and what belongs to it beside the
// signatures. It stays when the parties are asked again.
type Asked struct {
	Content
	Checked []Checked `json:"checked"` // what the parties state of the four checks
	Letters []Letter  `json:"letters"` // to parties outside
	Replies []Reply   `json:"replies"` // of parties outside; Paper.Checked is "" if the round ended before it was compared
}

// Round returns the newest round, nil before anybody was asked.
func (p *Request) Round() *Asked {
	if len(p.Asked) == 0 {
		return nil
	}
	return &p.Asked[len(p.Asked)-1]
}

// Content is what a request says, and who is asked.
type Content struct {
	Way      string          `json:"way"`
	Matter   string          `json:"matter"`
	Person   string          `json:"person" show:"-"`
	Somebody string          `json:"somebody" show:"-"`
	Apart    []string        `json:"apart"` // people of the office who keep out of it
	Post     string          `json:"post"`
	Proposal string          `json:"proposal"`
	Asker    string          `json:"asker"`
	Number   string          `json:"number"`
	AskedOn  evaluation.Date `json:"asked_on"`
	Files    []string        `json:"files" show:"-"`
	Parties  []PartyRow      `json:"parties"`
}

// The ways of a request.
const (
	WayOut = "out" // the office asks
	WayIn  = "in"  // another body asks the office
)

// Ways lists them.
func Ways() []string { return []string{WayOut, WayIn} }

// Promotion is the matter that asks for the four checks (凡提四必).
const Promotion = "promotion"

// Matters lists what can be countersigned.
func Matters() []string {
	return []string{"assessment", "reward", "penalty", "transfer", Promotion}
}

// The sides that can be asked.
const (
	SidePrincipal  = "principal"
	SidePersonnel  = "personnel"
	SideDiscipline = "discipline"
	SidePerson     = "person"
	SideOutside    = "outside"
)

// PartyRow is a party that is to be asked.
type PartyRow struct {
	Side   string `json:"side" enum:"principal,personnel,discipline,person,outside" doc:"Who signs"`
	Person string `json:"person,omitempty" form:"person" doc:"The person, if a named one signs"`
	Body   string `json:"body,omitempty" maxLength:"100" doc:"The body outside the office" example:"区公安分局政治处"`
}

// Checked is what a party states of the four checks.
type Checked struct {
	Party string   `json:"party"` // name
	Items []string `json:"items"` // codes of the rule
}

// Letter is the letter with which a party outside is asked.
type Letter struct {
	Party    string          `json:"party" show:"-"` // key
	Body     string          `json:"body"`
	Number   string          `json:"number"`
	Sent     evaluation.Date `json:"sent"`
	Received evaluation.Date `json:"received"` // zero: no receipt yet
	Receiver string          `json:"receiver"`
}

// The answers of a party outside.
const (
	ReplyAgrees  = "agrees"
	ReplyReturns = "returns"
)

// Reply is a letter that came back from a party outside.
type Reply struct {
	ReplyInput
	Body  string         `json:"body"`
	Paper *signoff.Paper `json:"paper" show:"-"`
}

// Closing is what came of a matter that all have agreed to.
type Closing struct {
	ClosingInput
	By string `json:"by"` // name
}

// PrepareInput is Content as it is entered.
type PrepareInput struct {
	Way      string          `json:"way" enum:"out,in" doc:"Whether the office asks others, or another body asks the office" example:"out"`
	Matter   string          `json:"matter" enum:"assessment,reward,penalty,transfer,promotion" rules:"countersign.stationed,countersign.checks" doc:"What it is about"`
	Person   string          `json:"person,omitempty" form:"person" doc:"The person concerned, if it is somebody of the office"`
	Somebody string          `json:"somebody,omitempty" maxLength:"40" doc:"Otherwise the name, such as of the head of a stationed agency" example:"郭建新"`
	Apart    []string        `json:"apart,omitempty" form:"people" maxLength:"20" doc:"People of the office who keep out of it beside whom the roster knows, such as a relative of the head of an agency: they neither sign nor see it"`
	Post     string          `json:"post,omitempty" maxLength:"100" doc:"Post of the person concerned" example:"塘桥派出所所长"`
	Proposal string          `json:"proposal" form:"long" maxLength:"2000" doc:"What is proposed, and why" example:"拟调任区公安分局另一派出所所长，任职满五年。"`
	Asker    string          `json:"asker,omitempty" maxLength:"100" doc:"The body that asks the office" example:"区公安分局政治处"`
	Number   string          `json:"number,omitempty" maxLength:"60" doc:"Number of the letter with which it asks"`
	AskedOn  evaluation.Date `json:"asked_on,omitempty" doc:"Day of that letter"`
	Files    []string        `json:"files,omitempty" form:"files" maxLength:"10" doc:"Papers that the parties read"`
	Parties  []PartyRow      `json:"parties" minLength:"1" maxLength:"20" doc:"Who is to sign; a promotion that the office proposes is put to discipline inspection and to a second person of the personnel section as well"`
}

// AskInput asks the parties.
type AskInput struct {
	Due evaluation.Date `json:"due,omitempty" rules:"countersign.days" doc:"Last day, if another body has set one; empty: as the rule says"`
}

// SignInput is a signature.
type SignInput struct {
	Party   string   `json:"party,omitempty" maxLength:"20" doc:"For whom, if one can speak for several"`
	Words   string   `json:"words,omitempty" form:"long" maxLength:"1000" doc:"Opinion" example:"同意。"`
	Checked []string `json:"checked,omitempty" enum:"file,matters,discipline,complaints" rules:"countersign.checks" doc:"For a promotion: what has been checked"`
}

// PartyInput names the party that returns the request.
type PartyInput struct {
	Party string `json:"party,omitempty" maxLength:"20" doc:"For whom, if one can speak for several"`
}

// SubstituteInput names who signs instead of somebody.
type SubstituteInput struct {
	Party  string `json:"party" maxLength:"20" doc:"Who is to be replaced"`
	Person string `json:"substitute" form:"person" doc:"Who signs instead"`
}

// LetterInput notes the letter to a party outside, and its receipt.
type LetterInput struct {
	Party    string          `json:"party" maxLength:"20" doc:"Party outside the office"`
	Number   string          `json:"letter" maxLength:"60" doc:"Number of the letter" example:"塘组函〔2026〕12号"`
	Sent     evaluation.Date `json:"sent" begin:"today" doc:"Day on which it was sent"`
	Received evaluation.Date `json:"received,omitempty" doc:"Day of the receipt"`
	Receiver string          `json:"receiver,omitempty" maxLength:"40" doc:"Who received it"`
}

// ReplyInput is what stands in the letter that came back.
type ReplyInput struct {
	Party   string          `json:"party" maxLength:"20" doc:"Party outside the office" show:"-"`
	Outcome string          `json:"outcome" enum:"agrees,returns" doc:"What it answers"`
	Signer  string          `json:"signer" maxLength:"40" doc:"Who signed the letter" example:"陈国强"`
	On      evaluation.Date `json:"on" begin:"today" doc:"Day of the letter"`
	Number  string          `json:"letter,omitempty" maxLength:"60" doc:"Number of the letter"`
	Words   string          `json:"words,omitempty" form:"long" maxLength:"1000" doc:"Its words; where it returns the request, the reason"`
	Files   []string        `json:"files,omitempty" form:"files" maxLength:"5" doc:"The letter as a file" show:"-"`
}

// ClosingInput says what came of the matter.
type ClosingInput struct {
	DoneOn   evaluation.Date `json:"done_on" begin:"today" doc:"Day on which it was decided or answered"`
	Document string          `json:"document,omitempty" maxLength:"100" doc:"Number of the decision, or of the answer to the body that asked" example:"塘委〔2026〕45号"`
	Result   string          `json:"result" form:"long" maxLength:"1000" doc:"What was decided" example:"同意调任，已复函。"`
}
