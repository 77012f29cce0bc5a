//go:build browser && nightly

package e2e_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"kaoji/evaluation"
)

// hands are somebody who has a keyboard and no mouse.
type hands struct{ *person }

// press presses keys one after the other.
func (h hands) press(keys string) {
	h.t.Helper()
	h.do(chromedp.KeyEvent(keys))
}

// types puts a text in where the cursor is, as an input method does.
func (h hands) types(text string) {
	h.t.Helper()
	h.do(chromedp.Func(func(ctx context.Context, w *chromedp.Target) error {
		_, err := cdp.Call(ctx, w, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

// focused describes where the cursor is: what it is, its name as it is read out without
// the number of a measure, the row of a table for typing that it is in, and whether one
// can see that it is there.
const focused = `(() => {
	const e = document.activeElement, style = getComputedStyle(e);
	const name = e.getAttribute("aria-label") || e.labels?.[0]?.innerText || e.innerText || e.value || "";
	const row = e.closest("tr")?.querySelector("th")?.innerText.split("\n")[0] || "";
	const visible = style.outlineStyle !== "none" || style.boxShadow !== "none";
	return [e.tagName, e.type || "", e.name || "", name.trim().replace(/^\d\s+/, ""), row, visible ? "seen" : ""].join("\u0001");
})()`

type focus struct{ tag, kind, field, name, row, seen string }

func (h hands) focus() focus {
	h.t.Helper()
	s := strings.Split(ask[string](h.ctx, h.t, focused), "\u0001")
	return focus{s[0], s[1], s[2], s[3], s[4], s[5]}
}

// tab presses Tab until the cursor is where found says, at the latest once around the
// page. One must see that the cursor is there.
func (h hands) tab(what string, found func(focus) bool) {
	h.t.Helper()
	var passed []string
	for ends := 0; ends < 2 && len(passed) < 800; {
		h.press(kb.Tab)
		f := h.focus()
		if f.tag == "BODY" {
			ends++
			continue
		}
		if found(f) {
			if f.seen == "" {
				h.t.Errorf("at %s: one does not see that the cursor is at %s", h.at(), what)
			}
			return
		}
		passed = append(passed, strings.Join([]string{f.tag, f.field, f.name}, " "))
	}
	h.t.Fatalf("at %s: no key leads to %s, only to\n%s", h.at(), what, strings.Join(passed, "\n"))
}

// content skips the menu.
func (h hands) content() {
	h.t.Helper()
	h.tab("the link to the content", func(f focus) bool { return f.name == "跳到正文" })
	h.press(kb.Enter)
}

// enters presses Enter and waits for the page that follows.
func (h hands) enters() { h.t.Helper(); h.leads("Enter", chromedp.KeyEvent(kb.Enter)) }

// follows goes to a link or button by the beginning of its name, and presses it. What is
// folded on the way under 更多 is opened.
func (h hands) follows(name string) {
	h.t.Helper()
	h.tab(name, func(f focus) bool {
		if f.tag == "SUMMARY" && f.name == "更多" {
			h.press(kb.Enter)
		}
		return (f.tag == "A" || f.tag == "BUTTON") && strings.HasPrefix(f.name, name)
	})
	h.enters()
}

// does takes a task of the start page by its button, whose name begins so.
func (h hands) does(button string) {
	h.t.Helper()
	h.goTo("/")
	h.content()
	h.follows(button)
	h.content()
}

// doesOne takes the first of tasks that the start page shows as one line, or the only one,
// by the act that comes first.
func (h hands) doesOne(act string) {
	h.t.Helper()
	h.goTo("/")
	h.content()
	var several bool
	h.tab(act, func(f focus) bool {
		several = strings.HasPrefix(f.name, "一起看: ")
		return several || strings.HasPrefix(f.name, act+": ")
	})
	h.enters()
	h.content()
	if several {
		h.tab("somebody in the list", func(f focus) bool {
			return f.tag == "A" && slices.Contains([]string{"苏芳嘉", "陈永涵", "何志"}, f.name)
		})
		h.enters()
		h.content()
		h.follows(act)
		h.content()
	}
}

// doesAll takes all records behind a line of the start page together.
func (h hands) doesAll(task, act string) {
	h.t.Helper()
	h.does("一起看: " + task)
	h.tab("the box for the whole page", func(f focus) bool { return f.kind == "checkbox" && strings.Contains(f.name, "本页") })
	h.press(" ")
	h.content() // the acts stand above the table
	h.follows(act)
	h.content()
	h.answers("办成 3 件")
}

// cycle goes from the menu to the assessment cycle.
func (h hands) cycle() {
	h.t.Helper()
	h.goTo("/")
	h.follows("考核与反馈谈话")
	h.content()
	h.follows("考核周期")
	h.content()
}

// logsIn logs in with keys: the name has the cursor, Enter sends the form.
func (h hands) logsIn(name string) {
	h.t.Helper()
	h.goTo("/login")
	h.put(name)
	h.answers("", "password", longPassword)
}

// answers goes through the fields of a form in their order, and sends it.
func (h hands) answers(says string, fields ...string) {
	h.t.Helper()
	for i := 0; i+1 < len(fields); i += 2 {
		h.tab(fields[i], func(f focus) bool { return f.field == fields[i] })
		h.put(fields[i+1])
	}
	h.tab("the button", func(f focus) bool { return f.tag == "BUTTON" && f.kind == "submit" && f.name != "存草稿" })
	h.enters()
	h.sees(says)
}

// fillsIn goes through a table cell by cell and puts a value wherever a column has one,
// and sends all rows.
func (h hands) fillsIn(says string, values map[string]string) {
	h.t.Helper()
	for range 2000 {
		h.press(kb.Tab)
		f := h.focus()
		_, column, _ := strings.Cut(f.field, ".")
		switch value, ok := values[column]; {
		case ok && f.tag != "BODY":
			h.put(value)
		case f.tag == "SUMMARY" && f.name == "更多":
			h.press(kb.Enter)
		case f.tag == "BUTTON" && f.kind == "submit" && f.row == "" && f.name != "存草稿" && f.name != "筛选":
			h.enters()
			h.sees(says)
			return
		}
	}
	h.t.Fatalf("at %s: the keys do not lead out of the table", h.at())
}

// put gives the field where the cursor is a value.
func (h hands) put(value string) {
	h.t.Helper()
	f := h.focus()
	switch {
	case f.kind == "radio":
		for range 12 {
			if strings.Contains(h.focus().name, value) {
				h.press(" ")
				return
			}
			h.press(kb.ArrowDown)
		}
		h.t.Fatalf("at %s: the arrows lead to no %s of %s", h.at(), value, f.field)
	case f.kind == "checkbox":
		h.press(" ")
		return
	case f.tag == "SELECT":
		for range 30 {
			if ask[string](h.ctx, h.t, `document.activeElement.selectedOptions[0].text`) == value {
				return
			}
			h.press(kb.ArrowDown)
		}
		h.t.Fatalf("at %s: the arrows lead to no %s of %s", h.at(), value, f.field)
	case f.kind == "date":
		h.press(value[5:7] + value[8:10] + value[:4]) // as this browser writes dates
	case f.kind == "time":
		h.press(value[:2] + value[3:] + "A")
	default:
		h.do(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
		h.types(value)
	}
	if got := ask[string](h.ctx, h.t, `document.activeElement.value`); got != value {
		h.t.Fatalf("at %s: after typing %s the field %s holds %q", h.at(), value, f.field, got)
	}
}

// TestAHalfYearWithKeysOnly is a whole assessment, from the plan to the last talk, of
// people who use the keyboard alone: Tab, Enter, Space, the arrows, and what they type.
func TestAHalfYearWithKeysOnly(t *testing.T) {
	k := begin(t)
	today := evaluation.DateOf(time.Now())
	personnel, people := k.office(t, map[string][]string{
		"ld01": {"principal"}, "ld02": {"principal"}, "ld03": {"leader"},
		"tq01": {"cadre", "head"}, "tq04": {"cadre", "head"}, "tq05": {"cadre"},
	})
	section, of := hands{personnel}, func(login string) hands { return hands{people[login]} }
	cadres := []string{"tq01", "tq04", "tq05"}

	section.goTo("/")
	section.follows("考核与反馈谈话")
	section.content()
	section.follows("制定考核计划")
	section.content()
	half := "上半年"
	if today.Month() > 6 {
		half = "下半年"
	}
	section.answers("筹备", "year", fmt.Sprint(today.Year()), "half", half, "as_of", today.String(),
		"report_by", today.AddDays(5).String(), "rate_by", today.AddDays(8).String(), "decide_by", today.AddDays(12).String())
	section.content()
	section.follows("启动考核")
	section.content()
	section.answers("考核已启动")

	for _, login := range cadres {
		cadre := of(login)
		cadre.does("提交述职")
		cadre.answers("述职已提交", "virtue", "坚定", "ability", "熟悉业务", "diligence", "全勤", "results", "完成任务", "integrity", "廉洁", "summary", "半年来完成了各项任务。")
	}
	for _, keeper := range []hands{section, of("ld01")} {
		keeper.cycle()
		keeper.follows("担任票箱保管人")
		keeper.content()
		keeper.answers("已担任票箱保管人", "passphrase", keepersPassphrase, "again", keepersPassphrase)
	}
	section.cycle()
	section.follows("开始民主测评")
	section.content()
	section.answers("民主测评已开始")
	for login := range people {
		rater := of(login)
		rater.does("去填写")
		rater.fillsIn("已办理", map[string]string{"virtue": "90", "ability": "88", "diligence": "91", "results": "87", "integrity": "93", "grade": "称职"})
	}
	section.cycle()
	section.follows("结束民主测评")
	section.content()
	section.answers("民主测评已结束", "passphrase", keepersPassphrase, "anyway", "1")

	section.does("一并办理")
	section.fillsIn("已办理 3 行", map[string]string{"notes": "情况属实。"})
	of("ld03").does("一并办理")
	of("ld03").fillsIn("已办理 3 行", map[string]string{"grade": "称职", "comment": "工作踏实。", "strengths": "善于做群众工作。", "improvements": "加强调研。"})
	section.cycle()
	section.follows("进入等次确定")
	section.content()
	section.answers("已进入等次确定")
	of("ld01").does("一并办理")
	of("ld01").fillsIn("已办理 3 行", nil) // the proposed grades are preselected
	section.cycle()
	section.follows("发布公示")
	section.content()
	section.answers("公示已发布")

	k.wait(t, 12) // five working days and two week-ends, or a holiday
	section.logsIn("zuzhi")
	section.cycle()
	section.follows("结束公示并告知")
	section.content()
	section.answers("结果已告知本人")
	then := today.AddDays(12).String()
	talker := of("ld02")
	talker.logsIn("ld02")
	talker.does("一并办理")
	talker.fillsIn("已办理 3 行", map[string]string{"on": then, "time": "09:30", "place": "三楼小会议室"})
	for range cadres {
		talker.doesOne("记录谈话")
		talker.answers("谈话记录已保存", "held_on", then, "achievements.0.text", "主动承担动迁工作", "shortcomings.0.text", "调研偏少",
			"improvements.0.what", "每月走访两次", "improvements.0.due", today.AddMonths(3).String())
	}
	talker.doesAll("把 3 份谈话记录送本人确认", "送本人确认")
	for _, login := range cadres {
		cadre := of(login)
		cadre.logsIn(login)
		cadre.doesOne("确认")
		cadre.answers("您已确认", "comment", "同意")
	}
	section.doesAll("锁定 3 份谈话记录", "锁定")
	section.cycle()
	section.follows("结束考核")
	section.content()
	section.answers("本期考核已结束")
}
