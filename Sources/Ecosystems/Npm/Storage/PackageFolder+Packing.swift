import Posix
import Spooling
import Transfer

extension PackageFolder: Spoolable {
    /// A package is as large as its files are many.
    static var blockLength: Int { 8 }

    func pack(into bytes: inout PackedBytes) {
        bytes.pack(name.path)
        bytes.pack(location)
        fingerprint.pack(into: &bytes)
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
        fingerprint = FolderFingerprint(unpacking: &bytes)
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
