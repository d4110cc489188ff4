import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * {@code java Licences.java sbom.xml LIB LICENCES}: fills the folder LICENCES for the jars of LIB. {@code COMPONENTES.txt}
 * says which licence each has, the files beside it are the licences' texts as the bill of materials holds them, and a
 * folder for each jar holds what it says itself.
 */
final class Licences {

    private final Path target;
    private final TreeMap<String, String> lines = new TreeMap<>();

    private Licences(Path target) {
        this.target = target;
    }

    public static void main(String[] args) throws Exception {
        Licences licences = new Licences(Files.createDirectories(Path.of(args[2])));
        licences.readBom(Path.of(args[0]));
        licences.readJars(Path.of(args[1]));
        licences.writeList();
    }

    private void readBom(Path bom) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Element root = factory.newDocumentBuilder().parse(bom.toFile()).getDocumentElement();
        for (Element component : children(child(root, "components"), "component")) {
            List<String> names = new ArrayList<>();
            for (Element licence : children(child(component, "licenses"), "license")) {
                names.add(licence(licence));
            }
            lines.put(text(component, "name") + " " + text(component, "version"), String.join(" / ", names));
        }
    }

    private String licence(Element licence) throws IOException {
        String id = text(licence, "id");
        String name = id.isEmpty() ? text(licence, "name") : id;
        Element content = child(licence, "text");
        if (content != null) {
            byte[] octets = content.getAttribute("encoding").equals("base64")
                    ? Base64.getMimeDecoder().decode(content.getTextContent())
                    : content.getTextContent().getBytes(StandardCharsets.UTF_8);
            // Some entries of the list of licences hold a title in place of the text.
            if (octets.length > 500) {
                Files.write(target.resolve(name + ".txt"), octets);
            }
        }
        return name;
    }

    private void readJars(Path lib) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.list(lib)) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            try (ZipFile zip = new ZipFile(jar.toFile())) {
                for (ZipEntry entry : zip.stream().filter(Licences::speaksOfLicences).toList()) {
                    Path folder = Files.createDirectories(
                            target.resolve(jar.getFileName().toString().replaceFirst("\\.jar$", "")));
                    try (InputStream in = zip.getInputStream(entry)) {
                        Files.write(folder.resolve(entry.getName().replace("META-INF/", "").replace('/', '_')), in.readAllBytes());
                    }
                }
            }
        }
    }

    private static boolean speaksOfLicences(ZipEntry entry) {
        String name = entry.getName().toUpperCase(Locale.ROOT);
        String file = name.substring(name.lastIndexOf('/') + 1);
        return !entry.isDirectory()
                && !file.endsWith(".CLASS")
                && (file.contains("LICENSE") || file.contains("LICENCE") || file.contains("NOTICE") || file.contains("COPYING"));
    }

    private void writeList() throws IOException {
        StringBuilder list = new StringBuilder();
        lines.forEach((component, licence) -> list.append(String.format("%-45s %s\n", component, licence)));
        Files.writeString(target.resolve("COMPONENTES.txt"), list.toString());
    }

    private static String text(Element parent, String name) {
        Element found = child(parent, name);
        return found == null ? "" : found.getTextContent().strip();
    }

    private static Element child(Element parent, String name) {
        List<Element> found = children(parent, name);
        return found.isEmpty() ? null : found.get(0);
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent == null ? null : parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }
}
