package periodic

// names are the names by which texts call the figures. A report is written in Chinese,
// whatever the language of the page.
var names = map[string]string{ //nolint:gosec // no credentials
	"reminder.talks":         "谈话人次",
	"commendation.deeds":     "好人好事",
	"commendation.bulletins": "通报期数",
	"appraisal.sheets":       "评议反馈",
	"appraisal.opinions":     "居委意见",
	"bonus.entries":          "绩效登记",
	"education.sessions":     "集中学习",
	"education.parts":        "学习任务",
	"education.credits":      "外出培训",
	"education.hours":        "培训学时",
	"reserve.listed":         "后备人选",
	"assessment.sheets":      "确定等次",
	"assessment.talks":       "反馈谈话",
	"rotation.moves":         "轮岗交流",
	"rotation.mentoring":     "传帮带",
	"concern.received":       "群众反映",
	"concern.handled":        "办结反映",
	"survey.waves":           "统计问卷",
	"survey.issued":          "问卷发放",
	"survey.returned":        "问卷回收",
	"office":                 "单位",
	"year":                   "年份",
	"from":                   "开始日期",
	"to":                     "结束日期",
	"counted":                "统计日期",
}

// shows are the words for what is shown of a figure.
var shows = map[string]string{ShowWhole: "全部", ShowShare: "占比", ShowBefore: "上年同期", ShowTable: "表", ShowChart: "图"}

// NameOf returns the name by which texts call a figure or a name of Frame.
func NameOf(key string) string { return names[key] }

// called returns the key for a name, and the name itself if nothing is called like that; so
// keys are names, too.
func called(in map[string]string, name string) string {
	for key, n := range in {
		if n == name {
			return key
		}
	}
	return name
}
