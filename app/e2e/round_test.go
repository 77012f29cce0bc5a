//go:build browser

package e2e_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"kaoji/app/xlsx"
	"kaoji/evaluation"
)

// client speaks the API of the running server.
type client struct {
	t     *testing.T
	k     kaoji
	token string
}

func (k kaoji) client(t *testing.T, name, password string) *client {
	t.Helper()
	c := &client{t: t, k: k}
	var tokens struct {
		Access string `json:"access"`
	}
	c.send(http.MethodPost, "/session", map[string]any{"name": name, "password": password}, nil, &tokens)
	if c.token = tokens.Access; c.token == "" {
		t.Fatal("no token")
	}
	return c
}

// send expects success; the answer goes into out.
func (c *client) send(method, path string, in any, head map[string]string, out any) http.Header {
	c.t.Helper()
	body, err := json.Marshal(in)
	if err != nil {
		c.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(c.t.Context(), method, c.k.url+"/api/v1"+path, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	if in == nil {
		req.Body, req.ContentLength = nil, 0
	} else {
		req.Header.Set("Content-Type", "application/json")
	}
	if c.token != "" {
		req.Header.Set("Authorization", "Bearer "+c.token)
	}
	for k, v := range head {
		req.Header.Set(k, v)
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	raw, err := io.ReadAll(res.Body)
	if err != nil || res.StatusCode >= 300 {
		c.t.Fatalf("%s %s: %d %s %v", method, path, res.StatusCode, raw, err)
	}
	if out != nil {
		if err := json.Unmarshal(raw, out); err != nil {
			c.t.Fatalf("%s: %v", raw, err)
		}
	}
	return res.Header
}

// act acts on the newest version.
func (c *client) act(path, act string, in any, out any) {
	c.t.Helper()
	version := c.send(http.MethodGet, path, nil, nil, nil).Get("ETag")
	name := path + "/acts/" + act
	if act == "codes" {
		name = path + "/codes"
	}
	c.send(http.MethodPost, name, map[string]any{"input": in}, map[string]string{"If-Match": version}, out)
}

var (
	formToken = regexp.MustCompile(`name="csrf" value="([^"]+)"`)
	markField = regexp.MustCompile(`name="(rows\.\d+\.\d+)"`)
)

// votes puts the ballot of a slip in over HTTP, as a phone without script would:
// the code, the paper, the marks.
func (k kaoji) votes(t *testing.T, code string, n int) {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	phone := &http.Client{Jar: jar, Timeout: time.Minute}
	page := func(path string, form url.Values) string {
		t.Helper()
		method, body := http.MethodGet, ""
		if form != nil {
			method, body = http.MethodPost, form.Encode()
		}
		req, err := http.NewRequestWithContext(t.Context(), method, k.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		res, err := phone.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = res.Body.Close() }()
		raw, err := io.ReadAll(res.Body)
		if err != nil || res.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %v\n%s", path, res.StatusCode, err, raw)
		}
		return string(raw)
	}
	token := func(html string) string { return formToken.FindStringSubmatch(html)[1] }
	first := page("/v", nil)
	paper := page("/v", url.Values{"csrf": {token(first)}, "code": {code}})
	form := url.Values{"csrf": {token(paper)}, "code": {code}}
	for i, m := range markField.FindAllStringSubmatch(paper, -1) {
		form.Set(m[1], fmt.Sprint(75+(n*7+i*3)%20))
	}
	if thanks := page("/v/cast", form); !strings.Contains(thanks, "已投票") {
		t.Fatalf("not taken:\n%s", thanks)
	}
}

// TestARoundOfTwentyCommitteesRunsWithCodesAndPaper is measure 3 at its full
// size, from an empty office: twenty committees, some sixty cadres, slips drawn
// by lot and papers typed in twice, to released and printed results.
func TestARoundOfTwentyCommitteesRunsWithCodesAndPaper(t *testing.T) {
	k := begin(t)
	today := evaluation.DateOf(time.Now())
	admin := k.enter(t, "admin", k.password)
	logins := map[string]*person{}
	for _, name := range []string{"zuzhi", "fuhe"} {
		admin.goTo("/accounts/new")
		admin.answer("登录条", "name", name, "display", name, "roles", "personnel")
		logins[name] = k.enter(t, name, admin.once(name))
	}
	section, second := logins["zuzhi"], logins["fuhe"]
	workbook, err := filepath.Abs("testdata/roster.xlsx")
	if err != nil {
		t.Fatal(err)
	}
	section.goTo("/roster/import")
	section.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{workbook}))
	section.submit()
	section.click(`a[href$="/acts/apply"]`)
	section.submit()
	section.awaits("已全部写完")

	api := k.client(t, "zuzhi", longPassword)
	committees := api.seated()
	if len(committees) != 20 {
		t.Fatalf("%d committees", len(committees))
	}

	section.goTo("/appraisal")
	section.goTo("/new/appraisal.round/plan")
	section.wellMade("plan-round")
	section.set("items.0.name", "联系群众")
	section.set("items.0.weight", "30")
	section.set("items.1.name", "解决问题")
	section.set("items.1.weight", "40")
	section.do(chromedp.Click(chromedp.CSS("fieldset.rows [data-add-row]"))) // the form has two rows ready
	section.set("items.2.name", "作风纪律")
	section.set("items.2.weight", "20")
	plan := []string{
		"year", fmt.Sprint(today.Year()), "as_of", today.String(), "vote_by", today.AddDays(10).String(), "opinion_by", today.AddDays(15).String(),
		"scale", "points", "comments", "digest", "guide", "请根据一年来的工作接触客观评价。", "code", "1",
		"exceptions.0.committee", committees[1].Name, "exceptions.0.paper", "1",
	}
	section.answer("90", plan...) // the weights do not sum to 100
	section.set("items.2.weight", "30")
	section.submit()
	round := strings.TrimPrefix(section.at(), "/appraisal/")
	section.sees("请先由2名保管人")
	for _, keeper := range []*person{section, second} {
		keeper.act("/records/"+round, "keep", "已担任票箱保管人", "passphrase", keepersPassphrase, "again", keepersPassphrase)
	}
	section.goTo("/appraisal/" + round)
	section.sees("可以发布")
	section.sees("实名")
	section.wellMade("round-preflight")
	section.act("/records/"+round, "publish", "投票")
	at := "/appraisal/rounds/" + round

	// One committee in the browser: the slips print, a phone scans one, a draft
	// outlives a reload, one slip is spoilt and given anew.
	section.goTo("/appraisal/" + round + "/issue")
	section.set("committee", committees[0].ID)
	section.set("count", fmt.Sprint(committees[0].Raters))
	section.submit()
	slips := printedCode.FindAllString(section.text(), -1)
	if len(slips) != committees[0].Raters {
		t.Fatalf("%d slips for %d raters", len(slips), committees[0].Raters)
	}
	if n := sheets(section.ctx, t); n > 2 {
		t.Errorf("%d slips take %d pages", len(slips), n)
	}
	phone := &person{t: t, ctx: tab(t), k: k}
	phone.goTo("/v#" + slips[0])
	phone.awaits("不记名")
	phone.fill("#f-rows-0-0", "88")
	phone.goTo("/receipt") // away, and scanned again
	phone.goTo("/v#" + slips[0])
	phone.awaits("已恢复")
	if kept := ask[string](phone.ctx, t, `document.querySelector("#f-rows-0-0").value`); kept != "88" {
		t.Errorf("the draft says %q", kept)
	}
	ask[bool](phone.ctx, t, `(() => { document.querySelectorAll("form[data-worksheet] input[inputmode=numeric]").forEach(f => { f.value = "86" }); return true })()`)
	phone.click(`form[data-worksheet] .worksheet-end [type=submit]`)
	phone.sees("已投票")
	if left := ask[string](phone.ctx, t, `JSON.stringify(Object.keys(localStorage).filter(k => k.startsWith("kaoji-ballot-")))`); left != "[]" {
		t.Errorf("after the vote the browser still holds %s", left)
	}
	section.act("/records/"+round, "spoil", "", "code", slips[1])
	var anew struct{ Codes []string }
	api.act(at, "codes", map[string]any{"committee": committees[0].ID, "count": 1}, &anew)
	slips = append(slips[2:], anew.Codes...)

	// The others over HTTP, but for one that votes on paper and one with a single
	// cadre, who signs.
	for i, committee := range committees {
		var codes struct{ Codes []string }
		switch {
		case i == 0:
			codes.Codes = slips
		case i == 1 || committee.Raters == 1:
			continue
		default:
			api.act(at, "codes", map[string]any{"committee": committee.ID, "count": committee.Raters}, &codes)
		}
		if i == 2 { // one slip is never used
			codes.Codes = codes.Codes[1:]
		}
		for j, code := range codes.Codes {
			k.votes(t, code, i*11+j)
		}
	}
	k.papers(t, section, second, round, committees[1])

	section.act("/records/"+round, "end_voting", "清点")
	section.act("/records/"+round, "tally", committees[2].Name) // refused: a slip is missing there
	section.act("/records/"+round, "count_slips", "", "committee", committees[2].ID, "unused_codes", "1")
	section.act("/records/"+round, "tally", "已计票", "passphrase", keepersPassphrase)
	section.opinions(round)
	section.act("/records/"+round, "release", "已反馈", "anyway", "1")
	section.goTo("/appraisal/" + round)
	section.sees("评价一致性")
	section.wellMade("round-of-twenty")
	results := section.links("/records/")
	section.goTo("/appraisal/" + round + "/forms")
	if n := sheets(section.ctx, t); n < 60 {
		t.Errorf("the forms of all cadres take %d pages", n)
	}
	section.goTo("/appraisal/" + round)
	sheet := ""
	for _, href := range results {
		section.goTo(href)
		if strings.Contains(section.text(), "待签收") && strings.Contains(section.text(), "鉴定意见") {
			sheet = href
			break
		}
	}
	who := ask[string](section.ctx, t, `document.querySelector(".page-head p").innerText.split(" · ")[0]`)
	section.goTo("/roster?q=" + url.QueryEscape(who))
	login := section.staffNumber(who)
	admin.goTo("/accounts/new")
	admin.answer("登录条", "name", strings.ToLower(login), "display", who, "person", login, "roles", "cadre")
	cadre := k.enter(t, strings.ToLower(login), admin.once(strings.ToLower(login)))
	cadre.goTo("/todo")
	cadre.goTo(cadre.first(sheet))
	cadre.sees("经常走访")
	cadre.wellMade("own-sheet")
	cadre.act(sheet, "acknowledge", "已", "text", "感谢居民区的支持。")
	cadre.goTo(sheet + "/print/appraisal_form")
	if n := sheets(cadre.ctx, t); n > 2 {
		t.Errorf("the form takes %d pages", n)
	}
}

