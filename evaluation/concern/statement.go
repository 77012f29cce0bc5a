package concern

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"kaoji/evaluation"
	"kaoji/evaluation/desk"
	"kaoji/evaluation/rulepack"
)

// KindStatement is the kind of the half-yearly statement for the public.
const KindStatement = "concern.statement"

// The states of a statement.
const (
	StatementDraft     evaluation.State = "draft"
	StatementSubmitted evaluation.State = "submitted"
	StatementApproved  evaluation.State = "approved"
	StatementPublished evaluation.State = "published" // everybody can read it, also without an account
)

// ruleLeast is the key of the rule that gives the smallest count and the step of rounding.
const ruleLeast = "concern.statement.least"

// Statement is the payload of a concern.statement record: what was raised in a half-year and
// what was done, without persons. Its figures are rounded when they are counted, so that
// nobody who reads it, drafts it or approves it learns of a concern that is hidden from them.
type Statement struct {
	Title      string          `json:"title"`
	From       evaluation.Date `json:"from"`
	To         evaluation.Date `json:"to"`
	Summary    Summary         `json:"summary" show:"-"`
	Counted    evaluation.Date `json:"counted"` // day of the figures
	Raised     string          `json:"raised"`
	Done       string          `json:"done"`
	ApprovedBy string          `json:"approved_by"`
	ApprovedOn evaluation.Date `json:"approved_on"`
	Published  evaluation.Date `json:"published"`
	Rules      rulepack.Frozen `json:"rules"`
}

// DraftInput begins a statement.
type DraftInput struct {
	Half string `json:"half" minLength:"6" maxLength:"6" begin:"half-year" rules:"concern.statement.least" doc:"Half-year, such as 2026H1" example:"2026H1"`
}

// WordsInput is the text of a statement.
type WordsInput struct {
	Title  string `json:"title" maxLength:"80" doc:"Title"`
	Raised string `json:"raised" form:"long" maxLength:"3000" doc:"What was raised, without persons"`
	Done   string `json:"done" form:"long" maxLength:"3000" doc:"What was done, without persons"`
	Sure   bool   `json:"sure,omitempty" doc:"Words that are also names of people in the roster name nobody here"`
}

func (s *Service) statementKind() evaluation.Kind {
	draft, submitted := evaluation.States(StatementDraft), evaluation.States(StatementSubmitted)
	approved, published := evaluation.States(StatementApproved), evaluation.States(StatementPublished)
	return evaluation.Kind{
		Name: KindStatement, Drafts: evaluation.KeepDrafts(), Sight: statementSight, Payload: evaluation.New[Statement],
		Brief: []string{"title"}, Found: []string{evaluation.FoundSort}, Print: []string{"public_statement"},
		States:   evaluation.States(StatementDraft, StatementSubmitted, StatementApproved, StatementPublished),
		Final:    published,
		Usual:    evaluation.Usual{StatementDraft: {"submit"}, StatementSubmitted: {"approve"}, StatementApproved: {"publish"}},
		Grave:    []string{"return", "take_down"},
		Notifies: map[string][]evaluation.Recipient{"return": {evaluation.ToLast}, "approve": {evaluation.ToLast}},
		Acts: []evaluation.Act{
			evaluation.NewAct("draft", evaluation.Personnel, nil, draft, evaluation.Run(s.draftStatement)),
			evaluation.Staying("recount", evaluation.Personnel, draft, evaluation.Plain(s.recount)),
			evaluation.Staying("edit", evaluation.Personnel, draft, evaluation.Run(s.editStatement)),
			evaluation.NewAct("submit", evaluation.Personnel, draft, submitted, evaluation.Plain(submitStatement)).When(evaluation.Ready(unsaid)),
			evaluation.NewAct("return", evaluation.Principal, submitted, draft, evaluation.Plain(backToDraft)).WithReason(),
			evaluation.NewAct("approve", evaluation.Principal, submitted, approved, evaluation.Plain(approveStatement)),
			evaluation.NewAct("publish", evaluation.Personnel, approved, published, evaluation.Plain(publishStatement)),
			evaluation.NewAct("take_down", evaluation.Running, published, draft, evaluation.Plain(backToDraft)).WithReason(),
		},
	}
}

