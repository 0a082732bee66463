// Package payload reads what sources post: JSON as the mappings of a program see it.
package payload
