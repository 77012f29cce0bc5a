package site

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/app/page/view"
	"kaoji/auth"
	"kaoji/evaluation"
)

// Routes is the map of the site.
func (s *Site) Routes() []Route { return s.routes }

// ownRoutes are the pages that belong to no measure.
func (s *Site) ownRoutes() []Route {
	get, post := fiber.MethodGet, fiber.MethodPost
	return []Route{
		{Method: get, Path: "/lang", Open: true, Handle: s.lang},
		{Method: get, Path: "/login", Open: true, Handle: s.loginForm},
		{Method: post, Path: "/login", Open: true, Handle: s.login},
		{Method: post, Path: "/logout", Early: true, Handle: s.logout},
		{Method: get, Path: "/password", Early: true, Handle: s.passwordForm},
		{Method: post, Path: "/password", Early: true, Handle: s.password},
		{Method: get, Path: "/account", Handle: s.account},
		{Method: post, Path: "/account/logout-everywhere", Handle: s.logoutEverywhere},
		{Method: get, Path: "/account/totp", Early: true, Handle: s.totpForm},
		{Method: post, Path: "/account/totp", Early: true, Handle: s.totp},
		{Method: get, Path: "/", Page: s.home},
		{Method: get, Path: "/todo", Page: s.todo},
		{Method: get, Path: "/calendar", Page: s.calendar},
		{Method: get, Path: "/calendar/year", For: evaluation.Running, Page: s.year},
		{Method: get, Path: "/calendar/address", Page: s.feedAddress},
		{Method: post, Path: "/calendar/address", Page: s.makeFeed},
		{Method: post, Path: "/calendar/address/end", Page: s.endFeed},
		{Method: get, Path: feedPath + "/:secret", Open: true, Handle: s.feed},
		{Method: get, Path: "/me", Handle: s.me},
		{Method: get, Path: "/me/looks", Page: s.looks},
		{Method: get, Path: "/me/download", Page: s.ownData},
		{Method: get, Path: "/search", Page: s.search},
		{Method: get, Path: "/notices", Page: s.notices},
		{Method: post, Path: "/notices/read", Page: s.readNotice},
		{Method: get, Path: "/search/suggestions", Page: s.suggest},
		{Method: get, Path: "/search/people", Page: s.suggestPeople},
		{Method: get, Path: "/overview", For: glancers, Page: s.overview},
		{Method: get, Path: "/overview/:measure", For: glancers, Page: s.dashboard},
		{Method: get, Path: "/records/:id", Page: s.record},
		{Method: get, Path: "/records/:id/progress", Handle: s.progress},
		{Method: get, Path: "/records/:id/acts/:act", Handle: s.actForm},
		{Method: post, Path: "/records/:id/acts/:act", Files: true, Handle: s.act},
		{Method: get, Path: "/records/:id/print/:form", Page: s.print},
		{Method: get, Path: "/records/:id/print/:form/:format", Page: s.paperFile},
		{Method: get, Path: "/records/:id/files/:blob", Handle: s.file},
		{Method: get, Path: "/drafts", Page: s.drafts},
		{Method: post, Path: "/drafts", Files: true, Page: s.saveDraft},
		{Method: post, Path: "/drafts/drop", Page: s.dropDraft},
		{Method: get, Path: "/new/:kind/:act", Handle: s.createForm},
		{Method: post, Path: "/new/:kind/:act", Files: true, Handle: s.create},
		{Method: get, Path: "/lists/:kind", Page: s.list},
		{Method: post, Path: "/lists/:kind/many", Page: s.choose},
		{Method: post, Path: "/lists/:kind/views", Page: s.saveView},
		{Method: post, Path: "/lists/:kind/views/drop", Page: s.dropView},
		{Method: post, Path: "/urge", Page: s.urge},
		{Method: post, Path: "/urge/send", Page: s.sendUrge},
		{Method: get, Path: "/next", Page: s.next},
		{Method: get, Path: "/runs", Page: s.runs},
		{Method: get, Path: "/runs/:id", Page: s.run},
		{Method: post, Path: "/runs/:id", Page: s.beginRun},
		{Method: post, Path: "/runs/:id/again", Page: s.runAgain},
		{Method: post, Path: "/runs/:id/undo", Page: s.undoRun},
		{Method: get, Path: "/works/:id", Page: s.work},
		{Method: post, Path: "/works/:id", Page: s.resumeWork},
		{Method: post, Path: "/works/:id/seen", Page: s.seenWork},
		{Method: get, Path: "/accounts", Area: auth.AreaAccounts, Act: auth.Read, Handle: s.accounts},
		{Method: get, Path: "/accounts/new", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.accountForm},
		{Method: post, Path: "/accounts/new", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.accountCreate},
		{Method: get, Path: "/accounts/bulk", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.bulkForm},
		{Method: post, Path: "/accounts/bulk", Area: auth.AreaAccounts, Act: auth.ActCreate, Page: s.bulkCreate},
		{Method: post, Path: "/accounts/passwords", Area: auth.AreaAccounts, Act: auth.ActReset, Page: s.passwords},
		{Method: get, Path: slipsPath, Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.slips},
		{Method: get, Path: "/accounts/:id", Area: auth.AreaAccounts, Act: auth.Read, Handle: s.accountOne},
		{Method: post, Path: "/accounts/:id/roles", Area: auth.AreaAccounts, Act: auth.ActRoles, Handle: s.accountRoles},
		{Method: post, Path: "/accounts/:id/disable", Area: auth.AreaAccounts, Act: auth.ActDisable, Handle: s.accountDisable},
		{Method: post, Path: "/accounts/:id/enable", Area: auth.AreaAccounts, Act: auth.ActEnable, Handle: s.accountEnable},
		{Method: post, Path: "/accounts/:id/unlock", Area: auth.AreaAccounts, Act: auth.ActUnlock, Handle: s.accountUnlock},
		{Method: post, Path: "/accounts/:id/reset", Area: auth.AreaAccounts, Act: auth.ActReset, Handle: s.accountReset},
		{Method: post, Path: "/accounts/:id/reset-totp", Area: auth.AreaAccounts, Act: auth.ActTOTPReset, Handle: s.accountResetTOTP},
		{Method: get, Path: "/audit", Area: auth.AreaTrail, Act: auth.Read, Handle: s.audit},
		{Method: post, Path: "/audit/verify", Area: auth.AreaTrail, Act: auth.ActVerify, Handle: s.auditVerify},
		{Method: get, Path: "/rules", Area: auth.AreaRules, Act: auth.Read, Page: s.rules},
		{Method: get, Path: "/rules/:key", Area: auth.AreaRules, Act: auth.Read, Page: s.rule},
		{Method: get, Path: "/workdays", Area: auth.AreaCalendar, Act: auth.Read, Page: s.workdays},
		{Method: get, Path: "/setup", For: settingUp, Page: s.setUp},
		{Method: get, Path: "/settings", Area: auth.AreaSettings, Act: auth.Read, Handle: s.settings},
	}
}

// Pages of the rule pack, the calendar and the office's settings.

func (s *Site) rulesPages() Pages {
	return Pages{Measure: "rules", Home: view.Link{Label: "measure.rules", Href: "/rules"}}
}

func (s *Site) workdayPages() Pages {
	return Pages{Measure: "workday", Home: view.Link{Label: "menu.workdays", Href: "/workdays"}}
}

func (s *Site) officePages() Pages {
	return Pages{Measure: "office", Home: view.Link{Label: "menu.settings", Href: "/settings"}}
}
