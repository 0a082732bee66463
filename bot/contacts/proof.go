package contacts

// proof is one kind of evidence: how the ledger names it, and what its column is called behind the
// purpose's prefix.
type proof struct {
	key    string
	name   string
	limit  int
	common bool // for marketing the column has no prefix
}

// proofs lists the evidence that has columns of its own.
func proofs() []proof {
	return []proof{
		{key: "shown", name: "text", limit: maxProof},
		{key: "form", name: "form", limit: maxValue},
		{key: "ip", name: "ip", limit: maxName},
		{key: "user_agent", name: "user_agent", limit: maxValue},
		{key: "recorded_by", name: "recorded_by", limit: maxName, common: true},
	}
}

func (p proof) column(prefix string) string {
	if p.common && prefix == "consent_" {
		return p.name
	}
	return prefix + p.name
}

// proofColumns lists the columns of one purpose's evidence.
func proofColumns(prefix string) []string {
	list := []string{prefix + "at", prefix + "source"}
	for _, p := range proofs() {
		list = append(list, p.column(prefix))
	}
	return append(list, prefix+"other")
}
