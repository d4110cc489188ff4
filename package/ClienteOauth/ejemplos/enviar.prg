* Visual FoxPro: DO enviar WITH "JUAN", "ana@cliente.mx", "Z:\docs\retencion.pdf"
* La clave (token) está en la variable VALIJA_TOKEN.
LPARAMETERS tcUsuario, tcPara, tcArchivo
LOCAL loCorreo, lcId

loCorreo = CREATEOBJECT("ClienteOauth.Correo")
loCorreo.Clave = GETENV("VALIJA_TOKEN")

IF NOT loCorreo.Autenticado(tcUsuario)
  IF EMPTY(loCorreo.UltimoError)
    loCorreo.Autenticar(tcUsuario)
    MESSAGEBOX("Autentique su correo en el navegador y repita el envío.")
  ELSE
    MESSAGEBOX(loCorreo.UltimoError)
  ENDIF
  RETURN .F.
ENDIF

lcId = loCorreo.Enviar(tcUsuario, tcPara, "Constancia de retenciones", "Adjuntamos su constancia.", tcArchivo)
IF EMPTY(lcId)
  MESSAGEBOX(loCorreo.UltimoError)
  RETURN .F.
ENDIF
? "Aceptado: " + lcId
RETURN .T.
