package fsm

// Everyone is the segment of all people.
const Everyone = "everyone"

// InSegment tells whether a person is in a segment now. Everybody is in Everyone, and in the segment
// without a name; nobody is in one that the program does not have.
func (p *Program) InSegment(name string, rec *Record, now Moment) bool {
	if name == "" || name == Everyone {
		return true
	}
	condition := p.Segments[name]
	return condition != "" && p.holds(condition, scene{rec: rec, now: now})
}
