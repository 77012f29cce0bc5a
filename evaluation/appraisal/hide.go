package appraisal

// hide decides which committees' figures on one cadre may be shown: those with at
// least floor ballots (H-1 to H-4). If the hidden ones could be computed from the
// total and the shown ones, because there is only one or they have fewer ballots
// than the floor together, the next smallest is hidden too (H-5). If no total is
// shown, nothing is shown.
//
// A committee with fewer returned ballots than the floor, all of them abstentions,
// is hidden like any other one below the floor, because the fact that all abstained
// must stay secret too.
func hide(parts []part, total bool, floor int) {
	hideIf(parts, floor, func(p *part) string {
		switch {
		case p.Returned == 0 || p.Usable == 0 && p.Returned >= floor:
			return PanelEmpty
		case !total || p.Usable < floor:
			return PanelHidden
		}
		return PanelShown
	})
}

// hideBefore is the method for old results without Result.Veiled.
func hideBefore(parts []part, total bool, floor int) {
	hideIf(parts, floor, func(p *part) string {
		switch {
		case p.Usable == 0:
			return PanelEmpty
		case !total || p.Usable < floor:
			return PanelHidden
		}
		return PanelShown
	})
}

func hideIf(parts []part, floor int, state func(*part) string) {
	hidden, ballots := 0, 0
	for i := range parts {
		p := &parts[i]
		if p.State == PanelNamed {
			continue
		}
		if p.State = state(p); p.State == PanelHidden {
			hidden, ballots = hidden+1, ballots+p.Usable
		}
	}
	for hidden > 0 && (hidden == 1 || ballots < floor) {
		i := smallest(parts)
		if i < 0 {
			return
		}
		parts[i].State = PanelComplement
		hidden, ballots = hidden+1, ballots+parts[i].Usable
	}
}

// smallest returns the shown part with the fewest ballots, the first of equals; -1
// if none is shown.
func smallest(parts []part) int {
	at := -1
	for i, p := range parts {
		if p.State == PanelShown && (at < 0 || p.Usable < parts[at].Usable) {
			at = i
		}
	}
	return at
}
