// Package segment counts the segments of a text as Twilio bills them.
//
// A text whose every character is in the GSM 03.38 alphabet goes out in septets: 160 in one
// segment, 153 in each of several. One other character turns the whole text into UCS-2: 70 units of
// UTF-16, or 67. What belongs together (an escaped character such as €, a surrogate pair, an emoji
// family, a letter with its accents) is never parted, so a text may take more segments than its
// length alone would need.
//
// Twilio's Smart Encoding replaces what needlessly needs UCS-2, such as curly quotes, before it
// counts. What it replaces, and which characters join, is data: see the folder data.
package segment
