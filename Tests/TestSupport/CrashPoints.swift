package import Posix
package import Testing

/// Sweeps a mishap over every state-changing file operation of some work.
///
///     try await CrashPoints.forEachStop { point in
///         let site = try freshSite()                       // nothing in the way here
///         try await point.run { try site.apply(archive) }  // stops at the k-th operation
///         try site.recover()
///         try site.checkOldOrNew()
///     }
package enum CrashPoints {
    /// Calls `body` with a stop at the first operation, the second, and so on, until a round does not come so far.
    ///
    /// From the stop on every operation fails with `EIO`, so that the work can neither go on nor tidy up. A work
    /// that makes no operation at all, or never comes to an end, is an issue.
    /// - Returns: the number of stops, each of which was reached.
    @discardableResult
    package static func forEachStop(
        limit: Int = 5000,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (CrashPoint) async throws -> Void
    ) async throws -> Int {
        try await sweep(.stop, of: Set(FileOperation.Kind.allCases), limit, sourceLocation, body)
    }

    /// Calls `body` with the first operation of `kinds` failing with `errno`, then the second, and so on.
    ///
    /// All other operations succeed: the process lives and can tidy up.
    /// - Returns: the number of failures, each of which was reached.
    @discardableResult
    package static func forEachFailure(
        _ errno: Errno,
        of kinds: Set<FileOperation.Kind> = Set(FileOperation.Kind.allCases),
        limit: Int = 5000,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ body: (CrashPoint) async throws -> Void
    ) async throws -> Int {
        try await sweep(.failure(errno), of: kinds, limit, sourceLocation, body)
    }

    /// Runs `work` with only its `number`-th operation of `kinds` failing with `errno`.
    /// - Returns: what the work made of it.
    /// - Throws: what `work` threw before it came so far.
    @discardableResult
    package static func failing<Value>(
        _ errno: Errno,
        at number: Int,
        of kinds: Set<FileOperation.Kind> = Set(FileOperation.Kind.allCases),
        sourceLocation: SourceLocation = #_sourceLocation,
        _ work: () async throws -> Value
    ) async throws -> Result<Value, any Error> {
        let point = CrashPoint(.failure(errno), at: number, of: kinds)
        let result = try await point.run(work)
        if !point.isReached {
            Issue.record("the work made no operation number \(number)", sourceLocation: sourceLocation)
        }
        return result
    }

    /// Runs `work` undisturbed and lists its operations in their order.
    package static func operations(of work: () async throws -> Void) async throws -> [FileOperation] {
        let point = CrashPoint(.none, at: 1, of: [])
        try await point.run(work)
        return point.operations
    }

    private static func sweep(
        _ mishap: CrashPoint.Mishap,
        of kinds: Set<FileOperation.Kind>,
        _ limit: Int,
        _ sourceLocation: SourceLocation,
        _ body: (CrashPoint) async throws -> Void
    ) async throws -> Int {
        for number in 1...limit {
            let point = CrashPoint(mishap, at: number, of: kinds)
            try await body(point)
            guard !point.isReached else { continue }
            if number == 1 { Issue.record("the work made no such operation", sourceLocation: sourceLocation) }
            return number - 1
        }
        Issue.record("the work made more than \(limit) operations", sourceLocation: sourceLocation)
        return limit
    }
}
