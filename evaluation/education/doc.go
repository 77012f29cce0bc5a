// Package education is measure 5 思想作风养成教育: campaigns in which the cadres
// of the office learn, and the regular study of how its work style stands.
//
//	campaign    教育活动    theme, aim, span, audience by rule, hours, what is asked; frozen as a list of people when it starts
//	session     集中学习    of a campaign: place, speaker, hours, materials; attendance by code, list or workbook
//	part        参学档案    one person in one campaign: attendance, make-ups, test, hours; what is owed waits for the person
//	reflection  学习体会    written by the person, read by those alone before whom it lies
//	credit      校外培训    training elsewhere with its proof, which counts for the year's hours (D-12)
//	study       作风分析    quarterly study and half-yearly evaluation of the work style, with measures that are followed up
//
// A session keeps no list of its own: who was there stands in each person's
// part, so that a hundred people who scan at once do not wait for one record.
// The code on the screen is worked out from a key outside the storage and the
// time (K-5, P-40); a photograph of it is worth nothing a moment later.
package education
