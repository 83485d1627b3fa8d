// swift-tools-version: 6.2
import PackageDescription

/// The house: one folder of `Sources/` per floor, one target per room (docs/ARCHITECTURE.md).
/// Imports point down; `scripts/check-layers` reads this order.

/// Rooms that wrap C.
///
/// Unsafe code lives there alone, so they are built without strict memory safety.
let roomsThatWrapC: Set<String> = [
    "Posix", "Crypto", "SQLite", "YAML", "Archives", "HTTPClient",
]

func room(
    _ name: String,
    _ floor: String,
    _ dependencies: [String] = [],
    embedding folders: [String] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies.map { .target(name: $0) },
        path: "Sources/\(floor)/\(name)",
        resources: folders.map { .embedInCode($0) }
    )
}

func library(_ name: String, _ pkgConfig: String, _ package: String) -> Target {
    .systemLibrary(
        name: name,
        path: "Sources/System/\(name)",
        pkgConfig: pkgConfig,
        providers: [.apt([package])]
    )
}

func tests(_ name: String, _ dependencies: [String] = []) -> Target {
    .testTarget(
        name: "\(name)Tests",
        dependencies: ([name, "TestSupport"] + dependencies).map { .target(name: $0) },
        path: "Tests/\(name)Tests"
    )
}

let system: [Target] = [
    library("CSQLite", "sqlite3", "libsqlite3-dev"),
    library("CCrypto", "libcrypto", "libssl-dev"),
    library("CZstd", "libzstd", "libzstd-dev"),
    library("CDeflate", "libdeflate", "libdeflate-dev"),
    library("CArchive", "libarchive", "libarchive-dev"),
    library("CCurl", "libcurl", "libcurl4-openssl-dev"),
    library("CYAML", "yaml-0.1", "libyaml-dev"),
    .target(
        name: "CShims",
        dependencies: [.target(name: "CCurl"), .target(name: "CSQLite"), .target(name: "CCrypto")],
        path: "Sources/System/CShims"
    ),
    room("Spelling", "System"),
    room("Time", "System", ["CShims"]),
    room("Posix", "System", ["CShims", "Time"]),
    room("JSON", "System"),
    room("Metrics", "System"),
    room("Logging", "System", ["Posix", "JSON", "Time"]),
    room("Crypto", "System", ["CCrypto", "Posix"]),
    room("SQLite", "System", ["CSQLite", "CShims"]),
    room("YAML", "System", ["CYAML"]),
    room("Archives", "System", ["CZstd", "CDeflate", "CArchive", "Posix"]),
    room("Globs", "System", ["Posix"]),
    room("Spooling", "System", ["Posix"]),
]

let web: [Target] = [
    room("HTTPMessages", "Web", ["Time"]),
    room("HTTPServer", "Web", ["HTTPMessages", "Posix", "Logging", "Metrics", "Time"]),
    room("HTTPClient", "Web", ["HTTPMessages", "Posix", "Crypto", "Time", "CCurl", "CShims"]),
]

let work: [Target] = [
    room("Requests", "Work", ["JSON", "Spelling"]),
    room("Reporting", "Work", ["Logging"]),
    room("Persistence", "Work", ["SQLite", "Posix"]),
    room(
        "Jobs",
        "Work",
        ["Requests", "Reporting", "Persistence", "SQLite", "JSON", "Posix", "Logging", "Time", "Spelling"]
    ),
]

let transfer: [Target] = [
    room(
        "Transfer",
        "Transfer",
        [
            "Posix", "Crypto", "JSON", "Archives", "Logging", "Reporting", "Persistence", "SQLite", "Time",
            "Spooling",
        ]
    )
]

let ecosystems: [Target] = [
    room(
        "Trees",
        "Ecosystems",
        [
            "Transfer", "Jobs", "Posix", "Crypto", "SQLite", "Reporting", "Persistence", "Time", "HTTPServer",
            "HTTPMessages", "HTTPClient", "Spelling", "Spooling", "JSON", "Logging",
        ]
    ),
    room(
        "Npm",
        "Ecosystems",
        [
            "Trees", "Transfer", "Posix", "Crypto", "JSON", "Archives", "YAML", "Globs", "Logging", "Reporting",
            "Persistence", "SQLite", "Time", "HTTPServer", "HTTPMessages", "HTTPClient", "Spooling",
        ]
    ),
    room(
        "Folders",
        "Ecosystems",
        [
            "Trees", "Transfer", "Posix", "Crypto", "Globs", "Reporting", "Persistence", "SQLite", "Time", "Spooling",
        ]
    ),
    room("Files", "Ecosystems", ["Folders", "Trees", "Transfer", "Posix", "Globs"]),
    room(
        "Blobs",
        "Ecosystems",
        ["Transfer", "Posix", "Crypto", "Reporting", "Persistence", "SQLite", "Time", "HTTPMessages", "HTTPClient"]
    ),
    room(
        "Mirrors",
        "Ecosystems",
        [
            "Blobs", "Folders", "Trees", "Transfer", "Posix", "Crypto", "Globs", "HTTPClient", "HTTPMessages",
            "Reporting",
            "Persistence", "SQLite", "Time",
        ]
    ),
    room(
        "MirrorAPT",
        "Ecosystems",
        [
            "Mirrors", "Blobs", "Folders", "Trees", "Transfer", "Archives", "Crypto", "Globs", "HTTPClient",
            "HTTPServer",
            "JSON", "Persistence", "Posix", "Reporting", "Time",
        ]
    ),
]

