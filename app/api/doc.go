// Package api is what programs see: JSON under /api/v1 over the same services
// that the pages call, described by OpenAPI 3.1. One table holds every route
// with who may ask for it; the routes of records are made from the measures,
// so that another measure gets its own for nothing.
package api
