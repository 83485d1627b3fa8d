import Posix
import TestSupport
import Testing
import Transfer

@testable import App

@Suite("A value of the configuration", .temporaryDirectory)
struct ConfigurationValueTests {
    @Test(
        "is a time, shown in its largest whole unit",
        arguments: [
            ("180d", 15_552_000, "180d"), ("12h", 43_200, "12h"), ("48h", 172_800, "2d"), ("30m", 1800, "30m"),
            ("60m", 3600, "1h"), ("45s", 45, "45s"), ("90s", 90, "90s"), ("36500d", 3_153_600_000, "36500d"),
        ]
    )
    func times(text: String, seconds: Int64, shown: String) throws {
        let configuration = try ConfigurationFile.load(ConfigurationFile.least, flags: [.jobRetention: text])
        #expect(configuration.values.retention.jobs == .seconds(seconds))
        #expect(configuration.text.contains("jobs: \(shown) "))
    }

    @Test(
        "is no time",
        arguments: [
            "", "d", "1", "1w", "-1d", "+1d", "1.5h", "1 d", "0s", "36501d", "9223372036854775807d", "1d2h", "１d",
        ]
    )
    func notTimes(text: String) throws {
        #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.jobRetention: text]).count == 1)
    }

    @Test(
        "is an address with a port",
        arguments: [
            ("127.0.0.1:8470", "127.0.0.1:8470"), ("0.0.0.0:80", "0.0.0.0:80"), ("[::1]:65535", "[::1]:65535"),
            ("[2001:db8::1]:1", "[2001:db8::1]:1"), ("localhost:0", "127.0.0.1:0"), ("[::]:80", "[::]:80"),
        ]
    )
    func addresses(text: String, shown: String) throws {
        #expect(
            try ConfigurationFile.load(ConfigurationFile.least, flags: [.listen: text]).values.listen.description
                == shown
        )
    }

    @Test(
        "is no address with a port",
        arguments: [
            "", ":", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "127.0.0.1:-1", "127.0.0.1:+1", "::1:80", "[::1]",
            "[127.0.0.1]:80", "256.0.0.1:80", "host:80", "127.0.0.1:80 ", " 127.0.0.1:80", "[::1:80", "unix:/x",
        ]
    )
    func notAddresses(text: String) throws {
        #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.listen: text]).count == 1)
    }

    @Test(
        "is a site's name by the rule for names",
        arguments: [
            ("a", true), ("0", true), ("plant-7", true), ("a-", true), (String(repeating: "a", count: 63), true),
            (String(repeating: "a", count: 64), false), ("", false), ("-a", false), ("A", false), ("a_b", false),
            ("a.b", false), ("a b", false), ("é", false), ("a/b", false), ("..", false), ("a\n", false),
        ]
    )
    func names(text: String, isValid: Bool) throws {
        if isValid {
            #expect(
                try ConfigurationFile.load(ConfigurationFile.least, flags: [.siteName: text]).values.site.name.string
                    == text
            )
        } else {
            #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.siteName: text]).count == 1)
        }
    }

    @Test(
        "is a host name of RFC 1123",
        arguments: [
            ("localhost", true), ("packages.example", true), ("A.B", true), ("192.0.2.1", true), ("x--y", true),
            ("-a", false), ("a-", false), ("a..b", false), (".a", false), ("a.", false), ("a:80", false),
            ("http://a", false), ("a_b", false), ("*.a", false), (String(repeating: "a", count: 64), false),
            (Array(repeating: "abc", count: 64).joined(separator: "."), false),
        ]
    )
    func hosts(text: String, isValid: Bool) throws {
        if isValid {
            #expect(
                try ConfigurationFile.load(ConfigurationFile.least, flags: [.hosts: text]).values.hosts.map(\.string)
                    == [text.lowercased()]
            )
        } else {
            #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.hosts: text]).count == 1)
        }
    }

    @Test(
        "is a rate in bytes a second",
        arguments: [
            ("12MB", 12_000_000), ("500kB", 500_000), ("1gb", 1_000_000_000), ("20kB", 20_000), ("19kB", nil),
            ("101GB", nil), ("99999999999999999999MB", nil), ("MB", nil), ("1.5MB", nil), ("-1MB", nil), ("12", nil),
        ] as [(String, Int64?)]
    )
    func rates(text: String, bytes: Int64?) throws {
        if let bytes {
            let limits = try ConfigurationFile.load(ConfigurationFile.least, flags: [.downloadRate: text]).values.limits
            #expect(limits.downloadRate?.bytesPerSecond == bytes)
        } else {
            #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.downloadRate: text]).count == 1)
        }
    }

    @Test(
        "is an amount of bytes",
        arguments: [
            ("500MB", 500_000_000), ("2tb", 2_000_000_000_000), ("500kB", nil), ("0MB", nil),
            ("99999999999999999999MB", nil), ("GB", nil), ("1.5GB", nil), ("12", nil),
        ] as [(String, Int64?)]
    )
    func amounts(text: String, bytes: Int64?) throws {
        if let bytes {
            let limits = try ConfigurationFile.load(ConfigurationFile.least, flags: [.stagedSize: text]).values.limits
            #expect(limits.stagedSize?.bytes == bytes && limits.stagedSize?.configured == text.uppercased())
        } else {
            #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.stagedSize: text]).count == 1)
        }
    }

    @Test(
        "is a share of each file system or a size",
        arguments: [
            ("5%", .percent(5)), ("0%", .percent(0)), ("51%", nil), ("0kB", .bytes(0)),
            ("20GB", .bytes(20_000_000_000)),
            ("1000TB", .bytes(1_000_000_000_000_000)), ("1001TB", nil), ("99999999999999999999kB", nil), ("5", nil),
        ] as [(String, SpaceReserve?)]
    )
    func reserves(text: String, reserve: SpaceReserve?) throws {
        if let reserve {
            let values = try ConfigurationFile.load(ConfigurationFile.least, flags: [.reserve: text]).values
            #expect(values.retention.reserve == reserve && reserve.configured == text)
        } else {
            #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.reserve: text]).count == 1)
        }
    }

    @Test(
        "is a number of threads",
        arguments: [("1", true), ("256", true), ("0", false), ("257", false), ("2.0", false)]
    )
    func threads(text: String, isValid: Bool) throws {
        if isValid {
            #expect(
                try ConfigurationFile.load(ConfigurationFile.least, flags: [.threads: text]).values.limits.threads.count
                    == Int(text)
            )
        } else {
            #expect(try ConfigurationFile.problems(ConfigurationFile.least, flags: [.threads: text]).count == 1)
        }
    }
}
