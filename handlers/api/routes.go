package api

import (
	"net/http"

	"github.com/gin-gonic/gin"

	"github.com/parley-sms/parley/bot/experiments"
	"github.com/parley-sms/parley/bot/explain"
	"github.com/parley-sms/parley/bot/report"
	"github.com/parley-sms/parley/bot/token"
)

// route is one row of the API: what is mounted and what is described.
type route struct {
	method, path string
	scope        token.Scope
	handle       gin.HandlerFunc
	summary      string
	body         shape // empty: none
	answer       any   // a value of the type that is answered
	paged        bool
	query        []any // parameters of its own
	batch        bool  // takes and answers NDJSON too
	later        bool  // may be answered with 202: done as soon as it can be
}

// routes lists all that the API does, but for its own description.
func (h *handlers) routes() []route {
	const person = "/v1/subscribers/:phone"
	get, put, post := http.MethodGet, http.MethodPut, http.MethodPost
	return []route{
		{method: get, path: person, scope: token.Read, handle: h.getSubscriber, answer: subscriber{},
			summary: "What is known of a subscriber"},
		{method: get, path: person + "/messages", scope: token.Read, handle: h.getMessages, answer: messages{}, paged: true,
			summary: "The texts from and to a subscriber, newest first"},
		{method: get, path: person + "/journal", scope: token.Read, handle: h.getJournal, answer: journal{}, paged: true,
			summary: "Every change of a subscriber and why, newest first"},
		{method: get, path: person + "/consent", scope: token.Read, handle: h.getConsent, answer: ledger{}, paged: true,
			summary: "Every fact about a subscriber's consent with its evidence, newest first"},
		{method: get, path: person + "/explain", scope: token.Read, handle: h.getExplanation, answer: explain.Report{}, query: explainParameters(),
			summary: "In plain words what happened to a subscriber and why, what comes next, and what keeps each text back"},
		{method: put, path: person, scope: token.Write, handle: h.putAttributes, body: attributesShape(), answer: subscriber{},
			summary: "Set attributes, time zone, region and language; what is not named stays as it is"},
		{method: post, path: person + "/opt-in", scope: token.Write, handle: h.postOptIn, body: optInShape(), answer: consentTaken{},
			summary: "Record consent that was given elsewhere; one that is older than a STOP is written down and changes nothing"},
		{method: post, path: person + "/opt-out", scope: token.Write, handle: h.postOptOut, body: optOutShape(), answer: consentTaken{},
			summary: "Record that consent was withdrawn elsewhere; texts that were not released yet will not go"},
		{method: post, path: person + "/release-hold", scope: token.Write, handle: h.postRelease, body: releaseShape(), answer: holdReleased{},
			summary: "Let marketing go on after a person has looked at a doubtful text"},
		{method: get, path: "/v1/experiments", scope: token.Read, handle: h.getExperiments, answer: experiments.Outcomes{},
			summary: "What came of experiments and of the program's holdout: each arm with its people and outcomes, what the arms differ by, and whether that is decided"},
		{method: get, path: "/v1/offers", scope: token.Read, handle: h.getOffers, answer: offers{},
			summary: "What was given of each offer, what was bought with it, and what is left of its codes"},
		{method: get, path: "/v1/orders", scope: token.Read, handle: h.getOrders, answer: orderList{}, query: orderParameters(),
			summary: "Orders by when they were made, each with the text that it is attributed to and all others that it may be"},
		{method: post, path: "/v1/offers/:name/codes", scope: token.Write, handle: h.postCodes, body: codesShape(), answer: codesTaken{},
			summary: "Put codes into the pool of an offer; each code is taken once, of whatever offer, and is given to one person"},
		{method: get, path: "/v1/customers/:customer", scope: token.Read, handle: h.getCustomer, answer: customer{},
			summary: "Whose number a customer of the shop has"},
		{method: post, path: "/v1/customers/merge", scope: token.Write, handle: h.postMerge, body: mergeShape(), answer: merged{},
			summary: "Make two customers one: both have one number from now on; consent and history stay with their numbers"},
		{method: http.MethodDelete, path: person, scope: token.Write, handle: h.deleteSubscriber,
			summary: "Erase a subscriber: what stays is a suppression and the ledger's chain, neither of which tells who he was"},
		{method: get, path: "/v1/revocations", scope: token.Read, handle: h.getRevocations, answer: revocations{},
			summary: "Texts that may be revocations and that a person has to look at, with the clock that runs"},
		{method: get, path: "/v1/sources", scope: token.Read, handle: h.getSources, answer: posters{},
			summary: "What came of each source that posts webhooks in a form of its own, since the server began"},
		{method: get, path: "/v1/webhooks", scope: token.Read, handle: h.getWebhooks, answer: webhooks{},
			summary: "How each webhook stands that is told what happens: what waits, what was given up, and why"},
		{method: post, path: "/v1/webhooks/:name/retry", scope: token.Write, handle: h.postRetry, answer: retried{},
			summary: "Post again all that was given up for a webhook, before what came later of the same people"},
		{method: get, path: "/v1/alerts", scope: token.Read, handle: h.getAlerts, answer: alerts{},
			summary: "What is not as it should be now, by which rule and evidence, and what would end it"},
		{method: get, path: "/v1/report", scope: token.Read, handle: h.getReport, answer: report.Review{}, query: reportParameters(),
			summary: "How each workflow did in a span of days, with the definition of every metric"},
		{method: post, path: "/v1/events", scope: token.Events, handle: h.postEvents, body: eventShape(), answer: verdict{}, batch: true, later: true,
			summary: "Take one event, or a batch of them as NDJSON, one to a line; the same id has the same answer and no second effect"},
	}
}
