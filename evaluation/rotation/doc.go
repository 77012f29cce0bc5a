// Package rotation is measure 8 带岗与轮岗交流: newcomers get a mentor, long time in a
// post is watched, and people change posts by a plan.
//
//	mentoring  带岗      a newcomer, the mentor, the plan, the notes of both, the opinions at the end (rules D-11 to D-13)
//	load       带岗名额  the present newcomers of a mentor; only this record enforces the limit
//	tenure     任职年限  continuous time in the post on a day, computed from the roster (D-1, D-5, D-6, K-8)
//	post       敏感岗位  posts with power over money, approval, personnel or enforcement: stricter years (D-5)
//	stay       留任      an approved decision that a person stays beyond the years, until a given day
//	plan       轮岗方案  moves with the lowest total cost and a proof, from what-if to the roster (D-9, D-10, B-14)
//	move       岗位调整  one person's move, with the handover that both sides sign
//	case       到限研究  opened by Kaoji for each person whose years are up, so that somebody decides
//
// Tenure is continuous time in the post, not in the office. A renaming of the
// department, a change of level, an absence and a gap without a working day (from
// Friday to Monday) do not interrupt it. Another title, another department and a
// gap of one working day do. An additional post has its own tenure.
package rotation
