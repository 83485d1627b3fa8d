import CShims
import Glibc

/// One entry of a folder.
package struct DirectoryEntry: Sendable {
    /// The name; bytes that are not UTF-8 show as replacement characters and `isName` is false.
    package let name: String
    /// Whether the name can be used in a `RelativePath`.
    package let isName: Bool
    package let info: FileInfo
}

extension Directory {
    /// What lies in this folder, in no order, except itself and the one above.
    ///
    /// What vanishes meanwhile is left out; what cannot be looked at is of an unknown kind, and keeps none of the others
    /// out.
    package func entries() throws(SystemError) -> [DirectoryEntry] {
        let number = try openNumber(".", O_RDONLY | O_DIRECTORY, operation: "list")
        guard let stream = fdopendir(number) else {
            _ = Glibc.close(number)
            throw SystemError(operation: "list", path: path.string, errno: .last)
        }
        defer { closedir(stream) }
        var found: [DirectoryEntry] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { break }
            if let entry = try describeEntry(pf_entry_name(entry), in: number) { found.append(entry) }
        }
        guard errno == 0 else { throw SystemError(operation: "list", path: path.string, errno: .last) }
        return found
    }

    private func describeEntry(_ raw: UnsafePointer<CChar>?, in number: Int32) throws(SystemError) -> DirectoryEntry? {
        guard let raw else { return nil }
        if raw[0] == 0x2E, raw[1] == 0 || (raw[1] == 0x2E && raw[2] == 0) { return nil }
        let exact = String(validatingCString: raw)
        let name = exact ?? String(cString: raw)
        guard let info = try look(at: raw, name, in: number) else { return nil }
        let isName = exact.map { RelativePath.brokenRule(in: $0) == nil } ?? false
        return DirectoryEntry(name: name, isName: isName, info: info)
    }

    /// What the system says of an entry; `nil` when there is none any more.
    private func look(at raw: UnsafePointer<CChar>, _ name: String, in number: Int32) throws(SystemError) -> FileInfo? {
        do throws(SystemError) {
            var status = stat()
            try FileOperation.announceLook(at: "\(path.string)/\(name)")
            guard fstatat(number, raw, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
                throw SystemError(operation: "stat", path: "\(path.string)/\(name)", errno: .last)
            }
            return FileInfo(status)
        } catch {
            if error.errno == .noEntry { return nil }
            // It is this folder that must not be searched, or this process that can do no more.
            guard !error.isPermission, !error.errno.isExhaustion else { throw error }
            return FileInfo(unknown: error.errno)
        }
    }
}
