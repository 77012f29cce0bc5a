package page_test

import (
	"bytes"
	"context"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/pagetest"
	"kaoji/app/xlsx"
	"kaoji/evaluation"
	"kaoji/evaluation/roster"
	"kaoji/evaluation/rotation"
)

// planning is an office with a plan of five people of five departments, none of
// whom holds a leading post, and who has to move as told.
type planning struct {
	*praise
	people []roster.Member
	plan   string
	today  evaluation.Date
}

func newPlanning(t *testing.T) *planning {
	t.Helper()
	return planningOffice.begin(t)
}

var planningOffice = filled[*planning]{fill: fillPlanning}

func (p *planning) over(s *site) *planning {
	c := *p
	c.praise = p.praise.over(s)
	return &c
}

func fillPlanning(t *testing.T) *planning {
	t.Helper()
	p := &planning{praise: newPraise(t), today: evaluation.DateOf(time.Now())}
	book, err := p.roster.Book(t.Context(), office)
	if err != nil {
		t.Fatal(err)
	}
	taken := map[string]bool{}
	for _, m := range book.On(p.today).Members() {
		if roster.LayerOf(m.Level) == roster.LayerStaff && m.Post != "" && !m.Heads && !taken[m.Department] && len(p.people) < 5 {
			taken[m.Department] = true
			p.people = append(p.people, m)
		}
	}
	form := url.Values{"title": {"方案一"}, "as_of": {p.today.String()}, "effective": {p.today.AddDays(30).String()}}
	for _, m := range p.people {
		form.Add("people", m.ID)
	}
	p.personnel.get("/new/rotation.plan/open")
	p.personnel.post("/new/rotation.plan/open", form)
	p.plan = strings.TrimPrefix(p.personnel.at, "/rotation/plans/")
	if strings.Contains(p.plan, "/") {
		t.Fatalf("%s: %s", p.personnel.at, p.personnel.get(p.personnel.at))
	}
	return p
}

// ask sets the duties of the people in their order.
func (p *planning) ask(duties ...string) {
	p.t.Helper()
	r, err := p.service.Load(p.t.Context(), office, p.plan)
	if err != nil {
		p.t.Fatal(err)
	}
	plan, err := evaluation.PayloadOf[rotation.MovePlan](r)
	if err != nil {
		p.t.Fatal(err)
	}
	for i := range plan.Persons {
		for k, m := range p.people {
			if m.ID == plan.Persons[i].Person {
				plan.Persons[i].Duty = duties[k]
			}
		}
	}
	p.act("ask", &plan.Terms)
	p.act("compute", nil)
}

func (p *planning) act(act string, in any) {
	p.t.Helper()
	r, err := p.service.Load(p.t.Context(), office, p.plan)
	if err != nil {
		p.t.Fatal(err)
	}
	section := evaluation.Actor{Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	if _, err := p.service.Act(p.t.Context(), section, p.plan, r.Version, act, evaluation.Change{Input: in}); err != nil {
		p.t.Fatal(err)
	}
}

func TestAPlanShowsItsResultItsNextBestAndItsArithmetic(t *testing.T) {
	p := newPlanning(t)
	p.ask("must", "must", "free", "free", "keep")
	page := p.personnel.get("/rotation/plans/" + p.plan)
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"方案一", "已证明", "总代价", "次优方案", "不这样安排", p.people[0].Name, "人工调整并与最优方案比较", "权重"} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
	why := p.personnel.get("/rotation/plans/" + p.plan + "/why")
	pagetest.Check(t, []byte(why))
	if !strings.Contains(page, "必须轮岗，不能留任") { // why each move
		t.Error("why somebody moves is not said")
	}
	if !strings.Contains(why, "结果一致") || !strings.Contains(why, " × ") || !strings.Contains(why, "若留任现岗位") {
		t.Errorf("no arithmetic:\n%s", why)
	}
	sheets, err := xlsx.Read([]byte(p.personnel.get("/rotation/plans/" + p.plan + "/excel")))
	if err != nil || len(sheets) != 3 || len(sheets[0].Rows) != 6 {
		t.Errorf("%v %d", err, len(sheets))
	}
	paper := p.personnel.get("/records/" + p.plan + "/print/rotation_deliberation")
	pagetest.Check(t, []byte(paper))
	if !strings.Contains(paper, p.people[0].Name) {
		t.Error("the paper does not name who moves")
	}
}

