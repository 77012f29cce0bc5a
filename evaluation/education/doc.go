// Package education is measure 5 思想作风养成教育: campaigns in which the cadres of the
// office learn, and regular studies of the office's work style.
//
//	campaign    教育活动    theme, aim, period, participants by rule, hours, requirements; the list of participants is fixed at the start
//	session     集中学习    a session of a campaign: place, speaker, hours, materials; attendance by code, list or workbook
//	part        参学档案    one person in one campaign: attendance, make-ups, test, hours; open tasks wait for the person
//	reflection  学习体会    written by the person; only the reviewers can read it
//	credit      校外培训    external training with its proof, which counts for the year's hours (D-12)
//	study       作风分析    quarterly study and half-yearly evaluation of the work style, with measures that are followed up
//
// A session has no list: attendance is stored in each person's part, so that a
// hundred people who scan at once do not write the same record. The code on the
// screen is computed from a key outside the storage and the time (K-5, P-40); a
// photograph of it is useless a moment later.
package education
