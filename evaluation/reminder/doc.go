// Package reminder is measure 1 谈话提醒: where public opinion concentrates on a
// department or a person, people look into it and may talk, in four levels.
//
//	exposure  业务量      what a department and its people handled in a period (rule H-23)
//	scan      集中度分析  which of them drew more concerns than that explains (H-18 to H-24)
//	alarm     预警        opened by a scan; somebody checks, then it is set aside or taken up
//	talk      谈话        打招呼, 提醒, 函询 or 诫勉 (C-1 to C-19), from proposal to follow-up
//
// A scan opens a check and never a talk (H-24). Whom a scan, an alarm or a
// proposal is about learns nothing of it (C-28): of a scan one reads through
// Service.Findings, which leaves out what concerns the reader, and with it every
// figure from which it could be worked out. A talk costs no points anywhere.
package reminder
