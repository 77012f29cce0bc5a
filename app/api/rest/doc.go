// Package rest makes the API: one table holds every route with who may ask for it,
// described by OpenAPI 3.1. The routes of records are made from the measures, so
// that another measure gets its own for nothing.
package rest
