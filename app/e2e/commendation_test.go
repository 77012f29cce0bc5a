//go:build browser

package e2e_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"kaoji/app/demo"
	"kaoji/evaluation"
)

// TestADeedBecomesAnEntryOfAReleasedBulletin is the story of measure 2 as its
// people do it, in an office that has a year of it behind it.
func TestADeedBecomesAnEntryOfAReleasedBulletin(t *testing.T) {
	k := beginDemo(t)
	today := evaluation.DateOf(time.Now())
	supervisor := k.login(t, "jiandu1", demo.Password)
	supervisor.goTo("/commendation")
	supervisor.wellMade("commendation-supervisor")
	supervisor.goTo("/new/commendation.deed/report")
	supervisor.wellMade("deed-report")
	supervisor.answer("事迹已报送", "people", "丁嘉", "ground", "exemplary", "title", "修好弄堂里的路灯", "on", today.AddDays(-1).String(),
		"place", "微山路", "text", "下班后借来梯子，修好了弄堂里坏了一个月的路灯。")
	deed := supervisor.at()
	supervisor.sees("待核实")

	cadre := k.login(t, "tq0002", demo.Password)
	cadre.goTo(deed)
	cadre.sees("没有找到")

	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/commendation")
	section.wellMade("commendation")
	section.goTo(deed)
	section.sees("监督员老周")
	section.act(deed, "verify", "核实情况已记录", "facts", "属实", "how", "走访居民", "wording", "修好弄堂里坏了一个月的路灯。")
	section.act(deed, "file", "已备案并编号")
	section.act(deed, "count", "已计入当年考核", "reason", "群众公认")
	section.wellMade("deed")

	section.goTo("/commendation")
	bulletin := ""
	for _, href := range section.links("/commendation/bulletins/") {
		section.goTo(href)
		if strings.Contains(section.text(), "（送审稿）") {
			bulletin = href
			break
		}
	}
	record := "/records/" + strings.TrimPrefix(bulletin, "/commendation/bulletins/")
	section.act(record, "refresh", "已补收新备案的事迹")
	section.sees("修好弄堂里的路灯")
	section.set("intro", "现将好人好事通报如下：")
	section.set("items.0.order", "9")
	section.submit()
	section.sees("文稿已保存")
	section.sees("现将好人好事通报如下")
	section.wellMade("bulletin-editor")
	section.goTo(section.first("leave_out?number="))
	section.answer("已移出", "reason", "材料有待补充")
	section.act(record, "submit", "已送主要领导审批")

	principal := k.login(t, "ld01", demo.Password)
	principal.goTo("/lists/commendation.bulletin?state=submitted")
	principal.goTo(principal.first(bulletin))
	principal.act(record, "return", "已退回", "reason", "请核对人员所在科室")
	section.act(record, "submit", "已送主要领导审批")
	principal.act(record, "approve", "通报已编号发布")
	if issue := regexp.MustCompile(`第\d+期`); !issue.MatchString(principal.text()) {
		t.Errorf("the bulletin has no number in\n%s", principal.text())
	}

	head := k.login(t, "tq0001", demo.Password)
	head.goTo("/todo")
	head.goTo(head.first(bulletin))
	head.act(record, "acknowledge", "已代表本科室签收")
	head.wellMade("bulletin")
	for _, p := range []*person{supervisor, cadre} {
		p.goTo(bulletin)
		p.sees("修好弄堂里的路灯")
		p.goTo(record + "/print/bulletin")
		if n := sheets(p.ctx, t); n != 1 {
			t.Errorf("the bulletin takes %d pages", n)
		}
	}
	cadre.goTo("/me")
	cadre.sees("已通报")
	cadre.goTo(deed)
	if strings.Contains(cadre.text(), "监督员老周") {
		t.Error("the cadre sees who reported it")
	}
}

func TestAProposalGoesOnNoticeAndPrintsAsTheDistrictsForm(t *testing.T) {
	k := beginDemo(t)
	section := k.login(t, "zuzhi", demo.Password)
	section.goTo("/new/commendation.proposal/propose")
	section.wellMade("propose")
	section.answer("申报材料已保存", "kind", "commendation", "person", "丁嘉", "grounds", "工作实绩突出，群众公认。")
	proposal := section.at()
	principal := k.login(t, "ld01", demo.Password)
	principal.act(proposal, "announce", "已在机关内公示")
	colleague := k.login(t, "tq0004", demo.Password)
	colleague.act(proposal, "object", "异议已提交", "text", "事迹发生的时间不准确。")
	if strings.Contains(colleague.text(), "时间不准确") {
		t.Error("who objects reads the objections")
	}
	section.act(proposal, "answer", "核查情况已记录", "number", "1", "answer", "经核查无误。")
	section.act(proposal, "close_notice", "期满后才能结束")
	k.wait(t, 14)
	section = k.login(t, "zuzhi", demo.Password)
	section.act(proposal, "close_notice", "公示已结束")
	then := evaluation.DateOf(time.Now()).AddDays(14).String()
	section.act(proposal, "submit", "待区里审批", "document", "示委组〔2026〕30号", "on", then)
	section.sees("已上报区里")
	section.wellMade("proposal")
	section.goTo(proposal + "/print/award_form")
	section.sees("不是奖励决定")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("the form takes %d pages", n)
	}
	section.act(proposal, "note_grant", "批准结果已登记", "document", fmt.Sprintf("示范区人社〔%s〕9号", then[:4]), "on", then)
}
