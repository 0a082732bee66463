// Package lift tells what came of an experiment, and what nobody can tell yet. It is arithmetic alone:
// counts and sums go in, the same ones always give the same answer, and nothing is drawn by chance.
//
// A Count is how many people of an arm did something; Wilson is the interval around its rate, and Newcombe
// the one around the difference of two. Best tells how likely each arm is the best one. These are for
// reading: whoever looks at them every day and stops when they look good is wrong far more often than they
// say.
//
// What may be looked at every day is Always: an interval for the difference of two means that holds at all
// times at once (a normal mixture confidence sequence: Robbins 1970; Waudby-Smith et al. 2021). A rate is
// the mean of ones and zeros, and revenue per person is a mean as well, so one rule serves both. Decided says
// that it has left zero out. Exceeds is the same for one rate and a ceiling: exact however few
// people there are, so that an arm which drives people away is stopped early (a test martingale: Ville 1939).
//
// Uneven tells that an arm has too many or too few people for its weight: then what sorted them
// is broken, and no comparison holds.
package lift
