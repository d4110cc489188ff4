package org.valija.server.catalogues;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** A file of any octets, as somebody may bring it for beneficiaries. */
class SheetFileFuzzTest {

    @DictionaryEntries({
        "RFC,Nombre,CURP,CP,Correo,Cc\\x0A",
        "AAGA850412QX3",
        "XEXX010101000",
        "ana@cliente.mx",
        "PK\\x03\\x04",
        "\\xFF\\xFE",
        "sep=;\\x0A",
        "\\x22\\x22"
    })
    @FuzzTest
    void anyFile(byte[] file) {
        AnySheet.isTakenOrRefused(file);
    }
}
