package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"enishi/graph"
)

func (a *app) healthCommand() *cobra.Command {
	var url string
	var timeout time.Duration
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Ask a running server whether it is ready; for containers",
		Long:  "Asks /readyz of the server at --url and exits 0 if it is ready, 5 if not.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			ctx, cancel := context.WithTimeout(cmd.Context(), timeout)
			defer cancel()
			return a.askHealth(ctx, cmp.Or(url, healthURL(os.Getenv("ENISHI_ADDR"))))
		},
	}
	cmd.Flags().StringVar(&url, "url", "", "address of the server (default that of ENISHI_ADDR, else http://127.0.0.1:8080)")
	cmd.Flags().DurationVar(&timeout, "timeout", 3*time.Second, "how long to wait")
	return cmd
}

// healthURL is where a server that listens on addr is asked: at its address, or on loopback where it listens on all.
func healthURL(addr string) string {
	host, port, _ := net.SplitHostPort(addr) // of no address, or none that serve would take: the default
	switch ip := net.ParseIP(host); {
	case host == "", ip.Equal(net.IPv4zero):
		host = "127.0.0.1"
	case ip.Equal(net.IPv6unspecified):
		host = "::1"
	}
	return "http://" + net.JoinHostPort(host, cmp.Or(port, "8080"))
}

func (a *app) askHealth(ctx context.Context, url string) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimSuffix(url, "/")+"/readyz", nil)
	if err != nil {
		return usagef("--url: %w", err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("%w: %w", graph.ErrUnavailable, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("%w: %s answers %s: %s", graph.ErrUnavailable, url, resp.Status, body)
	}
	a.say("%s is ready", url)
	return nil
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "The program's version and what it was built with",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			v := buildVersion()
			if a.json {
				return a.writeJSON(v)
			}
			_, err := fmt.Fprintf(a.stdout, "enishi %s\ncommit %s\n%s\n", v.Version, v.Commit, v.Go)
			return err
		},
	}
}

// buildInfo is what the build says of itself.
type buildInfo struct {
	Version string `json:"version"`
	Commit  string `json:"commit"`
	Go      string `json:"go"`
}

func buildVersion() buildInfo {
	v := buildInfo{Version: "unknown", Commit: "unknown"}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return v
	}
	v.Version, v.Go = cmp.Or(info.Main.Version, v.Version), info.GoVersion
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v.Commit = s.Value
		}
	}
	return v
}
