import Foundation
import Glibc
import Posix
import TestSupport

/// When a program is killed: at a random moment of its work.
enum KillMoment: Sendable {
    /// After a part of the time that it takes undisturbed.
    case time(Duration)
    /// Once so many more files and folders lie beneath a folder than before.
    case files(Int)

    /// One of both kinds, for a program that takes so long and makes so many files.
    static func random(within whole: Duration, files: Int, _ random: inout SeededRandom) -> KillMoment {
        guard Bool.random(using: &random) else { return .files(Int.random(in: 1...files, using: &random)) }
        return .time(whole * Double.random(in: 0...1, using: &random))
    }

    /// Kills a program then, unless it has ended by itself; says whether it was killed.
    ///
    /// What a test finds afterwards must hold at any moment, so it may be another one on another machine.
    func kill(_ program: RunningProgram, workingIn folder: String) async throws -> Bool {
        let before = Self.count(in: folder)
        let start = ContinuousClock.now
        while program.isRunning, !hasCome(start, before, folder) { try await Task.sleep(for: .milliseconds(1)) }
        program.send(SIGKILL)
        return try await program.outcome().ending == .signal(SIGKILL)
    }

    private func hasCome(_ start: ContinuousClock.Instant, _ before: Int, _ folder: String) -> Bool {
        switch self {
        case .time(let delay): ContinuousClock.now - start >= delay
        case .files(let count): Self.count(in: folder) >= before + count
        }
    }

    private static func count(in folder: String) -> Int {
        FileManager.default.enumerator(atPath: folder)?.reduce(into: 0) { count, _ in count += 1 } ?? 0
    }
}
