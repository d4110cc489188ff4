package org.valija.server.catalogues;

import java.util.Optional;
import org.springframework.stereotype.Service;
import org.valija.server.users.CurrentUser;
import org.valija.server.users.Function;
import org.valija.server.users.Operation;

/**
 * <em>Beneficiarios / Pagadores</em> as the present user may see and change them: those of companies that they are authorised
 * for, as far as their profile permits. What it does not permit is refused with an
 * {@link org.springframework.security.access.AccessDeniedException}. Thread-safe.
 */
@Service
public class BeneficiaryDesk {

    private final Beneficiaries beneficiaries;
    private final CurrentUser current;

    BeneficiaryDesk(Beneficiaries beneficiaries, CurrentUser current) {
        this.beneficiaries = beneficiaries;
        this.current = current;
    }

    /** Whether the present user's profile permits that. */
    public boolean may(Operation operation) {
        return current.may(Function.BENEFICIARIES, operation);
    }

    void must(Operation operation) {
        current.must(Function.BENEFICIARIES, operation);
    }

    void must(Operation operation, long companyId) {
        must(operation);
        current.mustSee(companyId);
    }

    /** See {@link Beneficiaries#search}. */
    public BeneficiaryPage search(long companyId, String text, int page) {
        must(Operation.VIEW, companyId);
        return beneficiaries.search(companyId, text, page);
    }

    /** One to look at; empty when there is none, or the present user is not authorised for its company. */
    Optional<Beneficiary> find(long id) {
        must(Operation.VIEW);
        return beneficiaries.find(id).filter(found -> current.companies().includes(found.companyId()));
    }

    /** See {@link Beneficiaries#add}. */
    Optional<Long> add(Beneficiary beneficiary) {
        must(Operation.CREATE, beneficiary.companyId());
        return beneficiaries.add(beneficiary);
    }

    /** See {@link Beneficiaries#change}. */
    Changed change(Beneficiary beneficiary, String shown) {
        must(Operation.CHANGE, beneficiary.companyId());
        return beneficiaries.change(beneficiary, shown);
    }

    /** Deletes one with its contacts; gives whether there was one. */
    boolean delete(Beneficiary beneficiary) {
        must(Operation.DELETE, beneficiary.companyId());
        return beneficiaries.delete(beneficiary.id());
    }

    /** See {@link Beneficiaries#updateAddress}. */
    public boolean updateAddress(Beneficiary beneficiary, String address) {
        must(Operation.CHANGE, beneficiary.companyId());
        return beneficiaries.updateAddress(beneficiary.id(), address);
    }
}
