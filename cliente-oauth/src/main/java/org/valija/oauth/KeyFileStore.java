package org.valija.oauth;

import com.google.crypto.tink.Aead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.valija.oauth.VaultKeyException.Problem;

/**
 * Reads and writes the key file. It appears and changes as a whole, and is durable before a method returns. Thread-safe;
 * those who change it see to it that one does so at a time.
 */
final class KeyFileStore {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final KeyFile file;

    KeyFileStore(KeyFile file) {
        this.file = file;
    }

    /** What tells a changed file from an unchanged one without reading it. */
    record Stamp(FileTime modified, long size, @Nullable Object inode) {}

    /** The file at one moment. */
    record Contents(VaultKeys keys, String text, Stamp stamp) {}

    Path path() {
        return file.path();
    }

    boolean isMissing() {
        return Files.notExists(file.path());
    }

    Stamp stamp() throws IOException {
        BasicFileAttributes now = Files.readAttributes(file.path(), BasicFileAttributes.class);
        return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey());
    }

    /** @throws VaultKeyException when the file is missing, not private, damaged, or not encrypted as configured */
    Contents read() {
        try {
            // Looked at before it is read: a change in between is then found again.
            Stamp stamp = stamp();
            String text = text();
            return new Contents(parse(text), text, stamp);
        } catch (NoSuchFileException e) {
            throw missing();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** The file as it stands, not understood. */
    String text() throws IOException {
        refuseOpenToOthers();
        return new String(Files.readAllBytes(file.path()), StandardCharsets.ISO_8859_1);
    }

    VaultKeyException missing() {
        return new VaultKeyException(
                Problem.MISSING,
                "The key file " + path()
                        + " is missing, and this database was sealed with its keys. Restore it from its"
                        + " backup or copy it from another node; without it the stored authorisations cannot be read."
                        + " Nothing was changed.",
                path().toString());
    }

    /**
     * Makes the file unless there is one already.
     *
     * @return whether it was made by this call
     */
    boolean create(VaultKeys keys) {
        String text = serialize(keys);
        try {
            Path folder = file.path().toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            return PrivateFiles.write(file.path(), text, KeyFileStore::publish);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Writes other keys over the file, encrypted as configured. */
    void replace(VaultKeys keys) {
        String text = serialize(keys);
        try {
            // A link stays a link.
            PrivateFiles.write(file.path().toRealPath(), text, (draft, target) -> {
                Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                return true;
            });
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Takes back what {@link #create} made, unless somebody changed it since. */
    void takeBack(String text) {
        try {
            if (text().equals(text)) {
                Files.deleteIfExists(file.path());
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private VaultKeys parse(String text) {
        boolean encrypted = VaultKeys.isEncrypted(text);
        if (encrypted && file.service().isEmpty()) {
            throw new VaultKeyException(
                    Problem.NO_SERVICE,
                    "The key file " + path()
                            + " is encrypted by a key service, and none is configured. Give the address of"
                            + " its key (valija.vault.kms-uri). Nothing was changed.",
                    path().toString());
        }
        try {
            if (encrypted) {
                return decrypt(text, file.service().get());
            }
            VaultKeys keys = VaultKeys.parse(text);
            if (file.service().isPresent()) {
                throw new VaultKeyException(
                        Problem.IN_CLEAR,
                        "The key file " + path() + " is in clear although a key service is configured. Encrypt it with"
                                + " 'valija keys wrap', or take valija.vault.kms-uri out. Nothing was changed.",
                        path().toString());
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new VaultKeyException(
                    Problem.DAMAGED,
                    "The key file " + path()
                            + " is damaged or of another program. Restore it from its backup; without it"
                            + " the stored authorisations cannot be read. Nothing was changed.",
                    e,
                    path().toString());
        }
    }

    private static VaultKeys decrypt(String text, KeyService service) {
        Aead aead = service.aead();
        try {
            return VaultKeys.parse(text, aead);
        } catch (GeneralSecurityException e) {
            throw service.refused(e);
        }
    }

    private String serialize(VaultKeys keys) {
        if (file.service().isEmpty()) {
            return keys.serialize();
        }
        KeyService service = file.service().get();
        try {
            return keys.serialize(service.aead());
        } catch (GeneralSecurityException e) {
            throw service.refused(e);
        }
    }

    private void refuseOpenToOthers() throws IOException {
        PosixFileAttributeView posix = Files.getFileAttributeView(file.path(), PosixFileAttributeView.class);
        if (posix != null && !OWNER_ONLY.containsAll(withoutExecute(posix))) {
            throw new VaultKeyException(
                    Problem.NOT_PRIVATE,
                    "Others than its owner may read or write the key file " + path() + ". If nobody can have copied it,"
                            + " chmod 600 it; else also change the keys (valija keys add). Nothing was changed.",
                    path().toString());
        }
    }

    private static Set<PosixFilePermission> withoutExecute(PosixFileAttributeView posix) throws IOException {
        Set<PosixFilePermission> permissions =
                EnumSet.copyOf(posix.readAttributes().permissions());
        permissions.remove(PosixFilePermission.OWNER_EXECUTE);
        return permissions;
    }

    private VaultKeyException unreadable(IOException e) {
        return new VaultKeyException(
                Problem.UNREADABLE,
                "The key file " + path() + " cannot be read or written: " + e,
                e,
                path().toString(),
                e.toString());
    }

    private static boolean publish(Path draft, Path target) throws IOException {
        try {
            Files.createLink(target, draft);
            return true;
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its file is the one.
            if (Files.notExists(target)) {
                throw another;
            }
            return false;
        } catch (UnsupportedOperationException | NoSuchFileException noLinks) {
            Files.move(draft, target);
            return true;
        }
    }
}
