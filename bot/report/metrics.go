package report

import "github.com/parley-sms/parley/fsm"

// Metric is one figure with its definition.
type Metric struct {
	Name    string `json:"name"`
	Title   string `json:"title"`
	Formula string `json:"formula" doc:"In words."`
	Unit    Unit   `json:"unit"`
	Better  string `json:"better" doc:"up, down, or empty: neither."`
}

// metric is a Metric with what it divides.
type metric struct {
	Metric
	of func(s Sums) (over, under float64)
}

// Unit is what a figure is measured in.
type Unit string

// The units.
const (
	Share   Unit = "share"   // from 0 to 1
	Money   Unit = "money"   // in the program's currency
	Seconds Unit = "seconds" //
	Count   Unit = "count"   //
)

// Sums are the sums of a span by name: of everything, of a workflow or of a step.
type Sums map[string]int64

// reached counts texts that are not known to have failed.
func (s Sums) reached() int64 { return s[fsm.SumReleased] - s[fsm.SumFailed] }

// value is the metric of sums; false where there is nothing to divide by.
func (m metric) value(s Sums) (float64, bool) {
	over, under := m.of(s)
	if under == 0 {
		return 0, false
	}
	return over / under, true
}

// ratio divides one sum by another.
func ratio(over, under string) func(Sums) (float64, float64) {
	return func(s Sums) (float64, float64) { return float64(s[over]), float64(s[under]) }
}

// ofReached divides a sum by the texts that did not fail.
func ofReached(over string) func(Sums) (float64, float64) {
	return func(s Sums) (float64, float64) { return float64(s[over]), float64(s.reached()) }
}

// money divides a sum of hundredths.
func money(over, under string) func(Sums) (float64, float64) {
	return func(s Sums) (float64, float64) { return float64(s[over]) / 100, float64(s[under]) }
}

// net divides the attributed revenue without refunds.
func net(under string) func(Sums) (float64, float64) {
	return func(s Sums) (float64, float64) {
		return float64(s[fsm.SumAttributedRevenue]-s[fsm.SumAttributedRefunds]) / 100, float64(s[under])
	}
}

// Metrics lists every metric, in the order of reports.
func Metrics() []Metric {
	var list []Metric
	for _, m := range metrics() {
		list = append(list, m.Metric)
	}
	return list
}

func metrics() []metric {
	return []metric{
		{Metric{"delivery_rate", "Delivery rate", "texts that the carrier reports as delivered ÷ texts that went out", Share, "up"}, ratio(fsm.SumDelivered, fsm.SumReleased)},
		{Metric{"failed_rate", "Failed sends", "texts that failed ÷ texts that went out", Share, "down"}, ratio(fsm.SumFailed, fsm.SumReleased)},
		{Metric{"optout_rate", "Opt-out rate", "people who opted out ÷ texts that did not fail; of a step, those who did so within 24 hours of its text, if that was their last one", Share, "down"}, ofReached(fsm.SumOptOuts)},
		{Metric{"growth_rate", "List growth", "(people who became subscribed − those who left) ÷ subscribers at the begin", Share, "up"},
			func(s Sums) (float64, float64) {
				return float64(s[fsm.SumJoined] - s[fsm.SumLeft]), float64(s[listAtBegin])
			}},
		{Metric{"churn_rate", "List churn", "people who were subscribed and left ÷ subscribers at the begin", Share, "down"}, ratio(fsm.SumLeft, listAtBegin)},
		{Metric{"complaint_rate", "Complaints", "unclear wishes to get no more texts, and opt-outs that only the carrier knew of ÷ texts that did not fail", Share, "down"}, ofReached(fsm.SumComplaints)},

		{Metric{"click_rate", "Click-through rate", "texts whose links a person opened ÷ texts that did not fail", Share, "up"}, ofReached(fsm.SumClicked)},
		{Metric{"reply_rate", "Reply rate", "texts that were answered within 72 hours ÷ texts that did not fail", Share, "up"}, ofReached(fsm.SumReplied)},
		{Metric{"time_to_click", "Time to click", "time from the release of a text to its first opening by a person, on the average", Seconds, "down"}, ratio(fsm.SumClickSeconds, fsm.SumClicked)},

		{Metric{"conversion_rate", "Conversion rate", "runs that reached their goal ÷ runs that began", Share, "up"}, ratio(fsm.SumGoals, fsm.SumEntered)},
		{Metric{"revenue_per_recipient", "Revenue per recipient", "attributed revenue without refunds ÷ runs that began", Money, "up"}, net(fsm.SumEntered)},
		{Metric{"revenue_per_message", "Revenue per message", "attributed revenue without refunds ÷ texts that went out", Money, "up"}, net(fsm.SumReleased)},
		{Metric{"order_value", "Average order value", "revenue ÷ purchases, of everybody", Money, "up"}, money(fsm.SumRevenue, fsm.SumOrders)},
		{Metric{"attributed_order_value", "Average attributed order", "attributed revenue ÷ attributed purchases", Money, "up"}, money(fsm.SumAttributedRevenue, fsm.SumAttributed)},
		{Metric{"repeat_rate", "Repeat purchases", "purchases of people who had bought before ÷ all purchases", Share, "up"}, ratio(fsm.SumRepeats, fsm.SumOrders)},
		{Metric{"time_between_purchases", "Time between purchases", "time from one purchase of a person to the next, on the average", Seconds, "down"}, ratio(fsm.SumOrderGap, fsm.SumRepeats)},

		{Metric{"refund_rate", "Refunds", "refunds ÷ revenue, of everybody", Share, "down"}, ratio(fsm.SumRefunds, fsm.SumRevenue)},

		{Metric{"texts_per_conversion", "Messages per conversion", "texts that went out ÷ runs that reached their goal", Count, "down"}, ratio(fsm.SumReleased, fsm.SumGoals)},
		{Metric{"cost_per_conversion", "Cost per conversion", "cost of the segments ÷ runs that reached their goal", Money, "down"},
			func(s Sums) (float64, float64) { return float64(s[fsm.SumCost]) / 1e6, float64(s[fsm.SumGoals]) }},
		{Metric{"incentive_share", "Texts with an offer", "texts that made an offer ÷ texts that went out", Share, "down"}, ratio(fsm.SumOffered, fsm.SumReleased)},
		{Metric{"redemption_rate", "Redemption rate", "offers that a purchase was made with ÷ offers made", Share, "up"}, ratio(fsm.SumRedeemed, fsm.SumOffered)},
		{Metric{"incentive_cost", "Margin given away", "cost of the offers that were redeemed ÷ what was bought with them", Share, "down"}, ratio(fsm.SumRedeemedCost, fsm.SumRedeemedValue)},
	}
}

// listAtBegin is how many were subscribed when the span began.
const listAtBegin = "list_at_begin"

// targets names the metric that each target of a workflow is about, without its _max or _min.
func targets() map[string]string {
	return map[string]string{
		"conversion": "conversion_rate", "optouts": "optout_rate", "clicks": "click_rate", "replies": "reply_rate", "delivered": "delivery_rate",
		"failed": "failed_rate", "complaints": "complaint_rate", "offers": "incentive_share", "redeemed": "redemption_rate",
	}
}
