// Package rotation is measure 8 带岗与轮岗交流: who is new gets a mentor, who
// has been long in a post is seen, and people change posts by a plan.
//
//	mentoring  带岗      a newcomer, the mentor, the plan, the notes of both, the opinions at the end (rules D-11 to D-13)
//	load       带岗名额  whom a mentor has at once: the one place where the limit is held
//	tenure     任职年限  continuous time in the post as of a day, worked out from the roster (D-1, D-5, D-6, K-8)
//	post       敏感岗位  posts with power over money, approval, personnel or enforcement: stricter years (D-5)
//	stay       留任      why somebody stays beyond the years, approved, with an end
//	plan       轮岗方案  who goes where, at least cost and with a proof, from what-if to the roster (D-9, D-10, B-14)
//	move       岗位调整  one person's move, with the handover both sides sign
//	case       到限研究  opened by Kaoji for each person whose years are up, so that somebody decides
//
// Tenure is continuous time in the post, not in the office: a renaming of the
// department, a change of level, an absence and a gap without a working day (from
// Friday to Monday) do not interrupt it; another title, another department and a
// gap of one working day do. A post held beside the main one has a tenure of its
// own.
package rotation
