/// What names of files say about parts of archives.
package enum ArchiveParts {
    /// What an archive is called of which a file is one part: `diff-202611210130.tar.zst` of
    /// `diff-202611210130.tar.zst.001`; `nil` for the name of any other file.
    package static func whole(ofPart file: String) -> String? { PartName(file: file)?.archive }
}
