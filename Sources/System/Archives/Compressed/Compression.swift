import CArchive

/// A way in which one file is compressed, as lists of packages are.
package enum Compression: String, Sendable, CaseIterable {
    case gzip
    case xz
    case bzip2
    case zstd

    /// What the name of such a file ends with after a dot.
    package var fileExtension: String {
        switch self {
        case .gzip: "gz"
        case .xz: "xz"
        case .bzip2: "bz2"
        case .zstd: "zst"
        }
    }

    /// How libarchive numbers it.
    var filterCode: Int32 {
        switch self {
        case .gzip: ARCHIVE_FILTER_GZIP
        case .xz: ARCHIVE_FILTER_XZ
        case .bzip2: ARCHIVE_FILTER_BZIP2
        case .zstd: ARCHIVE_FILTER_ZSTD
        }
    }
}
