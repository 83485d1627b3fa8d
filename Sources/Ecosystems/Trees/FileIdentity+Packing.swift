package import Spooling

extension FileIdentity: Spoolable {
    package func pack(into bytes: inout PackedBytes) {
        bytes.pack(Int64(bitPattern: device))
        bytes.pack(Int64(bitPattern: inode))
        bytes.pack(size)
        bytes.pack(modified)
        bytes.pack(changed)
    }

    package init(unpacking bytes: inout PackedReader) {
        self.init(
            device: UInt64(bitPattern: bytes.number()),
            inode: UInt64(bitPattern: bytes.number()),
            size: bytes.number(),
            modified: bytes.number(),
            changed: bytes.number()
        )
    }
}
