// Package links serves the tracked short links of texts: GET /l/{code} leads on to where the text
// wanted to lead, and books that it was opened.
//
// A link never does anything but lead on, so that a preview or a scanner that opens it changes
// nothing for anybody. Neither the code nor any answer tells about the person, and whoever is slow or broken
// behind the link, the way on is shown.
//
// Each opening is judged by itself (judge.go): by a bot, where the agent says so (bots.txt), where it asks by HEAD
// or ahead of time, before the text was delivered, or together with many other links (crowd.go); by nobody knows
// whom, where it lacks what every browser sends; else by a person. Scanners that pass themselves off as
// browsers mostly lack a language, or are too fast. Only people's clicks move anything. The others are counted
// beside them with the reason, for whoever wants to know why a click did not count. Repeats within a minute
// count once (clicks.go), but a person who taps behind a preview counts.
package links
