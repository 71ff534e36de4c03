# make shows what there is to do.

FUZZTIME = 10s
# How long make test fuzzes each target: not at all, but make check does.
EACH = 0
# What make fuzz runs alone: a part of a folder or of a name.
ONLY =
MINUTES = 60
LEDGER = $(CURDIR)/.torture
# Help is printed without text/template, which calls methods by name: with it the linker keeps
# every method of every type, two megabytes of them.
TAGS = urfave_cli_no_template
# Compiled without inlining, since no time is spent in them: another three quarters of a megabyte.
SMALL = github.com/urfave/... github.com/yuin/... go.yaml.in/... filippo.io/... math/big crypto/ecdh \
	crypto/internal/fips140/nistec/... crypto/internal/fips140/mlkem charm.land/bubbles/... parry/cmd/... \
	parry/ui/screens/... parry/ui/importing parry/ui/form parry/ui/fieldbox parry/ui/records parry/ui/popup \
	parry/ui/subject parry/store/editions/... parry/store/formats/report parry/store/formats/oscal \
	parry/store/formats/navigator parry/store/formats/handoff
# A checkout in another folder has nothing compiled anew: without it each package is kept by its
# folder, and half of make check is the compiler.
export GOFLAGS := $(GOFLAGS) -trimpath
COMMIT = $(shell git describe --always --dirty --abbrev=12 --exclude '*' 2>/dev/null)

# -race where a program can be built with it and runs, else nothing. The key derivation of
# encrypted backups is left out of it: one goroutine works out one number, for a second, or
# for eight with the detector. Nor does a process wait for a second before it ends.
race = $$(go test -race -vet=off -run '^$$' errors >/dev/null 2>&1 && echo -race -gcflags=golang.org/x/crypto/scrypt=-race=0 || echo "without the race detector: it needs a C compiler" >&2)

# Fuzz targets and trials, as many at once as there are processors; make test has four share one,
# since some wait for a disk or a child, and five seconds of forty targets are minutes.
targets = go run ./store/trial/targets

# The folders whose tests throw dice (store/trial), each with a pattern of those tests; cmd/parry
# with its hour of random keys comes last, so that a first slice reaches the file.
trials = find . -name '*_test.go' -exec awk '/^func / { split($$2, name, "("); test = name[1] } \
	/trial\.Each\(/ && test ~ /^Test/ { dir = FILENAME; sub("/[^/]*$$", "", dir); print dir, test } \
	/eachFault\(t,/ && test ~ /^Test/ { dir = FILENAME; sub("/[^/]*$$", "", dir); print dir, test }' {} + | \
	awk '!seen[$$0]++ { run[$$1] = run[$$1] "|" $$2 } END { for (dir in run) print dir, "^(" substr(run[dir], 2) ")$$" }' | sort -r

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

run: build ## open the example register
	@bin/parry --example

build: ## bin/parry, the same bytes on every machine
	CGO_ENABLED=0 go build -tags $(TAGS) $(SMALL:%=-gcflags=%=-l) -trimpath -buildvcs=false -ldflags='-s -w -buildid= -X main.commit=$(COMMIT)' -o bin/parry ./cmd/parry

test: ## gofmt, vet and every test, with the race detector where there is a C compiler; what throws dice once more in full without it
	@bad=$$("$$(go env GOROOT)/bin/gofmt" -l .) && test -z "$$bad" || { echo "not as gofmt writes it:" $$bad >&2; exit 1; }
	go vet ./...
	@race=$(race); (set -x; GORACE=atexit_sleep_ms=0 GOGC=400 go test -vet=off $$race ./cmd/... ./store ./ui ./...) || exit 1; \
	$(targets) -fuzz $(EACH) -share 4 $${race:+-trials}

check: ## staticcheck, all of make test, and 5 s of each fuzz target: what a change must pass
	go tool staticcheck ./...
	@$(MAKE) -s test EACH=5s

golden: ## rewrite the golden files; look at the difference before you keep it
	go test $$(find . -name '*_test.go' -exec grep -lE 'flag\.Bool\("update"|x/exp/golden"' {} + | xargs -n1 dirname | sort -u) -update

fuzz: ## run each fuzz target for FUZZTIME (10s), all of them whatever fails; what they find is kept
	@$(targets) -fuzz $(FUZZTIME) -keep "$$(go env GOCACHE)/fuzz" -only "$(ONLY)"

bench: ## run the benchmarks: inside the program, and through a real terminal beside other programs
	go test -run '^$$' -bench . -benchmem ./...

same: ## build in two folders with nothing remembered: the bytes must be the same, no cgo, under 16 MB
	@set -e; a=$$(mktemp -d); b=$$(mktemp -d); trap 'rm -rf "$$a" "$$b"' EXIT; \
	for d in $$a $$b; do \
	  cp -R cmd ui model store frameworks go.mod go.sum Makefile $$d; \
	  GOCACHE=$$d/cache $(MAKE) -s -C $$d build COMMIT=$(COMMIT); \
	done; \
	cmp $$a/bin/parry $$b/bin/parry; \
	go version -m $$a/bin/parry | grep -q 'CGO_ENABLED=0'; \
	size=$$(wc -c <$$a/bin/parry); test $$size -lt 16000000; \
	echo "the same $$size bytes twice: $$(sha256sum <$$a/bin/parry | cut -c1-16)"

sbom: build ## bin/parry.cdx.json: what the program is made of, as CycloneDX
	go run github.com/CycloneDX/cyclonedx-gomod/cmd/cyclonedx-gomod@v1.10.0 bin -json -noserial -output bin/parry.cdx.json bin/parry
	@grep -c '"type": "library"' bin/parry.cdx.json | sed 's/$$/ components in bin\/parry.cdx.json/'

vuln: build ## known vulnerabilities in what the program is made of; VULNDB names a copy of the Go database
	@if test -n "$(VULNDB)"; then \
	  go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -mode binary -db file://$(abspath $(VULNDB)) bin/parry; \
	elif ! go run golang.org/x/vuln/cmd/govulncheck@v1.9.0 -mode binary bin/parry; then \
	  echo "not checked, or something was found (see above): without a network name a copy of the database, make vuln VULNDB=folder" >&2; exit 1; \
	fi

torture: ## the long fault tests, MINUTES (60) at a time: the same command goes on where the last ended
	@until=$$(( $$(date +%s) + 60 * $(MINUTES) )); race=$(race); status=0; \
	$(trials) | { while read -r dir run; do \
	  case $$run in *RandomKeys*) detect=$$race;; *) detect=;; esac; \
	  PARRY_TORTURE=$(LEDGER) PARRY_TORTURE_UNTIL=$$until go test $$detect -count=1 -timeout 0 -run "$$run" $$dir || status=1; \
	done; PARRY_TORTURE=$(LEDGER) go test -count=1 -v -run 'TestFigures$$' ./store/trial | grep '^|'; \
	! grep -qs '"failed"' $(LEDGER)/*.json || status=1; exit $$status; }

.PHONY: help run build test check golden fuzz bench same sbom vuln torture
