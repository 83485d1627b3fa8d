import Crypto

/// How manifests are kept: every list of theirs, one behind the other.
extension PackageManifest {
    func write(to writer: inout CompactWriter) {
        writer.list(tags.sorted { $0.key < $1.key }) {
            $0.text($1.key)
            $0.text($1.value)
        }
        texts.write(to: &writer)
        writer.list(links) {
            $0.number($1.name)
            $0.number($1.spec)
        }
        writer.list(platforms) { $1.write(to: &$0) }
        writer.list(shapes) { $1.write(to: &$0) }
        writer.list(oddities) {
            $0.number($1.file)
            $0.number($1.address)
        }
        writer.list(sha512) { $0.raw($1.bytes) }
        writer.list(others) { $1.write(to: &$0) }
        writer.list(rows) { $1.write(to: &$0) }
    }

    /// Throws for anything whose positions lead nowhere.
    init(_ name: PackageName, reading reader: inout CompactReader) throws {
        let tags = try reader.list { (try $0.text(), try $0.text()) }
        let texts = try TextPool(reading: &reader)
        let links = try reader.list {
            Link(name: try $0.number(below: texts.count), spec: try $0.number(below: texts.count))
        }
        let platforms = try reader.list { try PlatformFields(reading: &$0) }
        let shapes = try reader.list {
            try Shape(reading: &$0, links: links.count, platforms: platforms.count, texts: texts.count)
        }
        let oddities = try reader.list {
            Oddity(file: try $0.number(below: texts.count), address: try $0.number(below: texts.count))
        }
        let sha512 = try reader.list { try SHA512Digest(reading: &$0) }
        let others = try reader.list { try Integrity(reading: &$0) }
        let rows = try reader.list { reader in
            Row(
                version: try reader.number(below: texts.count),
                shape: try reader.number(below: shapes.count),
                oddity: try reader.optional(below: oddities.count),
                digests: try Digests(reading: &reader, sha512: sha512.count, others: others.count),
                unpackedSize: try reader.number()
            )
        }
        self.init(
            name: name,
            tags: Dictionary(tags) { first, _ in first },
            texts: texts,
            links: links,
            shapes: shapes,
            platforms: platforms,
            rows: rows,
            oddities: oddities,
            sha512: sha512,
            others: others
        )
    }
}

extension PackageManifest.Row {
    fileprivate func write(to writer: inout CompactWriter) {
        writer.number(version)
        writer.number(shape)
        writer.optional(oddity)
        digests.write(to: &writer)
        writer.number(unpackedSize)
    }
}

extension PackageManifest.Shape {
    fileprivate func write(to writer: inout CompactWriter) {
        for list in [dependencies, optionalDependencies, peers] {
            writer.number(list.start)
            writer.number(list.count)
        }
        writer.optional(platform)
        writer.optional(node)
        writer.flag(isDeprecated)
        writer.flag(needsNodeGyp)
        writer.flag(hasShrinkwrap)
        writer.number(folder)
    }

    fileprivate init(reading reader: inout CompactReader, links: Int, platforms: Int, texts: Int) throws {
        self.init(
            dependencies: try PackageManifest.List(reading: &reader, links),
            optionalDependencies: try PackageManifest.List(reading: &reader, links),
            peers: try PackageManifest.List(reading: &reader, links),
            platform: try reader.optional(below: platforms),
            node: try reader.optional(below: texts),
            isDeprecated: try reader.flag(),
            needsNodeGyp: try reader.flag(),
            hasShrinkwrap: try reader.flag(),
            folder: try reader.number(below: texts)
        )
    }
}

extension PackageManifest.List {
    fileprivate init(reading reader: inout CompactReader, _ links: Int) throws {
        let start = try reader.number(below: links + 1)
        self.init(start: start, count: try reader.number(below: links - Int(start) + 1))
    }
}

extension PackageManifest.Digests {
    fileprivate func write(to writer: inout CompactWriter) {
        switch self {
        case .none: writer.number(0)
        case .sha512(let position): writer.number(UInt64(position) * 2 + 1)
        case .other(let position): writer.number(UInt64(position) * 2 + 2)
        }
    }

    fileprivate init(reading reader: inout CompactReader, sha512: Int, others: Int) throws {
        let value = try reader.number(below: max(sha512, others) * 2 + 1)
        guard value > 0 else {
            self = .none
            return
        }
        let (position, isOther) = ((value - 1) / 2, value.isMultiple(of: 2))
        guard position < (isOther ? others : sha512) else { throw CompactReader.Damaged() }
        self = isOther ? .other(position) : .sha512(position)
    }
}

extension PlatformFields {
    fileprivate func write(to writer: inout CompactWriter) {
        for list in [os, cpu, libc] { writer.texts(list) }
    }

    fileprivate init(reading reader: inout CompactReader) throws {
        self.init(os: try reader.texts(), cpu: try reader.texts(), libc: try reader.texts())
    }
}

extension Digest {
    fileprivate init(reading reader: inout CompactReader) throws {
        guard let digest = Self(bytes: Array(try reader.raw(Self.byteCount))) else { throw CompactReader.Damaged() }
        self = digest
    }
}

extension Integrity {
    fileprivate func write(to writer: inout CompactWriter) {
        writer.list(sha512) { $0.raw($1.bytes) }
        writer.list(sha384) { $0.raw($1.bytes) }
        writer.list(sha256) { $0.raw($1.bytes) }
        writer.list(sha1) { $0.raw($1.bytes) }
    }

    fileprivate init(reading reader: inout CompactReader) throws {
        self.init(
            sha512: try reader.list { try SHA512Digest(reading: &$0) },
            sha384: try reader.list { try SHA384Digest(reading: &$0) },
            sha256: try reader.list { try SHA256Digest(reading: &$0) },
            sha1: try reader.list { try SHA1Digest(reading: &$0) }
        )
    }
}
