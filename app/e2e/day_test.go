//go:build browser

package e2e_test

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"

	"kaoji/app/demo"
)

// phone is the width of a telephone in pixels.
const phone = 390

// days are what people in the demo begin a day with: on the start page they follow
// the line of a task, or a link, do what it asks for, and read that it is done.
var days = []struct {
	name, who string
	width     int64
	finds     string   // the beginning of the line or link
	fields    []string // names and values
	says      string
}{
	{"a secretary on a phone decides on a deduction", "ld01", phone, "确认对", []string{"reason", "事实清楚，依据充分，同意扣分。"}, "已确认"},
	{"a head on a phone comments on all who wait", "tq0001", phone, "评鉴", nil, "集中评鉴"},
	{"a head reads a reflection", "tq0001", 1440, "审阅", []string{"words", "联系实际，体会具体。"}, "已通过"},
	{"a cadre checks the own work that was entered", "tq0004", phone, "核对您的工作量和实绩", nil, "已确认无异议"},
	{"a newcomer hands in a reflection", "xj03", phone, "提交您的学习体会", []string{"text", "跟着师傅走访了三个居委会，明白了先听后说，把群众的话记在本子上，回来逐件落实。第一次独立接待来访时没有把政策讲清楚，师傅当场补充，事后一起把常见问题整理成了一页纸。"}, "已提交，等待审阅"},
	{"a committee cadre writes an opinion", "jw0101", phone, "写出对", []string{"text", "经常到居委会走访，能及时协调解决居民反映的问题。"}, "已保存，签署前只有您可见"},
	{"a supervisor reports what was seen", "jiandu1", phone, "反映情况", []string{
		"unit", "社区发展科", "category", "attitude", "topic", "窗口等候", "content", "上午十点窗口无人，等候二十分钟后才有人接待，解释不够耐心。",
	}, "已提交，办理情况可在“我的反映”中查看"},
	{"a leader in charge looks at what is late", "ld03", 1440, "1", nil, "谈话提醒"},
	{"the discipline office looks at the talks", "jigong", 1440, "1", nil, "谈话提醒"},
	{"the administrator looks for an account", "admin", 1440, "账号管理", nil, "账号管理"},
	{"the auditor looks at the trail", "shenji", 1440, "审计记录", nil, "核验"},
}

// begin follows a line of the start page to the act that it asks for.
func (p *person) begin(width int64, finds string) {
	p.t.Helper()
	p.do(chromedp.EmulateViewport(width, 900))
	ask[bool](p.ctx, p.t, `document.querySelectorAll(".grp-fold > summary").forEach(s => s.click()), true`) // what is not due soon, below much that is
	where := ask[string](p.ctx, p.t, fmt.Sprintf(`(() => {
		const a = [...document.querySelectorAll("main a")].find(a => a.innerText.trim().startsWith(%q) && a.offsetParent);
		if (!a) return "";
		const act = a.closest(".task")?.querySelector(".task-act");
		const next = act && act.offsetParent ? act : a;
		next.id = "begin";
		return next === act ? "act" : "line" })()`, finds))
	if where == "" {
		p.t.Fatalf("no line begins with %q in\n%s", finds, p.text())
	}
	p.click("#begin")
	if where == "line" && ask[bool](p.ctx, p.t, `document.querySelector(".nowbox .btn-primary") !== null`) {
		p.click(".nowbox .btn-primary")
	}
}

// eachDay lets everybody begin the day.
func (k kaoji) eachDay(t *testing.T) {
	t.Helper()
	for _, d := range days {
		t.Run(d.name, func(t *testing.T) {
			p := k.login(t, d.who, demo.Password)
			fits(p.ctx, t, "the start page of "+d.who, 1440)
			p.begin(d.width, d.finds)
			fits(p.ctx, t, p.at(), d.width)
			if d.fields != nil || ask[bool](p.ctx, t, `document.querySelector("main form.form") !== null && `+fmt.Sprint(d.width == phone)) {
				p.answer(d.says, d.fields...)
				return
			}
			p.sees(d.says)
		})
	}
}