type seatedCommittee struct {
	ID, Name string
	Raters   int
}

// seated gives every committee its cadres; the last one has a single one.
func (c *client) seated() []seatedCommittee {
	c.t.Helper()
	var list struct {
		Items []struct {
			ID      string
			Payload struct{ Name string }
		}
	}
	c.send(http.MethodGet, "/roster/committees?limit=100&sort=name", nil, nil, &list)
	var out []seatedCommittee
	for i, k := range list.Items {
		n := 5 + i%3
		if i == len(list.Items)-1 {
			n = 1
		}
		var members []map[string]any
		for j := range n {
			members = append(members, map[string]any{"name": fmt.Sprintf("居委%d-%d", i+1, j+1), "post": "委员", "signs": j == 0})
		}
		c.act("/roster/committees/"+k.ID, "seat", map[string]any{"members": members}, nil)
		out = append(out, seatedCommittee{ID: k.ID, Name: k.Payload.Name, Raters: n})
	}
	return out
}

// papers hands out blank papers of a committee and types them in twice: the
// second entry differs once, and is put right.
func (k kaoji) papers(t *testing.T, section, second *person, round string, committee seatedCommittee) {
	t.Helper()
	at := "/appraisal/" + round + "/papers/" + committee.ID
	section.goTo(at + "/blank")
	if n := sheets(section.ctx, t); n != 1 {
		t.Errorf("a paper takes %d pages", n)
	}
	section.act("/records/"+round, "issue_papers", "", "committee", committee.ID, "count", fmt.Sprint(committee.Raters))
	fill := func(p *person, odd string) {
		t.Helper()
		p.goTo(at)
		ask[bool](p.ctx, t, fmt.Sprintf(`(() => { document.querySelectorAll("input[inputmode=numeric][name^=rows]").forEach((f, i) => { f.value = String(80 + i %% 9) }); const odd = %q; if (odd) document.querySelector("input[name^=rows]").value = odd; return true })()`, odd))
		p.click("form[method=post][action] .btn-primary")
	}
	section.goTo(at)
	section.wellMade("papers")
	fill(section, "")
	section.sees("请由另一人录入第二遍")
	fill(second, "70")
	second.sees("两次录入不一致的地方")
	second.wellMade("papers-differ")
	fill(second, "")
	second.sees("两次录入一致")
	second.click(`a[href$="/acts/cast"]`)
	second.submit()
}

