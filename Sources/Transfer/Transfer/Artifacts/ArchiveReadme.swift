import Time

/// The two members that let a person without Packferry use an archive: how to check it, how to unpack it.
enum ArchiveReadme {
    /// `README.txt`: English, Russian, German, with what the ecosystem has to say.
    ///
    /// The same archive gives the same text.
    static func text(
        archive: String,
        repository: RepositoryIdentity,
        created: Moment,
        advice: ArchiveAdvice
    ) -> String {
        """
        \(archive)
        Repository "\(repository.name)" (\(repository.type)), packed \(created.text(.seconds)) by Packferry.
        \(rule)

        \(english(archive, advice.english))
        \(rule)

        \(russian(archive, advice.russian))
        \(rule)

        \(german(archive, advice.german))
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

    private static func english(_ archive: String, _ advice: ArchiveAdvice.Words) -> String {
        """
        ENGLISH
        \(advice.purpose)

        With Packferry:
            packferry import apply \(archive)

        Without Packferry (tar, zstd and sha512sum are enough):
        1. Unpack it into an empty folder and check it:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Files that were there before stay beside the new ones as *.~1~.
        \(advice.closing)

        """
    }

    private static func russian(_ archive: String, _ advice: ArchiveAdvice.Words) -> String {
        """
        РУССКИЙ
        \(advice.purpose)

        С помощью Packferry:
            packferry import apply \(archive)

        Без Packferry (достаточно tar, zstd и sha512sum):
        1. Распакуйте архив в пустую папку и проверьте его:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Прежние файлы остаются рядом с новыми под именами *.~1~.
        \(advice.closing)

        """
    }

    private static func german(_ archive: String, _ advice: ArchiveAdvice.Words) -> String {
        """
        DEUTSCH
        \(advice.purpose)

        Mit Packferry:
            packferry import apply \(archive)

        Ohne Packferry (tar, zstd und sha512sum genügen):
        1. In einen leeren Ordner entpacken und prüfen:
            mkdir unpacked && tar --zstd -xf \(archive) -C unpacked
            sh unpacked/verify.sh
        2. \(advice.unpacking)
            tar --zstd -xf \(archive) -C "$STORAGE" --strip-components=1 \\
                --backup=numbered storage
        Vorherige Dateien bleiben als *.~1~ neben den neuen liegen.
        \(advice.closing)

        """
    }
}
