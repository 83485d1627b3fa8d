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

    /// Copies everything beneath this folder, with the modes.
    package func copy(to path: AbsolutePath) throws {
        let target = try Directory.making(path)
        for entry in try entries() {
            let name = try RelativePath(entry.name)
            if entry.info.kind == .directory {
                try subdirectory(name).copy(to: path.appending(name))
            } else {
                let file = try target.create(name)
                try file.write(open(name).readAll(limit: 64 << 20))
            }
            try target.changeMode(name, entry.info.mode)
        }
    }
}
