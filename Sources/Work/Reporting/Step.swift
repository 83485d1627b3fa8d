/// One named part of a long operation: declared once, beside the engine that takes it.
package struct Step: Sendable, Hashable {
    /// What people read: `read back`.
    package let name: String
    /// Whether the operation may be cancelled while it is in this step.
    package let isCancellable: Bool

    /// Names a step; one that must not be left once it has begun says so here.
    package init(_ name: String, isCancellable: Bool = true) {
        self.name = name
        self.isCancellable = isCancellable
    }
}
