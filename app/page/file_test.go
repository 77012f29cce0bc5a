package page_test

import (
	"archive/zip"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"kaoji/evaluation"
)

// TestAFileIsOnePageForEverybodyThroughTheirOwnSight opens the same file as each who
// may and somebody who may not.
func TestAFileIsOnePageForEverybodyThroughTheirOwnSight(t *testing.T) {
	p := newPraise(t)
	p.report("雨夜送药上门", "独居老人突发疾病，冒雨送药上门并陪护到家属赶到。")
	id := p.member.ID
	cadre := p.login("cadre", id, evaluation.RoleCadre)
	stranger := p.login("other", p.otherThan(id), evaluation.RoleCadre)
	outside := p.login("leader", "", evaluation.RoleLeader) // in charge of nobody
	const chart, phone = "备案事迹", "手机"
	for name, c := range map[string]struct {
		who  *visitor
		at   string
		sees []string
		not  []string
	}{
		"the person":    {cadre, "/me", []string{"雨夜送药上门", chart, phone, "谁看过我的档案", "申请更正", "下载我的数据", "打印档案"}, []string{"修改基本信息"}},
		"the section":   {p.personnel, "/roster/people/" + id, []string{"雨夜送药上门", chart, phone, "打印档案"}, []string{"谁看过我的档案", "申请更正", "下载我的数据"}},
		"the principal": {p.principal, "/roster/people/" + id, []string{"雨夜送药上门", chart, phone}, []string{"下载我的数据"}},
		"the head":      {p.head, "/roster/people/" + id, []string{"雨夜送药上门", chart}, []string{phone, "下载我的数据"}},
	} {
		page := c.who.get(c.at)
		if c.who.status != http.StatusOK || !strings.Contains(page, p.member.Name) {
			t.Errorf("%s: status %d", name, c.who.status)
		}
		for _, s := range c.sees {
			if !strings.Contains(page, s) {
				t.Errorf("%s does not see %q:\n%s", name, s, page)
			}
		}
		for _, s := range c.not {
			if strings.Contains(page, s) {
				t.Errorf("%s sees %q", name, s)
			}
		}
		if paper := c.who.get("/records/" + id + "/print/person_file"); c.who.status != http.StatusOK || !strings.Contains(paper, "雨夜送药上门") {
			t.Errorf("%s prints the file: %d", name, c.who.status)
		}
	}
	for name, v := range map[string]*visitor{"a stranger": stranger, "a leader of others": outside} {
		for _, at := range []string{"/roster/people/" + id, "/records/" + id + "/print/person_file"} {
			if v.get(at); v.status != http.StatusNotFound {
				t.Errorf("%s opens %s: %d", name, at, v.status)
			}
		}
	}
}

// TestOwnDataIsDownloadedWholeAndNoted reads the archive of a person's own data.
func TestOwnDataIsDownloadedWholeAndNoted(t *testing.T) {
	p := newPraise(t)
	p.report("雨夜送药上门", "独居老人突发疾病，冒雨送药上门并陪护到家属赶到。")
	cadre := p.login("cadre", p.member.ID, evaluation.RoleCadre)
	archive := cadre.get("/me/download")
	z, err := zip.NewReader(strings.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatalf("%d: %v", cadre.status, err)
	}
	parts := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		parts[f.Name] = string(content)
	}
	var data struct{ Records []struct{ Kind, ID string } }
	if err := json.Unmarshal([]byte(parts["data.json"]), &data); err != nil {
		t.Fatal(err)
	}
	kinds := map[string]bool{}
	for _, r := range data.Records {
		kinds[r.Kind] = true
	}
	if !kinds["roster.person"] || !kinds["commendation.deed"] {
		t.Errorf("the data has %v", kinds)
	}
	if page := parts["我的档案.html"]; !strings.Contains(page, "雨夜送药上门") || !strings.Contains(page, p.member.Name) || strings.Contains(page, "<script") {
		t.Errorf("the page for people:\n%s", page)
	}
	if strings.Contains(archive+parts["data.json"], "id_card") {
		t.Error("the data has what nobody may read")
	}
	list, err := p.store.FindTrail(t.Context(), office, evaluation.TrailFilter{Action: "export", Record: p.member.ID}, 0, true, 1)
	if err != nil || len(list) != 1 || list[0].Person != p.member.ID {
		t.Errorf("the trail says %+v: %v", list, err)
	}
	if p.personnel.get("/me/download"); p.personnel.status != http.StatusNotFound {
		t.Errorf("an account of nobody: %d", p.personnel.status)
	}
}
