package appraisal

// hide says which committees' figures on one cadre may be shown: those of at
// least floor ballots (H-1 to H-4). As long as the hidden ones could be found
// by taking the shown ones from the total, because it is only one or together
// they are under the floor, the next smallest is hidden too (H-5). Without a
// total that is shown there is nothing to show.
//
// A committee of fewer returned ballots than the floor, none of them usable, is
// hidden like any other under the floor: that all abstained is as much theirs
// as a mark is.
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

// hideBefore is how results without Result.Veiled were made.
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

// smallest is the shown part with the fewest ballots, the first of equals; -1
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
