import API
import FoundationEssentials
import HTTPMessages
import JSON
import Logging
import Persistence
import Posix
import SQLite
import Transfer
import Trees

/// Finds out what a support bundle tells.
struct SupportFacts: Sendable {
    /// What the API says of itself; what is listed is the first page of many.
    private static let answers = [
        ("version.json", "/version"), ("health.json", "/health"), ("storage.json", "/storage"),
        ("storage-history.json", "/storage/history"), ("jobs.json", "/jobs?limit=200"),
        ("schedules.json", "/schedules?limit=200"), ("artifacts.json", "/artifacts?limit=200"),
        ("snapshots.json", "/snapshots?limit=200"), ("imports.json", "/imports?limit=200"), ("sites.json", "/sites"),
        ("findings.json", "/broken-archives?limit=200"), ("keys.json", "/keys"),
        ("store.json", "/store"),
    ]
    private static let logCount = 20
    private static let logBytes: Int64 = 256 << 10

    let configuration: Result<EffectiveConfiguration, any Error>
    let environment: [String: String]

    /// All of it, as it is, secrets included.
    func documents() async -> [SupportBundle.Document] {
        var found = [document("environment.txt") { machine() }]
        found.append(document("configuration.yaml") { try configuration.get().text })
        guard let configuration = try? configuration.get() else { return found }
        let health = await Diagnosis(configuration, logger: Logger(label: "support", sink: .none)).health()
        found.append(document("doctor.json") { Self.text(try APICoding.encode(health)) })
        found.append(document("sizes.txt") { Self.sizes(of: configuration) })
        do {
            let logger = Logger(label: "support", sink: .none)
            let application = try await Application(configuration, logger: logger, access: .looking)
            found += await answers(of: application)
            found.append(await database(of: application))
            found += await logs(of: application)
            try await application.database.close()
        } catch {
            found.append(document("state.txt") { throw error })
        }
        return found
    }

    private func document(_ name: String, _ text: () throws -> String) -> SupportBundle.Document {
        do {
            return SupportBundle.Document(name: name, bytes: Array(try text().utf8))
        } catch {
            return SupportBundle.Document(name: name, bytes: Array("This could not be had: \(error)\n".utf8))
        }
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes + [10], as: UTF8.self) }
}

extension SupportFacts {
    private func answers(of application: Application) async -> [SupportBundle.Document] {
        var found: [SupportBundle.Document] = []
        for (name, path) in Self.answers {
            let answer: Result<String, any Error>
            do {
                let (_, _, body) = try await InProcessAPI(application).answer(.GET, path)
                answer = .success(Self.text(body))
            } catch {
                answer = .failure(error)
            }
            found.append(document(name) { try answer.get() })
        }
        return found
    }

    /// The schema, how many rows each table has, and what the file is like.
    private func database(of application: Application) async -> SupportBundle.Document {
        do {
            let text = try await application.database.read { connection in
                let tables = try connection.fetchAll(
                    "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
                ) { (name: $0.text(0), sql: $0.text(1)) }
                let counts = try tables.map { table in
                    let count = try connection.fetchOne("SELECT count(*) FROM \"\(table.name)\"") { $0.integer(0) }
                    return "\(table.name): \(count ?? 0)"
                }
                let migrations = try connection.fetchAll("SELECT name FROM migrations ORDER BY rowid") { $0.text(0) }
                let pragmas = try ["page_size", "page_count", "freelist_count", "journal_mode"].map { name in
                    let value = try connection.fetchOne("SELECT * FROM pragma_\(name)") { $0.text(0) }
                    return "\(name): \(value ?? "")"
                }
                return [
                    "# SQLite \(Connection.libraryVersion)", pragmas.joined(separator: "\n"), "# Migrations",
                    migrations.joined(separator: "\n"), "# Rows", counts.joined(separator: "\n"), "# Schema",
                    tables.map(\.sql).joined(separator: ";\n\n"), "",
                ].joined(separator: "\n")
            }
            return document("database.txt") { text }
        } catch {
            return document("database.txt") { throw error }
        }
    }

