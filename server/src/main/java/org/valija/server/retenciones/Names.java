package org.valija.server.retenciones;

/** Attributes that the two versions call by other names. */
record Names(
        String noCertificado,
        String certificado,
        String rfcE,
        String rfcR,
        String curpR,
        String numRegIdTrib,
        String nacionalidad,
        String ejercicio,
        String montoTotOperacion,
        String montoTotGrav,
        String montoTotExent,
        String montoTotRet,
        String impuestoRet,
        String montoRet) {

    static final Names OF_VERSION_2 = new Names(
            "NoCertificado",
            "Certificado",
            "RfcE",
            "RfcR",
            "CurpR",
            "NumRegIdTribR",
            "NacionalidadR",
            "Ejercicio",
            "MontoTotOperacion",
            "MontoTotGrav",
            "MontoTotExent",
            "MontoTotRet",
            "ImpuestoRet",
            "MontoRet");

    static final Names OF_VERSION_1 = new Names(
            "NumCert",
            "Cert",
            "RFCEmisor",
            "RFCRecep",
            "CURPR",
            "NumRegIdTrib",
            "Nacionalidad",
            "Ejerc",
            "montoTotOperacion",
            "montoTotGrav",
            "montoTotExent",
            "montoTotRet",
            "Impuesto",
            "montoRet");
}
