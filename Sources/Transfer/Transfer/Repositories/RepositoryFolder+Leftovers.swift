import Posix

extension RepositoryFolder {
    /// Removes what a run that was killed left behind: its work folder, and files that were being written.
    ///
    /// The caller holds the lock, so nobody else is writing.
    func removeLeftovers() throws {
        try directory.removeAll(RelativePath("work"))
        try AtomicFile.removeLeftovers(in: directory) { _ in true }
    }
}