    /// The ends of the logs of the jobs that wrote last.
    private func logs(of application: Application) async -> [SupportBundle.Document] {
        do {
            return try await application.pages.run {
                let all = try application.logs.entries().filter { $0.name.hasSuffix(".log") }
                return all.sorted { $0.info.modified > $1.info.modified }.prefix(Self.logCount).map { entry in
                    document("logs/\(entry.name)") { try Self.end(of: entry.name, in: application.logs) }
                }
            }
        } catch {
            return [document("logs.txt") { throw error }]
        }
    }

    /// From the beginning of a line on.
    private static func end(of name: String, in folder: Directory) throws -> String {
        let file = try folder.open(RelativePath(name))
        let size = try file.info().size
        guard size > 0 else { return "" }
        var bytes = [UInt8](repeating: 0, count: Int(min(size, logBytes)))
        let count = try file.read(into: &bytes, at: size - Int64(bytes.count))
        let whole = bytes[..<count]
        guard size > logBytes, let line = whole.firstIndex(of: 10) else {
            return String(decoding: whole, as: UTF8.self)
        }
        return String(decoding: whole[(line + 1)...], as: UTF8.self)
    }
}

extension SupportFacts {
    /// The machine, as far as it tells without being asked for more than anybody may know.
    private func machine() -> String {
        let process = ProcessInfo.processInfo
        let known = ["PACKFERRY_", "LC_", "LANG", "TZ", "TMPDIR", "NOTIFY_SOCKET", "STATE_DIRECTORY"]
        let variables = environment.keys.filter { name in
            known.contains(where: name.hasPrefix) || name.lowercased().hasSuffix("_proxy")
        }
        let files = ["/etc/os-release", "/proc/version", "/proc/meminfo", "/proc/self/limits", "/proc/self/cgroup"]
        var lines = ["processors: \(process.processorCount)", "memory: \(process.physicalMemory)"]
        lines.append("user: \(CurrentProcess.user), group: \(CurrentProcess.group)")
        lines.append("variables: \(variables.sorted().joined(separator: " "))")
        for file in files { lines.append("# \(file)\n\(Self.contents(of: file))") }
        lines.append("# mounts\n\(mounts())")
        return lines.joined(separator: "\n")
    }

    private static func contents(of path: String) -> String {
        do {
            let path = try AbsolutePath(path)
            let bytes = try Directory(opening: path.parent).open(RelativePath(path.lastComponent)).readAll(
                limit: 64 << 10
            )
            return String(decoding: bytes, as: UTF8.self)
        } catch {
            return "\(error)"
        }
    }

    /// The place and the type of each file system that folders of ours lie on; options may hold what is nobody's business.
    private func mounts() -> String {
        guard let values = try? configuration.get().values else { return "" }
        let folders =
            [values.paths.state, values.paths.artifacts, values.paths.snapshots]
            + values.repositories.map(\.storage)
        var mounts: [(place: String, type: String)] = []
        for line in Self.contents(of: "/proc/self/mountinfo").split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count > 4, let dash = words.firstIndex(of: "-"), dash + 1 < words.count else { continue }
            mounts.append((String(words[4]), String(words[dash + 1])))
        }
        return folders.map { folder -> String in
            let around = mounts.filter { folder.string.hasPrefix($0.place) }.max { $0.place.count < $1.place.count }
            return "\(folder): \(around?.type ?? "unknown") at \(around?.place ?? "unknown")\n"
        }.joined()
    }

    /// How much lies in each folder of ours, two levels deep.
    private static func sizes(of configuration: EffectiveConfiguration) -> String {
        let paths = configuration.values.paths
        let own = configuration.values.repositories.compactMap { repository in
            (try? RelativePath(RepositoryFolder.name)).map { repository.storage.appending($0) }
        }
        let folders = [paths.state, paths.artifacts, paths.snapshots] + own
        return folders.map { path -> String in
            do {
                let folder = try Directory(opening: path)
                let lines = try folder.entries().sorted { $0.name < $1.name }.prefix(500).map { entry -> String in
                    guard entry.info.kind == .directory else { return "  \(entry.name): \(entry.info.size)" }
                    let inner = try folder.subdirectory(RelativePath(entry.name)).entries()
                    let bytes = inner.reduce(0) { $0 + $1.info.size }
                    return "  \(entry.name)/: \(inner.count) entries, \(bytes)"
                }
                return "\(path)\n" + lines.joined(separator: "\n")
            } catch {
                return "\(path)\n  \(error)"
            }
        }.joined(separator: "\n") + "\n"
    }
}
