// Command kaoji is the complete product in one binary: server, pages, API and
// operator's commands.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"kaoji/app/cli"
	"kaoji/app/config"
	"kaoji/storage/sqlite"
)

// version is set when a release is built.
var version = "dev"

type commands struct {
	config.Config

	Serve serveCommand `cmd:"" default:"withargs" help:"Run the server (what happens without a command)."`
	Demo  demoCommand  `cmd:"" help:"Fill an empty office of made-up people, then serve it."`
	cli.Commands
	Version versionCommand `cmd:"" help:"Print the version."`
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run() error {
	_, err := fmt.Println("kaoji", version)
	return err
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	k := kong.Parse(&c, kong.Name("kaoji"), kong.Description("Kaoji 考绩: cadre management of a sub-district office."), kong.UsageOnError())
	k.BindTo(ctx, (*context.Context)(nil))
	k.Bind(c.Config)
	if err := c.Check(); err != nil {
		k.FatalIfErrorf(err)
	}
	p, err := place(c.Config)
	k.FatalIfErrorf(err)
	k.Bind(p, program(c.Config, p), inspect(c.Config, p), cli.CheckDatabase(sqlite.CheckFile))
	k.FatalIfErrorf(p.Fault(k.Run()))
}
