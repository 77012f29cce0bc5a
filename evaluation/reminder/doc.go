// Package reminder is measure 1 谈话提醒: if many concerns are about one department or
// person, people check the facts and may hold a talk of one of four levels.
//
//	exposure  业务量      number of cases of a department and its people in a period (rule H-23)
//	scan      集中度分析  finds subjects with more concerns than their exposure explains (H-18 to H-24)
//	alarm     预警        opened by a scan; a person checks it and sets it aside or takes it up
//	talk      谈话        打招呼, 提醒, 函询 or 诫勉 (C-1 to C-19), from proposal to follow-up
//
// A scan starts a check and never a talk (H-24). The subject of a scan, an alarm or
// a proposal must not learn of it (C-28). Scans are read through Service.Findings,
// which leaves out the reader's own lines and every figure from which they could be
// computed. A talk has no effect on points.
package reminder
