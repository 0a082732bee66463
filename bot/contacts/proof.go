package contacts

// proof is one kind of evidence: how the ledger names it, and what its column is called behind the
// purpose's prefix.
type proof struct {
	key   string
	name  string
	limit int
}

// proofs lists the evidence that has columns of its own.
func proofs() []proof {
	return []proof{
		{key: "shown", name: "text", limit: maxProof},
		{key: "form", name: "form", limit: maxValue},
		{key: "ip", name: "ip", limit: maxName},
		{key: "user_agent", name: "user_agent", limit: maxValue},
	}
}

// byColumn is the column of who recorded a consent: for marketing it has no prefix.
func byColumn(prefix string) string {
	if prefix == "consent_" {
		return "recorded_by"
	}
	return prefix + "recorded_by"
}

// proofColumns lists the columns of one purpose's evidence.
func proofColumns(prefix string) []string {
	list := []string{prefix + "at", prefix + "source"}
	for _, p := range proofs() {
		list = append(list, prefix+p.name)
	}
	return append(list, byColumn(prefix), prefix+"other")
}