var halfYear = regexp.MustCompile(`^20\d\dH[12]$`)

// SpanOf returns the first and last day of a half-year, such as 2026H1.
func SpanOf(half string) (from, to evaluation.Date, ok bool) {
	from, to, _, ok = spanOf(half)
	return from, to, ok
}

// spanOf returns the first and last day of a half-year, and its name.
func spanOf(half string) (from, to evaluation.Date, name string, ok bool) {
	if !halfYear.MatchString(half) {
		return from, to, "", false
	}
	part := "上半年"
	if from, to, ok = desk.SpanOf(half); from.Month() > time.June {
		part = "下半年"
	}
	return from, to, fmt.Sprintf("%d年%s", from.Year(), part), ok
}

func (s *Service) draftStatement(step *evaluation.Step, p *Statement, in *DraftInput) (evaluation.State, error) {
	from, to, name, ok := spanOf(in.Half)
	if !ok || from.After(step.Today) {
		return "", desk.Mistake("half", "concern.half")
	}
	rules, err := s.Freeze(step, ruleLeast)
	if err != nil {
		return "", err
	}
	there, err := desk.Find(step.Ctx, step.Read, step.Record.Office, KindStatement, in.Half)
	if err != nil {
		return "", err
	}
	if there != nil {
		return "", desk.Mistake("half", "concern.statement_there")
	}
	*p = Statement{Title: name + "群众反映办理情况", From: from, To: to, Rules: rules}
	r := step.Record
	r.Unique, r.Period, r.Sort, r.On = in.Half, in.Half, p.Title, to
	if err := s.count(step, p); err != nil {
		return "", err
	}
	p.Raised, p.Done = p.words(name)
	return waitDraft(r), nil
}

// count fills in the figures as of today.
func (s *Service) count(step *evaluation.Step, p *Statement) error {
	least, err := Least(p.Rules)
	if err != nil {
		return err
	}
	p.Summary, err = s.summary(step, p.From, p.To, least)
	p.Counted = step.Today
	return err
}

// recount counts anew, also in the sentences that the text still begins with.
func (s *Service) recount(step *evaluation.Step, p *Statement) (evaluation.State, error) {
	_, _, name, _ := spanOf(step.Record.Period)
	raised, done := p.words(name)
	if err := s.count(step, p); err != nil {
		return "", err
	}
	raisedNow, doneNow := p.words(name)
	p.Raised, p.Done = strings.Replace(p.Raised, raised, raisedNow, 1), strings.Replace(p.Done, done, doneNow, 1)
	return StatementDraft, nil
}

var categoryNames = map[string]string{"style": "工作作风", "efficiency": "办事效率", "attitude": "服务态度", "fairness": "办事公道", "integrity": "廉洁自律", "other": "其他"}

// words are the figures in sentences, with which the text begins; of a half-year that is not
// over it is said until when they count.
func (p *Statement) words(name string) (raised, done string) {
	f := &p.Summary
	if p.Counted.Before(p.To) {
		name += fmt.Sprintf("（截至%d月%d日）", p.Counted.Month(), p.Counted.Day())
	}
	about := func(n int) string {
		if n == 0 {
			return fmt.Sprintf("不足%d件", f.Least)
		}
		return fmt.Sprintf("约%d件", n)
	}
	var kinds []string
	for _, k := range f.Kinds {
		if k.N > 0 {
			kinds = append(kinds, categoryNames[k.Category]+about(k.N))
		}
	}
	raised = name + "共收到群众反映" + about(f.Total) + "。"
	if len(kinds) > 0 {
		raised += "其中" + strings.Join(kinds, "、") + "，其他类别件数较少。"
	}
	raised += "收到表扬" + about(f.Praise) + "。"
	if f.InTime >= 0 {
		done = fmt.Sprintf("按规定期限办结约%d%%。", f.InTime)
	}
	if f.Satisfied >= 0 {
		done += fmt.Sprintf("回访中表示满意和基本满意的约%d%%。", f.Satisfied)
	}
	if f.Referred > 0 {
		done += "不属于本单位职责的" + about(f.Referred) + "，已转有权处理的单位。"
	}
	return raised, done + workDone
}