func TestAPlanMadeByHandIsComparedAndSaved(t *testing.T) {
	p := newPlanning(t)
	p.ask("must", "must", "free", "free", "keep")
	stay := url.Values{}
	for _, m := range p.people { // everybody stays, though two must not
		stay.Set("to."+m.ID, m.ID)
	}
	p.personnel.get("/rotation/plans/" + p.plan)
	page := p.personnel.post("/rotation/plans/"+p.plan, stay)
	pagetest.Check(t, []byte(page))
	if !strings.Contains(page, "不可行") || !strings.Contains(page, "必须轮岗，不能留任") {
		t.Errorf("what is wrong is not said:\n%s", page)
	}
	form := url.Values{"version": {version([]byte(page))}}
	for i, m := range p.people {
		form.Set("hand."+string(rune('0'+i))+".person", m.ID)
		form.Set("hand."+string(rune('0'+i))+".seat", m.ID)
	}
	p.personnel.post("/records/"+p.plan+"/acts/arrange", form)
	if page := p.personnel.get("/rotation/plans/" + p.plan); !strings.Contains(page, "这是已保存的人工方案") {
		t.Errorf("not saved:\n%s", page)
	}
}

// A list of all posts behind every person grows with the square: from forty on
// posts are typed, with one list behind all.
func TestALargePlanIsComparedByTypingPosts(t *testing.T) {
	p := newPlanning(t)
	section := evaluation.Actor{Office: office, Account: "zuzhi", Name: "组织科", Roles: []evaluation.Role{evaluation.RolePersonnel}}
	var ids []string
	units := []string{p.people[0].Department, p.people[1].Department}
	for i := range 45 {
		name := fmt.Sprintf("干部%02d", i)
		r, err := p.service.Create(t.Context(), section, roster.KindPerson, "enter", evaluation.Creation{Input: &roster.Enter{
			No: "n" + name, Name: name, Sex: roster.Female, Born: p.today.AddMonths(-480), Joined: p.today.AddMonths(-120), Department: units[i/5%2],
			Post: "岗位" + name, PostSince: p.today.AddMonths(-60), Level: "一级科员", LevelSince: p.today.AddMonths(-60),
		}})
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, r.ID)
	}
	r, err := p.service.Create(t.Context(), section, rotation.KindPlan, "open", evaluation.Creation{Input: &rotation.OpenInput{
		Title: "大方案", AsOf: p.today, Effective: p.today.AddDays(30), PlayInput: rotation.PlayInput{People: ids},
	}})
	if err != nil {
		t.Fatal(err)
	}
	p.plan = r.ID
	form := p.personnel.get("/records/" + p.plan + "/acts/ask")
	pagetest.Check(t, []byte(form))
	if n := strings.Count(form, "<option"); n > 6000 || !strings.Contains(form, `name="persons.44.person"`) || !strings.Contains(form, `name="persons.46.person"`) {
		t.Errorf("%d options in the form of conditions", n)
	}
	p.act("compute", nil)
	page := p.personnel.get("/rotation/plans/" + p.plan)
	pagetest.Check(t, []byte(page))
	if n := strings.Count(page, "<option"); n > 60 || len(page) > 400_000 {
		t.Errorf("%d options, %d bytes", n, len(page))
	}
	label := regexp.MustCompile(`value="([^"]*岗位干部07[^"]*)" list="seats"`).FindStringSubmatch(page)
	if label == nil {
		t.Fatalf("the post of the eighth is not typed:\n%.3000s", page)
	}
	hand := url.Values{"to." + ids[3]: {label[1]}, "to." + ids[7]: {"没有这个岗位"}}
	page = p.personnel.post("/rotation/plans/"+p.plan, hand)
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"干部07没有岗位", "干部03", `value="没有这个岗位"`} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%.3000s", want, page[strings.Index(page, `id="tried"`):])
		}
	}
	hand.Set("to."+ids[7], ids[3])
	page = p.personnel.post("/rotation/plans/"+p.plan, hand)
	if !strings.Contains(page, "可行") || strings.Contains(page, "不可行") {
		t.Errorf("two who change places:\n%.3000s", page[strings.Index(page, `id="tried"`):])
	}
}

func TestLevelsInRowsAreTypedWithOneListSharedByTheForm(t *testing.T) {
	p := newPlanning(t)
	shared := func(page string, names ...string) {
		t.Helper()
		pagetest.Check(t, []byte(page))
		if n := strings.Count(page, "<datalist"); n != 1 || strings.Count(page, `<option value="二级警务专员">`) != 1 {
			t.Errorf("%d lists of levels", n)
		}
		for _, name := range names {
			if !regexp.MustCompile(`<input [^>]*name="` + name + `"[^>]* list="levels"[^>]* aria-label="[^"]+"`).MatchString(page) {
				t.Errorf("%s is not typed with the list and a label", name)
			}
		}
	}
	ask := "/records/" + p.plan + "/acts/ask"
	shared(p.personnel.get(ask), "posts.0.lowest", "posts.1.highest")
	shared(p.personnel.get("/new/rotation.plan/open"), "vacancies.0.level", "vacancies.1.level")
	shared(p.personnel.get("/bonus/editor"), "ranks.0.level", "outside.0.level")
	if page := p.personnel.get("/records/" + p.people[0].ID + "/acts/appoint"); strings.Contains(page, "<datalist") || !strings.Contains(page, `<select class="form-select" name="level"`) {
		t.Error("a level that is asked for once is not chosen from a list")
	}
	form := p.personnel.get(ask)
	version := regexp.MustCompile(`name="version" value="(\d+)"`).FindStringSubmatch(form)[1]
	page := p.personnel.post(ask, url.Values{"version": {version}, "posts.0.seat": {p.people[0].ID}, "posts.0.lowest": {"副科"}})
	if shared(page, "posts.0.lowest"); !strings.Contains(page, "名册中没有这个职级") || !strings.Contains(page, `value="副科"`) {
		t.Error("a word that is no level is not refused beside what was typed")
	}
}

