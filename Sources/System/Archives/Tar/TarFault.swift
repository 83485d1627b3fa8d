/// What is wrong with one header or record, before it is known which entry and offset to name.
struct TarFault: Error {
    let code: ArchiveError.Code
    let cause: String

    init(_ code: ArchiveError.Code, _ cause: String) {
        self.code = code
        self.cause = cause
    }
}
