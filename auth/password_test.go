package auth_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"kaoji/auth"
	"kaoji/evaluation"
)

func TestPasswordRules(t *testing.T) {
	for _, c := range []struct {
		name, profile, password string
		want                    []string // message keys, in any order
	}{
		{"good", auth.ProfileMLPS, good, nil},
		{"short", auth.ProfileMLPS, "Heron-4x", []string{"short"}},
		{"ten characters of Han count as ten", auth.ProfileASVS, "春眠不觉晓处处闻啼鸟", nil},
		{"nine of them are short", auth.ProfileASVS, "春眠不觉晓处处闻啼", []string{"short"}},
		{"too long", auth.ProfileMLPS, strings.Repeat("Qh4-", 33), []string{"long"}},
		{"control characters", auth.ProfileMLPS, "Quiet\tHeron-47", []string{"characters"}},
		{"not UTF-8", auth.ProfileMLPS, "Quiet-Heron-\xff47", []string{"characters"}},
		{"common", auth.ProfileMLPS, "P@ssw0rd2026", []string{"common"}},
		{"login name", auth.ProfileMLPS, "x-ZhangSan-47", []string{"name"}},
		{"display name", auth.ProfileMLPS, "Abc-张三-abc-1234", []string{"name"}},
		{"two classes", auth.ProfileMLPS, "quietheron47", []string{"classes"}},
		{"two classes are enough under ASVS", auth.ProfileASVS, "quietheron47", nil},
		{"one class is enough under ASVS", auth.ProfileASVS, "quietheronflies", nil},
		{"everything at once", auth.ProfileMLPS, "zhangsan", []string{"short", "common", "name", "classes"}},
		{"the present one", auth.ProfileMLPS, "", []string{"used"}}, // filled in below
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, func(p *auth.Parts) { p.Settings.PasswordProfile = c.profile })
			_, once, err := w.CreateAccount(t.Context(), auth.Operator(office), auth.NewAccount{
				Name: "zhangsan", Display: "张三", Roles: []evaluation.Role{evaluation.RoleCadre},
			})
			if err != nil {
				t.Fatal(err)
			}
			if c.password == "" {
				s := w.session(w.login("zhangsan", once).Access)
				if err := w.ChangePassword(t.Context(), s, once, good); err != nil {
					t.Fatal(err)
				}
				once, c.password = good, good
			}
			err = w.ChangePassword(t.Context(), w.session(w.login("zhangsan", once).Access), once, c.password)
			got := fieldsOf(err)
			keys := slices.Sorted(maps.Values(got))
			var want []string
			for _, rule := range c.want {
				want = append(want, "auth.password."+rule)
			}
			slices.Sort(want)
			if !slices.Equal(keys, want) || (err == nil) != (want == nil) || want != nil && got["new"] == "" {
				t.Errorf("got %v (%v), want %v", got, err, want)
			}
		})
	}
}

func TestTheLastFivePasswordsDoNotComeAgain(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	used := []string{good}
	for _, p := range []string{"Brave-Otter-58", "Calm-Badger-69", "Swift-Falcon-71", "Proud-Marten-82"} {
		if err := w.ChangePassword(t.Context(), s, used[len(used)-1], p); err != nil {
			t.Fatal(err)
		}
		used = append(used, p)
	}
	last := used[4]
	for _, p := range used {
		wantField(t, w.ChangePassword(t.Context(), s, last, p), "new", "auth.password.used")
	}
	if err := w.ChangePassword(t.Context(), s, last, "Sharp-Beaver-93"); err != nil {
		t.Fatal(err)
	}
	wantField(t, w.ChangePassword(t.Context(), s, "Sharp-Beaver-93", used[1]), "new", "auth.password.used")
	if err := w.ChangePassword(t.Context(), s, "Sharp-Beaver-93", used[0]); err != nil {
		t.Errorf("the sixth before may come again: %v", err)
	}
}

func TestAWrongOldPasswordIsRefusedCountedAndLocksTheChangeAlone(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	for range 5 {
		wantField(t, w.ChangePassword(t.Context(), s, "wrong", "Brave-Otter-58"), "old", "auth.password.old")
	}
	wantField(t, w.ChangePassword(t.Context(), s, good, "Brave-Otter-58"), "old", "auth.password.old") // locked
	w.login("zhangsan", good)                                                                          // whoever sits at an open screen locks nobody out
	w.pass(30 * time.Minute)
	s = w.session(w.login("zhangsan", good).Access)
	if err := w.ChangePassword(t.Context(), s, good, "Brave-Otter-58"); err != nil {
		t.Errorf("after the lock: %v", err)
	}
}

func TestAPasswordOfNinetyDaysMustBeChangedUnderMLPSOnly(t *testing.T) {
	for profile, forced := range map[string]bool{auth.ProfileMLPS: true, auth.ProfileASVS: false} {
		w := newWorld(t, func(p *auth.Parts) { p.Settings.PasswordProfile = profile })
		w.enter("zhangsan", evaluation.RoleCadre)
		w.pass(90*24*time.Hour - time.Millisecond)
		if tk := w.login("zhangsan", good); tk.MustChange {
			t.Errorf("%s: forced too early", profile)
		}
		w.pass(time.Millisecond)
		if tk := w.login("zhangsan", good); tk.MustChange != forced || w.session(tk.Access).MustChange != forced {
			t.Errorf("%s: forced %v", profile, tk.MustChange)
		}
	}
}

func TestPasswordsAreHashedAsOWASPRecommendsUnlessTheCostIsSaid(t *testing.T) {
	w := newWorld(t, func(p *auth.Parts) { p.Cost = auth.Cost{} })
	a, _ := w.make("zhangsan", evaluation.RoleCadre)
	cell, err := w.store.Cell(t.Context(), "account", "", a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if want := "$argon2id$v=19$m=19456,t=2,p=1$"; !strings.Contains(string(cell.Body), want) {
		t.Errorf("stored %s, want a hash of the form %s", cell.Body, want)
	}
}

// TestAHashOfAnotherCostStillOpensAndIsMadeAgain logs in after the cost was raised.
func TestAHashOfAnotherCostStillOpensAndIsMadeAgain(t *testing.T) {
	w := newWorld(t)
	s, _ := w.enter("zhangsan", evaluation.RoleCadre)
	stored := func() string {
		cell, err := w.store.Cell(t.Context(), "account", "", s.Account.ID)
		if err != nil {
			t.Fatal(err)
		}
		return string(cell.Body)
	}
	w.parts.Cost = auth.Cost{Memory: 16, Time: 2}
	later := w.again()
	if _, err := later.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: "wrong"}); evaluation.CodeOf(err) != evaluation.CodeUnauthorized {
		t.Fatalf("a wrong password: %v", err)
	}
	if !strings.Contains(stored(), "$m=8,t=1,") {
		t.Fatalf("a wrong password changes what is stored: %s", stored())
	}
	if _, err := later.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err != nil {
		t.Fatal(err)
	}
	if now := stored(); !strings.Contains(now, "$m=16,t=2,") {
		t.Errorf("stored at the former cost: %s", now)
	}
	wantField(t, later.ChangePassword(t.Context(), s, good, good), "new", "auth.password.used")
	if _, err := later.Login(t.Context(), auth.LoginInput{Name: "zhangsan", Password: good}); err != nil {
		t.Fatal(err)
	}
}