func TestWhyThereIsNoPlanIsSaidInNamesAndReasons(t *testing.T) {
	p := newPlanning(t)
	p.ask("must", "keep", "keep", "keep", "keep")
	page := p.personnel.get("/rotation/plans/" + p.plan)
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"无可行方案", "少一个岗位", "已定为不动", "必须轮岗，不能留任", p.people[0].Name} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

func TestPlansStandSideBySide(t *testing.T) {
	p := newPlanning(t)
	p.ask("must", "must", "free", "free", "keep")
	first := p.plan
	p.personnel.get("/new/rotation.plan/copy?plan=" + first)
	p.personnel.post("/new/rotation.plan/copy", url.Values{"plan": {first}, "title": {"方案二"}})
	p.plan = strings.TrimPrefix(p.personnel.at, "/rotation/plans/")
	p.act("compute", nil)
	list := p.personnel.get("/rotation/plans")
	pagetest.Check(t, []byte(list))
	page := p.personnel.get("/rotation/plans/compare?id=" + first + "&id=" + p.plan)
	pagetest.Check(t, []byte(page))
	for _, want := range []string{"方案一", "方案二", "总代价", p.people[0].Name} {
		if !strings.Contains(list, want) && want != p.people[0].Name && want != "总代价" || !strings.Contains(page, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestWhoIsInPlayOrPreparesNothingSeesNoPlan(t *testing.T) {
	p := newPlanning(t)
	own := p.login("own", p.people[3].ID, evaluation.RolePersonnel)
	for _, v := range []*visitor{own, p.head, p.supervisor} {
		v.get("/")
		if v.post("/rotation/plans/"+p.plan, url.Values{"to." + p.people[3].ID: {p.people[3].ID}}); v.status != 404 {
			t.Errorf("%s compares a plan: %d", v.at, v.status)
		}
		for _, path := range []string{"", "/why", "/excel"} {
			if v.get("/rotation/plans/" + p.plan + path); v.status != 404 {
				t.Errorf("%s sees %s: %d", v.at, path, v.status)
			}
		}
	}
	if list := own.get("/rotation/plans"); bytes.Contains([]byte(list), []byte("方案一")) {
		t.Error("who is in play finds it in the list")
	}
}

// To work a plan out can take longer than a person waits: it goes on, is found again, and
// leads to the plan when it has ended.
func TestAPlanIsWorkedOutBesideTheRequest(t *testing.T) {
	p := newPlanning(t)
	var tasks []func(context.Context)
	p.service.Patience = time.Millisecond
	p.service.Background = func(f func(context.Context)) bool { tasks = append(tasks, f); return true }
	at := "/records/" + p.plan + "/acts/compute"
	p.personnel.get(at)
	page := p.personnel.post(at, url.Values{"version": {version(p.personnel.body)}})
	pagetest.Check(t, p.personnel.body)
	work := p.personnel.at
	if !strings.HasPrefix(work, "/works/") || len(tasks) != 1 || !strings.Contains(page, "可以离开此页") {
		t.Fatalf("at %s: %s", work, page)
	}
	if page = p.personnel.get("/"); !strings.Contains(page, "正在进行") || !strings.Contains(page, work) {
		t.Error("it is not found again")
	}
	tasks[0](t.Context())
	if p.personnel.get(work); p.personnel.status != fiber.StatusOK || !strings.Contains(p.personnel.at, p.plan) {
		t.Errorf("it does not lead to the plan: at %s", p.personnel.at)
	}
	if r, err := p.service.Load(t.Context(), office, p.plan); err != nil || r.State != rotation.PlanComputed {
		t.Errorf("%s, %v", r.State, err)
	}
	if page = p.personnel.get("/"); strings.Contains(page, "正在进行") {
		t.Error("it is still there")
	}

	// An act that is refused meanwhile says why.
	p.personnel.get("/records/" + p.plan)
	p.personnel.post(at, url.Values{"version": {"1"}})
	work = p.personnel.at
	tasks[1](t.Context())
	if page = p.personnel.get(work); !strings.Contains(page, "没有办成") || !strings.Contains(page, "返回记录") {
		t.Errorf("refused: %s", page)
	}
	pagetest.Check(t, p.personnel.body)
	p.personnel.get("/")
	if page = p.personnel.post(work+"/seen", url.Values{}); strings.Contains(page, "没有办成") {
		t.Error("it stays after it was seen")
	}
}
