package contacts

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/parley-sms/parley/fsm"
)

var theNow = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func theOptions() Options {
	return Options{Country: "US", Zone: time.UTC, Now: theNow, Fields: map[string]fsm.Field{
		"drink": {Type: fsm.StringType, OneOf: []string{"tea", "coffee"}}, "points": {Type: fsm.NumberType}, "phone": {Type: fsm.StringType}}}
}

// scanned opens and scans a file of this text.
func scanned(t *testing.T, text string, o Options) (*File, []Refusal) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "contacts.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := Open(path, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	var refused []Refusal
	err = f.Scan(t.Context(), func(r Refusal) error {
		refused = append(refused, r)
		return nil
	}, func(int64) {})
	if err != nil {
		t.Fatal(err)
	}
	return f, refused
}

func contactsOf(t *testing.T, f *File, after fsm.Phone) (list []Contact) {
	t.Helper()
	for c, err := range f.Ordered(after) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, c)
	}
	return list
}

// Ensure that contacts come in order of phone, rows of one phone as one, from any place on.
func TestOrdered(t *testing.T) {
	f, refused := scanned(t, "\ufeffPhone;points\r\n+4420718387;1\r\n+12125550124;2\r\n(212) 555-0123;3\r\n+12125550124;4\r\n", theOptions())
	var phones []fsm.Phone
	for _, c := range contactsOf(t, f, "") {
		phones = append(phones, c.Phone)
	}
	want := []fsm.Phone{"+12125550123", "+12125550124", "+4420718387"}
	if diff := cmp.Diff(want, phones); diff != "" || len(refused) > 0 || f.Duplicates != 1 || f.Contacts != 3 {
		t.Errorf("%+v, refused %v (-want +got):\n%s", f.Summary, refused, diff)
	}
	rest := contactsOf(t, f, want[0])
	if len(rest) != 2 || rest[0].Known.Set["points"] != 4.0 || f.Left(want[0]) != 2 {
		t.Errorf("after the first: %+v", rest)
	}
}

// Ensure that a customer's id is read, the last one of several rows, that one which cannot be kept is refused, and
// that one which a spreadsheet would calculate comes back as it was.
func TestCustomerIDs(t *testing.T) {
	long := strings.Repeat("é", maxCustomer)
	f, refused := scanned(t, "phone;Customer ID\n+12125550123;c1\n+12125550123;gid://shopify/Customer/7\n+12125550124;"+long+"\n+12125550125;"+long+"é\n+12125550126;a\tb\n+12125550127;'=1+1\n", theOptions())
	var ids []string
	for _, c := range contactsOf(t, f, "") {
		ids = append(ids, c.Known.Customer)
	}
	if diff := cmp.Diff([]string{"gid://shopify/Customer/7", long, "=1+1"}, ids); diff != "" {
		t.Error(diff)
	}
	if len(refused) != 2 || refused[0].Column != "Customer ID" || !strings.Contains(refused[0].Reason, "101 characters") || !strings.Contains(refused[1].Reason, "control character") {
		t.Errorf("%+v", refused)
	}
}

