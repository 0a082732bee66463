package fsm

// refusesEntry gives the reason why a workflow takes nobody in while it is paused, or "".
func (d *deciding) refusesEntry(w *workflow) string {
	switch p := d.in.Paused[w.Name]; p {
	case PauseEntries, PauseDrain:
		return "paused: " + string(p)
	default:
		return ""
	}
}

// guardPause keeps the texts of a paused workflow back: until it goes on, or for good.
func (d *deciding) guardPause(a asked) verdict {
	switch p := d.in.Paused[a.wf.Name]; p {
	case PauseSends, PauseFuse, PauseHarm:
		return held(a.SendBy, "paused: "+string(p))
	case PauseDrain:
		return dropped("paused: " + string(p))
	default:
		return verdict{}
	}
}
