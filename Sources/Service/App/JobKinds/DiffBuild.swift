import API
import Crypto
import Jobs
import Posix
import Reporting
import Transfer
import Trees

extension JobKind {
    /// Builds an artifact of what is new.
    static func diffBuild(_ application: Application) -> JobKind {
        JobKind(
            DiffBuild.self,
            steps: { [.walk, .read] + application.captureSteps(of: $0) + [.pack, .readBack] },
            claims: { [.tree($0)] },
            prepare: { given, _ in
                try application.requireBuilding()
                var arguments = given
                // What a name means now is what is built upon, whatever it means when the job's turn comes.
                arguments.baseline = try await application.snapshotID(given.baseline)
                return arguments
            },
            run: { arguments, context in
                let repository = try application.repository(context.repository)
                let result = try await application.build(
                    repository,
                    BuildRequest(arguments),
                    run: context.run,
                    reporter: context.reporter
                )
                return DiffBuild.Outcome(result, in: application.artifacts)
            }
        )
    }
}

extension BuildRequest {
    fileprivate init(_ arguments: DiffBuild) {
        let isFull = arguments.full ?? false
        self.init(
            baseline: isFull ? .none : arguments.baseline.map(Baseline.snapshot) ?? .lastBuilt,
            allowShrink: arguments.allowShrink ?? false,
            deep: arguments.deep ?? false,
            dryRun: arguments.dryRun ?? false,
            note: arguments.note ?? ""
        )
    }
}

extension DiffBuild.Outcome {
    private static let shownWarnings = 200

    fileprivate init(_ result: BuildResult, in artifacts: ArtifactStore) {
        let (manifest, artifact) = (result.manifest, result.artifact)
        self.init(
            changed: manifest != nil,
            artifact: artifact?.id,
            path: artifact.map { "\(artifacts.folder.path)/\($0.id).tar.zst" },
            sha512: artifact?.sha512.hex,
            size: artifact?.size,
            scope: manifest?.scope.rawValue,
            base: manifest?.base,
            target: result.target.id,
            files: manifest?.counts.files ?? 0,
            bytes: manifest?.counts.bytes ?? 0,
            versions: manifest?.counts.versions ?? 0,
            packages: manifest?.counts.packages ?? 0,
            deletes: manifest?.deletes.count ?? 0,
            held: result.held,
            leftBehind: Excerpt(of: result.report.leftBehind),
            notCached: Excerpt(of: result.report.notCached),
            warnings: Array(result.warnings.prefix(Self.shownWarnings))
        )
    }
}
