import Crypto
import TestSupport

@testable import Transfer

/// The same steps in a model and in real trees, and where the two disagree.
struct ChainRun: Sendable {
    private(set) var steps: [ChainStep] = []
    private(set) var model: ChainModel
    private var world: ChainWorld
    private var promises: [ChainPromises]
    private var lastStep: (step: ChainStep, came: String)?

    init(sites: Int) async throws {
        model = ChainModel(sites: sites)
        world = try await ChainWorld(sites: sites)
        promises = Array(repeating: ChainPromises(), count: sites)
    }

    /// Does a step on both sides; gives what is wrong afterwards, in lines.
    mutating func perform(_ step: ChainStep) async -> [String] {
        steps.append(step)
        let before = model
        let foretold = model.perform(step)
        do {
            let came = try await world.perform(step, after: model)
            defer { lastStep = (step, came) }
            let result = Self.agree(came, foretold) ? [] : ["\(came), where the model has \(foretold)"]
            guard let site = step.site else { return result }
            let picture = try world.picture(of: site)
            promises[site].note(step)
            return result + picture.differences(from: ChainPicture(of: model.sites[site])) + repeated(step, came)
                + promises[site].broken(in: picture, after: step, knowing: before.sites[site])
        } catch {
            return ["failed: \(error)"]
        }
    }

    /// Whether two accounts of a step are the same; one that was stopped and finished by a restart has none.
    private static func agree(_ came: String, _ foretold: String) -> Bool {
        came == foretold || (came == "recovered" && !foretold.hasPrefix("refused"))
    }

    /// What a second time in a row changed.
    private func repeated(_ step: ChainStep, _ came: String) -> [String] {
        guard case .carry = step, let lastStep, lastStep.step.description == step.description else { return [] }
        guard came.hasPrefix("applied"), !came.contains("placed 0, replaced 0, merged 0,") else { return [] }
        return ["applied twice, it changed something: \(came)"]
    }

    /// Brings every archive everywhere, in an order of its own at each site, and at last a full one; gives what is
    /// wrong at the first step after which something is.
    mutating func bringAll(_ random: inout SeededNumbers) async -> [String] {
        for site in model.sites.indices {
            let numbers = model.near.archives.map(\.number).shuffled(using: &random)
            for number in numbers {
                let faults = await perform(.carry(number, to: site, allowingMissing: true))
                guard faults.isEmpty else { return faults }
            }
            let faults = unreached(at: site, after: "all archives", forgiving: partlyCarried)
            guard faults.isEmpty else { return faults }
        }
        return await bringFull()
    }

    private mutating func bringFull() async -> [String] {
        var faults = await perform(.build(.full))
        for site in model.sites.indices where faults.isEmpty {
            let step = ChainStep.carry(model.near.archives.count, to: site, allowingMissing: false)
            faults = await perform(step) + unreached(at: site, after: "a full archive", forgiving: [])
        }
        return faults
    }

    /// What parts brought with other content than the newest target has: only an archive that brings it anew helps.
    private var partlyCarried: Set<ModelFile> {
        let parts = model.near.archives.filter(\.isPartial).flatMap(\.files)
        return Set(parts.filter { model.near.lastTarget?.files[$0.key]?.content != $0.value }.map(\.key))
    }

    /// What of the newest target is neither at a site nor kept out by a file of its own.
    private func unreached(at number: Int, after cause: String, forgiving forgiven: Set<ModelFile>) -> [String] {
        let site = model.sites[number]
        return (model.near.lastTarget?.whole ?? [:]).compactMap { file, content in
            let isThere = site.tree.files[file] == content && (file == .front || site.tree.line(of: file) == content)
            guard !isThere, !site.isConflict(file), !forgiven.contains(file) else { return nil }
            return "after \(cause) site \(number) has not \(file.path) as \(content)"
        }
    }
}

extension ChainStep {
    /// The site at which it happens; `nil` at the near side.
    var site: Int? {
        switch self {
        case .publish, .withdraw, .spoil, .mend, .front, .build, .confirm: nil
        case .publishAt(let site, _, _, _), .removeAt(let site, _, _), .rotAt(let site, _, _),
            .loseAt(let site, _, _), .frontAt(let site, _), .carry(_, let site, _), .carryStopping(_, let site, _),
            .rollBack(_, let site), .rollBackStopping(_, let site, _):
            site
        }
    }

    /// Whether it is one by which an archive comes or goes.
    fileprivate var isOfArchive: Bool {
        switch self {
        case .carry, .carryStopping, .rollBack, .rollBackStopping: true
        default: false
        }
    }
}

/// What holds at a site whatever comes, looked at without any plan.
struct ChainPromises: Sendable {
    /// What the site published itself and did not touch since.
    private var own: [ModelFile: String] = [:]
    /// What was lost there, so that a line may be left alone.
    private var lost: Set<ModelFile> = []

    /// Takes note of what a site does itself.
    mutating func note(_ step: ChainStep) {
        switch step {
        case .publishAt(_, let package, let version, let content):
            own[ModelFile(package: package, version: version)] = content
        case .frontAt(_, let content): own[.front] = content
        case .removeAt(_, let package, let version), .rotAt(_, let package, let version):
            own[ModelFile(package: package, version: version)] = nil
        case .loseAt(_, let package, let version):
            own[ModelFile(package: package, version: version)] = nil
            lost.insert(ModelFile(package: package, version: version))
        default: return
        }
    }

    /// Files of the site's own that went or changed without being the source's, and lines without a file.
    func broken(in picture: ChainPicture, after step: ChainStep, knowing before: ModelSite) -> [String] {
        guard step.isOfArchive else { return [] }
        return lostFiles(in: picture, before) + loneLines(in: picture)
    }

    private func lostFiles(in picture: ChainPicture, _ before: ModelSite) -> [String] {
        own.compactMap { file, content in
            guard before.records.files[file]?.content != content, before.tree.files[file] == content else { return nil }
            let digest = SHA512Digest(of: content).short
            let isListed = file == .front || picture["line \(file.package) \(file.version)"] == digest
            guard picture["file \(file.path)"] != digest || (!isListed && before.tree.line(of: file) == content) else {
                return nil
            }
            return "\(file.path) is the site's own and was lost"
        }
    }

    private func loneLines(in picture: ChainPicture) -> [String] {
        picture.lines.filter { picture["file \($0.path)"] == nil && !lost.contains($0) }
            .map { "\($0.path) is listed and is not here" }
    }
}
