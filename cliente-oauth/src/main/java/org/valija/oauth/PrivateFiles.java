package org.valija.oauth;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.AclEntry;
import java.nio.file.attribute.AclEntryPermission;
import java.nio.file.attribute.AclEntryType;
import java.nio.file.attribute.AclFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;

/** Files that their owner alone may read, from the first moment. */
public final class PrivateFiles {

    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    /**
     * Makes an empty file.
     *
     * @throws IOException when there is one already, or it cannot be made
     */
    public static void create(Path file) throws IOException {
        if (POSIX) {
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

    /** How a finished draft gets the name of its target; says whether it did. */
    interface Publication {
        boolean publish(Path draft, Path target) throws IOException;
    }

    /** Makes {@code target} hold {@code text}, replacing what it held; its folder is made where it is missing. */
    static void replace(Path target, String text) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        write(target, text, (draft, to) -> {
            Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        });
    }

    /** Written whole under another name first: the file appears complete or not at all, and is on the disk then. */
    static boolean write(Path target, String text, Publication publication) throws IOException {
        Path draft = target.resolveSibling(target.getFileName() + "." + Hashes.random(9));
        try {
            create(draft);
            Files.writeString(draft, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            boolean published = publication.publish(draft, target);
            syncFolder(target);
            return published;
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** The new name is to survive a power cut too; Windows does not let a folder be opened. */
    private static void syncFolder(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (POSIX && folder != null) {
            try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
                entries.force(true);
            }
        }
    }
}
