package codec_test

import "github.com/parley-sms/parley/fsm"

// The samples have something in most fields. Their bytes are pinned in testdata: what version 1
// wrote must be read for good.

func sampleRecord() fsm.Record {
	return fsm.Record{
		Phone: "+15005550006", Version: 300, Seq: 70, RunSeq: 4, Ledger: 2, Revision: "0f", State: "subscribed+welcome.interest",
		Marketing: fsm.Consent{Given: true, Proven: true, At: 1_700_000_000_000, Source: "keyword", Entry: 1},
		Service:   fsm.Consent{Withdrawn: 5},
		Pending:   &fsm.Pending{At: 1, AskedAt: 2, Keyword: "JOIN", Again: true, Expired: true},
		Hold:      &fsm.Hold{Reason: "not interested", Since: 3, Seq: 4},
		Blocks:    []fsm.Block{{Sender: "+15005550001", Since: 5, Source: "21610"}},
		Question:  &fsm.Question{Run: 1, Workflow: "welcome", Step: "interest", Seq: 6, AskedAt: 7, Expires: 8, Class: fsm.Lifecycle, Answers: []fsm.Answer{{Name: "makeup", Words: []string{"2"}, Next: "x"}}},
		Stack:     []fsm.Question{{Run: 2, Retries: 1, LeftAt: 9}}, Closed: &fsm.Question{Run: 3, Answered: true, Free: true, Save: "s"},
		Runs:     []fsm.Run{{ID: 1, Workflow: "cart", Key: "c1", Step: "remind", Phase: fsm.Waiting, EnteredAt: 10, Data: map[string]any{"total": 1.5}, Arms: map[string]string{"a": "b"}}},
		Calendar: []fsm.Item{{At: 11, Kind: fsm.ItemText, Want: &fsm.Want{Sender: "s", Body: "b"}}, {At: 12, Kind: fsm.ItemEnter, Fact: &fsm.Happened{Type: "purchase", At: 13, Data: map[string]any{"sku": "a"}}}},
		Ready:    []fsm.Want{{Priority: fsm.PriorityPromo, Since: 14, Sender: "MG1", Run: 1, Step: "remind", SendBy: 15, Attempts: 1, Class: fsm.Promo, Rank: 3}},
		Wire:     &fsm.Flight{Seq: 16, At: 17, Want: fsm.Want{Since: 18}}, Doubts: []fsm.Flight{{Seq: 19, At: 20}},
		Released: []fsm.Release{{Seq: 21, At: 22, Class: fsm.Service}},
		Seen:     []uint64{1, 1 << 63}, Events: []fsm.Happened{{ID: "e1", Type: "click", At: 23, Data: map[string]any{"vip": true}}},
		Entries:    []fsm.Entered{{Workflow: "welcome", At: 24}},
		Attributes: map[string]any{"name": "Zoë", "score": -1.25, "vip": false, "none": nil},
		Orders:     fsm.Orders{Count: 2, Total: 99.9, First: 25, Last: 26},
		Zones:      []string{"America/New_York"}, ZoneSource: "area", Language: "es", Sender: "+15005550001",
		Thread: fsm.Thread{Owner: "kim", WaitingSince: 27, Reason: "AGENT"}, Loop: fsm.Loop{Since: 28, Count: 3, Last: 1 << 60, Same: 1},
		Number: fsm.Number{Bad: "landline", Unreachable: 1, Day: 19_000}, LastInbound: 29, StoppedAt: -30, StartedAt: 31,
	}
}

// samplePrograms has something in the fields that came with programs.
func samplePrograms() fsm.Record {
	return fsm.Record{
		Phone: "+15005550006", Version: 1, State: "subscribed",
		Runs: []fsm.Run{{ID: 1, Workflow: "cart", Step: "ask_loyalty", Phase: fsm.Calling, EnteredAt: 1, Clicks: []fsm.Click{{Step: "remind", At: 2, N: 3}},
			Replies: map[string]string{"why": "price"}, Awaits: []string{"back_in_stock"}, Sent: []uint32{1, 1 << 31}, TextAt: 4}},
		Calendar: []fsm.Item{{At: 5, Kind: fsm.ItemCall, Run: 1, Step: "ask_loyalty"}, {At: 6, Kind: fsm.ItemDate, Workflow: "birthday"}},
		Events:   []fsm.Happened{{ID: "k", Type: "clicked", At: 7, Data: map[string]any{"step": "remind"}, Run: 1}},
		Tallies:  []fsm.Tally{{Type: "purchase", At: []fsm.Moment{8, 9}}}, Given: []fsm.Given{{Offer: "welcome10", At: 10}},
		Bought: []fsm.Habit{{Product: "serum", Count: 2, First: 11, Last: 12}}, Calls: fsm.Loop{Since: 13, Count: 1},
	}
}

