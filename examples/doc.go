// Package examples holds notebook-style programs, one folder a question; each
// prints Markdown.
package examples
