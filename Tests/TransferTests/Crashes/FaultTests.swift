import Posix
import TestSupport
import Testing

@testable import Transfer

/// A call fails once, whichever it is: nothing is lost, it is said, and doing it again gets there.
@Suite(.memoryDirectory, .ends) struct FaultTests {
    /// The calls that are made again when a signal came in between (signal(7)).
    private static let repeated: Set<FileOperation.Kind> = [.create, .write, .truncate, .fsync, .syncfs]

    @Test(
        "a call that fails once leaves what was or what was to be, names the place, and succeeds when it is done again",
        arguments: PowerScene.allCases,
        [Errno.noSpace, .quotaExceeded, .inputOutput, .interrupted]
    )
    func once(_ scene: PowerScene, _ errno: Errno) async throws {
        let work = try await scene.prepare()
        let failures = try await CrashPoints.forEachFailure(errno) { point in
            let place = try PowerPlace.copy("try-\(point.number)")
            defer { try? place.clear() }
            let outcome = try await point.run { try await work.run(place) }
            let failed = point.isReached ? point.operations[point.number - 1] : nil
            if case .failure(let error) = outcome { expectSaid(error, errno, "\(point.number): \(failed?.name ?? "")") }
            await #expect(throws: Never.self, "\(point.number): \(failed?.name ?? "")") {
                try await requireGoodEnd(of: work, place)
            }
        }
        #expect(failures > 2)
    }

    @Test("a signal in between goes unnoticed where a call may be made again", arguments: PowerScene.allCases)
    func signals(_ scene: PowerScene) async throws {
        let work = try await scene.prepare()
        try await CrashPoints.forEachFailure(.interrupted, of: Self.repeated) { point in
            let place = try PowerPlace.copy("try-\(point.number)")
            defer { try? place.clear() }
            try await point.run { try await work.run(place) }.get()
            try await work.requireSound(place)
            try await work.requireDone(place)
        }
    }

    @Test("so does a disk that takes less than it is given", arguments: PowerScene.allCases)
    func shortWrites(_ scene: PowerScene) async throws {
        let work = try await scene.prepare()
        let place = PowerPlace.prepared
        try await FileOperation.$gate.withValue(FileOperation.Gate(longestWrite: 7) { _ in }) {
            try await work.run(place)
        }
        try await work.requireSound(place)
        try await work.requireDone(place)
    }

    @Test(
        "a disk that is full in the middle of a write is as any full disk",
        arguments: PowerScene.allCases.filter { ![.rotation, .delete, .prune].contains($0) }
    )
    func fullInTheMiddle(_ scene: PowerScene) async throws {
        let work = try await scene.prepare()
        try await CrashPoints.forEachFailure(.noSpace, of: [.write], longestWrite: 300) { point in
            let place = try PowerPlace.copy("try-\(point.number)")
            defer { try? place.clear() }
            let outcome = try await point.run { try await work.run(place) }
            if case .failure(let error) = outcome { expectSaid(error, .noSpace, "\(point.number)") }
            try await requireGoodEnd(of: work, place)
        }
    }

    /// Nothing is wrong, and whoever does it again gets there.
    private func requireGoodEnd(of work: any PowerWork, _ place: PowerPlace) async throws {
        try await work.requireSound(place)
        try await work.again(place)
        try await work.requireSound(place)
        try await work.requireDone(place)
    }

    /// What went wrong names the place, and is said as what it is; what to do then, `Problem` says.
    private func expectSaid(_ error: any Error, _ errno: Errno, _ when: String) {
        let isFull = errno == .noSpace || errno == .quotaExceeded
        let full = error as? TransferError
        let other = error as? SystemError
        #expect((full?.subject ?? other?.path)?.contains("/try-") == true, "\(when): \(error)")
        #expect(full?.code == .noSpace || other?.isOutOfSpace == true || !isFull, "\(when): \(error)")
        #expect(other?.errno == errno || full != nil, "\(when): \(error)")
    }
}
