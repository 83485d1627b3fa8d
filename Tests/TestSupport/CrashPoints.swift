package import Posix

/// Sweeps a mishap over every state-changing file operation of some work.
///
///     try await CrashPoints.forEachStop { point in
///         let site = try freshSite()                       // nothing in the way here
///         try await point.run { try site.apply(archive) }  // stops at the k-th operation
///         try site.recover()
///         try site.checkOldOrNew()
///     }
///
/// A stop leaves all that was done before it; hand `run` a `DurableImage` to lose what was not made durable too.
package enum CrashPoints {
    /// A sweep that tested nothing, or would never have ended.
    package struct Vacuous: Error, CustomStringConvertible {
        package let description: String

        init(_ description: String) { self.description = description }
    }

    /// Calls `body` with a stop at the first operation, the second, and so on, until a round does not come so far.
    ///
    /// From the stop on every operation fails with `EIO`, so that the work can neither go on nor tidy up. Before it, those
    /// of the kinds that the file system is to be `without` fail with `EINVAL`.
    /// - Returns: the number of stops, each of which was reached.
    /// - Throws: what `body` throws, and `Vacuous` when it makes no operation or more than `limit`.
    @discardableResult
    package static func forEachStop(
        limit: Int = 5000,
        without unsupported: Set<FileOperation.Kind> = [],
        _ body: (CrashPoint) async throws -> Void
    ) async throws -> Int {
        try await sweep(.stop, of: Set(FileOperation.Kind.allCases), without: unsupported, limit, body)
    }

    /// Calls `body` with the first operation of `kinds` failing with `errno`, then the second, and so on.
    ///
    /// All other operations succeed: the process lives and can tidy up. A write takes at most `longestWrite` bytes, so
    /// that a longer one is several, of which the first ones may succeed.
    /// - Returns: the number of failures, each of which was reached.
    /// - Throws: what `body` throws, and `Vacuous` when it makes no such operation or more than `limit`.
    @discardableResult
    package static func forEachFailure(
        _ errno: Errno,
        of kinds: Set<FileOperation.Kind> = Set(FileOperation.Kind.allCases),
        longestWrite: Int = .max,
        limit: Int = 5000,
        _ body: (CrashPoint) async throws -> Void
    ) async throws -> Int {
        try await sweep(.failure(errno), of: kinds, longestWrite: longestWrite, limit, body)
    }

    /// Runs `work` with only its `number`-th operation of `kinds` failing with `errno`.
    /// - Returns: what the work made of it.
    /// - Throws: what `work` threw before it came so far, and `Vacuous` when it never did.
    @discardableResult
    package static func failing<Value>(
        _ errno: Errno,
        at number: Int,
        of kinds: Set<FileOperation.Kind> = Set(FileOperation.Kind.allCases),
        _ work: () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        let point = CrashPoint(.failure(errno), at: number, of: kinds)
        let result = try await point.run(nil, work)
        guard point.isReached else { throw Vacuous("the work made no operation number \(number)") }
        return result
    }

    /// Runs `work` and stops it before its `number`-th operation, if it makes as many.
    /// - Returns: what the work made of it; a failure where it was stopped.
    /// - Throws: what `work` threw before it came so far.
    @discardableResult
    package static func stopping<Value>(
        at number: Int,
        _ work: () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        try await CrashPoint(.stop, at: number, of: Set(FileOperation.Kind.allCases)).run(nil, work)
    }

    /// Runs `work` undisturbed, with `image` following along, and lists its operations in their order.
    @discardableResult
    package static func operations(
        _ image: DurableImage? = nil,
        of work: () async throws -> Void
    ) async throws -> [FileOperation] {
        let point = CrashPoint(.none, at: 1, of: [])
        try await point.run(image, work)
        return point.operations
    }

    private static func sweep(
        _ mishap: CrashPoint.Mishap,
        of kinds: Set<FileOperation.Kind>,
        without unsupported: Set<FileOperation.Kind> = [],
        longestWrite: Int = .max,
        _ limit: Int,
        _ body: (CrashPoint) async throws -> Void
    ) async throws -> Int {
        for number in 1...limit {
            let point = CrashPoint(
                mishap,
                at: number,
                of: kinds,
                without: unsupported,
                longestWrite: longestWrite
            )
            try await body(point)
            guard !point.isReached else { continue }
            guard number > 1 else { throw Vacuous("the work made no such operation") }
            return number - 1
        }
        throw Vacuous("the work made more than \(limit) operations")
    }
}
