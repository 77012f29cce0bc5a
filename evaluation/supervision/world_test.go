package supervision_test

import (
	"testing"

	"kaoji/app/officetest"
	"kaoji/evaluation"
	"kaoji/evaluation/supervision"
)

func proposal(w *officetest.World, account string) *supervision.ProposeInput {
	return &supervision.ProposeInput{
		Name: "周保国", Body: "浦建路居民区", ProposedBy: "浦建居委会", From: evaluation.DateOf(w.Now()), Years: 2,
		Declared: "本人书面声明。", Unrelated: true, Account: account,
	}
}

func principal(w *officetest.World) evaluation.Actor { return w.Who("l1", evaluation.RolePrincipal) }

func admin() evaluation.Actor {
	return evaluation.Actor{Office: officetest.Office, Account: "admin", Name: "管理员", Roles: []evaluation.Role{evaluation.RoleAdmin}}
}

func supervisor(name string) evaluation.Actor {
	return evaluation.Actor{Office: officetest.Office, Account: "account-" + name, Name: "监督员" + name, Roles: []evaluation.Role{evaluation.RoleSupervisor}}
}

// serving is an appointed supervisor.
func serving(w *officetest.World, account string) evaluation.Record {
	w.T.Helper()
	r := w.Make(w.Personnel(), supervision.KindTerm, "propose", proposal(w, account))
	w.Do(principal(w), r.ID, "appoint", &supervision.AppointInput{Letter: "塘监聘1号"})
	return r
}

func term(w *officetest.World, id string) *supervision.Term {
	return officetest.Payload[supervision.Term](w, id)
}

func watch(t *testing.T, w *officetest.World) {
	t.Helper()
	w.Must(w.Supervision.Watch(t.Context(), w.Service, officetest.Office, evaluation.DateOf(w.Now())))
}

// tryMake is Make that may be refused.
func tryMake(w *officetest.World, kind string, in any) error {
	act := "propose"
	if kind == supervision.KindMeeting {
		act = "record"
	}
	_, err := w.Create(w.T.Context(), w.Personnel(), kind, act, evaluation.Creation{Input: in})
	return err
}
