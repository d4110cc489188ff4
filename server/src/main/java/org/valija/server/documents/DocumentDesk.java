package org.valija.server.documents;

import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Service;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Operation;

/**
 * Documents as the present user, or whom a program acts for, may see and use them: those of companies that they are authorised
 * for, by what their profile permits with their kind. What is of another company and what is not there are the same. What works
 * for nobody present goes to {@link Documents}. Thread-safe.
 */
@Service
public class DocumentDesk {

    private final Documents documents;
    private final CurrentUser current;

    DocumentDesk(Documents documents, CurrentUser current) {
        this.documents = documents;
        this.current = current;
    }

    /** One of a company that the present user is authorised for, whatever may be done with it. */
    public Optional<Document> find(long id) {
        return documents.find(id).filter(document -> current.companies().includes(document.companyId()));
    }

    /**
     * One that the present user may do that with.
     *
     * @return empty when there is none, or the present user is not authorised for its company
     * @throws org.valija.server.users.NotPermittedException when the profile does not permit it
     */
    public Optional<Document> find(long id, Operation operation) {
        Optional<Document> found = find(id);
        found.ifPresent(document -> must(operation, document.kind()));
        return found;
    }

    /** Whether the present user's profile permits that with documents of that kind. */
    public boolean may(Operation operation, Kind kind) {
        return current.may(kind.function(), operation);
    }

    /** @throws org.valija.server.users.NotPermittedException unless the present user's profile permits that with that kind */
    public void must(Operation operation, Kind kind) {
        current.must(kind.function(), operation);
    }

    /** Kinds of documents that the present user's profile permits that with. */
    public Set<Kind> kinds(Operation operation) {
        return Arrays.stream(Kind.values())
                .filter(kind -> may(operation, kind))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
    }

    /**
     * That all of what a filter asks for is the present user's to see.
     *
     * @throws org.springframework.security.access.AccessDeniedException otherwise
     */
    public void must(Operation operation, DocumentFilter filter) {
        current.mustSee(filter.companyId());
        filter.kinds().forEach(kind -> must(operation, kind));
    }

    /**
     * That the present user may do that with every one of these, those that are not there left out.
     *
     * @throws org.springframework.security.access.AccessDeniedException otherwise
     */
    public void must(Operation operation, Collection<Long> ids) {
        List<Long> all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += Documents.LARGEST_PAGE) {
            documents
                    .subjects(all.subList(from, Math.min(all.size(), from + Documents.LARGEST_PAGE)))
                    .forEach(subject -> {
                        current.mustSee(subject.companyId());
                        must(operation, subject.kind());
                    });
        }
    }

    /** See {@link Documents#search}. */
    public DocumentPage search(DocumentFilter filter, Optional<DocumentKey> after, int limit) {
        must(Operation.VIEW, filter);
        return documents.search(filter, after, limit);
    }

    /** How many fit. */
    public long count(DocumentFilter filter) {
        must(Operation.VIEW, filter);
        return documents.count(filter);
    }

    /** What the present user may bring in. */
    public IntakeRights rights() {
        return new IntakeRights(current.companies(), kinds(Operation.CREATE));
    }

    /** The code of the present user. */
    public String userCode() {
        return current.code();
    }
}
