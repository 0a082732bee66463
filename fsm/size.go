package fsm

// size is an upper bound of the bytes that a record takes when it is encoded. It only adds; exact
// sizes would need the encoding itself in every decision.
func (r *Record) size() int {
	n := baseBytes + len(r.Phone) + len(r.Revision) + len(r.State) + len(r.ZoneSource) + len(r.Language) + len(r.Sender) +
		sizeOfConsent(&r.Marketing) + sizeOfConsent(&r.Service) + len(r.Thread.Owner) + len(r.Thread.Reason) + len(r.Number.Bad) + len(r.Chain) + len(r.Active)
	if r.Pending != nil {
		n += smallBytes + len(r.Pending.Keyword)
	}
	if r.Hold != nil {
		n += smallBytes + len(r.Hold.Reason)
	}
	for _, list := range [][]Block{r.Blocks, r.Lifted} {
		for _, b := range list {
			n += 24 + len(b.Sender) + len(b.Source)
		}
	}
	for _, zone := range r.Zones {
		n += 3 + len(zone)
	}
	for _, region := range r.Regions {
		n += 3 + len(region)
	}
	n += len(r.Region)
	if r.Latest != nil {
		n += smallBytes + len(r.Latest.Name)
	}
	for _, tag := range r.Tags {
		n += 3 + len(tag)
	}
	n += numberBytes*(len(r.Seen)+len(r.SeenElse)) + 32*len(r.Carried)
	n += sizeOfData(r.Attributes)
	return n + r.sizeOfWork()
}

// sizeOfWork is the part of a record that workflows and texts take.
func (r *Record) sizeOfWork() int {
	n := sizeOfQuestion(r.Question) + sizeOfQuestion(r.Closed)
	for i := range r.Stack {
		n += sizeOfQuestion(&r.Stack[i])
	}
	for i := range r.Runs {
		n += sizeOfRun(&r.Runs[i])
	}
	for i := range r.Calendar {
		n += sizeOfItem(&r.Calendar[i])
	}
	for i := range r.Ready {
		n += sizeOfWant(&r.Ready[i])
	}
	for i := range r.Doubts {
		n += smallBytes + sizeOfWant(&r.Doubts[i].Want)
	}
	if r.Wire != nil {
		n += smallBytes + sizeOfWant(&r.Wire.Want)
	}
	for i := range r.Released {
		n += 35 + len(r.Released[i].Class) + len(r.Released[i].Name) + len(r.Released[i].Event)
	}
	for i := range r.Events {
		n += sizeOfHappened(&r.Events[i])
	}
	for i := range r.Entries {
		n += 16 + len(r.Entries[i].Workflow)
	}
	for i := range r.Given {
		n += 48 + len(r.Given[i].Offer) + len(r.Given[i].Code)
	}
	for i := range r.Exposed {
		n += 48 + len(r.Exposed[i].Experiment) + len(r.Exposed[i].Arm)
	}
	for i := range r.Fuses {
		n += 32 + len(r.Fuses[i].Workflow)
	}
	for i := range r.Touches {
		n += 36 + len(r.Touches[i].Kind) + len(r.Touches[i].Name)
	}
	for i := range r.Ordered {
		n += 16 + len(r.Ordered[i].ID)
	}
	for i := range r.Bought {
		n += 40 + len(r.Bought[i].Product)
	}
	for i := range r.Tallies {
		n += 16 + len(r.Tallies[i].Type) + numberBytes*len(r.Tallies[i].At)
	}
	return n
}

// What encoded things take beside their texts: a number at most nine bytes, a key one or two, a
// list or text a head of at most three.
const (
	numberBytes   = 9
	smallBytes    = 48
	baseBytes     = 560
	questionBytes = 112
	runBytes      = 136
	wantBytes     = 112
)

func sizeOfConsent(c *Consent) int { return smallBytes + len(c.Source) }

func sizeOfQuestion(q *Question) int {
	if q == nil {
		return 0
	}
	n := questionBytes + len(q.Workflow) + len(q.Step) + len(q.Key) + len(q.Revision) + len(q.Class) + len(q.Save)
	return n + sizeOfAnswers(q.Answers)
}

func sizeOfAnswers(answers []Answer) int {
	n := 0
	for _, a := range answers {
		n += 16 + len(a.Name) + len(a.Next)
		for _, word := range a.Words {
			n += 3 + len(word)
		}
	}
	return n
}

func sizeOfRun(run *Run) int {
	n := runBytes + len(run.Workflow) + len(run.Key) + len(run.Step) + len(run.Phase) + len(run.Revision) + sizeOfData(run.Data)
	for step, arm := range run.Arms {
		n += 6 + len(step) + len(arm)
	}
	for step, answer := range run.Replies {
		n += 6 + len(step) + len(answer)
	}
	for _, c := range run.Clicks {
		n += 32 + len(c.Step)
	}
	for _, event := range run.Awaits {
		n += 3 + len(event)
	}
	return n + 5*len(run.Sent)
}

func sizeOfItem(i *Item) int {
	n := smallBytes + 3 + len(i.Guard) + len(i.Kind) + len(i.Step) + len(i.Workflow)
	if i.Want != nil {
		n += sizeOfWant(i.Want)
	}
	if i.Fact != nil {
		n += sizeOfHappened(i.Fact)
	}
	return n
}

func sizeOfWant(w *Want) int {
	return wantBytes + len(w.Sender) + len(w.Step) + len(w.Body) + len(w.Name) + len(w.Class)
}

func sizeOfHappened(h *Happened) int {
	return 48 + len(h.ID) + len(h.Type) + sizeOfData(h.Data)
}

func sizeOfData(data map[string]any) int {
	n := 4
	for name, value := range data {
		n += sizeOf(name) + sizeOf(value)
	}
	return n
}

// sizeOf is what a plain value takes.
func sizeOf(value any) int {
	if s, ok := value.(string); ok {
		return 3 + len(s)
	}
	return numberBytes
}
