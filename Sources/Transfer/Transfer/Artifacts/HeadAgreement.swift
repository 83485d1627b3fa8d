import Posix
import Spooling

/// Whether manifest, snapshot and `SHA512SUMS` of an archive say the same, and nothing that its tree cannot hold.
///
/// The two lists are gone through side by side, by path.
struct HeadAgreement {
    private let manifest: Manifest
    private let target: Snapshot
    private let rules: any ContentRules

    init(_ head: ArchiveHead, _ rules: any ContentRules) {
        (manifest, target) = (head.manifest, head.target)
        self.rules = rules
    }

    /// Throws the first contradiction.
    func check(_ sums: ListedChecksums) throws {
        guard manifest.repository == target.repository, manifest.target == target.id,
            manifest.stateDigest == target.stateDigest, manifest.platforms == target.platforms
        else { throw TransferError(.refused, ArchiveLayout.manifest, "does not belong to the snapshot beside it") }
        guard rules.areInMemberOrder(manifest.files) else {
            throw TransferError(.malformed, ArchiveLayout.manifest, "files is not in member order")
        }
        guard sums.lists(manifest.files) else {
            throw TransferError(.refused, ArchiveLayout.checksums, "does not list exactly the files of the manifest")
        }
        try checkEntries()
        for delete in manifest.deletes where target.entry(at: delete.path) != nil {
            throw TransferError(.refused, delete.path.string, "is to be deleted but is in the target snapshot")
        }
        guard manifest.scope == .delta || manifest.files.count == target.wholeCount else {
            throw TransferError(
                .refused,
                ArchiveLayout.manifest,
                "says it is \(manifest.scope.rawValue) but carries only a part of its target"
            )
        }
    }

    private func checkEntries() throws {
        var carried = try MemberRuns(manifest.files).makeIterator()
        var next = carried.next()
        var package = CarriedPackage()
        for entry in target.entries {
            try check(entry)
            if let stray = next, stray.path < entry.path { throw Self.stray(stray) }
            let isCarried = next?.path == entry.path
            if isCarried {
                guard next == entry else { throw Self.stray(entry) }
                next = carried.next()
            }
            guard rules.mergesDocuments else { continue }
            if package.name != entry.package {
                try package.check()
                package = CarriedPackage(name: entry.package)
            }
            package.take(entry, landing: rules.landing(of: entry), isCarried: isCarried)
        }
        if let next { throw Self.stray(next) }
        try package.check()
    }

    private static func stray(_ entry: Entry) -> TransferError {
        TransferError(.refused, entry.path.string, "is carried but not in the target snapshot")
    }

    private func check(_ entry: Entry) throws {
        guard rules.landing(of: entry.kind) != nil else {
            throw TransferError(.refused, entry.path.string, "is of the unknown kind \(entry.kind)")
        }
        try rules.checkEntry(entry)
    }
}

/// What an archive carries of one package, whose entries stand together since they lie beneath its name: whenever a file
/// travels, the documents of its package travel.
private struct CarriedPackage {
    var name: String?
    private var carriesFiles = false
    private var carriesDocument = false
    private var left: Entry?

    init(name: String? = nil) { self.name = name }

    mutating func take(_ entry: Entry, landing: Landing, isCarried: Bool) {
        if landing == .placed { carriesFiles = carriesFiles || isCarried }
        guard landing == .merged else { return }
        if isCarried { carriesDocument = true }
        if !isCarried, !entry.held, left == nil { left = entry }
    }

    func check() throws {
        guard let name, carriesFiles else { return }
        if !carriesDocument {
            throw TransferError(.refused, name, "is a package whose files are carried without their document")
        }
        if let left {
            throw TransferError(.refused, left.path.string, "is not carried although files of its package are")
        }
    }
}
