// Package evaluation is the domain of Kaoji: how an office manages its cadres.
// It knows records, acts, people's relations and the way an act happens;
// what a measure is about stands in the measure's own package.
//
// # The language of the field
//
//	office        单位          a sub-district office or any comparable office
//	cadre         干部          somebody in the roster
//	section level 科级          whom the office assesses itself; 处级 are assessed by the district
//	leader        领导班子      of 处级, or in charge of departments; principal leaders are 书记 and 主任
//	in charge     分管          a leader's relation to a department
//	head          科室负责人    of a department
//	personnel     组织科        the section that runs the measures
//	committee     居委会        residents' committee; its cadres are elected and rate, they are not rated
//	measure       制度          one of the eight, with its records, acts and numbers
//	record        记录          everything that is kept of one matter: envelope, payload, history
//	act           行为          the only way in which a record comes to be or changes
//	state         状态          where a record stands; acts lead from state to state
//	rule          规则          a number or list with its source, in package rulepack; frozen into what it decided
//	training plan 培养计划      goals, tasks and hours of one cadre, whatever it is for
//	responsible   培养责任人    the named person who answers for a plan at every date, and reports on it
//	gap           责任人空缺    nobody answers: the person left, moved or became a relative
//	candidate     后备干部人选  somebody on the list of measure 6, which is secret
//	recusal       回避          nobody acts on the own case or a relative's
//	countersign   会签          all parties sign or return with a reason, each once, by a day
//	waiting       待办          who has to act next; due (期限) is until when
//	grade         等次          优秀, 称职, 基本称职, 不称职
//	notice        公示          names are shown inside the office and can be objected to
//	pool          总额          what a bonus is divided out of, fixed from above; in fen
//	scheme        分配办法      how points are counted and the pool is shared out by them
//	newcomer      新进人员      new in the office: probation or mentoring is not over
//	mentor        带岗人        who answers for a newcomer; has a limited load
//	tenure        任职年限      continuous time in the post, not in the office
//	sensitive     敏感岗位      a post with power over money, approval, personnel, enforcement or audit
//	stay          留任          a decision that somebody stays in the post beyond the years, with an end
//	part          参学档案      one person in one campaign of education
//	review/appeal 复核/申诉     by the office that decided; by the one above
//
// # The eight measures
//
//	1  reminder      谈话提醒                  talks where public opinion concentrates
//	2  commendation  备案通报表扬              good deeds, filed and published
//	3  appraisal     居委干部年终考评          by the committees that a cadre works with
//	4  bonus         按工作量和实绩分配        exact, explained, independent of rank
//	5  education     思想作风养成教育          campaigns, sessions, hours
//	6  reserve       后备干部培养              each with a named person responsible
//	7  assessment    科级干部考核与反馈谈话    twice a year, with one-by-one talks
//	8  rotation      带岗与轮岗交流            mentors, and a plan of moves
//
// Those that are there are listed in package catalog. Around them stand the
// roster (干部名册), the rule pack and the working days.
//
// # Who may, and who sees
//
// Every act says who may do it (Act.May), every kind who reads which fields of
// its records (Kind.Sight, in the file sight.go of the measure): lines of roles,
// a relation to the record, and states. What no line says is forbidden. An act
// that nobody may do is carried out by Kaoji alone. Whom the record itself keeps
// out, such as whoever took the step before, stands in Act.Bars.
//
// Package auth makes one table of all lines, refuses to start with one that
// speaks of what there is not, and answers as the Policy; app/docs/policy.md
// shows the table.
//
// The same Sight says for whom a record does not exist, whatever their roles:
//
//	OwnOnly       whom it is about sees and does only what lines of Own grant
//	NotHead       whoever heads its department
//	NotRelatives  relatives of whom it is about
//	HiddenFrom    the people in its envelope, worked out after every act
//	Noted         reading it is noted in the audit trail
//	Unnamed       the audit trail and the log do not name it
//
// One rule answers from it for everything: Sight.Relations for a record at hand
// (reading, acting, the trail), Sight.scopes for a query (lists, counts, searches,
// exports). A test compares both with a plain reading of the description. Whom a
// record is about, and relatives, keep out of every act on it (recusal), but of
// those with InOwnCase.
//
// # How an act happens
//
// Service.Act loads the record, asks the Policy, holds the input against its
// tags, asks the act's bars, lets its Run change the payload, chains an Entry to
// the history and stores all of it in one compare-and-swap write. What the act causes in
// other records is stored with it as effects and carried out at least once.
//
// # A measure more
//
// A measure is a folder in each layer that it needs, and one line for each:
//
//	evaluation/<measure>          kinds, acts with who may, sight, clock, effects; New, Measure,
//	                              and if it has them Watch (its job) and Telling (what stands in
//	                              the file of a person)
//	app/text/{zh,en}/<measure>.json   its words: measure.<name>, and for each kind <kind>,
//	                              <kind>.<act>, .done, .state.<state>, .field.<field>
//	app/page/<measure>            only if it has more than the pages that all records share:
//	                              Pages says what, its templates stand beside it
//	app/api/<measure>             only if it offers more than its records: Operations
//
// The lines are in catalog.All and measures.Wire, page.New and api.New. List,
// record, form of each act, to-do, search by state, export, API and its
// description, policy table, back-up and verification are then there.
// app/officetest/ninth is a made-up measure that has one of everything, and
// app/ninth_test.go walks through it on both storages.
//
// Five files to read first, in this order: measure.go (what a measure says),
// record.go (what is kept), service.go (how an act happens), view.go (what a
// reader gets), ledger.go (what a storage promises).
package evaluation
