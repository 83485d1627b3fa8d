import CShims

extension Directory {
    /// When this folder was made, in nanoseconds since 1970 (statx(2), `stx_btime`): what no copy of it takes over.
    ///
    /// `nil` where its file system does not keep that, or the system does not say.
    package func born() -> Int64? {
        let time = descriptor.withFileDescriptor { pf_born($0) }
        return time > 0 ? time : nil
    }
}
