import CShims
import Glibc

extension Descriptor {
    /// Has the system drop what it keeps of the file in memory, so that the next read asks the disk.
    ///
    /// Makes it durable first: what is not written yet cannot be dropped.
    package borrowing func forgetCached() throws(SystemError) {
        try synchronize()
        withFileDescriptor { _ = posix_fadvise($0, 0, 0, POSIX_FADV_DONTNEED) }
    }

    /// How many bytes a file may have on the file system that it lies on: one less than 4 GiB on FAT (statfs(2)), which
    /// most disks to be carried have, else no limit that anybody meets.
    package borrowing func longestFile() throws(SystemError) -> Int64 {
        let type = withFileDescriptor { pf_file_system_type($0) }
        guard type >= 0 else {
            throw SystemError(operation: "ask for the file system of", path: path, errno: .last)
        }
        return type == Self.fat ? (4 << 30) - 1 : .max
    }

    /// `MSDOS_SUPER_MAGIC` of linux/magic.h.
    private static let fat = 0x4D44
}

extension Directory {
    /// How many bytes a file in it may have.
    package func longestFile() throws(SystemError) -> Int64 { try descriptor.longestFile() }
}
