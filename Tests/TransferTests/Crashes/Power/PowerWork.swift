import Posix
import TestSupport

@testable import Transfer

/// Something that is done to a folder, and what must hold wherever it is broken off.
protocol PowerWork: Sendable {
    /// Does it in a folder that is as `PowerPlace.prepared` is.
    func run(_ place: PowerPlace) async throws
    /// Does it again, as somebody would to whom it failed.
    func again(_ place: PowerPlace) async throws
    /// Throws unless all is well that must be at every moment.
    func requireSound(_ place: PowerPlace) async throws
    /// Throws unless what is promised once it has ended is there.
    func requireDone(_ place: PowerPlace) async throws
    /// Starts anew after a power cut; throws unless that leads to the same end, and nothing is left over.
    func requireConvergence(_ place: PowerPlace) async throws
}

extension PowerWork {
    func again(_ place: PowerPlace) async throws { try await run(place) }

    func requireSound(_ place: PowerPlace) async throws {}

    func requireConvergence(_ place: PowerPlace) async throws {
        try await again(place)
        try await requireSound(place)
        try await requireDone(place)
    }
}

/// A folder beneath the running test's own, and one for what keeps itself durable, as a database does.
struct PowerPlace: Sendable {
    /// Where everything begins.
    static let prepared = PowerPlace("prepared")

    let name: String
    var beside: String { "\(name)-beside" }

    init(_ name: String) { self.name = name }

    var folders: [Directory] { get throws { try [name, beside].map { try Folder($0).directory } } }

    /// The same in another place.
    static func copy(_ name: String) throws -> PowerPlace {
        let copy = PowerPlace(name)
        for (from, to) in try zip(prepared.folders, copy.folders) { try from.copy(to: to.path) }
        return copy
    }

    /// Makes room.
    func clear() throws {
        for folder in try folders {
            for entry in try folder.entries() { try folder.removeAll(RelativePath(entry.name)) }
        }
    }
}

extension PowerWork {
    /// One run of it that nothing disturbs.
    func trace() async throws -> PowerTrace {
        let (place, folders) = (PowerPlace.prepared, try PowerPlace.prepared.folders)
        return try await PowerTrace.record(of: folders[0], beside: folders[1]) { try await run(place) }
    }

    /// Throws unless all is well after a cut.
    func check(_ cut: PowerCut, number: Int) async throws {
        let place = PowerPlace("cut-\(number)")
        defer { try? place.clear() }
        try cut.restore(to: place.folders[0], beside: place.folders[1])
        try await requireSound(place)
        if cut.isEnd { try await requireDone(place) }
        try await requireConvergence(place)
    }
}
