import JSON
import Posix
import Transfer
import Trees

/// Verdaccio's list of the packages that its page and the search there show: a file beside the packages, which has the
/// secret that signs its tokens too (docs/formats/storage.md).
///
/// Verdaccio reads it when it starts and writes all of it when something is published, under no lock.
struct PackageDatabase {
    private static let longest = 64 << 20

    private let root: Directory

    init(in root: Directory) { self.root = root }

    /// Adds packages to the list and leaves all else as it is; says the same in a dry run.
    ///
    /// No file is made: Verdaccio gives a new one its secret.
    func add(_ names: [PackageName], isDryRun: Bool) throws -> PackageRegistration {
        guard let file = try place() else {
            let remark =
                "There is no \(StorageWalk.databases[0]) in the storage, so nothing was listed: Verdaccio makes it when "
                + "it starts"
            return PackageRegistration(added: 0, remark: remark)
        }
        var members = try read(file)
        let known = Set(members.list.compactMap(\.stringValue))
        let new = names.map(\.string).filter { !known.contains($0) }.sorted(by: RelativePath.bytesPrecede)
        guard !new.isEmpty else { return PackageRegistration(added: 0, remark: nil) }
        members.list += new.map { .string($0) }
        if !isDryRun { try write(members.encoded, to: file) }
        let remark =
            "Restart Verdaccio: it reads \(file) only then, and writes it anew when something is published before"
        return PackageRegistration(added: new.count, remark: remark)
    }

    /// The one that Verdaccio reads: an old one of Sinopia, where it is there, before its own.
    private func place() throws -> RelativePath? {
        let places = try StorageWalk.databases.reversed().map { try RelativePath($0) }
        return try places.first { try root.info($0) != nil }
    }

    private func read(_ file: RelativePath) throws -> DatabaseMembers {
        let subject = "\(root.path)/\(file)"
        guard try root.info(file)?.kind == .regular else {
            throw TransferError(.conflict, subject, "is no plain file", hint: "Put the file itself there")
        }
        do {
            return try DatabaseMembers(JSONValue(parsing: root.open(file).readAll(limit: Self.longest)))
        } catch is JSONError {
            throw Self.damaged(subject)
        } catch is DatabaseMembers.Malformed {
            throw Self.damaged(subject)
        }
    }

    private static func damaged(_ subject: String) -> TransferError {
        let hint = "Verdaccio cannot read it either: restore it, or start Verdaccio without it once"
        return TransferError(.conflict, subject, "is damaged, and was left as it is", hint: hint)
    }

    /// Replaces the file by one of the same owner and mode.
    private func write(_ bytes: [UInt8], to file: RelativePath) throws {
        guard let info = try root.info(file) else { return }
        let (owner, group, mode) = (info.owner, info.group, info.mode & 0o777)
        try AtomicFile.write(to: file, in: root, mode: mode) { (made: borrowing Descriptor) throws(SystemError) in
            try made.write(bytes)
            let own = try made.info()
            if own.owner != owner || own.group != group { try made.changeOwner(owner, group: group) }
            // A umask took bits from it.
            try made.changeMode(mode)
        }
    }
}

/// The members of the file, of which only the list is ours to change.
private struct DatabaseMembers {
    struct Malformed: Error {}

    private var members: [(String, JSONValue)]
    private let index: Int

    init(_ document: JSONValue) throws {
        guard let members = document.objectValue, let index = members.firstIndex(where: { $0.0 == "list" }),
            members[index].1.arrayValue != nil
        else { throw Malformed() }
        self.members = members
        self.index = index
    }

    var list: [JSONValue] {
        get { members[index].1.arrayValue ?? [] }
        set { members[index].1 = .array(newValue) }
    }

    var encoded: [UInt8] { JSONValue.object(members).encoded() }
}
