// Package liquid reads texts in a part of the template language Liquid: holes with filters, and if,
// elsif, else and unless. There are no loops and no assignments, so a text always ends, its length has
// a bound, and what it may say can be told from its Parts without filling it in.
package liquid
