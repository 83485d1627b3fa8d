package import Posix
package import Spooling
import Transfer

extension PackageFolder: Spoolable {
    /// A package is as large as its files are many.
    static var blockLength: Int { 8 }

    func pack(into bytes: inout PackedBytes) {
        bytes.pack(name.path)
        bytes.pack(location)
        bytes.pack(Int64(document == nil ? 0 : 1))
        document?.pack(into: &bytes)
        for files in [tarballs, others] {
            bytes.pack(Int64(files.count))
            for (file, info) in files {
                bytes.pack(file.path)
                info.pack(into: &bytes)
            }
        }
        bytes.pack(Int64(unfinished.count))
        for (name, changed) in unfinished {
            bytes.pack(name)
            bytes.pack(changed)
        }
        bytes.pack(Int64(impossible.count))
        for stray in impossible {
            bytes.pack(stray.name)
            stray.kind.pack(into: &bytes)
        }
    }

    init(unpacking bytes: inout PackedReader) {
        name = PackageName(packed: bytes.path())
        location = bytes.path()
        document = bytes.number() == 0 ? nil : FileInfo(unpacking: &bytes)
        tarballs = Self.files(unpacking: &bytes)
        others = Self.files(unpacking: &bytes)
        for _ in 0..<bytes.number() {
            let name = bytes.text()
            unfinished[name] = bytes.number()
        }
        impossible = (0..<bytes.number()).map { _ in
            Stray(name: bytes.text(), kind: FileKind(unpacking: &bytes))
        }
    }

    private static func files(unpacking bytes: inout PackedReader) -> [TarballFileName: FileInfo] {
        var files: [TarballFileName: FileInfo] = [:]
        for _ in 0..<bytes.number() {
            let file = TarballFileName(packed: bytes.path())
            files[file] = FileInfo(unpacking: &bytes)
        }
        return files
    }
}

extension FileInfo: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        kind.pack(into: &bytes)
        for number in [device, inode, links] { bytes.pack(Int64(bitPattern: number)) }
        for number in [size, modified, changed] { bytes.pack(number) }
        for number in [mode, owner, group] { bytes.pack(Int64(number)) }
    }

    package init(unpacking bytes: inout PackedReader) {
        let kind = FileKind(unpacking: &bytes)
        let (device, inode, links) = (bytes.number(), bytes.number(), bytes.number())
        let (size, modified, changed) = (bytes.number(), bytes.number(), bytes.number())
        let (mode, owner, group) = (bytes.number(), bytes.number(), bytes.number())
        self.init(
            kind: kind,
            device: UInt64(bitPattern: device),
            inode: UInt64(bitPattern: inode),
            size: size,
            modified: modified,
            changed: changed,
            mode: UInt32(mode),
            owner: UInt32(owner),
            group: UInt32(group),
            links: UInt64(bitPattern: links)
        )
    }
}

extension FileKind {
    fileprivate func pack(into bytes: inout PackedBytes) {
        switch self {
        case .regular: bytes.pack(0 as Int64)
        case .directory: bytes.pack(1 as Int64)
        case .link: bytes.pack(2 as Int64)
        case .other: bytes.pack(3 as Int64)
        case .unknown(let errno): bytes.pack(4 + Int64(errno.rawValue))
        }
    }

    fileprivate init(unpacking bytes: inout PackedReader) {
        switch bytes.number() {
        case 0: self = .regular
        case 1: self = .directory
        case 2: self = .link
        case 3: self = .other
        case let number: self = .unknown(Errno(rawValue: Int32(number - 4)))
        }
    }
}
