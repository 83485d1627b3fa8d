/// One operation that changes what lies on disk, named before it happens.
package struct FileOperation: Sendable, Equatable {
    /// What is about to happen.
    package enum Kind: String, Sendable, CaseIterable {
        case create, write, truncate, fsync, syncfs, rename, exchange, link, unlink, makeDirectory, removeDirectory
        case changeOwner, changeMode
    }

    /// What is about to happen.
    package let kind: Kind
    /// The path as far as it is known, for messages and for tests that pick one.
    package let path: String

    /// Asked before every operation; a thrown error takes the place of the system's answer.
    ///
    /// Tests bind it to stop at the k-th operation, or to fail one as a full disk would. Production leaves it `nil`.
    @TaskLocal package static var gate: Gate?

    static func announce(_ kind: Kind, _ path: @autoclosure () -> String) throws(SystemError) {
        guard let gate else { return }
        try gate(FileOperation(kind: kind, path: path()))
    }
}
