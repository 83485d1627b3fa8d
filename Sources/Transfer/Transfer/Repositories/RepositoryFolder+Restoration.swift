import Posix

extension RepositoryFolder {
    private static let restorationFile = "restored"

    /// Throws where an archive of this tree is known, numbered `known`, that the tree itself does not know of: it came back
    /// as it was before, or somebody built that archive from a copy.
    ///
    /// A number is noted in the tree before an archive has it, so the two never differ otherwise.
    package func requireNewest(knowing known: Int64) throws {
        let noted = try number(notedIn: Self.sequenceFile)
        guard noted < known else { return }
        throw TransferError(
            .conflict,
            root.path.string,
            "knows of no archive after the sequence \(noted), and one of it has the sequence \(known)",
            hint:
                "If it came back from a backup, run `packferry doctor --restored`; if it was copied, and that archive "
                + "was built elsewhere, `packferry doctor --copied`"
        )
    }

    /// Accepts that the tree is as it was before: it keeps its identity where it lies, its archives are numbered above
    /// `known`, and no file counts as deleted before the restoration has ended.
    ///
    /// A tree that came without its own identity gets the one that it is `remembered` by.
    package func declareRestored(knowing known: Int64, remembered: String?) throws {
        // First what makes builds careful, last what lets them begin.
        try write(Self.restorationFile, [])
        try note(known, in: Self.sequenceFile)
        try declareMoved(remembered: remembered)
    }

    /// Whether what is not here may only not have come back.
    package var isRestored: Bool {
        get throws { try directory.info(RelativePath(Self.restorationFile)) != nil }
    }

    /// From now on what is not here was deleted.
    package func endRestoration() throws {
        guard try isRestored else { return }
        try directory.unlink(RelativePath(Self.restorationFile))
        try directory.synchronize()
    }
}