// opinions fetches the workbook of missing opinions, fills every line and sends
// it back.
func (p *person) opinions(round string) {
	p.t.Helper()
	at := "/appraisal/" + round + "/opinions"
	p.goTo(at)
	p.wellMade("opinions")
	encoded := ask[string](p.ctx, p.t, fmt.Sprintf(`fetch(%q).then(r => r.arrayBuffer()).then(b => { let s = ""; new Uint8Array(b).forEach(x => s += String.fromCharCode(x)); return btoa(s) })`, at+"/table"))
	raw, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		p.t.Fatal(err)
	}
	read, err := xlsx.Read(raw)
	if err != nil {
		p.t.Fatal(err)
	}
	var lines [][]string
	for i, row := range read[0].Rows {
		line := make([]string, 8)
		for _, cell := range row {
			line[cell.Col-1] = cell.Text
		}
		if i > 0 {
			line[4], line[7] = line[2]+"同志一年来经常走访居民，作风扎实。", evaluation.DateOf(time.Now()).String()
		}
		lines = append(lines, line)
	}
	p.do(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{sheetFile(p.t, "鉴定意见.xlsx", lines)}))
	p.click("form[enctype] [type=submit]")
	p.sees("还有0份")
}

// staffNumber is that of somebody in the roster.
func (p *person) staffNumber(name string) string {
	p.t.Helper()
	row := ask[string](p.ctx, p.t, fmt.Sprintf(`(() => { const r = [...document.querySelectorAll("main tr")].find(r => [...r.cells].some(c => c.innerText.trim() === %q)); return r ? r.innerText : "" })()`, name))
	no := regexp.MustCompile(`(?i)TQ\d+`).FindString(row)
	if no == "" {
		p.t.Fatalf("%s is not in the roster: %q", name, row)
	}
	return no
}
