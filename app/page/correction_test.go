package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"kaoji/evaluation"
)

func TestACadreAsksForACorrectionAndReadsTheAnswer(t *testing.T) {
	p := newPraise(t)
	cadre := p.login("cadre", p.member.ID, evaluation.RoleCadre)
	if file := cadre.get("/me"); !strings.Contains(file, "/new/correction.request/submit") {
		t.Errorf("the own file does not lead to the request:\n%s", file)
	}
	if file := p.personnel.get("/roster/people/" + p.member.ID); strings.Contains(file, "/new/correction.request/submit") {
		t.Error("personnel is offered to ask in another's name")
	}
	form := cadre.get("/new/correction.request/submit")
	for _, topic := range []string{"籍贯", "简历", "家庭主要成员及重要社会关系", "身份证号", "健康状况", "照片"} {
		if !strings.Contains(form, ">"+topic+"</") {
			t.Errorf("%s cannot be chosen:\n%s", topic, form)
		}
	}
	said := cadre.post("/new/correction.request/submit", url.Values{
		"about": {"worked_since"}, "wrong": {"参加工作时间有误"}, "right": {"应为2001年7月，见劳动合同"},
	})
	if !strings.Contains(said, "已提交") {
		t.Fatalf("not submitted: %d\n%s", cadre.status, said)
	}
	request := cadre.at
	for name, v := range map[string]*visitor{"the head": p.head, "the principal leader": p.principal, "a colleague": p.login("other", p.otherThan(p.member.ID), evaluation.RoleCadre)} {
		if v.get(request); v.status != http.StatusNotFound {
			t.Errorf("%s reads the request: %d", name, v.status)
		}
	}
	if home := p.personnel.get("/"); !strings.Contains(home, "答复更正申请") {
		t.Errorf("the section is not told what there is to do:\n%s", home)
	}
	if page := p.personnel.get(request); !strings.Contains(page, "请先在名册或者有关记录中办理更正") {
		t.Errorf("nothing says what comes before the answer:\n%s", page)
	}
	p.submit(p.personnel, "/records/"+p.member.ID, "amend", "", url.Values{"worked_since": {"2001-07-01"}, "reason": {"按劳动合同更正"}})
	p.submit(p.personnel, request, "accept", "已采纳并告知本人", url.Values{"answer": {"已按劳动合同更正"}})
	if home := cadre.get("/"); !strings.Contains(home, "阅知您的更正申请的答复：采纳") {
		t.Errorf("the person does not learn of the answer:\n%s", home)
	}
	page := cadre.get(request)
	if !strings.Contains(page, "已按劳动合同更正") || !strings.Contains(page, "/records/"+p.member.ID) {
		t.Errorf("the answer does not name the amendment:\n%s", page)
	}
	p.submit(cadre, request, "acknowledge", "已办结", url.Values{})
	if file := cadre.get("/me"); !strings.Contains(file, "申请更正参加工作时间") || !strings.Contains(file, "采纳") {
		t.Errorf("the file does not tell of it:\n%s", file)
	}
}
