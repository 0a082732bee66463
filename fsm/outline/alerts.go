package outline

import (
	"fmt"

	"github.com/parley-sms/parley/fsm"
)

// alerts says what is looked for that is not as it should be, as far as the program does.
func (f *facts) alerts(a *fsm.Alerts) {
	f.add("alerts", fields(a.URL, optional("signed by ", a.Secret), optional("but ", words(a.Off))))
	f.add("alerts.queue", fsm.Span(a.Queue))
	f.add("alerts.sending", fsm.Span(a.Sending))
	f.add("alerts.reports", rate(a.Reports, a.Within))
	f.add("alerts.inbound", number(a.Inbound))
	if a.Filtered > 0 {
		f.add("alerts.filtered", fmt.Sprintf("%g%%", a.Filtered*100))
	}
	f.add("alerts.silence", pairs(a.Silence, fsm.Span))
}
