package rest

import (
	"net/http"

	"kaoji/auth"
	"kaoji/evaluation"
)

// fixed returns the routes that are not about records of one kind.
func (a *API) fixed() []Route {
	get, post, put, del := http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete
	ok, made, none := http.StatusOK, http.StatusCreated, http.StatusNoContent
	accounts := auth.AreaAccounts
	routes := []Route{
		{Method: post, Path: "/session", ID: "login", Tag: "session", Summary: "Log in", Open: true, Input: evaluation.New[loginInput], Reply: tokensReply{}, Status: ok, Fails: refused(), Handle: a.login},
		{Method: post, Path: "/session/refresh", ID: "refresh", Tag: "session", Summary: "Change a refresh token for new tokens; each works once", Open: true, Input: evaluation.New[refreshInput], Reply: tokensReply{}, Status: ok, Fails: refused(), Handle: a.refresh},
		{Method: del, Path: "/session", ID: "logout", Tag: "session", Summary: "Log out", Early: true, Status: none, Handle: a.logout},
		{Method: del, Path: "/sessions", ID: "logout-everywhere", Tag: "session", Summary: "End every session of the own account", Status: none, Handle: a.logoutEverywhere},
		{Method: get, Path: "/me", ID: "me", Tag: "session", Summary: "Who asks", Early: true, Reply: meReply{}, Status: ok, Handle: a.me},
		{Method: get, Path: "/me/looks", ID: "looks", Tag: "session", Summary: "Who looked at records about the reader, newest first", Query: paging(), Reply: List[lookReply]{}, Status: ok, Fails: Unfound(), Handle: a.looks},
		{Method: put, Path: "/me/password", ID: "change-password", Tag: "session", Summary: "Change the own password; other sessions end", Early: true, Input: evaluation.New[passwordInput], Status: none, Fails: invalid(), Handle: a.changePassword},
		{Method: post, Path: "/me/totp", ID: "enrol-totp", Tag: "session", Summary: "Begin to set up a second factor", Early: true, Reply: enrolmentReply{}, Status: ok, Fails: []evaluation.Code{evaluation.CodeState}, Handle: a.enrolTOTP},
		{Method: post, Path: "/me/totp/confirm", ID: "confirm-totp", Tag: "session", Summary: "Turn the second factor on with a first code", Early: true, Input: evaluation.New[codeInput], Reply: recoveryReply{}, Status: ok, Fails: append(invalid(), evaluation.CodeState), Handle: a.confirmTOTP},

		{Method: get, Path: "/tasks", ID: "tasks", Tag: "records", Summary: "What there is to do for the reader, most urgent first, alike records together", Reply: List[taskReply]{}, Status: ok, Handle: a.tasks},
		{Method: post, Path: "/urge", ID: "urge", Tag: "records", Summary: "Remind those for whom records wait that the reader minds them; each record once a day", Input: evaluation.New[urgeInput], Reply: urgeReply{}, Status: ok, Fails: invalid(), Handle: a.urge},
		{Method: get, Path: "/tasks/meanwhile", ID: "meanwhile", Tag: "records", Summary: "What falls due while others are away, the 100 records due first: to their substitute, and to personnel for everybody", Reply: List[meanwhileReply]{}, Status: ok, Handle: a.meanwhile},
		{Method: get, Path: "/agenda", ID: "agenda", Tag: "records", Summary: "What stands in the reader's own calendar: deadlines of what waits for them, what is booked, what opens and closes for them", Query: daysOfAgenda("month"), Reply: agendaReply{}, Status: ok, Handle: a.agenda},
		{Method: get, Path: "/agenda/year", ID: "agenda-of-year", Tag: "records", Summary: "What opens and closes in the whole office, for those who run the measures; without days, of this year", For: evaluation.Running, Query: daysOfAgenda("year"), Reply: agendaReply{}, Status: ok, Handle: a.agendaOfYear},
		{Method: get, Path: "/todo", ID: "todo", Tag: "records", Summary: "What waits for the reader, most urgent first", Query: paging(), Reply: List[Record]{}, Status: ok, Handle: a.todo},
		{Method: get, Path: "/glances", ID: "glances", Tag: "records", Summary: "How each measure stands, by figures that open their lists, with the period before", Query: ofUnit(), Reply: List[glanceReply]{}, Status: ok, Handle: a.glances},
		{Method: get, Path: "/glances/{measure}", ID: "glance", Tag: "records", Summary: "How one measure stands, with the trends of its figures", Query: ofUnit(), Reply: glanceReply{}, Status: ok, Fails: Unfound(), Handle: a.glance},
		{Method: get, Path: "/records", ID: "records", Tag: "records", Summary: "Records of every kind that the reader may see", Query: append(filters(), a.kinds(), Param{Name: "state", Doc: "State", Many: true}), Reply: List[Record]{}, Status: ok, Handle: a.everything},
		{Method: get, Path: "/search", ID: "search", Tag: "records", Summary: "People, records and rules that the reader may see, by words", Query: searching(), Reply: searchReply{}, Status: ok, Handle: a.search},
		{Method: get, Path: "/notices", ID: "notices", Tag: "records", Summary: "What happened to the reader or to what is theirs, newest first", Query: paging(), Reply: List[noticeReply]{}, Status: ok, Handle: a.notices},
		{Method: post, Path: "/notices/read", ID: "read-notices", Tag: "records", Summary: "Mark one notification, or all of them, as read", Input: evaluation.New[noticeInput], Status: none, Fails: append(invalid(), Unfound()...), Handle: a.readNotices},
		{Method: post, Path: "/files", ID: "upload", Tag: "records", Summary: "Send a file to attach to a record; unless an act takes it up it is removed after a day", Query: []Param{{Name: "name", Doc: "Name of the file", Example: "述职报告.pdf"}}, File: true, Reply: fileReply{}, Status: made, Fails: []evaluation.Code{evaluation.CodeTooLarge, evaluation.CodeMediaType}, Handle: a.upload},

		{Method: get, Path: "/accounts", ID: "accounts", Tag: "accounts", Summary: "Accounts in order of their making", Area: accounts, Act: auth.Read, Query: accountFilters(), Reply: List[accountReply]{}, Status: ok, Handle: a.accounts},
		{Method: post, Path: "/accounts", ID: "create-account", Tag: "accounts", Summary: "Make an account; its one-time password is kept for its maker, see /accounts/slips", Area: accounts, Act: auth.ActCreate, Input: evaluation.New[accountInput], Reply: slipReply{}, Status: made, Fails: invalid(), Handle: a.createAccount},
		{Method: post, Path: "/accounts/bulk", ID: "create-accounts", Tag: "accounts", Summary: "Make many accounts, all or none", Area: accounts, Act: auth.ActCreate, Input: evaluation.New[bulkInput], Reply: List[slipReply]{}, Status: made, Fails: invalid(), Handle: a.createAccounts},
		{Method: get, Path: "/accounts/slips", ID: "slips", Tag: "accounts", Summary: "One-time passwords that the reader made, until they are used or expire", Area: accounts, Act: auth.ActCreate, Reply: List[slipReply]{}, Status: ok, Handle: a.slips},
		{Method: get, Path: "/accounts/{id}", ID: "account", Tag: "accounts", Summary: "One account", Area: accounts, Act: auth.Read, Reply: accountReply{}, Status: ok, Fails: Unfound(), Handle: a.account},
		{Method: put, Path: "/accounts/{id}", ID: "edit-account", Tag: "accounts", Summary: "Change login, person and name; a new person gets a new one-time password, see slips", Area: accounts, Act: auth.ActEdit, Versioned: true, Input: evaluation.New[editInput], Reply: accountReply{}, Status: ok, Fails: changes(), Handle: a.editAccount},
		{Method: put, Path: "/accounts/{id}/roles", ID: "set-roles", Tag: "accounts", Summary: "Change the roles; counts at once", Area: accounts, Act: auth.ActRoles, Versioned: true, Input: evaluation.New[rolesInput], Reply: accountReply{}, Status: ok, Fails: changes(), Handle: a.setRoles},
		{Method: post, Path: "/accounts/{id}/disable", ID: "disable-account", Tag: "accounts", Summary: "Shut an account out at once", Area: accounts, Act: auth.ActDisable, Versioned: true, Reply: accountReply{}, Status: ok, Fails: changes(), Handle: a.disable},
		{Method: post, Path: "/accounts/{id}/enable", ID: "enable-account", Tag: "accounts", Summary: "Let an account in again", Area: accounts, Act: auth.ActEnable, Versioned: true, Reply: accountReply{}, Status: ok, Fails: changes(), Handle: a.enable},
		{Method: post, Path: "/accounts/{id}/unlock", ID: "unlock-account", Tag: "accounts", Summary: "End the lock after wrong passwords", Area: accounts, Act: auth.ActUnlock, Reply: accountReply{}, Status: ok, Fails: Unfound(), Handle: a.unlock},
		{Method: post, Path: "/accounts/{id}/reset", ID: "reset-password", Tag: "accounts", Summary: "Give a new one-time password", Area: accounts, Act: auth.ActReset, Reply: slipReply{}, Status: ok, Fails: Unfound(), Handle: a.resetPassword},
		{Method: post, Path: "/accounts/{id}/reset-totp", ID: "reset-totp", Tag: "accounts", Summary: "Turn the second factor off", Area: accounts, Act: auth.ActTOTPReset, Status: none, Fails: Unfound(), Handle: a.resetTOTP},

		{Method: get, Path: "/trail", ID: "trail", Tag: "trail", Summary: "The audit trail, newest first", Area: auth.AreaTrail, Act: auth.Read, Query: trailFilters(), Reply: List[trailEntry]{}, Status: ok, Handle: a.trail},
		{Method: post, Path: "/trail/verify", ID: "verify-trail", Tag: "trail", Summary: "Recompute the whole chain", Area: auth.AreaTrail, Act: auth.ActVerify, Reply: verdictReply{}, Status: ok, Handle: a.verifyTrail},
		{Method: get, Path: "/rulepack", ID: "rulepack", Tag: "rules", Summary: "Every number of the rules, with its source, as of a day", Area: auth.AreaRules, Act: auth.Read, Query: AsOf(), Reply: packReply{}, Status: ok, Handle: a.rulepack},
		{Method: get, Path: "/rulepack/{key}", ID: "rule", Tag: "rules", Summary: "One rule as of a day", Area: auth.AreaRules, Act: auth.Read, Query: AsOf(), Reply: ruleReply{}, Status: ok, Fails: Unfound(), Handle: a.rule},
		{Method: get, Path: "/calendar/{year}", ID: "calendar", Tag: "calendar", Summary: "Holidays and make-up days of a year", Area: auth.AreaCalendar, Act: auth.Read, Reply: yearReply{}, Status: ok, Fails: Unfound(), Handle: a.calendar},

		{Method: get, Path: "/roster", ID: "roster", Tag: "roster", Summary: "The office as of a day, as far as the reader may see it", Query: AsOf(), Reply: officeReply{}, Status: ok, Handle: a.roster},
		{Method: get, Path: "/roster/export", ID: "roster-export", Tag: "roster", Summary: "The roster as a workbook that imports again", Area: auth.AreaExport, Act: auth.ActRun, Query: AsOf(), Media: mediaXLSX, Status: ok, Handle: a.exportRoster},
		{Method: get, Path: "/roster/template", ID: "roster-template", Tag: "roster", Summary: "The empty workbook to fill in", Area: auth.AreaImport, Act: auth.ActRun, Media: mediaXLSX, Status: ok, Handle: a.rosterTemplate},
	}
	return routes
}

func invalid() []evaluation.Code { return []evaluation.Code{evaluation.CodeInvalid} }

func refused() []evaluation.Code {
	return []evaluation.Code{evaluation.CodeInvalid, evaluation.CodeUnauthorized, evaluation.CodeTooMany}
}

func changes() []evaluation.Code {
	return []evaluation.Code{
		evaluation.CodeInvalid, evaluation.CodeNotFound, evaluation.CodeConflict, evaluation.CodeState, evaluation.CodePrecondition,
	}
}

func AsOf() []Param { return []Param{{Name: "on", Doc: "Day; today if not given", Date: true}} }

// kinds is the filter by kind of record.
func (a *API) kinds() Param {
	p := Param{Name: "kind", Doc: "Kind of record", Many: true}
	for _, m := range a.Measures {
		for _, k := range m.Kinds {
			p.Choices = append(p.Choices, k.Name)
		}
	}
	return p
}