// workDone begins what was done, which personnel write.
const workDone = "主要做了以下工作："

// unsaid refuses to submit a statement that does not say what was done.
func unsaid(_ *evaluation.Step, p *Statement) error {
	if strings.HasSuffix(strings.TrimSpace(p.Done), workDone) {
		return desk.WrongState("concern.statement_unsaid")
	}
	return nil
}

var numbers = regexp.MustCompile(`\d{7,}`)

// editStatement changes the text, which names nobody.
func (s *Service) editStatement(step *evaluation.Step, p *Statement, in *WordsInput) (evaluation.State, error) {
	book, err := s.Book(step.Ctx, step.Record.Office)
	if err != nil {
		return "", err
	}
	m := evaluation.Mistakes{}
	for field, text := range map[string]string{"title": in.Title, "raised": in.Raised, "done": in.Done} {
		if numbers.MatchString(text) {
			m.Add(field, "concern.statement_number")
		}
		for _, id := range book.People() {
			if name := book.Name(id); !in.Sure && utf8.RuneCountInString(name) > 1 && strings.Contains(text, name) {
				m.Add(field, "concern.statement_name", "name", name)
				break
			}
		}
	}
	if err := m.Err(); err != nil {
		return "", err
	}
	p.Title, p.Raised, p.Done, step.Record.Sort = in.Title, in.Raised, in.Done, in.Title
	return StatementDraft, nil
}

func waitDraft(r *evaluation.Record) evaluation.State {
	desk.Wait(r, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return StatementDraft
}

func submitStatement(step *evaluation.Step, _ *Statement) (evaluation.State, error) {
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePrincipal))
	return StatementSubmitted, nil
}

// backToDraft returns a statement, or takes one down that the public can read.
func backToDraft(step *evaluation.Step, p *Statement) (evaluation.State, error) {
	p.ApprovedBy, p.ApprovedOn, p.Published = "", evaluation.Date{}, evaluation.Date{}
	return waitDraft(step.Record), nil
}

func approveStatement(step *evaluation.Step, p *Statement) (evaluation.State, error) {
	p.ApprovedBy, p.ApprovedOn = step.Actor.Name, step.Today
	desk.Wait(step.Record, evaluation.Date{}, evaluation.WaitRole(evaluation.RolePersonnel))
	return StatementApproved, nil
}

func publishStatement(step *evaluation.Step, p *Statement) (evaluation.State, error) {
	p.Published = step.Today
	desk.Wait(step.Record, evaluation.Date{})
	return StatementPublished, nil
}

// Statements are the published statements, the newest first, for everybody.
func (s *Service) Statements(ctx context.Context, office string) ([]Statement, error) {
	const most = 6 // three years
	found, err := s.Ledger.Find(ctx, evaluation.Query{
		Office: office, Kinds: []string{KindStatement}, States: evaluation.States(StatementPublished), Sort: evaluation.SortOn, Desc: true, Limit: most, NoHistory: true,
	})
	if err != nil {
		return nil, err
	}
	list := make([]Statement, 0, len(found.Records))
	for _, r := range found.Records {
		p, err := evaluation.PayloadOf[Statement](r)
		if err != nil {
			return nil, err
		}
		list = append(list, *p)
	}
	return list, nil
}
