import App
import TestSupport
import Testing

@Suite("The effective configuration as text", .temporaryDirectory)
struct ConfigurationTextTests {
    @Test("says every value and where it came from")
    func golden() throws {
        let configuration = try ConfigurationFile.load(
            """
            site: { name: plant-7 }
            paths: { state: /s, artifacts: /a, snapshots: /n, data: /d, public: /p p }
            hosts: [packages.example]
            repositories:
              npm:
                type: npm
                storage: /storage
                verdaccio_config: /config.yaml
                carry: { exclude: ["@private/*", "plant-*"] }
            """,
            flags: [.stagingRetention: "48h"],
            environment: ["PACKFERRY_LISTEN": "[::1]:80", "PACKFERRY_PUBLIC_URL": "https://packages.example/p/"]
        )
        #expect(
            configuration.text == """
                site:
                  role: both                              # default
                  name: plant-7                           # line 1
                listen: "[::1]:80"                        # PACKFERRY_LISTEN
                hosts: [packages.example]                 # line 3
                public_url: https://packages.example/p    # PACKFERRY_PUBLIC_URL
                proxies: [127.0.0.1, "::1"]               # default
                paths:
                  state: /s                               # line 2
                  artifacts: /a                           # line 2
                  snapshots: /n                           # line 2
                  data: /d                                # line 2
                  public: "/p p"                          # line 2
                auth:
                  mode: none                              # default
                limits:
                  cpu: 2                                  # default
                  uploads: 4                              # default
                  staged: 32                              # default
                retention:
                  jobs: 180d                              # default
                  logs: 180d                              # default
                  artifacts: 10                           # default
                  snapshots: 50                           # default
                  undo: 365d                              # default
                  staging: 2d                             # --retention-staging
                  quarantine: 90d                         # default
                  reserve: "5%"                           # default
                log:
                  level: info                             # default
                repositories:
                  npm:
                    type: npm                             # line 6
                    storage: /storage                     # line 7
                    verdaccio_config: /config.yaml        # line 8
                    refresh:
                      platforms: [linux-x64-glibc]        # default
                      versions: latest                    # default
                      dependencies: true                  # default
                      concurrency: 16                     # default
                      runner: native                      # default
                      include: []                         # default
                    carry:
                      exclude: ["@private/*", "plant-*"]  # line 9

                """
        )
    }

    @Test("is a file that says the same")
    func roundTrip() throws {
        let first = try ConfigurationFile.load(
            """
            site: { role: offline, name: "no" }
            listen: 0.0.0.0:1
            paths: { state: "a: #b", artifacts: "é\\tx", snapshots: "~", data: "*", public: "{}" }
            hosts: [a.b, c]
            public_url: "http://[::1]:8080/a%20b"
            proxies: [10.0.0.1]
            limits: { cpu: 256 }
            retention: { jobs: 90s, staging: 1h, quarantine: 2d, reserve: 1500MB, artifacts: 1, undo: 2h }
            log: { level: warning }
            repositories:
              "123": { type: npm, storage: "[x]", refresh: { platforms: [] }, carry: { exclude: ["{a,b}/*", "**"] } }
              b: { type: npm, storage: /b, verdaccio_config: "c.yaml " }
            """
        )
        let second = try ConfigurationFile.load(first.text)
        #expect(second.values == first.values)
        #expect(second.origin(of: "repositories.b.storage") != .builtIn)
    }
}
