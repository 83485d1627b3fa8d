import Posix
import Reporting
import TestSupport

@testable import Transfer

/// An archive that waits is applied.
struct ApplyWork: SceneWork {
    let scene: ApplyScene
    private let id: String

    init(isNew: Bool = false) async throws {
        scene = try await ApplyScene(site: "plant-7", isNew: isNew)
        id = try await scene.opened(PowerPlace.prepared.name).stage(scene.archive).id
    }

    func run(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        try await far.apply(far.engine.staging.load(id))
    }
}

/// An apply that ended where some files had their names and others had not is brought to its end.
struct RecoveryWork: SceneWork {
    let scene: ApplyScene

    init() async throws {
        scene = try await ApplyScene(site: "plant-7")
        let middle = try await scene.operation { $0.kind == .link && $0.path.hasSuffix("gamma/1.0.bin") }
        let far = try await scene.opened(PowerPlace.prepared.name)
        _ = try await CrashPoints.failing(.inputOutput, at: middle) { try await far.apply(scene.archive) }
    }

    func run(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        try await far.engine.recover(reporter: .silent)
    }
}

/// What both begin leads to the same end.
protocol SceneWork: PowerWork {
    var scene: ApplyScene { get }
}

extension SceneWork {
    func again(_ place: PowerPlace) async throws {
        let far = try await scene.opened(place.name)
        try await far.engine.recover(reporter: .silent)
        try await far.apply(scene.archive)
    }

    func requireSound(_ place: PowerPlace) async throws { try await scene.requireSound(scene.opened(place.name)) }

    func requireDone(_ place: PowerPlace) async throws { try await scene.requireDone(scene.opened(place.name)) }

    func requireConvergence(_ place: PowerPlace) async throws {
        try await scene.requireConvergence(scene.opened(place.name), afterPowerCut: true)
    }
}

/// An archive is verified and waits.
struct StagingWork: PowerWork {
    private let archive: AbsolutePath

    init() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        archive = try await near.archive()
        try await Side(PowerPlace.prepared.name).publish("local", "1.0")
    }

    func run(_ place: PowerPlace) async throws {
        let far = try await Side(place.name)
        _ = try far.stage(archive)
    }

    func requireDone(_ place: PowerPlace) async throws {
        let waiting = try await Side(place.name).engine.staging.list()
        try Broken.unless(waiting.count == 1, "it does not wait")
    }

    func requireConvergence(_ place: PowerPlace) async throws {
        let far = try await Side(place.name)
        let waiting = try far.engine.staging.list()
        try await far.engine.recover(reporter: .silent)
        try Broken.unless(try far.engine.staging.list() == waiting, "what waits was removed")
        // What waits is whole.
        for summary in waiting { try await far.apply(far.engine.staging.load(summary.id)) }
        let again = try far.stage(archive)
        try Broken.unless(try far.engine.staging.list() == [again.summary], "something else waits too")
        try await far.apply(again)
        try Broken.unless(try far.versions(of: "alpha") == ["1.0"], "it did not arrive")
        try Broken.unless(try far.versions(of: "local") == ["1.0"], "something of the site is lost")
        let left = try TreePicture(far.folder.directory).paths.filter { $0.hasPrefix("staging/") }
        try Broken.unless(left == ["staging/"], "left: \(left)")
    }
}

/// The plan of an archive that waits is made.
struct PlanWork: PowerWork {
    private let id: String

    init() async throws {
        let near = try await Side("near")
        try near.publish("alpha", "1.0")
        id = try await Side(PowerPlace.prepared.name).stage(near.archive()).id
    }

    func run(_ place: PowerPlace) async throws {
        let engine = try await Side(place.name).engine
        _ = try await engine.prepare(engine.staging.load(id), reporter: .silent)
    }

    func requireSound(_ place: PowerPlace) async throws { _ = try await Side(place.name).engine.staging.load(id) }

    func requireDone(_ place: PowerPlace) async throws {
        let plan = try await Side(place.name).engine.staging.load(id).summary.plan
        try Broken.unless(plan?.new == 1, "it waits without its plan")
    }
}
