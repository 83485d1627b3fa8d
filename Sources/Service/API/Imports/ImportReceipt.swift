package import JSON
import Posix
package import Transfer

/// The receipt of an import that was applied.
package struct ImportReceipt: Codable, Hashable, Sendable {
    /// Where its file lies.
    package var path: String
    package var counter: Int64
    /// What it is called where it is downloaded; null in lists.
    @Nullable package var name: String?
    /// The code that says the same where no file may leave; null where files are missing, and in lists.
    @Nullable package var code: String?

    /// Shows a receipt that is kept, and what it says as far as that was read.
    package init(_ kept: ReceiptStore.Kept, _ receipt: Receipt?) {
        path = kept.path.string
        counter = kept.counter
        _name = Nullable(wrappedValue: receipt?.fileName)
        _code = Nullable(wrappedValue: receipt?.code?.description)
    }
}