// sampleOffers has something in the fields that came with codes and fuses.
func sampleOffers() fsm.Record {
	return fsm.Record{
		Phone: "+15005550006", Version: 1, State: "subscribed", Runs: []fsm.Run{{ID: 1, Workflow: "cart", Step: "remind", EnteredAt: 1, ByHand: true}},
		Given: []fsm.Given{{Offer: "vip20", At: 2, Code: "A1", Seq: 3, Text: 4, Used: true}}, Fuses: []fsm.Fuse{{Workflow: "cart", Since: 5, Count: 6, Blown: true}, {Since: 5, Count: 7}},
	}
}

func sampleGrant() fsm.Grant {
	return fsm.Grant{Phone: "+15005550006", Seq: 1, Offer: "vip20", Code: "A1", Unique: true, At: 2, Text: "cart.remind", Worth: "20%", Cost: 4.5, Redeemed: 3, Value: 60, Order: "o1"}
}

func sampleCode() fsm.Code {
	return fsm.Code{Offer: "vip20", Code: "a1", Number: 7, Given: true, Phone: "+15005550006", Seq: 1, Redeemed: true}
}

// samplePlaces has what is known of where somebody is.
func samplePlaces() fsm.Record {
	return fsm.Record{Phone: "+15005550006", Version: 1, State: "unknown", Regions: []string{"US-FL", "CA-QC"}, Region: "US-VA"}
}

func sampleMessage() fsm.Message {
	return fsm.Message{
		Phone: "+15005550006", Seq: 1, Out: true, At: 2, Sender: "MG1", Body: "Hi \xff\x00", SID: "SM1", Status: "delivered", Code: "30007", Detail: "d",
		Name: "welcome.interest", Run: 3, Class: fsm.Lifecycle, Direct: true, Answers: 4, Revision: "0f", Encoding: "GSM-7", Segments: 1, ValidFor: 3600,
		Media: []fsm.Media{{URL: "https://x.test/1", ContentType: "image/png"}}, Params: map[string]string{"NumMedia": "1"}, Meaning: "join",
		SettledAt: 5, Attempt: 1, SentAt: 6,
	}
}

func sampleEntry() fsm.Entry {
	return fsm.Entry{
		Phone: "+15005550006", Version: 300, At: 1, Cause: "inbound SM1", Changes: []byte{1, 0xa1, 2, 3},
		Lines: []fsm.Line{{Event: "ask:welcome.interest", From: "subscribed", To: "subscribed+welcome.interest", Run: 1, Seq: 2, Why: "w", Revision: "0f"}},
	}
}

func sampleLedger() fsm.LedgerEntry {
	return fsm.LedgerEntry{
		Phone: "+15005550006", Number: 1, At: 2, Recorded: 3, Fact: "given", Purpose: fsm.ForMarketing, Source: "keyword", Evidence: map[string]string{"text": "JOIN"},
	}
}

func sampleSealed() fsm.LedgerEntry {
	return fsm.LedgerEntry{
		Phone: "+15005550006", Number: 1, At: 2, Recorded: 3, Fact: "given", Purpose: fsm.ForMarketing, Source: "form", Evidence: map[string]string{"ip": "::1"},
		By: "kim", Effect: fsm.TooLate, Salt: []byte{1, 2}, Digests: map[string][]byte{"phone": {3}}, Prev: []byte{4}, Hash: []byte{5}, Log: 6,
	}
}

// sampleLedgered is a record with the fields that came with the chained ledger.
func sampleLedgered() fsm.Record {
	return fsm.Record{Phone: "+15005550006", Version: 1, State: "subscribed", Ledger: 1, Chain: []byte{5}, Hold: &fsm.Hold{Reason: "r", Since: 1, Due: 2}}
}

func sampleErasure() fsm.Erasure {
	return fsm.Erasure{Pseudonym: "0f", ErasedAt: 1, Blocks: []fsm.Block{{Sender: "MG1", Since: 2, Source: "stop"}}, Erasures: 3}
}

func sampleLink() fsm.Link {
	return fsm.Link{Code: "Ab3-_x9Zq0K", Phone: "+15005550006", Seq: 70, To: "https://acme.test/skincare", At: 1, Expires: 2}
}

func sampleOrder() fsm.Order {
	return fsm.Order{Phone: "+15005550006", ID: "o1", At: 9, Value: 4250, Returned: 250, Touches: sampleTouches().Touches, Chosen: 1, ChosenAt: 10}
}

// sampleOpened is a text with what came with the judging of clicks.
func sampleOpened() fsm.Message {
	return fsm.Message{Phone: "+15005550006", Seq: 1, Out: true, At: 2, DeliveredAt: 3, Opened: fsm.Openings{People: 1, Unknown: 2, Bots: 3}}
}

// sampleTouches is a record with what orders are attributed by.
func sampleTouches() fsm.Record {
	return fsm.Record{Phone: "+15005550006", Version: 1, State: "subscribed", Touches: []fsm.Touch{{Kind: fsm.ClickTouch, At: 5, Seq: 6, Name: "cart.remind"}},
		Ordered: []fsm.Ordered{{ID: "o1", At: 9}}}
}
