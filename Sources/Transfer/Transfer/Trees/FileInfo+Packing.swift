package import Posix
package import Spooling

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

extension FileKind: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        switch self {
        case .regular: bytes.pack(0 as Int64)
        case .directory: bytes.pack(1 as Int64)
        case .link: bytes.pack(2 as Int64)
        case .other: bytes.pack(3 as Int64)
        case .unknown(let errno): bytes.pack(4 + Int64(errno.rawValue))
        }
    }

    package init(unpacking bytes: inout PackedReader) {
        switch bytes.number() {
        case 0: self = .regular
        case 1: self = .directory
        case 2: self = .link
        case 3: self = .other
        case let number: self = .unknown(Errno(rawValue: Int32(number - 4)))
        }
    }
}
