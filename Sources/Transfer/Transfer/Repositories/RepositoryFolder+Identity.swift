import Crypto
import Posix

extension RepositoryFolder {
    private static let identityFile = "repository.json"

    /// Who this tree is.
    ///
    /// The first call gives it a uuid and notes by what it is told from a copy, unless nothing is to be made.
    package func identity(name: String, type: String) throws -> RepositoryIdentity {
        if let known = try mark() { return RepositoryIdentity(name: name, type: type, uuid: known.uuid) }
        let uuid = Randomness.hex(16)
        guard isMade else { return RepositoryIdentity(name: name, type: type, uuid: uuid) }
        try note(uuid)
        return try identity(name: name, type: type)
    }

    /// The tree's uuid; `nil` before one was needed.
    package func uuid() throws -> String? { try mark()?.uuid }

    /// Throws where this is not the tree that was given its uuid, but was made from it: two trees with one uuid would
    /// hand out archives that contradict each other.
    ///
    /// A restart, another container, another path or another mount of the same tree are all the same to it.
    package func requireHome() throws {
        guard let known = try mark(), try !known.isOf(directory, in: root) else { return }
        throw TransferError(
            .conflict,
            root.path.string,
            "is not the folder that got its identity, but was moved, restored or copied from it",
            hint: "If it was moved, run `packferry doctor --moved`; if it came back from a backup, `packferry doctor "
                + "--restored`; if it is a copy and the original goes on, `packferry doctor --copied`"
        )
    }

    /// What only may mean that there are two of this tree, as a sentence: it lies on another machine than it did, as
    /// after the whole machine was cloned; `nil` where nothing hints at that.
    package func cloneHint() throws -> String? {
        let here = TreeMark.machine()
        guard let known = try mark()?.machine, !known.isEmpty, !here.isEmpty, known != here else { return nil }
        return "\(root.path) lies on a machine with another id than before: if that is a clone of one that goes on, "
            + "run `packferry doctor --copied` before anything is carried"
    }

    /// Takes the machine for the one that the tree belongs to from now on.
    package func settle() throws {
        guard try cloneHint() != nil, let uuid = try uuid() else { return }
        try note(uuid)
    }

    /// Notes what the tree is told from a copy by as this version does it, where an older one noted something else or the
    /// file system tells more than it did.
    package func renewMark() throws {
        guard let known = try mark(), try known.isOf(directory, in: root) else { return }
        let machine = known.machine.isEmpty ? TreeMark.machine() : known.machine
        let now = try TreeMark(uuid: known.uuid, machine: machine, folder: directory)
        // Where nothing says when the folder was made any more, what is known of that is kept.
        if case .own(_, .some) = known.place, directory.born() == nil { return }
        if now != known { try write(Self.identityFile, now.document) }
    }

    /// Accepts the new place and keeps the uuid: the old place is gone.
    ///
    /// A tree that came without its own gets the one that it is `remembered` by.
    package func declareMoved(remembered: String? = nil) throws {
        guard let uuid = try uuid() ?? remembered else { return }
        try note(uuid)
    }

    /// Gives the tree a uuid of its own: the original goes on elsewhere.
    package func declareCopied() throws {
        try note(Randomness.hex(16))
        try endRestoration()
    }

    private func note(_ uuid: String) throws {
        let mark = try TreeMark(uuid: uuid, machine: TreeMark.machine(), folder: directory)
        try write(Self.identityFile, mark.document)
    }

    private func mark() throws -> TreeMark? {
        guard let bytes = try read(Self.identityFile) else { return nil }
        guard let mark = TreeMark(parsing: bytes) else {
            throw TransferError(
                .recordsDamaged,
                directory.path.appending("repository.json").string,
                "is damaged, so the tree's uuid is unknown",
                hint: "Restore it from a backup, or remove it: sites then treat this as a new source"
            )
        }
        return mark
    }
}
