/// A descriptor that several owners share; closed when the last of them lets go.
package final class OpenFile: Sendable {
    package let descriptor: Descriptor

    package init(_ descriptor: consuming Descriptor) { self.descriptor = descriptor }
}
