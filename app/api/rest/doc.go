// Package rest implements the API: one table contains every route and its
// permissions, and is described by OpenAPI 3.1. The routes of records are generated
// from the measures, so a new measure needs no extra code.
package rest
