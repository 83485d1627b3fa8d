/// One row of the EXIT STATUS section.
package struct ExitStatus: Sendable {
    let code: Int32
    let meaning: String

    package init(_ code: Int32, _ meaning: String) {
        self.code = code
        self.meaning = meaning
    }
}
