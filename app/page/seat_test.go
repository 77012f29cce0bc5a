package page_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"kaoji/evaluation"
	"kaoji/evaluation/roster"
)

// Whoever is a cadre of a committee no longer has no login from that day on,
// like anybody who leaves, and has it again when the list names them again.
func TestACadreDroppedFromACommitteeLosesTheLoginOnTheDay(t *testing.T) {
	s := newSite(t)
	k := s.do(t, roster.KindCommittee, "", "open", &roster.OpenCommittee{Name: "蓝村居委会", Order: 1})
	seat := func(names ...string) []roster.Seat {
		in := &roster.SeatMembers{}
		for _, name := range names {
			in.Members = append(in.Members, roster.SeatRow{Name: name, Post: "委员"})
		}
		c, err := evaluation.PayloadOf[roster.Committee](s.do(t, roster.KindCommittee, k.ID, "seat", in))
		if err != nil {
			t.Fatal(err)
		}
		return c.Members
	}
	both := seat("委员甲", "委员乙")
	stays, goes := s.login("stays", both[0].ID, evaluation.RoleCommittee), s.login("goes", both[1].ID, evaluation.RoleCommittee)
	seat("委员甲")
	if goes.get("/"); !strings.HasPrefix(goes.at, "/login") {
		t.Errorf("who was dropped is still in: %s", goes.at)
	}
	again := func() string {
		goes.get("/login")
		goes.post("/login", url.Values{"name": {"goes"}, "password": {"Tang-qiao-1998"}})
		return goes.at
	}
	if at := again(); at == "/" {
		t.Error("who was dropped logs in")
	}
	if stays.get("/"); stays.at != "/" {
		t.Errorf("who stays is out: %s", stays.at)
	}
	if now := seat("委员甲", "委员乙"); now[1].ID != both[1].ID {
		t.Error("who comes back is somebody else")
	}
	if at := again(); at != "/" {
		t.Errorf("who came back does not log in: %s", at)
	}
	s.do(t, roster.KindCommittee, k.ID, "close", &roster.Close{Closed: evaluation.DateOf(time.Now())})
	if stays.get("/"); !strings.HasPrefix(stays.at, "/login") {
		t.Errorf("a cadre of a closed committee is still in: %s", stays.at)
	}
}
