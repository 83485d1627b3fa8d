package import Posix

extension Directory {
    /// Makes or replaces a file in one step; not durable, as a power cut ends a test anyway.
    package func replace(_ path: RelativePath, with bytes: [UInt8]) throws {
        if let parent = path.parent { try makeDirectories(parent) }
        let fresh = try RelativePath("\(path).fresh")
        let file = try create(fresh)
        try file.write(bytes)
        try file.close()
        try rename(fresh, to: path)
    }

    /// Copies everything beneath this folder, with the modes and the hard links.
    package func copy(to path: AbsolutePath) throws {
        var known: [UInt64: RelativePath] = [:]
        try copy(nil, to: Directory.making(path), &known)
    }

    private func copy(
        _ folder: RelativePath?,
        to target: Directory,
        _ known: inout [UInt64: RelativePath]
    ) throws {
        for entry in try (folder.map { try subdirectory($0) } ?? self).entries() {
            let name = try folder?.appending(entry.name) ?? RelativePath(entry.name)
            if entry.info.kind == .directory {
                try target.makeDirectories(name)
                try copy(name, to: target, &known)
            } else if let other = known[entry.info.inode] {
                try target.link(other, to: name)
            } else {
                let file = try target.create(name)
                try file.write(open(name).readAll(limit: 64 << 20))
                known[entry.info.inode] = name
            }
            try target.changeMode(name, entry.info.mode)
        }
    }
}