// Ensure that each fault of a row is told with its column, and that an opt-out in it is heard.
func TestRefusals(t *testing.T) {
	const header = "phone,drink,consent,consent_at,consent_source,zone,language,opted_out_at,region\n"
	for name, c := range map[string]struct {
		row    string
		column string
		reason string
		kept   int
	}{
		"no phone":              {",tea,,,,,,", "phone", "no number", 0},
		"letters":               {"call me,tea,,,,,,", "phone", "no phone number", 0},
		"too short":             {"12345,tea,,,,,,", "phone", "no phone number in US", 0},
		"a spreadsheet's":       {"1.21E+10,tea,,,,,,", "phone", "spreadsheet", 0},
		"not a value":           {"+12125550123,milk,,,,,,", "drink", "tea", 0},
		"no purpose":            {"+12125550123,,yes,,,,,", "consent", "both or none", 0},
		"no time":               {"+12125550123,,marketing,soon,web,,,", "consent_at", "no time", 0},
		"a time ahead":          {"+12125550123,,marketing,2027-01-01,web,,,", "consent_at", "ahead", 0},
		"an old time":           {"+12125550123,,marketing,1970-01-01,web,,,", "consent_at", "1970", 0},
		"no zone":               {"+12125550123,,,,,Mars,,", "zone", "time zone", 0},
		"no language":           {"+12125550123,,,,,,English,", "language", "tag", 0},
		"no region":             {"+12125550123,,,,,,,,Florida", "region", "US-FL", 0},
		"too few fields":        {"+12125550123,tea", "", "2 fields", 0},
		"wrong, and withdrawn":  {"+12125550123,milk,,,,,,2026-01-01", "drink", "tea", 1},
		"a wrong withdrawal":    {"+12125550123,,,,,,,whenever", "opted_out_at", "no time", 0},
		"withdrawn some time":   {"+12125550123,milk,,,,,,yes", "drink", "tea", 1},
		"no withdrawal in this": {"+12125550123,milk,,,,,,no", "drink", "tea", 0},
	} {
		row := c.row
		if strings.Count(row, ",") == 7 {
			row += ","
		}
		f, refused := scanned(t, header+row+"\n", theOptions())
		if len(refused) != 1 || refused[0].Column != c.column || !strings.Contains(refused[0].Reason, c.reason) || refused[0].Line != 2 {
			t.Errorf("%s: %+v", name, refused)
		}
		kept := contactsOf(t, f, "")
		if len(kept) != c.kept || c.kept == 1 && (len(kept[0].OptOuts) != 1 || kept[0].Known.Set != nil) {
			t.Errorf("%s: kept %+v", name, kept)
		}
	}
}

// Ensure that consent is taken with all of its evidence, and never without source and time.
func TestConsent(t *testing.T) {
	f, refused := scanned(t, "phone,attribute.phone,consent,consent_at,consent_source,consent_text,consent_ip,recorded_by,consent_other,service_at,service_source\n"+
		"+12125550121,,both,2026-01-02,web,I agree,::1,kim,\"{\"\"page\"\":\"\"/a\"\"}\",2026-01-03T00:00:00Z,desk\n"+
		"+12125550122,12,marketing,2026-01-02,,,,,,,\n+12125550123,,both,,web,,,,,2026-01-03,desk\n", theOptions())
	at := func(day int) fsm.Moment { return fsm.At(time.Date(2026, 1, day, 0, 0, 0, 0, time.UTC)) }
	known := fsm.Attributes{Source: "import"}
	service := fsm.OptIn{Purpose: fsm.ForService, Source: "desk", At: at(3)}
	want := []Contact{
		{Phone: "+12125550121", Known: known, OptIns: []fsm.OptIn{{Purpose: fsm.ForMarketing, Source: "web", At: at(2), By: "kim",
			Evidence: map[string]string{"shown": "I agree", "ip": "::1", "page": "/a"}}, service}},
		{Phone: "+12125550122", Known: fsm.Attributes{Source: "import", Set: map[string]any{"phone": "12"}}, Bare: 1},
		{Phone: "+12125550123", Known: known, OptIns: []fsm.OptIn{service}, Bare: 1},
	}
	if diff := cmp.Diff(want, contactsOf(t, f, "")); diff != "" || len(refused) > 0 || f.Bare != 2 {
		t.Errorf("%v, %d (-want +got):\n%s", refused, f.Bare, diff)
	}
}

// Ensure that a header that cannot be read says what would be right.
func TestHeaderFaults(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "it is empty",
		"\xff\xfep\x00":                        "UTF-16",
		"name,drink\n":                         `"name"`,
		"drink\n":                              "no column phone",
		"phone,Phone\n":                        "both phone",
		"phone,\"x\n" + strings.Repeat("y", 9): "name the columns",
	} {
		path := filepath.Join(t.TempDir(), "contacts.csv")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Open(path, theOptions()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}
