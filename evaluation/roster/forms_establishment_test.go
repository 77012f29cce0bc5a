package roster

import (
	"testing"

	"kaoji/evaluation/cadreform"
)

// What a form implies is what its present post says; where it says nothing, or both, the
// section is asked.
func TestAFormImpliesAnEstablishmentOnlyByWordsOfOneAlone(t *testing.T) {
	for _, c := range []struct {
		post, resume, extra, want string
	}{
		{"党政办公室一级主任科员", "", "", "行政编"},
		{"四级调研员", "", "", "行政编"},
		{"综合执法队一级行政执法员", "", "", "行政编"},
		{"社区事务中心管理九级职员", "", "", "事业编"},
		{"社区事务中心专业技术12级", "", "", "事业编"},
		{"社区文化中心 专技 十级", "", "", "事业编"},
		{"服务中心主任（八级职员）", "", "", "事业编"},
		{"服务中心主任、四级主任科员（参照公务员法管理）", "", "", "参公"},
		{"科员", "", "", ""},
		{"党政办公室主任（正科级）", "", "", ""},
		{"一级主任科员、八级职员", "", "", ""},
		{"社区发展科科长", "2015.03--2019.06  某中心八级职员\n2019.06--         某街道三级主任科员", "", "行政编"},
		{"社区发展科科长", "2015.03--2019.06  某街道三级主任科员\n2019.06--2020.01  某街道二级主任科员", "", ""},
		{"社区发展科科长", "", "<ZhiWuCengCi>二级主任科员</ZhiWuCengCi>", "行政编"},
		{"社区发展科科长", "", `<BianZhiLeiXing x="1">事业编制</BianZhiLeiXing>`, "事业编"},
		{"社区发展科科长", "", "<BeiZhu>原为八级职员</BeiZhu>", ""},
	} {
		f := cadreform.Form{Post: c.post, Resume: c.resume}
		if c.extra != "" {
			f.Extra = []cadreform.Extra{{XML: c.extra}}
		}
		if got, _ := impliedEstablishment(&f); got != c.want {
			t.Errorf("%+v implies %q", c, got)
		}
	}
}
