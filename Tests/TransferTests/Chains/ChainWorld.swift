import Crypto
import Persistence
import Posix
import Reporting
import Spooling
import TestSupport
import Testing
import Time

@testable import Transfer

/// A real near side and real sites, which do what a model does.
struct ChainWorld: Sendable {
    private let near: Side
    private let sites: [Side]
    private let heard: SiteStore
    /// What was built, by number less one.
    private var archives: [Artifact] = []
    /// What each site said, in its order.
    private var receipts: [[Receipt]]
    /// The clock stands still within a step, and goes on by a second from one to the next.
    private var moment = Side.moment

    init(sites count: Int) async throws {
        let database = try await Database(.memory)
        near = try await Side("near", database: database)
        heard = SiteStore(database: database)
        var sites: [Side] = []
        for number in 0..<count {
            var side = try await Side(Self.name(of: number), database: database)
            side.site = Self.name(of: number)
            sites.append(side)
        }
        self.sites = sites
        receipts = Array(repeating: [], count: count)
    }

    private static func name(of site: Int) -> String { "site-\(site)" }

    /// Does a step, whose local changes are those that the model has made, and says what came of it.
    mutating func perform(_ step: ChainStep, after model: ChainModel) async throws -> String {
        moment = Moment(seconds: moment.seconds + 1)
        do {
            return try await perform(step, model)
        } catch let error as TransferError {
            let missing = error.code == .missingBase ? " \(error.details.sorted())" : ""
            return "refused: \(error.code.rawValue)\(missing)"
        }
    }

    private mutating func perform(_ step: ChainStep, _ model: ChainModel) async throws -> String {
        switch step {
        case .publish(let package, let version, _), .withdraw(let package, let version),
            .spoil(let package, let version), .mend(let package, let version):
            try near.imitate(model.near.tree, at: ModelFile(package: package, version: version))
        case .front: try near.imitate(model.near.tree, at: .front)
        case .build(.partial(let package)) where !model.near.canCarry(package): break
        case .build(let baseline): return try await build(baseline)
        case .publishAt(let site, let package, let version, _), .removeAt(let site, let package, let version),
            .rotAt(let site, let package, let version), .loseAt(let site, let package, let version):
            try sites[site].imitate(model.sites[site].tree, at: ModelFile(package: package, version: version))
        case .frontAt(let site, _): try sites[site].imitate(model.sites[site].tree, at: .front)
        case .carry(let number, let site, let isAllowed):
            return try await carry(number, to: site, isAllowed, stoppingAt: nil)
        case .carryStopping(let number, let site, let operation):
            return try await carry(number, to: site, true, stoppingAt: operation)
        case .rollBack(let number, let site): return try await rollBack(number, at: site, stoppingAt: nil)
        case .rollBackStopping(let number, let site, let operation):
            return try await rollBack(number, at: site, stoppingAt: operation)
        case .confirm(let number, let site): return try await confirm(number, from: site)
        }
        return "done"
    }

    private mutating func build(_ baseline: ChainStep.Baseline) async throws -> String {
        let result = try await near.build(BuildRequest(baseline))
        guard let artifact = result.artifact, let manifest = result.manifest else {
            let carrier = result.carrier.flatMap { found in archives.firstIndex { $0.id == found.id } }
            return carrier.map { "nothing: archive \($0 + 1) is on its way" } ?? "nothing new"
        }
        archives.append(artifact)
        let carried = manifest.files.map(\.entry.path.string).sorted()
        return "built \(carried) without \(manifest.deletes.map(\.path.string).sorted())"
    }

    private mutating func carry(
        _ number: Int,
        to site: Int,
        _ isAllowed: Bool,
        stoppingAt operation: Int?
    ) async throws -> String {
        guard archives.indices.contains(number - 1) else { return "done" }
        let (far, engine) = (sites[site], engine(of: site))
        let archive = near.root.appending(try RelativePath("artifacts/\(archives[number - 1].id).tar.zst"))
        let apply = {
            let staged = try engine.stage(ArchiveInput(archive), reporter: .silent)
            let options = ApplyOptions(allowMissing: isAllowed, initiator: "test")
            return try await engine.apply(staged, options: options, reporter: .silent)
        }
        if let operation {
            let known = try AppliedLog(far.folder).deeds().count
            _ = try? await CrashPoints.stopping(at: operation, apply)
            try await engine.recover(reporter: .silent)
            if try AppliedLog(far.folder).deeds().count > known {
                try note(site)
                return "recovered"
            }
        }
        let outcome = try await apply()
        try note(site)
        return Self.sentence(on: outcome)
    }

