/// What `README.txt` of an archive says about trees of its type, in three languages: how they are filled by hand.
package struct ArchiveAdvice: Sendable {
    /// The sentences of one language; lines of at most 72 characters.
    package struct Words: Sendable {
        let purpose: String
        /// Who unpacks it where, as a sentence that a command follows; the folder is `$STORAGE`.
        let unpacking: String
        /// What is to be known afterwards.
        let closing: String

        package init(purpose: String, unpacking: String, closing: String) {
            self.purpose = purpose
            self.unpacking = unpacking
            self.closing = closing
        }
    }

    let english: Words
    let russian: Words
    let german: Words

    package init(english: Words, russian: Words, german: Words) {
        self.english = english
        self.russian = russian
        self.german = german
    }

    /// For a folder whose files need nothing but to lie there.
    package static let folder = ArchiveAdvice(
        english: Words(
            purpose: "This archive brings files to a folder that no network reaches.",
            unpacking: """
                As the user that the folder belongs to, unpack the storage
                   part into it (here: $STORAGE):
                """,
            closing: "Indexes come last in the archive, so that they never name what is missing."
        ),
        russian: Words(
            purpose: "Этот архив переносит файлы в папку, до которой не доходит сеть.",
            unpacking: """
                От имени владельца папки распакуйте в неё часть storage
                   (здесь: $STORAGE):
                """,
            closing: "Указатели идут в архиве последними и не называют того, чего ещё нет."
        ),
        german: Words(
            purpose: "Dieses Archiv bringt Dateien in einen Ordner, den kein Netz erreicht.",
            unpacking: """
                Als der Benutzer, dem der Ordner gehört, den Teil storage
                   in ihn (hier: $STORAGE) entpacken:
                """,
            closing: "Verzeichnisse kommen zuletzt und nennen nie, was noch fehlt."
        )
    )
}