let service: [Target] = [
    room(
        "API",
        "Service",
        [
            "Crypto", "HTTPMessages", "JSON", "Jobs", "Posix", "Requests", "Spelling", "Spooling", "Time", "Transfer",
            "Trees",
        ],
        embedding: ["Contract/openapi.json"]
    ),
    room(
        "App",
        "Service",
        [
            "API", "Transfer", "Jobs", "Requests", "Persistence", "Reporting", "HTTPServer", "HTTPMessages",
            "HTTPClient", "YAML",
            "JSON", "SQLite", "Crypto", "Archives", "Logging", "Metrics", "Posix", "Spelling", "Spooling", "Time",
        ] + ecosystems.map(\.name),
        // A link to `Public/`, so that the page is wherever the program is.
        embedding: ["Pages/Public"]
    ),
]

let commandLine: [Target] = [
    room("Arguments", "CommandLine", ["Spelling"]),
    .executableTarget(
        name: "CLI",
        dependencies: [
            "Arguments", "App", "API", "Transfer", "Jobs", "Requests", "Reporting", "HTTPClient", "HTTPMessages",
            "JSON", "Crypto", "Logging", "Posix", "Time", "Trees",
        ].map { .target(name: $0) },
        path: "Sources/CommandLine/CLI"
    ),
]

let testTargets: [Target] = [
    .target(
        name: "TestSupport",
        dependencies: [
            "Crypto", "HTTPServer", "JSON", "Posix", "Persistence", "Reporting", "Spooling", "Time", "Transfer",
        ].map {
            .target(name: $0)
        },
        path: "Tests/TestSupport"
    ),
    tests("Posix", ["Time"]),
    tests("Time", ["JSON"]),
    tests("Metrics"),
    tests("Logging", ["Posix", "Time"]),
    tests("Crypto", ["Posix"]),
    tests("SQLite"),
    tests("JSON"),
    tests("YAML"),
    tests("Archives", ["Posix", "Crypto"]),
    tests("HTTPMessages"),
    tests("HTTPServer", ["HTTPMessages", "Logging", "Posix"]),
    tests("HTTPClient", ["Crypto", "HTTPMessages", "HTTPServer", "Logging", "Posix", "Time"]),
    tests("Reporting", ["Logging"]),
    tests("Persistence", ["SQLite", "Posix"]),
    tests("Jobs", ["Persistence", "Requests", "Reporting", "SQLite", "JSON", "Logging", "Posix", "Time"]),
    tests("Spooling", ["Posix"]),
    tests(
        "Transfer",
        ["Posix", "Crypto", "JSON", "Archives", "Persistence", "SQLite", "Reporting", "Spooling", "Time"]
    ),
    tests(
        "Npm",
        [
            "Trees", "Transfer", "Globs", "Posix", "Crypto", "JSON", "Persistence", "SQLite", "Reporting", "Logging",
            "Time", "YAML", "HTTPClient", "HTTPServer", "HTTPMessages", "Spooling",
        ]
    ),
    tests(
        "Folders",
        ["Trees", "Transfer", "Globs", "Posix", "Crypto", "Persistence", "SQLite", "Reporting", "Spooling", "Time"]
    ),
    tests("Files", ["Folders", "Transfer", "Posix", "Crypto", "Persistence", "Time"]),
    tests(
        "Blobs",
        [
            "Transfer", "Posix", "Crypto", "Persistence", "SQLite", "Reporting", "HTTPClient", "HTTPServer",
            "HTTPMessages", "Logging", "Time",
        ]
    ),
    tests(
        "Mirrors",
        ["Folders", "HTTPClient", "Logging", "Persistence", "Posix", "Reporting", "Time", "Transfer", "Trees"]
    ),
    tests(
        "MirrorAPT",
        ["Archives", "Crypto", "Folders", "Globs", "Persistence", "Posix", "Time", "Transfer"]
    ),
    tests("API", ["JSON", "HTTPMessages", "Jobs", "Requests", "Spooling", "Time", "Transfer", "Trees"]),
    tests(
        "App",
        [
            "API", "Blobs", "Crypto", "HTTPServer", "HTTPMessages", "Jobs", "Trees", "Transfer", "Persistence",
            "Reporting",
            "Requests",
            "SQLite", "Spooling", "Logging", "Posix", "JSON", "Time",
        ]
    ),
    tests("Arguments", ["Spelling"]),
    .testTarget(
        name: "EndToEndTests",
        dependencies: ["TestSupport", "Posix", "JSON", "SQLite"],
        path: "Tests/EndToEndTests",
        exclude: ["Browser", "Contract"]
    ),
]

/// Targets that work through lists and bytes, with the tests that do so most.
///
/// Tests run every step over again with a failure at each; without the optimiser that takes many times as long.
let optimised = Set((system + web + work + transfer + ecosystems).map(\.name) + ["TestSupport", "TransferTests"])

let targets = system + web + work + transfer + ecosystems + service + commandLine + testTargets

let package = Package(
    name: "packferry",
    products: [.executable(name: "packferry", targets: ["CLI"])],
    targets: targets,
    swiftLanguageModes: [.v6]
)

// Measuring programs, for `make bench` alone.
if Context.environment["BENCHMARKS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "OfflineReadyBenchmark",
            dependencies: ["Npm", "Crypto", "JSON", "Posix"].map { .target(name: $0) },
            path: "Benchmarks/OfflineReady"
        )
    )
}

for target in package.targets where target.type != .system && target.name != "CShims" {
    var settings: [SwiftSetting] = [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
        .treatAllWarnings(as: .error),
    ]
    if !roomsThatWrapC.contains(target.name) { settings.append(.strictMemorySafety()) }
    if optimised.contains(target.name) { settings.append(.unsafeFlags(["-O"], .when(configuration: .debug))) }
    target.swiftSettings = settings
}
