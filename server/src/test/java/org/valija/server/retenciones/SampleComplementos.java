package org.valija.server.retenciones;

/** Complements of every sector with data of our own; attributes stand in another order than they are sealed in. */
final class SampleComplementos {

    private static final String NAMESPACE = "http://www.sat.gob.mx/esquemas/retencionpago/1/";

    static final String PAGOS_A_EXTRANJEROS = """
            <pe:Pagosaextranjeros xmlns:pe="%spagosaextranjeros" EsBenefEfectDelCobro="SI" Version="1.0">
              <pe:Beneficiario DescripcionConcepto="Licencia de uso" ConceptoPago="6" NomDenRazSocB="ACME MX" \
            CURP="PEGA800101MDFXMN09" RFC="PEGA800101AB5"/>
              <pe:NoBeneficiario ConceptoPago="6" DescripcionConcepto="Licencia   de uso" PaisDeResidParaEfecFisc="US"/>
            </pe:Pagosaextranjeros>""".formatted(NAMESPACE);

    static final String TODOS = PAGOS_A_EXTRANJEROS + """

            <af:Arrendamientoenfideicomiso xmlns:af="NSarrendamientoenfideicomiso" Version="1.0" DeduccCorresp="3.00" \
            RendimFideicom="2.00" PagProvEfecPorFiduc="1.00" DescrMontOtrosConceptDistr="otros" MontTotRet="4.00"/>
            <d:Dividendos xmlns:d="NSdividendos" Version="1.0">
              <d:Remanente ProporcionRem="12.5"/>
              <d:DividOUtil TipoSocDistrDiv="Sociedad Nacional" CveTipDivOUtil="01" MontISRAcredRetMexico="5.00" \
            MontISRAcredRetExtranjero="6.00" MontDivAcumNal="7.00"/>
            </d:Dividendos>
            <ea:EnajenaciondeAcciones xmlns:ea="NSenajenaciondeacciones" Version="1.0" Perdida="0.00" Ganancia="8.00" \
            ContratoIntermediacion="Contrato 55"/>
            <fn:Fideicomisonoempresarial xmlns:fn="NSfideicomisonoempresarial" Version="1.0">
              <fn:RetEfectFideicomiso DescRetRelPagFideic="Retención" MontRetRelPagFideic="9.00"/>
              <fn:IngresosOEntradas MontTotEntradasPeriodo="10.00" PartPropAcumDelFideicom="11.00" PropDelMontTot="12.000000">
                <fn:IntegracIngresos Concepto="Rentas"/><fn:IntegracIngresos Concepto="Intereses"/>
              </fn:IngresosOEntradas>
              <fn:DeduccOSalidas MontTotEgresPeriodo="13.00" PartPropDelFideicom="14.00" PropDelMontTot="15.000000">
                <fn:IntegracEgresos ConceptoS="Mantenimiento"/>
              </fn:DeduccOSalidas>
            </fn:Fideicomisonoempresarial>
            <i:Intereses xmlns:i="NSintereses" Version="1.0" Perdida="18.00" MontIntReal="17.00" MontIntNominal="16.00" \
            OperFinancDerivad="NO" RetiroAORESRetInt="NO" SistFinanciero="SI"/>
            <ih:Intereseshipotecarios xmlns:ih="NSintereseshipotecarios" Version="1.0" NumContrato="HIP-9" \
            SaldoInsoluto="19.00" CreditoDeInstFinanc="SI" MontTotIntNominalesDev="20.00"/>
            <od:Operacionesconderivados xmlns:od="NSoperacionesconderivados" Version="1.0" MontPerdDed="22.00" \
            MontGanAcum="21.00"/>
            <pr:Planesderetiro xmlns:pr="NSplanesderetiro11" Version="1.1" NumReferencia="REF1" SistemaFinanc="SI" \
            HuboRetirosAnioInmAnt="NO" HuboRetirosAnioInmAntPer="SI" MontIntRealesDevengAniooInmAnt="23.00" \
            MontTotRetiradoAnioInmAntPer="24.00">
              <pr:AportacionesODepositos MontAportODep="25.00" TipoAportacionODeposito="a"/>
              <pr:AportacionesODepositos RFCFiduciaria="FID900101AA1" MontAportODep="26.00" TipoAportacionODeposito="b"/>
            </pr:Planesderetiro>
            <p:Premios xmlns:p="NSpremios" Version="1.0" EntidadFederativa="09" MontTotPagoExent="0.00" \
            MontTotPagoGrav="27.00" MontTotPago="27.00"/>
            <sf:SectorFinanciero xmlns:sf="NSsectorfinanciero" Version="1.0" DescripFideicom="Fondo &quot;Ñ&quot;" \
            NomFideicom="  Fideicomiso\tdel   Norte " IdFideicom="F-28"/>
            <pt:ServiciosPlataformasTecnologicas xmlns:pt="NSPlataformasTecnologicas10" Version="1.0" Periodicidad="04" \
            NumServ="2" MonTotServSIVA="300.00" TotalIVATrasladado="48.00" TotalIVARetenido="24.00" \
            TotalISRRetenido="3.00" DifIVAEntregadoPrestServ="24.00" MonTotalporUsoPlataforma="30.00">
              <pt:Servicios>
                <pt:DetallesDelServicio FormaPagoServ="01" TipoDeServ="01" FechaServ="2025-11-02" PrecioServSinIVA="100.00">
                  <pt:ComisionDelServicio Importe="10.00" Porcentaje="0.100"/>
                  <pt:ImpuestosTrasladadosdelServicio Importe="16.00" TasaCuota="0.160000" TipoFactor="Tasa" Impuesto="02" \
            Base="100.00"/>
                </pt:DetallesDelServicio>
                <pt:DetallesDelServicio FormaPagoServ="02" TipoDeServ="02" SubTipServ="03" \
            RFCTerceroAutorizado="PEGA800101AB5" FechaServ="2025-11-03" PrecioServSinIVA="200.00">
                  <pt:ImpuestosTrasladadosdelServicio Base="200.00" Impuesto="02" TipoFactor="Tasa" TasaCuota="0.160000" \
            Importe="32.00"/>
                  <pt:ContribucionGubernamental EntidadDondePagaLaContribucion="09" ImpContrib="1.00"/>
                </pt:DetallesDelServicio>
              </pt:Servicios>
            </pt:ServiciosPlataformasTecnologicas>
            """.replace("=\"NS", "=\"" + NAMESPACE);

    private SampleComplementos() {}
}
