// Package browser tries the staff's pages in a real browser, as those who work with them do: two of the staff race for a
// thread, one answers what the person has said anew meanwhile, the line drops, a person texts STOP while somebody is
// typing, and a day's work is done by the keyboard alone, without scripts, and on a phone. Every page is also held
// against the rules of accessibility (WCAG 2.2 A and AA, as axe-core knows them), light and dark, and kept as a
// picture for review where PARLEY_SHOTS names a folder.
//
// The server is the real command with the test phone, in a folder of its own. rig_test.go starts it and the browser; the
// other files are one story each. It takes Chromium; without one the tests are skipped, unless PARLEY_BROWSER=required.
//
// testdata/axe is axe-core as Deque publishes it, under the Mozilla Public License 2.0.
package browser
