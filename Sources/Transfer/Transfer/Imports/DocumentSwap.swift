import Posix

/// Puts documents in the place of others, one by one, under the lock that the registry obeys.
struct DocumentSwap: Sendable {
    let sink: any TreeSink
    let ownership: Ownership
    let lock: RegistryLock
    /// Where documents wait for their names, relative to the tree's root.
    let waiting: RelativePath

    /// What lies at a name, and how it was when it was read; nothing where nothing does.
    func read(_ location: RelativePath) throws -> (bytes: [UInt8]?, info: FileInfo?) {
        guard let info = try sink.root.info(location) else { return (nil, nil) }
        guard info.kind == .regular else {
            throw TransferError(.refused, location.string, "is in the storage but is not a plain file")
        }
        let file = try sink.root.open(location)
        // The times are taken first: whatever changes while it is read then shows.
        let base = try file.info()
        return (try file.readAll(limit: ArchiveLimits.stored), base)
    }

    /// Where the document for `path` waits.
    func place(of path: RelativePath) throws -> RelativePath { try waiting.appending(path.flat) }

    /// Lets a document wait; it is made durable later.
    func prepare(_ bytes: [UInt8], for path: RelativePath) throws {
        let place = try place(of: path)
        if let parent = place.parent { try sink.root.makeDirectories(parent) }
        if try sink.root.info(place) != nil { try sink.root.unlink(place) }
        let file = try sink.root.create(place)
        try ownership.apply(to: file)
        try file.write(bytes)
        try file.close()
    }

    /// Gives what waits for `path` its name.
    func put(_ path: RelativePath, at location: RelativePath) throws {
        try sink.root.rename(place(of: path), to: location)
    }

    /// Runs `body` while nobody else writes the document, whose folder is made where it is missing.
    func locked<T>(_ location: RelativePath, _ body: () throws -> T) async throws -> T {
        try ownership.makeFolder(of: location, in: sink.root)
        guard let name = try sink.lock(for: location) else { return try body() }
        try await lock.take(name)
        let done = Result { try body() }
        let release = Result { try lock.release(name) }
        let value = try done.get()
        try release.get()
        return value
    }
}
