import CShims
import Glibc

extension Directory {
    /// Opens a new file for reading and writing that has no name, so that it is gone once it is closed.
    ///
    /// It lies in the folder that the environment names as `TMPDIR`, else in `/var/tmp`, else in `/tmp`.
    package static func openUnnamed() throws(SystemError) -> Descriptor {
        let named = getenv("TMPDIR").map { String(cString: $0) }
        var refusal = SystemError(operation: "create", path: "/var/tmp", errno: .noEntry)
        for folder in [named, "/var/tmp", "/tmp"].compactMap(\.self) {
            do throws(SystemError) { return try openUnnamed(in: folder) } catch { refusal = error }
        }
        throw refusal
    }

    private static func openUnnamed(in folder: String) throws(SystemError) -> Descriptor {
        let number = pf_open_unnamed("\(folder)/packferry-\(UInt64.random(in: .min ... .max))")
        guard number >= 0 else { throw SystemError(operation: "create", path: folder, errno: .last) }
        return Descriptor(owning: number, path: "temporary file in \(folder)")
    }
}
