// Package survey contains questionnaires (问卷): what is asked, what an answer may say, and
// what the answers of groups of respondents show.
//
// A questionnaire has sections of questions. Respondents belong to groups, each with the
// number of questionnaires issued. Answers are stored as anonymous ballots (package ballot);
// this package counts them by question and group, with margin of error and interval (rule
// G-5), hides groups in which single people could be recognised (H-1 to H-5), and says which
// differences between groups and between waves are more than noise (H-22).
package survey
