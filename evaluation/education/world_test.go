package education_test

import (
	"testing"
	"time"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/education"
)

var date = officetest.Date

// school is an office with a campaign for department a: six hours, a
// reflection that the head reads, and a test of three questions.
type school struct {
	*officetest.World
	campaign string
}

const long = "通过学习，我认识到在工作上要争先创优，在收入待遇上要知足知趣。今后将对照检查，改进作风，服务群众。"

func input(w *officetest.World) *education.CampaignInput {
	return &education.CampaignInput{
		Title: "主题教育", Theme: "在工作上争先创优、在收入待遇上知足知趣", Aim: "转变作风。", From: date("2026-12-01"), To: date("2026-12-31"),
		Hours: "3.5", Units: []string{w.Units["a"]}, Group: education.GroupAll, Reflect: true, ReflectBy: date("2026-12-20"), Length: 20, HeadReviews: true,
	}
}

func questions() *education.TestInput {
	return &education.TestInput{TestBy: date("2026-12-25"), Questions: []education.QuestionRow{
		{Form: "single", Text: "主题的前一句是？", Options: "争先创优\n知足知趣", Answer: "a", Points: 4},
		{Form: "multiple", Text: "哪些属于作风要求？", Options: "勤政\n廉政\n推诿", Answer: "BA", Points: 4},
		{Form: "text", Text: "谈谈体会。", Points: 2},
	}}
}

// planned is an office with the campaign as a draft.
func planned(t testing.TB) *school {
	t.Helper()
	w := &school{World: officetest.New(t)}
	w.campaign = w.Make(w.Personnel(), education.KindCampaign, "draft", input(w.World)).ID
	w.Do(w.Personnel(), w.campaign, "set_test", questions())
	return w
}

// running is one in which it has started.
func running(t testing.TB) *school {
	t.Helper()
	w := planned(t)
	w.Do(w.Personnel(), w.campaign, "start", nil)
	return w
}

// record finds what is kept of somebody in the campaign.
func (w *school) record(kind, no string) evaluation.Record {
	w.T.Helper()
	found, err := w.Store.Find(w.T.Context(), evaluation.Query{
		Office: officetest.Office, Kinds: []string{kind}, Uniques: []string{education.PartKey(w.campaign, w.People[no])},
	})
	w.Must(err)
	if len(found.Records) != 1 {
		w.T.Fatalf("%d records of %s", len(found.Records), no)
	}
	return found.Records[0]
}

func (w *school) part(no string) *education.Part {
	w.T.Helper()
	return officetest.Payload[education.Part](w.World, w.record(education.KindPart, no).ID)
}

// session plans one for today and opens it.
func (w *school) session(hours string) string {
	w.T.Helper()
	id := w.Make(w.Personnel(), education.KindSession, "plan", w.plan(hours)).ID
	w.Do(w.Personnel(), id, "open", nil)
	return id
}

func (w *school) plan(hours string) *education.PlanInput {
	return &education.PlanInput{Campaign: w.campaign, SessionContent: education.SessionContent{
		Title: "专题辅导", On: evaluation.DateOf(w.Now()), Time: "09:00", Place: "三楼会议室", Speaker: "陈立", Hours: hours,
	}}
}

// screen is what the session's screen shows now.
func (w *school) screen(session string) string {
	w.T.Helper()
	v, err := w.Get(w.T.Context(), w.Personnel(), session)
	w.Must(err)
	code, err := w.Education.CodeOf(v, w.Now())
	w.Must(err)
	return code.Code
}

func (w *school) scan(no, session, code string) error {
	w.T.Helper()
	return w.Try(w.Who(no), w.record(education.KindPart, no).ID, "check_in", &education.CheckInInput{Session: session, Code: code})
}

// note writes the list of a session.
func (w *school) note(session, mark string, nos ...string) {
	w.T.Helper()
	in := &education.NoteInput{}
	for _, no := range nos {
		row := education.NoteRow{Person: w.People[no], Mark: mark}
		if mark == education.MarkExcused {
			row.Reason = "公差"
		}
		in.Rows = append(in.Rows, row)
	}
	w.Do(w.Personnel(), session, "note", in)
}

func (w *school) is(id string, want evaluation.State) {
	w.T.Helper()
	if got := w.Stored(id).State; got != want {
		w.T.Fatalf("is %s, not %s", got, want)
	}
}

// answers are those to the three questions.
func answers(one, two, three string) *education.AnswersInput {
	return &education.AnswersInput{Answers: []education.AnswerRow{{Question: 1, Answer: one}, {Question: 2, Answer: two}, {Question: 3, Answer: three}}}
}

// later moves the clock on.
func (w *school) later(d time.Duration) { w.TurnTo(w.Now().Add(d)) }
