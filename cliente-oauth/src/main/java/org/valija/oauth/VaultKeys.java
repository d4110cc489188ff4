package org.valija.oauth;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.RegistryConfiguration;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The AES-256-GCM keys that seal what the database must not show. They live in a file apart from the database, readable
 * by its owner alone. Immutable and thread-safe.
 */
public final class VaultKeys {

    private final KeysetHandle keyset;
    private final Aead aead;

    private VaultKeys(KeysetHandle keyset) throws GeneralSecurityException {
        this.keyset = keyset;
        this.aead = keyset.getPrimitive(RegistryConfiguration.get(), Aead.class);
    }

    /**
     * Reads the key file, or makes it with one new key when there is none. When several processes start at once, one
     * makes it and all read the same.
     *
     * @throws VaultKeyException when the file cannot be read, written or understood
     */
    public static VaultKeys openOrCreate(Path file) {
        try {
            AeadConfig.register();
            if (Files.notExists(file)) {
                create(file);
            }
            return read(file);
        } catch (IOException e) {
            throw new VaultKeyException("The key file " + file + " cannot be read or written: " + e, e);
        } catch (GeneralSecurityException e) {
            throw new VaultKeyException(
                    "The key file " + file + " is damaged or of another program. Restore it from its backup; without it"
                            + " the stored authorisations cannot be read.",
                    e);
        }
    }

    Aead aead() {
        return aead;
    }

    /** Id of the key that new ciphertext is made with. */
    long primaryKeyId() {
        return Integer.toUnsignedLong(keyset.getPrimary().getId());
    }

    /** Key id to fingerprint: tells whether two nodes hold the same key, and nothing of the key. */
    @AccessesPartialKey
    Map<Long, String> fingerprints() {
        Map<Long, String> fingerprints = new LinkedHashMap<>();
        for (int i = 0; i < keyset.size(); i++) {
            KeysetHandle.Entry entry = keyset.getAt(i);
            if (entry.getKey() instanceof AesGcmKey key) {
                byte[] bytes = key.getKeyBytes().toByteArray(InsecureSecretKeyAccess.get());
                fingerprints.put(Integer.toUnsignedLong(entry.getId()), Hashes.hex("valija vault key", bytes));
            }
        }
        return fingerprints;
    }

    private static VaultKeys read(Path file) throws IOException, GeneralSecurityException {
        String json = Files.readString(file, StandardCharsets.UTF_8);
        return new VaultKeys(TinkJsonProtoKeysetFormat.parseKeyset(
                json, RegistryConfiguration.get(), InsecureSecretKeyAccess.get()));
    }

    /** Written whole under another name first: the file appears complete or not at all. */
    private static void create(Path file) throws IOException, GeneralSecurityException {
        KeysetHandle keyset =
                KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM, RegistryConfiguration.get());
        String json = TinkJsonProtoKeysetFormat.serializeKeyset(
                keyset, RegistryConfiguration.get(), InsecureSecretKeyAccess.get());
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path draft = file.resolveSibling(file.getFileName() + "."
                + HexFormat.of().toHexDigits(ProcessHandle.current().pid()) + Hashes.random(8));
        try {
            createPrivate(draft);
            Files.writeString(draft, json, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            publish(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static void publish(Path draft, Path file) throws IOException {
        try {
            Files.createLink(file, draft);
        } catch (FileAlreadyExistsException another) {
            // Another process was first: its file is the one.
            if (Files.notExists(file)) {
                throw another;
            }
        } catch (UnsupportedOperationException | NoSuchFileException noLinks) {
            Files.move(draft, file);
        }
    }

    private static void createPrivate(Path file) throws IOException {
        if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return;
        }
        Files.createFile(file);
        AclFileAttributeView acl = Files.getFileAttributeView(file, AclFileAttributeView.class);
        if (acl != null) {
            acl.setAcl(List.of(AclEntry.newBuilder()
                    .setType(AclEntryType.ALLOW)
                    .setPrincipal(acl.getOwner())
                    .setPermissions(EnumSet.allOf(AclEntryPermission.class))
                    .build()));
        }
    }
}
