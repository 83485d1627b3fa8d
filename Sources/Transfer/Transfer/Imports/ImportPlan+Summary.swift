import Crypto
package import JSON
import Posix
import Spooling
package import Time

extension ImportPlan {
    /// A plan as it is kept and shown: its numbers, and the first hundred files that need to be looked at.
    package struct Summary: Codable, Hashable, Sendable {
        /// When the tree was looked at; what came to it since is not in here.
        package let madeAt: Moment
        /// Files that are not there yet.
        package let new: Int
        /// Files of the source that get other content.
        package let replaced: Int
        /// Files that are there with this content.
        package let unchanged: Int
        /// Files that a newer archive has overtaken.
        package let superseded: Int
        /// Documents that are merged.
        package let merged: Int
        /// What stays as it is here although the archive brings something else, in sentences.
        package let conflicts: Excerpt<String>
        /// Files that the archive relies on and that are neither in it nor here.
        package let missing: Excerpt<String>
        /// Files that the source no longer has; they stay unless it is asked for that they go.
        package let pendingDeletes: Int
        /// Packages that something is done to.
        package let packages: Int
        /// Bytes that are added to the tree.
        package let bytes: Int64
        /// The first hundred conflicts that are about a single file.
        package let conflictingFiles: [Conflict]
        /// The first hundred missing files.
        package let missingFiles: [Missing]
        /// What would bring the missing files, as one sentence; null when none is missing.
        @Nullable package private(set) var remedy: String?
        /// Whether nothing of it is left to do.
        package let isContained: Bool

        enum CodingKeys: String, CodingKey {
            case new, replaced, unchanged, superseded, merged, conflicts, missing, packages, bytes, remedy
            case madeAt = "made_at"
            case pendingDeletes = "pending_deletes"
            case conflictingFiles = "conflicting_files"
            case missingFiles = "missing_files"
            case isContained = "is_contained"
        }

        /// Something of the site's that stays, with the SHA-512 of what is here and of what the archive brings.
        package struct Conflict: Codable, Hashable, Sendable {
            package let path: String
            /// Null where what is here is no file that could be hashed, or none that could be read.
            @Nullable package private(set) var here: String?
            package let incoming: String
            /// Why it stays, where that is not just that it differs.
            package let cause: String?

            fileprivate init(_ conflict: ImportPlan.Conflict) {
                path = conflict.path.string
                _here = Nullable(wrappedValue: conflict.here.hex)
                incoming = conflict.incoming.hex
                cause = nil
            }

            fileprivate init(_ kept: ImportPlan.Kept) {
                path = kept.entry.path.string
                _here = Nullable(wrappedValue: nil)
                incoming = kept.entry.sha512.hex
                cause = kept.cause
            }
        }

        /// A file that the archive relies on and that is not here, with the SHA-512 that it must have.
        package struct Missing: Codable, Hashable, Sendable {
            package let path: String
            package let sha512: String
        }

        /// How many files are named one by one.
        private static let named = 100

        /// Summarises a plan; `way` says what leads to what is missing.
        init(_ plan: ImportPlan, way: WayToBase, madeAt: Moment) {
            self.madeAt = madeAt
            new = plan.new.count
            replaced = plan.replaced.count
            unchanged = plan.unchanged.count
            superseded = plan.superseded.count
            merged = plan.documents.count
            conflicts = Excerpt(of: plan.conflictSentences)
            missing = Excerpt(of: plan.missing.map(\.path.string))
            pendingDeletes = plan.deletableFiles
            packages = plan.packages.count
            bytes = plan.bytes
            let conflicts = plan.conflicts.map(Conflict.init) + plan.kept.map(Conflict.init)
            conflictingFiles = Array(conflicts.prefix(Self.named))
            missingFiles = plan.missing.prefix(Self.named).map { Missing(path: $0.path.string, sha512: $0.sha512.hex) }
            isContained = plan.isContained
            _remedy = Nullable(wrappedValue: plan.missing.isEmpty ? nil : "\(way.advice).")
        }
    }
}
