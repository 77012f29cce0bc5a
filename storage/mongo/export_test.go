package mongo

import commands "go.mongodb.org/mongo-driver/event"

// Heard makes a store tell every command that it sends.
func Heard(o Options, by *commands.CommandMonitor) Options {
	o.monitor = by
	return o
}

// InPages makes a store read so many documents at once of everything.
func InPages(o Options, of int) Options {
	o.page = of
	return o
}
