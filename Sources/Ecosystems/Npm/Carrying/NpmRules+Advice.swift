package import Transfer

extension NpmRules {
    /// How a Verdaccio storage is filled by hand.
    package var advice: ArchiveAdvice {
        ArchiveAdvice(english: Self.english, russian: Self.russian, german: Self.german)
    }

    private static let english = ArchiveAdvice.Words(
        purpose: "This archive brings package files to a registry without internet access.",
        unpacking: """
            As the user that Verdaccio runs as, unpack the storage part into
               its storage folder (here: $STORAGE):
            """,
        closing: """
            If packages were published locally into that registry, their lists
            of versions are in those package.json.~1~ files: use Packferry to
            keep both.
            Nothing has to be restarted.
            """
    )

    private static let russian = ArchiveAdvice.Words(
        purpose: "Этот архив переносит файлы пакетов в реестр без доступа к интернету.",
        unpacking: """
            От имени пользователя, под которым работает Verdaccio, распакуйте
               часть storage в его папку хранилища (здесь: $STORAGE):
            """,
        closing: """
            Если в этот реестр публиковали пакеты локально, списки их версий
            лежат в файлах package.json.~1~: чтобы сохранить и те и другие,
            используйте Packferry.
            Перезапуск не нужен.
            """
    )

    private static let german = ArchiveAdvice.Words(
        purpose: "Dieses Archiv bringt Paketdateien in eine Registry ohne Internet.",
        unpacking: """
            Als der Benutzer, unter dem Verdaccio läuft, den Teil storage in
               dessen Speicherordner (hier: $STORAGE) entpacken:
            """,
        closing: """
            Wurden in dieser Registry Pakete lokal veröffentlicht, stehen ihre
            Versionslisten in den Dateien package.json.~1~: Packferry behält
            beides.
            Ein Neustart ist nicht nötig.
            """
    )
}