    private mutating func rollBack(_ number: Int, at site: Int, stoppingAt operation: Int?) async throws -> String {
        guard archives.indices.contains(number - 1) else { return "done" }
        let (id, engine, log) = (archives[number - 1].archiveID, engine(of: site), AppliedLog(sites[site].folder))
        let known = try log.deeds().count
        let work = { try await engine.rollBack(id, by: "test", reporter: .silent) }
        if let operation {
            _ = try? await CrashPoints.stopping(at: operation, work)
            try await engine.recover(reporter: .silent)
            if try log.deeds().count > known {
                try note(site)
                return "recovered"
            }
        }
        let outcome = try await work()
        guard try log.deeds().count > known else { return "taken back before" }
        try note(site)
        return Self.sentence(on: outcome)
    }

    private func confirm(_ number: Int, from site: Int) async throws -> String {
        guard receipts[site].indices.contains(number) else { return "done" }
        let receipt = receipts[site][number]
        let artifact = archives.first { $0.archiveID == receipt.archiveID }
        let delivered = receipt.kind == .applied ? artifact?.id : nil
        let statement = SiteStatement(receipt)
        let kept = SiteFolder(near.folder)
        return try await heard.register(statement, delivering: delivered, keptIn: kept, at: moment, by: "test")
            .verdict.rawValue
    }

    /// Keeps what a site said last, which is overwritten there by what it says of the same archive later.
    private mutating func note(_ site: Int) throws {
        let store = ReceiptStore(sites[site].folder)
        receipts[site].append(try store.read(#require(store.all().first)))
    }

    private func engine(of site: Int) -> ImportEngine { sites[site].engine(patience: .zero, now: moment) }

    private static func sentence(on outcome: ImportOutcome) -> String {
        "applied: placed \(outcome.placed), replaced \(outcome.replaced), merged \(outcome.merged), "
            + "unchanged \(outcome.unchanged), superseded \(outcome.superseded), "
            + "deletes \(outcome.pendingDeletes), conflicts \(subjects(of: outcome.conflicts)), "
            + "missing \(outcome.missing.sorted())"
    }

    private static func sentence(on outcome: RollbackOutcome) -> String {
        "taken back: removed \(outcome.removed), restored \(outcome.restored), documents \(outcome.documents), "
            + "kept \(subjects(of: outcome.kept))"
    }

    private static func subjects(of sentences: [String]) -> [String] {
        sentences.map { String($0.prefix { $0 != ":" }) }.sorted()
    }
}

/// What the real sides look like.
extension ChainWorld {
    /// All that a model foretells of a site, as text by what it is about.
    func picture(of site: Int) throws -> ChainPicture {
        let records = try RecordStore(sites[site].folder).load()
        var picture = ChainPicture()
        picture.add(try TextLive(sites[site].tree))
        for (path, file) in records.files {
            let number = self.number(ofSequence: file.sequence)
            picture["owned \(path)"] = "\(file.sha512.short) of \(number)\(file.prior ? ", prior" : "")"
        }
        for (key, document) in records.documents {
            picture["merged \(key.path)"] = "\(document.sha512.short) of \(number(ofSequence: document.sequence))"
        }
        for (path, digest) in records.conflicts { picture["conflict \(path)"] = digest.short }
        picture["target"] = records.target.map { "\(number(ofSequence: $0.sequence))" }
        guard let last = receipts[site].last else { return picture }
        picture["said"] = "missing \(last.missing.map(\.string)), conflicts \(last.conflicts.map(\.string))"
        return picture
    }

    private func number(ofSequence sequence: Int64) -> Int {
        archives.firstIndex { $0.sequence == sequence }.map { $0 + 1 } ?? 0
    }
}

extension BuildRequest {
    fileprivate init(_ baseline: ChainStep.Baseline) {
        switch baseline {
        case .lastBuilt: self.init()
        case .full: self.init(baseline: .none)
        case .sites: self.init(baseline: .sites([]))
        case .partial(let package): self.init(selection: CaptureSelection(specs: [package]))
        }
    }
}

extension Side {
    /// Makes a file and the index beside it what they are in a model.
    fileprivate func imitate(_ tree: ModelTree, at file: ModelFile) throws {
        if let content = tree.files[file] { try write(file.path, content) } else { try remove(file.path) }
        guard file != .front else { return }
        if let lines = tree.indexes[file.package] {
            let index = TextTree.document(lines.mapValues { SHA512Digest(of: $0) })
            try write("\(file.package)/\(TextTree.indexName)", index)
        } else if tree.files(of: file.package).isEmpty {
            try remove(file.package)
        }
    }
}
