package neo4jtest

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"syscall"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/network"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/log"
	"github.com/testcontainers/testcontainers-go/wait"
)

// leashes are the pipes that the removers of our containers wait on; the kernel
// closes them when this process ends.
var leashes []io.WriteCloser

// startContainer runs the image on the local Docker engine.
func startContainer(ctx context.Context) (*Instance, error) {
	if err := engineAnswers(ctx); err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		// Published on loopback, so dialled there: the library's guess fails on
		// machines that are containers themselves.
		"TESTCONTAINERS_HOST_OVERRIDE": "127.0.0.1",
		"TESTCONTAINERS_RYUK_DISABLED": "true",
	} {
		if _, set := os.LookupEnv(name); !set {
			if err := os.Setenv(name, value); err != nil {
				return nil, err
			}
		}
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	c, err := testcontainers.GenericContainer(ctx, testcontainers.GenericContainerRequest{
		ContainerRequest: request(port),
		Started:          true,
		Logger:           log.NewNoopLogger(),
	})
	if c != nil {
		if e := removeAtExit(c.GetContainerID()); e != nil {
			return nil, e
		}
	}
	if err != nil {
		return nil, err
	}
	i := &Instance{URI: fmt.Sprintf("bolt://127.0.0.1:%d", port), Source: "a container of " + image()}
	return i, i.verify(ctx)
}

// engineAnswers asks by the docker command, which is also what removes the
// container in the end.
func engineAnswers(ctx context.Context) error {
	if host := os.Getenv("DOCKER_HOST"); host != "" && !strings.HasPrefix(host, "unix://") {
		return fmt.Errorf("DOCKER_HOST is %s, only a local engine is used", host)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	out, err := exec.CommandContext(ctx, "docker", "version", "--format", "{{.Server.Version}}").CombinedOutput()
	if err != nil {
		return fmt.Errorf("no Docker engine answers: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return nil
}

func request(port int) testcontainers.ContainerRequest {
	const bolt = "7687/tcp"
	r := testcontainers.ContainerRequest{
		Image:        image(),
		ExposedPorts: []string{bolt},
		Env: map[string]string{
			"NEO4J_AUTH": "none",
			settingVariable("server.memory.heap.initial_size"): "512m",
			settingVariable("server.memory.heap.max_size"):     "1g",
			settingVariable("server.memory.pagecache.size"):    "256m",
			settingVariable("server.bolt.advertised_address"):  fmt.Sprintf("127.0.0.1:%d", port),
			settingVariable("dbms.usage_report.enabled"):       "false",
			settingVariable("db.tx_log.preallocate"):           "false",
		},
		HostConfigModifier: func(h *container.HostConfig) {
			h.PortBindings = network.PortMap{network.MustParsePort(bolt): {{
				HostIP: netip.MustParseAddr("127.0.0.1"), HostPort: strconv.Itoa(port),
			}}}
		},
		WaitingFor: wait.ForLog("Started.").WithStartupTimeout(patience),
	}
	for name, value := range steady {
		r.Env[settingVariable(name)] = value
	}
	return r
}

func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	return l.Addr().(*net.TCPAddr).Port, l.Close()
}

// removeAtExit leaves a shell waiting for the end of its input, which is the end of
// this process, to remove the container with its volumes.
func removeAtExit(id string) error {
	cmd := exec.Command("sh", "-c", `read -r _; exec docker rm --force --volumes "$0" >/dev/null`, id)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal must not reach it
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	leashes = append(leashes, in)
	return cmd.Start()
}
