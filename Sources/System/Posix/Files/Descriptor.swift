import CShims
import Glibc

/// An open file, closed when it goes out of scope.
package struct Descriptor: ~Copyable, Sendable {
    private var number: Int32
    /// The path it was opened by, for messages.
    package let path: String

    package init(owning number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit { if number >= 0 { _ = Glibc.close(number) } }

    /// Lends the number to a call that needs it; it must not be kept or closed.
    package borrowing func withFileDescriptor<T, E: Error>(_ body: (Int32) throws(E) -> T) throws(E) -> T {
        try body(number)
    }

    /// Closes it and reports what the system says, which may be a late write error.
    package consuming func close() throws(SystemError) {
        let result = Glibc.close(number)
        number = -1
        guard result == 0 else { throw failure("close") }
    }

    /// Fills `buffer` from its start, at the current offset; 0 means the end.
    package borrowing func read(into buffer: inout [UInt8]) throws(SystemError) -> Int {
        try retrying("read") { buffer.withUnsafeMutableBytes { Glibc.read(number, $0.baseAddress, $0.count) } }
    }

    /// Fills `buffer` from its start, from a given offset, without moving the current one.
    package borrowing func read(into buffer: inout [UInt8], at offset: Int64) throws(SystemError) -> Int {
        try retrying("read") {
            buffer.withUnsafeMutableBytes { Glibc.pread(number, $0.baseAddress, $0.count, off_t(offset)) }
        }
    }

    /// Fills `buffer` from its start with all that follows the current offset, as far as there is room; returns how much
    /// that is.
    package borrowing func fill(_ buffer: inout [UInt8]) throws(SystemError) -> Int {
        var count = 0
        while count < buffer.count {
            let got = try retrying("read") {
                buffer.withUnsafeMutableBytes {
                    Glibc.read(number, $0.baseAddress?.advanced(by: count), $0.count - count)
                }
            }
            guard got > 0 else { break }
            count += got
        }
        return count
    }

    /// The same from a given offset, without moving the current one.
    package borrowing func fill(_ buffer: inout [UInt8], at offset: Int64) throws(SystemError) -> Int {
        var count = 0
        while count < buffer.count {
            let got = try retrying("read") {
                buffer.withUnsafeMutableBytes {
                    Glibc.pread(
                        number,
                        $0.baseAddress?.advanced(by: count),
                        $0.count - count,
                        off_t(offset) + off_t(count)
                    )
                }
            }
            guard got > 0 else { break }
            count += got
        }
        return count
    }

    /// Reads up to the end, or throws `EFBIG` beyond `limit` bytes.
    package borrowing func readAll(limit: Int) throws(SystemError) -> [UInt8] {
        let expected = try info().size
        guard expected <= limit else { throw failure("read", Errno(rawValue: EFBIG)) }
        var bytes = [UInt8](repeating: 0, count: Int(expected) + 1)
        var count = 0
        while true {
            if count == bytes.count { bytes.append(contentsOf: repeatElement(0, count: bytes.count)) }
            let got = try retrying("read") {
                bytes.withUnsafeMutableBytes {
                    Glibc.read(number, $0.baseAddress?.advanced(by: count), $0.count - count)
                }
            }
            guard got > 0 else { break }
            count += got
            guard count <= limit else { throw failure("read", Errno(rawValue: EFBIG)) }
        }
        bytes.removeLast(bytes.count - count)
        return bytes
    }

    /// Writes all of `bytes` at the current offset.
    package borrowing func write(_ bytes: RawSpan) throws(SystemError) {
        let most = FileOperation.gate?.longestWrite ?? .max
        var done = 0
        repeat {
            done += try retrying("write", .write) {
                bytes.withUnsafeBytes {
                    Glibc.write(number, $0.baseAddress?.advanced(by: done), min($0.count - done, most))
                }
            }
        } while done < bytes.byteCount
    }

    /// Writes all of `bytes` at the current offset.
    package borrowing func write(_ bytes: [UInt8]) throws(SystemError) { try write(bytes.span.bytes) }

    /// Cuts it, or fills it up with zeros, to `size` bytes.
    package borrowing func truncate(to size: Int64) throws(SystemError) {
        _ = try retrying("truncate", .truncate) { Int(ftruncate(number, off_t(size))) }
    }

    /// Makes contents and size survive a power cut.
    package borrowing func synchronize() throws(SystemError) {
        _ = try retrying("fsync", .fsync) { Int(Glibc.fsync(number)) }
    }

    /// Has the system begin to write that range to the disk, so that `synchronize()` waits less later.
    ///
    /// A hint that some file systems pass over. May wait while the disk's queue is full.
    package borrowing func startWritingBack(from offset: Int64, count: Int64) {
        _ = pf_start_writing_back(number, offset, count)
    }

    /// Locks the file or folder for this descriptor alone; `false` when another one, of any process, has the lock.
    ///
    /// It is freed by `unlock()`, or when its process dies (flock(2)).
    package borrowing func tryLock() throws(SystemError) -> Bool { try isLocked(pf_flock_exclusive(number)) }

    /// The same beside others that share it; `false` when somebody has it for himself alone.
    package borrowing func tryLockShared() throws(SystemError) -> Bool { try isLocked(pf_flock_shared(number)) }

    private borrowing func isLocked(_ result: Int32) throws(SystemError) -> Bool {
        if result == 0 { return true }
        guard Errno.last == .wouldBlock else { throw failure("lock") }
        return false
    }

    /// Frees what `tryLock()` or `tryLockShared()` took.
    package borrowing func unlock() { _ = pf_flock_release(number) }

    /// Makes everything written to its file system survive a power cut.
    package borrowing func synchronizeFileSystem() throws(SystemError) {
        _ = try retrying("syncfs", .syncfs) { Int(pf_syncfs(number)) }
    }

    /// What the system knows of it.
    package borrowing func info() throws(SystemError) -> FileInfo {
        var status = stat()
        guard fstat(number, &status) == 0 else { throw failure("stat") }
        return FileInfo(status)
    }

    /// Gives it to another user and group.
    package borrowing func changeOwner(_ owner: UInt32, group: UInt32) throws(SystemError) {
        try FileOperation.announce(.changeOwner, path)
        guard fchown(number, owner, group) == 0 else { throw failure("change the owner of") }
    }

    /// Sets its permission bits.
    package borrowing func changeMode(_ mode: UInt32) throws(SystemError) {
        try FileOperation.announce(.changeMode, path)
        guard fchmod(number, mode_t(mode)) == 0 else { throw failure("change the mode of") }
    }

    /// Tells the system that it will be read once, from start to end.
    package borrowing func adviseSequential() { _ = posix_fadvise(number, 0, 0, POSIX_FADV_SEQUENTIAL) }

    /// Moves the current offset.
    package borrowing func seek(to offset: Int64) throws(SystemError) {
        guard lseek(number, off_t(offset), SEEK_SET) >= 0 else { throw failure("seek in") }
    }

    /// Room on the file system it lies on.
    package borrowing func space() throws(SystemError) -> DiskSpace {
        var status = statvfs()
        guard fstatvfs(number, &status) == 0 else { throw failure("ask for the free space of") }
        return DiskSpace(
            availableBytes: Self.bytes(UInt64(status.f_bavail), of: UInt64(status.f_frsize)),
            totalBytes: Self.bytes(UInt64(status.f_blocks), of: UInt64(status.f_frsize)),
            availableFiles: status.f_files == 0 ? .max : Int64(clamping: status.f_favail)
        )
    }

    /// Some file systems of unlimited size claim more than 2^63 bytes.
    private static func bytes(_ blocks: UInt64, of size: UInt64) -> Int64 {
        let (bytes, overflow) = blocks.multipliedReportingOverflow(by: size)
        return overflow ? .max : Int64(clamping: bytes)
    }

    private borrowing func failure(_ operation: String, _ errno: Errno = .last) -> SystemError {
        SystemError(operation: operation, path: path, errno: errno)
    }

    /// Makes a call, which is a change of that kind, until no signal comes in between.
    private borrowing func retrying(
        _ operation: String,
        _ kind: FileOperation.Kind? = nil,
        _ call: () -> Int
    ) throws(SystemError) -> Int {
        while true {
            do throws(SystemError) {
                if let kind { try FileOperation.announce(kind, path) }
                let result = call()
                if result >= 0 { return result }
                throw failure(operation)
            } catch  where error.errno == .interrupted {
                continue
            }
        }
    }
}

/// A descriptor that several owners share; closed when the last of them lets go.
package final class OpenFile: Sendable {
    package let descriptor: Descriptor

    package init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
