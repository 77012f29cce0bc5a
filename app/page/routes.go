package page

import (
	"github.com/gofiber/fiber/v2"

	"kaoji/auth"
)

// Routes is the map of the site.
func (s *Site) Routes() []Route {
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

		{Method: get, Path: "/", Handle: s.home},
		{Method: get, Path: "/todo", Handle: s.todo},
		{Method: get, Path: "/me", Handle: s.me},
		{Method: get, Path: "/b/:token", Open: true, Handle: s.boxForm},
		{Method: post, Path: "/b/:token", Open: true, Handle: s.boxTake},
		{Method: get, Path: "/receipt", Open: true, Handle: s.receiptForm},
		{Method: post, Path: "/receipt", Open: true, Handle: s.receipt},
		{Method: get, Path: "/concern", Handle: s.concerns},
		{Method: get, Path: "/concern/boxes", Handle: s.boxes},
		{Method: post, Path: "/concern/boxes/badges", Area: auth.AreaBadges, Act: auth.ActCreate, Handle: s.badges},
		{Method: get, Path: "/concern/badges", Handle: s.badgeSheet},
		{Method: post, Path: "/concern/:id/contact", Area: auth.AreaReporters, Act: auth.Read, Handle: s.contact},
		{Method: get, Path: "/v", Open: true, Handle: s.codeForm},
		{Method: post, Path: "/v", Open: true, Handle: s.codeOpen},
		{Method: post, Path: "/v/cast", Open: true, Handle: s.codeCast},
		{Method: get, Path: "/appraisal", Handle: s.appraisals},
		{Method: get, Path: "/appraisal/:id", Handle: s.round},
		{Method: get, Path: "/appraisal/:id/issue", Handle: s.issueForm},
		{Method: post, Path: "/appraisal/:id/issue", Handle: s.issue},
		{Method: get, Path: "/appraisal/:id/forms", Handle: s.roundForms},
		{Method: get, Path: "/appraisal/:id/results", Handle: s.resultsTable},
		{Method: get, Path: "/appraisal/:id/opinions", Handle: s.opinionsForm},
		{Method: post, Path: "/appraisal/:id/opinions", Handle: s.opinionsUpload},
		{Method: get, Path: "/appraisal/:id/opinions/table", Handle: s.opinionsTable},
		{Method: get, Path: "/appraisal/vote/:id", Handle: s.appraiseForm},
		{Method: post, Path: "/appraisal/vote/:id", Handle: s.appraise},

		{Method: get, Path: "/overview", Handle: s.overview},

		{Method: get, Path: "/records/:id", Handle: s.record},
		{Method: get, Path: "/records/:id/acts/:act", Handle: s.actForm},
		{Method: post, Path: "/records/:id/acts/:act", Handle: s.act},
		{Method: get, Path: "/records/:id/print/:form", Handle: s.print},
		{Method: get, Path: "/records/:id/files/:blob", Handle: s.file},
		{Method: post, Path: "/drafts/:id/:act", Handle: s.saveDraft},
		{Method: get, Path: "/new/:kind/:act", Handle: s.createForm},
		{Method: post, Path: "/new/:kind/:act", Handle: s.create},
		{Method: get, Path: "/lists/:kind", Handle: s.list},

		{Method: get, Path: "/roster", Handle: s.roster},
		{Method: get, Path: "/roster/people/:id", Handle: s.person},
		{Method: get, Path: "/roster/import", Area: auth.AreaImport, Act: auth.ActRun, Handle: s.importForm},
		{Method: post, Path: "/roster/import", Area: auth.AreaImport, Act: auth.ActRun, Handle: s.importUpload},
		{Method: get, Path: "/roster/export", Area: auth.AreaExport, Act: auth.ActRun, Handle: s.rosterExport},
		{Method: get, Path: "/roster/template", Area: auth.AreaImport, Act: auth.ActRun, Handle: s.rosterTemplate},

		{Method: get, Path: "/reminder", Handle: s.reminders},
		{Method: get, Path: "/reminder/scans/:id", Handle: s.scan},
		{Method: get, Path: "/reminder/exposure", Handle: s.exposureForm},
		{Method: post, Path: "/reminder/exposure", Handle: s.exposureUpload},
		{Method: get, Path: "/reminder/exposure/table", Handle: s.exposureTable},

		{Method: get, Path: "/rotation/plans", Handle: s.movePlans},
		{Method: get, Path: "/rotation/plans/compare", Handle: s.planCompare},
		{Method: get, Path: "/rotation/plans/:id", Handle: s.movePlan},
		{Method: get, Path: "/rotation/plans/:id/why", Handle: s.planWhy},
		{Method: get, Path: "/rotation/plans/:id/excel", Handle: s.planExcel},
		{Method: get, Path: "/reserve", Handle: s.reserves},
		{Method: get, Path: "/reserve/register", Handle: s.registerSheet},
		{Method: get, Path: "/reserve/table", Handle: s.registerTable},
		{Method: get, Path: "/training", Handle: s.training},

		{Method: get, Path: "/commendation", Handle: s.commendations},
		{Method: get, Path: "/commendation/deeds", Handle: s.deedsForm},
		{Method: post, Path: "/commendation/deeds", Handle: s.deedsUpload},
		{Method: get, Path: "/commendation/deeds/table", Handle: s.deedsTable},
		{Method: get, Path: "/commendation/register", Handle: s.deedRegister},
		{Method: get, Path: "/commendation/bulletins/:id", Handle: s.bulletin},
		{Method: get, Path: "/commendation/bulletins/:id/word", Handle: s.bulletinWord},
		{Method: get, Path: "/commendation/bulletins/:id/excel", Handle: s.bulletinExcel},

		{Method: get, Path: "/rotation", Handle: s.rotations},
		{Method: get, Path: "/rotation/tenure", Handle: s.tenure},
		{Method: get, Path: "/rotation/mentors/:person", Handle: s.mentors},

		{Method: get, Path: "/assessment", Handle: s.cycles},
		{Method: get, Path: "/assessment/rate", Handle: s.rateList},
		{Method: get, Path: "/assessment/:id", Handle: s.cycle},
		{Method: get, Path: "/assessment/:id/preflight", Handle: s.preflight},
		{Method: get, Path: "/assessment/:id/wall", Handle: s.wall},
		{Method: get, Path: "/assessment/rate/:sheet", Handle: s.rateForm},
		{Method: post, Path: "/assessment/rate/:sheet", Handle: s.rate},
		{Method: get, Path: "/assessment/why/:sheet", Handle: s.why},

		{Method: get, Path: "/accounts", Area: auth.AreaAccounts, Act: auth.Read, Handle: s.accounts},
		{Method: get, Path: "/accounts/new", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.accountForm},
		{Method: post, Path: "/accounts/new", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.accountCreate},
		{Method: get, Path: "/accounts/bulk", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.bulkForm},
		{Method: post, Path: "/accounts/bulk", Area: auth.AreaAccounts, Act: auth.ActCreate, Handle: s.bulkCreate},
		{Method: get, Path: "/accounts/:id", Area: auth.AreaAccounts, Act: auth.Read, Handle: s.accountOne},
		{Method: post, Path: "/accounts/:id/roles", Area: auth.AreaAccounts, Act: auth.ActRoles, Handle: s.accountRoles},
		{Method: post, Path: "/accounts/:id/disable", Area: auth.AreaAccounts, Act: auth.ActDisable, Handle: s.accountDisable},
		{Method: post, Path: "/accounts/:id/enable", Area: auth.AreaAccounts, Act: auth.ActEnable, Handle: s.accountEnable},
		{Method: post, Path: "/accounts/:id/unlock", Area: auth.AreaAccounts, Act: auth.ActUnlock, Handle: s.accountUnlock},
		{Method: post, Path: "/accounts/:id/reset", Area: auth.AreaAccounts, Act: auth.ActReset, Handle: s.accountReset},
		{Method: post, Path: "/accounts/:id/reset-totp", Area: auth.AreaAccounts, Act: auth.ActTOTPReset, Handle: s.accountResetTOTP},

		{Method: get, Path: "/audit", Area: auth.AreaTrail, Act: auth.Read, Handle: s.audit},
		{Method: post, Path: "/audit/verify", Area: auth.AreaTrail, Act: auth.ActVerify, Handle: s.auditVerify},
		{Method: get, Path: "/rules", Area: auth.AreaRules, Act: auth.Read, Handle: s.rules},
		{Method: get, Path: "/rules/:key", Area: auth.AreaRules, Act: auth.Read, Handle: s.rule},
		{Method: get, Path: "/calendar", Area: auth.AreaCalendar, Act: auth.Read, Handle: s.calendar},
		{Method: get, Path: "/settings", Area: auth.AreaSettings, Act: auth.Read, Handle: s.settings},
	}
}
