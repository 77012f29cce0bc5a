// Package evaluation is the domain of Kaoji: how an office manages its cadres.
// It defines records, acts, relations between people, and how an act is carried
// out. The content of each measure is in the measure's own package.
//
// # Where to start
//
// Read five files in this order:
//
//	measure.go   what a measure consists of: kinds of records and their acts
//	record.go    what is stored: envelope, payload, history
//	service.go   how an act is carried out, from request to stored record
//	view.go      what a reader gets to see of a record
//	ledger.go    what a storage must guarantee
//
// # The language of the field
//
//	office        单位          a sub-district office or any comparable office
//	cadre         干部          a person in the roster
//	section level 科级          cadres whom the office assesses itself; 处级 are assessed by the district
//	leader        领导班子      a cadre of 处级 or in charge of departments; principal leaders are 书记 and 主任
//	in charge     分管          a leader's relation to a department
//	head          科室负责人    the head of a department
//	personnel     组织科        the section that runs the measures
//	committee     居委会        residents' committee; its cadres are elected; they rate others and are not rated
//	particulars   任免表信息    what only forms need of a person: origin, education, career, family, photo
//	form          任免审批表    干部任免审批表: proposes to appoint or remove a cadre; programs exchange it as .lrmx
//	measure       制度          one of the eight measures, with its records, acts and numbers
//	record        记录          all data about one matter: envelope, payload, history
//	act           行为          the only way to create or change a record
//	state         状态          the stage of a record; acts change it
//	rule          规则          a number or list with its source, in package rulepack; a record keeps the values used to decide it
//	origin        来源          whose value of a rule it is: national, an office above, the office itself
//	binding       下级不得更改  a value that the offices below the one that set it cannot change
//	training plan 培养计划      goals, tasks and hours of one cadre, for any purpose
//	responsible   培养责任人    the named person who answers for a plan at every date, and reports on it
//	gap           责任人空缺    a plan has no responsible person: the person left, moved or became a relative
//	candidate     后备干部人选  a person on the list of measure 6, which is secret
//	recusal       回避          nobody acts on their own case or a relative's
//	countersign   会签          each party signs once, or returns with a reason, before a deadline
//	waiting       待办          the people who have to act next; due (期限) is their deadline
//	task          要办的事      what there is to do in a state, in a sentence; several alike records are one task
//	usual act     通常办理      what a reader is expected to do next with a record
//	grave act     慎重办理      an act that takes back, refuses, ends or removes something
//	urge          催办          to remind those for whom a record waits; it changes no record
//	run           批量办理      one act with many records, with a result for each
//	grade         等次          优秀, 称职, 基本称职, 不称职; of institutions 优秀, 合格, 基本合格, 不合格
//	judgement     工作评价      what the first half-year ends with: one of four words, no grade
//	category      人员类别      civil servants, staff of institutions, contract staff: which rules, quota and form
//	population    考核对象      section-level cadres, or all others of a category: who takes part how
//	round         一次平时考核  everybody assessed for one quarter, month or half-year, in package routine
//	goals         年度目标      what a person wants to reach in a year, agreed with the head of the department
//	use           结果运用      what was done because of the grades of years, in package results
//	milestone     日程          a day of a record on which something opens, closes or takes place
//	notice        公示          names are shown inside the office, and people can object
//	pool          总额          the amount that a bonus divides, in fen (0.01 yuan); a higher authority fixes it
//	scheme        分配办法      how points are counted and how the pool is divided by points
//	newcomer      新进人员      a new cadre whose probation or mentoring is not over
//	mentor        带岗人        the person who answers for a newcomer; has a limited number of newcomers
//	tenure        任职年限      continuous time in the post, not in the office
//	sensitive     敏感岗位      a post with power over money, approval, personnel, enforcement or audit
//	absence       外出          days on which somebody is not at work; it moves no deadline
//	substitute    代办人        who keeps an eye on what falls due in an absence; does nothing in the absent person's place
//	stay          留任          a decision that a person stays in the post beyond the normal years, until a given day
//	part          参学档案      the record of one person in one campaign of education
//	review/appeal 复核/申诉     review: by the office that decided; appeal: by the office above
//
// # One word for one thing
//
// Texts to people use the words above. A test finds these others:
//
//	部门          say 科室; 上级部门, 主管部门, 有关部门, 人事部门 are outside the office
//	主要负责人    say 主要领导
//	一把手        say 主要领导
//	帐号          say 账号
//	登陆          say 登录
//	哈希          hashes are shown where data is verified, and nowhere else
//	组内相关      say how much people agree: 评价比较一致
//
// # The eight measures
//
//	1  reminder      谈话提醒                  talks after unusually many concerns about a person or department
//	2  commendation  备案通报表扬              good deeds, filed and published
//	3  appraisal     居委干部年终考评          appraisal by the committees that a cadre works with
//	4  bonus         按工作量和实绩分配        an exact division, explained, independent of rank
//	5  education     思想作风养成教育          campaigns, sessions, study hours
//	6  reserve       后备干部培养              reserve cadres, each with a responsible person
//	7  assessment    科级干部考核与反馈谈话    the first half with a judgement, the year of everybody with a grade, and a feedback talk
//	8  rotation      带岗与轮岗交流            mentors, time in the post, and plans of moves
//
// Package catalog lists the measures. They share the roster (干部名册), the rule
// pack and the calendar of working days.
//
// # Permissions
//
// Every act lists who may do it (Act.May). Every kind lists who reads which
// fields of its records (Kind.Sight, in the file sight.go of the measure). Each
// line has roles, a relation to the record, and states. Everything that no line
// allows is forbidden. Only Kaoji itself does an act without a line. Act.Bars
// exclude people because of the record's content, such as the person who did
// the previous step.
//
// Package auth builds one table of all lines and implements Policy. It refuses
// to start if a line has an unknown role, relation, state or field.
// app/docs/policy.md shows the table.
//
// Sight also says for whom a record does not exist, whatever their roles:
//
//	OwnOnly       people whom the record is about have only the rights that lines of Own grant
//	NotHead       hidden from the head of its department
//	NotRelatives  hidden from relatives of people whom it is about
//	HiddenFrom    hidden from the people listed in its envelope, computed after every act
//	Noted         reading it is recorded in the audit trail
//	Unnamed       the audit trail and the log do not name it
//	Apart         (of the kind) it is in no file of a person, no list of several kinds, no export
//
// Two functions apply it: Sight.Relations to a single record (reading, acting,
// the trail), Sight.scopes to a query (lists, counts, searches, exports). Pages and
// measures that have no record at hand, for example for a button or a figure, ask
// the service (ask.go) instead of checking roles. A test compares all of this with
// a simple implementation. People whom a record is about, and
// their relatives, cannot act on it (recusal), except in acts with InOwnCase.
//
// # How an act is carried out
//
// Service.Act loads the record, asks the Policy, checks the input against its
// tags, checks the act's bars, lets Run change the payload, adds an Entry to the
// history and stores everything in one compare-and-swap write. Changes to other
// records are stored with it as effects and carried out at least once.
//
// # Adding a measure
//
// A measure has a folder in each layer that it needs, and one line in each:
//
//	evaluation/<measure>          kinds, acts with permissions, sight, columns of lists, clock, days of calendars,
//	                              effects; New, Measure, optionally Watch (its job) and Telling (its part of a person's file)
//	app/text/{zh,en}/<measure>.json   its texts: measure.<name>, and for each kind <kind>,
//	                              <kind>.<act>, .done, .state.<state>, .field.<field>,
//	                              .task.<state> with .many, .own and, where another act can come first,
//	                              .act.<act> (what there is to do), .day.<key> (what a calendar says)
//	app/page/<measure>            only if it needs more than the shared pages of records:
//	                              Pages, with its templates in the same folder
//	app/api/<measure>             only if it has operations that are not acts: Operations
//	app/demo/<measure>.json       its records in the demo office; needs no line
//
// The lines are in catalog.All and measures.Wire, page.New and api.New. This
// gives the measure its list, record page, forms of acts, to-do items, search by
// state, export, API with description, policy table, back-up and verification.
// app/officetest/ninth is a made-up measure that uses every feature, and
// app/ninth_test.go tests it on both storages.
package evaluation
