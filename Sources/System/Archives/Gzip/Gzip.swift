import CDeflate

/// Writes gzip members (RFC 1952) of what is in memory whole.
package enum Gzip {
    /// Nearly as small as it gets, in a tenth of the time: for what is compressed once and sent often.
    private static let level: Int32 = 9

    /// One member that holds `bytes`; throws where there is no memory for it.
    package static func compress(_ bytes: [UInt8]) throws(ArchiveError) -> [UInt8] {
        guard let compressor = libdeflate_alloc_compressor(level) else { throw .hasNoMemory }
        defer { libdeflate_free_compressor(compressor) }
        let most = libdeflate_gzip_compress_bound(compressor, bytes.count)
        return [UInt8](unsafeUninitializedCapacity: most) { member, count in
            count = libdeflate_gzip_compress(compressor, bytes, bytes.count, member.baseAddress, most)
        }
    }
}
