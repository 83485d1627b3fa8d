/// One operation that changes what lies on disk, named before it happens.
package struct FileOperation: Sendable, Equatable {
    /// What is about to happen.
    package enum Kind: String, Sendable, CaseIterable {
        case create, write, truncate, fsync, syncfs, rename, renameNew, exchange, link, unlink, makeDirectory,
            removeDirectory
        case changeOwner, changeMode
        /// An entry of a folder is looked at, which changes nothing.
        case look
    }

    /// What is about to happen.
    package let kind: Kind
    /// The path as far as it is known, for messages and for tests that pick one.
    package let path: String

    /// Asked before every call that changes something; a thrown error takes the place of the system's answer.
    ///
    /// Tests bind it to stop at the k-th operation, or to fail one as a full disk would. Production leaves it `nil`.
    @TaskLocal package static var gate: Gate?

    /// Asked before an entry of a folder is looked at, as `gate` is before a change; for tests alone.
    @TaskLocal package static var lookGate: Gate?

    static func announceLook(at path: @autoclosure () -> String) throws(SystemError) {
        guard let lookGate else { return }
        try lookGate(FileOperation(kind: .look, path: path()))
    }

    static func announce(_ kind: Kind, _ path: @autoclosure () -> String) throws(SystemError) {
        guard let gate else { return }
        try gate(FileOperation(kind: kind, path: path()))
    }
}

extension FileOperation {
    /// What is asked before an operation.
    ///
    /// A struct around the closure: Swift 6.3's optimiser loses the type of a task-local that is an optional function,
    /// and binding it faults.
    package struct Gate: Sendable {
        /// Lets an operation pass, or throws what takes the place of the system's answer.
        package typealias Verdict = @Sendable (FileOperation) throws(SystemError) -> Void

        private let verdict: Verdict
        /// How many bytes one write takes at most, as that of a disk that is nearly full does.
        let longestWrite: Int

        /// Makes a gate of a closure, which may be called from several threads at once, and again for a call that is made
        /// again because it said that it was interrupted.
        package init(longestWrite: Int = .max, _ verdict: @escaping Verdict) {
            self.longestWrite = longestWrite
            self.verdict = verdict
        }

        /// Asks it.
        package func callAsFunction(_ operation: FileOperation) throws(SystemError) { try verdict(operation) }
    }
}

extension TaskLocal where Value == FileOperation.Gate? {
    /// Binds a closure as the gate while `operation` runs.
    @discardableResult
    package func withValue<Output, Failure: Error>(
        _ verdict: @escaping FileOperation.Gate.Verdict,
        operation: () throws(Failure) -> Output
    ) throws(Failure) -> Output {
        try withValue(FileOperation.Gate(verdict)) { Result(catching: operation) }.get()
    }

    /// Binds a closure as the gate while `operation` runs.
    @discardableResult
    package func withValue<Output, Failure: Error>(
        _ verdict: @escaping FileOperation.Gate.Verdict,
        operation: () async throws(Failure) -> Output
    ) async throws(Failure) -> Output {
        let result: Result<Output, Failure> = await withValue(FileOperation.Gate(verdict)) {
            do throws(Failure) { return .success(try await operation()) } catch { return .failure(error) }
        }
        return try result.get()
    }
}
