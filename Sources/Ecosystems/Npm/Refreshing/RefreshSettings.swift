import Trees

/// What one refresh goes by: what it was asked for, and for the rest what the configuration says.
struct RefreshSettings: Sendable {
    /// Documents of more bytes are asked for two at a time.
    static let largeDocument: Int64 = 5 << 20

    let versions: RefreshVersions
    let followsDependencies: Bool
    let concurrency: Int
    let platforms: [Platform]
    /// What nothing names and is wanted all the same.
    let include: [PackageRequest]
    /// What a lockfile, or another list of packages, asks for; `nil` where what is here is looked at.
    let requested: RequestedSet?
    /// The client that resolves and asks in our place; `nil` where we do.
    let client: ClientKind?
    let isDryRun: Bool

    /// Throws `PackageListError` for a list that cannot be read.
    init(_ request: RefreshRequest, _ settings: TreeSettings) throws {
        let configured = settings.text("refresh.versions").flatMap(RefreshVersions.init(rawValue:))
        versions = request.versions ?? configured ?? .latest
        client = settings.text("refresh.runner").flatMap(ClientKind.init(rawValue:))
        // A client follows them itself.
        followsDependencies = client == nil && (request.dependencies ?? settings.flag("refresh.dependencies"))
        concurrency = request.concurrency ?? settings.text("refresh.concurrency").flatMap { Int($0) } ?? 16
        let names = request.platforms ?? settings.list("refresh.platforms")
        platforms = names.compactMap(Platform.init(parsing:))
        let isWhole = request.packages == nil && request.from == nil
        include = isWhole ? settings.list("refresh.include").compactMap { PackageRequest($0) } : []
        requested = try request.from.map { try RequestedSet(reading: $0) }
        isDryRun = request.isDryRun
    }
}

extension TreeSettings {
    /// Whether a key that is a flag says yes.
    fileprivate func flag(_ key: String) -> Bool { text(key) != "false" }
}
