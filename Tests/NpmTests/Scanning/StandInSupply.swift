import Posix
import Reporting
import Synchronization
import Time
import Transfer
import Trees

@testable import Npm

/// An upstream in memory that can lack what it had, be down, or give something else.
final class StandInSupply: PackageSupply {
    /// How it answers for the document of every package.
    let revalidation: Revalidation
    /// What it has the storage hold as the document of a package before it answers for it.
    private let documents: [String: [UInt8]]
    private let isUnreachable: Bool
    private let storage: Directory
    private let layout: StorageLayout
    private let answers: Mutex<[String: Answer]>
    private let asked = Mutex<[String]>([])

    /// What it does when it is asked for a file.
    enum Answer: Sendable {
        case gives([UInt8])
        case gone
        case down
        /// It answers, and the storage holds nothing afterwards.
        case loses
        /// It stops, as a process that is killed.
        case stops
    }

    struct Stopped: Error {}

    init(
        _ side: StorageFixture,
        _ answers: [String: Answer] = [:],
        revalidation: Revalidation = .fresh,
        documents: [String: [UInt8]] = [:],
        isUnreachable: Bool = false
    ) {
        self.isUnreachable = isUnreachable
        storage = side.storage
        layout = side.layout
        self.answers = Mutex(answers)
        self.revalidation = revalidation
        self.documents = documents
    }

    /// Which files it was asked for, in order.
    var requests: [String] { asked.withLock { $0 } }

    /// A repair compares nothing.
    var comparison: UpstreamComparison? { nil }

    func requireReachable() async throws {
        if isUnreachable { throw UpstreamError("a stand-in", "does not answer", hint: "Start it") }
    }

    func revalidate(_ name: PackageName) async throws -> Revalidation {
        if let document = documents[name.string] {
            let file = try storage.create(layout.folder(of: name).appending("package.json"))
            try file.write(document)
            try file.close()
        }
        return revalidation
    }

    func supply(_ tarball: WantedTarball, of name: PackageName) async throws -> SuppliedTarball {
        asked.withLock { $0.append(tarball.file.string) }
        switch answers.withLock({ $0[tarball.file.string] }) ?? .gone {
        case .gives(let bytes):
            let location = try layout.folder(of: name).appending(tarball.file.string)
            let file = try storage.create(location)
            try file.write(bytes)
            try file.close()
            return SuppliedTarball(size: Int64(bytes.count), source: "a stand-in")
        case .loses: return SuppliedTarball(size: 1, source: "a stand-in")
        case .stops: throw Stopped()
        case .gone:
            throw SupplyError(.gone, tarball.file.string, "is not there any more", hint: "Use another version")
        case .down:
            throw SupplyError(.unavailable, tarball.file.string, "could not be asked for", hint: "Try again")
        }
    }
}

extension StorageFixture {
    /// Repairs as a job does.
    @discardableResult
    func repair(_ ids: Set<Int64>? = nil, from supply: StandInSupply) async throws -> RepairedFiles {
        let repair = StorageRepair(collector: collector, folder: folder, supply: supply)
        let repaired = try await repair.run(ids, reporter: .silent)
        return RepairedFiles(
            repaired: repaired.repaired.map(\.finding.path),
            failed: repaired.failed.map { "\($0.finding.path) \($0.detail)" }
        )
    }

    func prune(before moment: Moment) async throws -> Int {
        let settings = TreeSettings(repository: "npm", root: root, paths: [:], lists: [:])
        let context = TreeContext(
            database: collector.index.database,
            threads: 1,
            clock: collector.clock,
            generator: "tests"
        )
        let refreshing = NpmRefreshing(collector: collector, settings: settings, context: context, configuration: nil)
        return try await NpmScanning(collector: collector, refreshing: refreshing)
            .pruneQuarantine(of: folder, before: moment, isDryRun: false).removed.count
    }

    struct RepairedFiles {
        let repaired: [String]
        let failed: [String]
    }

    /// The files in quarantine, by path beneath `.packferry`, with their bytes.
    func quarantined() throws -> [String: [UInt8]] {
        var found: [String: [UInt8]] = [:]
        var pending = ["quarantine"]
        while let place = pending.popLast() {
            let path = try RelativePath(place)
            guard try folder.directory.info(path) != nil else { continue }
            for entry in try folder.directory.subdirectory(path).entries() {
                if entry.info.kind == .directory {
                    pending.append("\(place)/\(entry.name)")
                } else {
                    let file = try folder.directory.open(path.appending(entry.name))
                    found["\(place)/\(entry.name)"] = try file.readAll(limit: 1 << 20)
                }
            }
        }
        return found
    }
}
