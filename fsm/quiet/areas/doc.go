// Package areas tells from a number of the North American plan where its owner may live: in which
// states, provinces or countries, and by which clocks. A number goes with its owner who moves, so this
// is a guess; it names more places rather than fewer. The table is areas.txt; what other countries'
// numbers tell is for package bot to say, which knows a library of them.
package areas
