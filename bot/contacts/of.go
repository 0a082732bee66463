package contacts

import (
	"slices"
	"strings"

	"github.com/parley-sms/parley/fsm"
)

// Of is what an export has of a person: who it is, and the facts about consent that still matter, such
// that an import of them leads to the same. Where a doubtful text holds marketing back until somebody
// has looked at it, marketing counts as withdrawn: whoever imports it must not go on texting. Of several customers
// of a number the first is told.
func Of(rec *fsm.Record, ledger []fsm.LedgerEntry, customers []string) Contact {
	c := Contact{Phone: rec.Phone, Known: fsm.Attributes{Set: rec.Attributes, Language: rec.Language, Region: rec.Region, Source: rec.ZoneSource}}
	if rec.ZoneSource != "number" && len(rec.Zones) == 1 {
		c.Known.Zone = rec.Zones[0]
	}
	if len(customers) > 0 {
		c.Known.Customer = customers[0]
	}
	c.OptOuts = withdrawn(rec, ledger)
	for _, purpose := range []fsm.Purpose{fsm.ForMarketing, fsm.ForService} {
		consent := rec.Marketing
		if purpose == fsm.ForService {
			consent = rec.Service
		}
		ended := slices.ContainsFunc(c.OptOuts, func(o fsm.OptOut) bool {
			return (o.Purpose == "" || o.Purpose == purpose) && (o.At == 0 || o.At >= consent.At)
		})
		if consent.Given || consent.Proven && ended {
			c.OptIns = append(c.OptIns, given(purpose, consent, ledger))
		}
	}
	return c
}

// given is a consent with its evidence from the ledger.
func given(purpose fsm.Purpose, c fsm.Consent, ledger []fsm.LedgerEntry) fsm.OptIn {
	in := fsm.OptIn{Purpose: purpose, Source: c.Source, At: c.At}
	for _, e := range ledger {
		if e.Number == c.Entry {
			in.Source, in.By, in.Evidence = e.Source, e.By, e.Evidence
		}
	}
	return in
}

// withdrawn lists what was withdrawn last: everything, and each purpose alone.
func withdrawn(rec *fsm.Record, ledger []fsm.LedgerEntry) (list []fsm.OptOut) {
	source := ""
	for _, e := range ledger {
		if e.Fact == "withdrawn" {
			source = strings.TrimPrefix(e.Source, "withdrawn by ")
		}
	}
	add := func(purpose fsm.Purpose, at fsm.Moment, is bool) {
		if at != 0 && (rec.Marketing.Given && rec.Marketing.At == at || rec.Service.Given && rec.Service.At == at) {
			at-- // consent was given again in the same moment
		}
		if is {
			list = append(list, fsm.OptOut{Purpose: purpose, Source: source, At: at})
		}
	}
	add("", rec.StoppedAt, rec.StoppedAt > 0 || rec.State.Ground() == fsm.Stopped)
	marketing := rec.Marketing.Withdrawn
	if rec.Hold != nil {
		marketing = max(rec.Hold.Since, rec.Marketing.At+1)
	}
	add(fsm.ForMarketing, marketing, marketing > 0)
	add(fsm.ForService, rec.Service.Withdrawn, rec.Service.Withdrawn > 0)
	return list
}
