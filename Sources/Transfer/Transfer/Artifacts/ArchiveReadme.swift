import Time

/// The two members that let a person without Packferry use an archive: how to check it, how to unpack it.
enum ArchiveReadme {
    /// `README.txt`: English, Russian, German.
    ///
    /// The same archive gives the same text.
    static func text(archive: String, repository: RepositoryIdentity, created: Moment) -> String {
        """
        \(archive)
        Repository "\(repository.name)" (\(repository.type)), packed \(created.text(.seconds)) by Packferry.
        \(rule)

        \(english(archive))
        \(rule)

        \(russian(archive))
        \(rule)

        \(german(archive))
        """
    }

    /// `verify.sh`: POSIX sh, needs only sha512sum.
    static let script = """
        #!/bin/sh
        # Checks every file of an unpacked Packferry archive against SHA512SUMS.
        # Usage: sh verify.sh   (in the folder where SHA512SUMS lies)
        set -u
        cd "$(dirname "$0")" || exit 1
        if ! command -v sha512sum >/dev/null 2>&1; then
            echo "verify.sh: sha512sum is missing; install coreutils" >&2
            exit 2
        fi
        if sha512sum --check --strict --quiet SHA512SUMS; then
            echo "All $(grep -c . SHA512SUMS) files are whole."
        else
            echo "verify.sh: some files are damaged or missing; carry the archive again" >&2
            exit 1
        fi

        """

    private static let rule = String(repeating: "-", count: 72)

    private static func english(_ archive: String) -> String {
        """
        ENGLISH
        This archive brings package files to a registry without internet access.

        With Packferry:
            packferry import apply \(archive)

        Without Packferry (tar, zstd and sha512sum are enough):
        1. Unpack it into an empty folder and check it:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. As the user that Verdaccio runs as, unpack the storage part into
           its storage folder (here: $STORAGE):
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Files that were there before stay beside the new ones as *.~1~.
        If packages were published locally into that registry, their lists
        of versions are in those package.json.~1~ files: use Packferry to
        keep both.
        Nothing has to be restarted.

        """
    }

    private static func russian(_ archive: String) -> String {
        """
        РУССКИЙ
        Этот архив переносит файлы пакетов в реестр без доступа к интернету.

        С помощью Packferry:
            packferry import apply \(archive)

        Без Packferry (достаточно tar, zstd и sha512sum):
        1. Распакуйте архив в пустую папку и проверьте его:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. От имени пользователя, под которым работает Verdaccio, распакуйте
           часть storage в его папку хранилища (здесь: $STORAGE):
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Прежние файлы остаются рядом с новыми под именами *.~1~.
        Если в этот реестр публиковали пакеты локально, списки их версий
        лежат в файлах package.json.~1~: чтобы сохранить и те и другие,
        используйте Packferry.
        Перезапуск не нужен.

        """
    }

    private static func german(_ archive: String) -> String {
        """
        DEUTSCH
        Dieses Archiv bringt Paketdateien in eine Registry ohne Internet.

        Mit Packferry:
            packferry import apply \(archive)

        Ohne Packferry (tar, zstd und sha512sum genügen):
        1. In einen leeren Ordner entpacken und prüfen:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. Als der Benutzer, unter dem Verdaccio läuft, den Teil storage in
           dessen Speicherordner (hier: $STORAGE) entpacken:
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Vorherige Dateien bleiben als *.~1~ neben den neuen liegen.
        Wurden in dieser Registry Pakete lokal veröffentlicht, stehen ihre
        Versionslisten in den Dateien package.json.~1~: Packferry behält
        beides.
        Ein Neustart ist nicht nötig.

        """
    }
}
