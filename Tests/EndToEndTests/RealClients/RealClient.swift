/// A client and what it is given: the project's own lockfile, or its package.json alone.
enum RealClient: String, CaseIterable, Sendable {
    case npmLock1 = "npm ci, package-lock v1"
    case npmLock2 = "npm ci, package-lock v2"
    case npmLock3 = "npm ci, package-lock v3"
    case yarn1Lock = "yarn 1, yarn.lock"
    case pnpmLock = "pnpm, pnpm-lock.yaml"
    case yarn4Lock = "yarn 4, yarn.lock"
    case npmBare = "npm, package.json alone"
    case yarn1Bare = "yarn 1, package.json alone"
    case pnpmBare = "pnpm, package.json alone"

    /// A round that says much in little time.
    static let few: [RealClient] = [.npmLock3, .npmBare, .pnpmLock, .pnpmBare]

    /// The lockfile it is given, by its name in the sample data and in the project.
    var lockfile: (from: String, to: String)? {
        switch self {
        case .npmLock1: ("package-lock.v1.json", "package-lock.json")
        case .npmLock2: ("package-lock.v2.json", "package-lock.json")
        case .npmLock3: ("package-lock.t1.json", "package-lock.json")
        case .yarn1Lock: ("yarn.lock", "yarn.lock")
        case .pnpmLock: ("pnpm-lock.yaml", "pnpm-lock.yaml")
        case .yarn4Lock: ("yarn-berry.lock", "yarn.lock")
        case .npmBare, .yarn1Bare, .pnpmBare: nil
        }
    }

    /// What it is started with; its folders are beneath the project, so that nothing is shared.
    var arguments: [String] {
        switch self {
        case .npmLock1, .npmLock2, .npmLock3: ["ci", "--ignore-scripts", "--replace-registry-host=always"]
        case .npmBare: ["install", "--ignore-scripts", "--no-package-lock"]
        case .yarn1Lock: Self.yarn1 + ["--frozen-lockfile"]
        case .yarn1Bare: Self.yarn1 + ["--no-lockfile"]
        case .pnpmLock: Self.pnpm + ["--frozen-lockfile"]
        case .pnpmBare: Self.pnpm + ["--no-lockfile"]
        case .yarn4Lock: ["install", "--immutable"]
        }
    }

    /// What stands in for a package that the cache was never asked for: the name of an empty one beside the project.
    ///
    /// yarn 4 fetches fsevents for every platform, and node-gyp for its scripts, which no other client asks a cache for.
    var replaced: String? { self == .yarn4Lock ? "fsevents" : nil }

    /// What it is started with first, to bring the lockfile in line with what is replaced.
    var preparation: [String]? { replaced.map { _ in ["install", "--mode=update-lockfile"] } }

    /// The program, out of the toolbox or of this machine.
    func executable(_ tools: Toolbox) throws -> Executable {
        switch self {
        case .npmLock1, .npmLock2, .npmLock3, .npmBare: try Executable.needed("npm")
        case .yarn1Lock, .yarn1Bare: tools.yarn1
        case .pnpmLock, .pnpmBare: tools.pnpm
        case .yarn4Lock: tools.yarn4
        }
    }

    private static let yarn1 = ["install", "--ignore-scripts", "--non-interactive", "--no-progress", "--silent"]
    private static let pnpm = ["install", "--ignore-scripts", "--reporter=append-only"]
}
