' VBScript: envía un PDF con ClienteOauth.Correo.
'   cscript //nologo enviar.vbs USUARIO PARA ARCHIVO [SERVIDOR]
' La clave (token) se toma de la variable VALIJA_TOKEN, para que no quede en la línea de órdenes.
' Termina con 0 si el servicio aceptó el correo, 1 si no, 2 si falta algo en la orden.
Option Explicit

Dim correo, shell, usuario, id

If WScript.Arguments.Count < 3 Then
  WScript.Echo "Uso: cscript //nologo enviar.vbs USUARIO PARA ARCHIVO [SERVIDOR]"
  WScript.Quit 2
End If

Set shell = CreateObject("WScript.Shell")
Set correo = CreateObject("ClienteOauth.Correo")
correo.Clave = shell.ExpandEnvironmentStrings("%VALIJA_TOKEN%")
If WScript.Arguments.Count > 3 Then correo.Servidor = WScript.Arguments(3)
usuario = WScript.Arguments(0)

If Not correo.Autenticado(usuario) Then
  If correo.UltimoError <> "" Then
    WScript.Echo correo.UltimoError
  Else
    WScript.Echo usuario & " todavía no autentica su correo. Abra en su navegador: " & correo.Autenticar(usuario)
    If correo.UltimoError <> "" Then WScript.Echo correo.UltimoError
  End If
  WScript.Quit 1
End If

id = correo.Enviar(usuario, WScript.Arguments(1), "Constancia de retenciones", _
  "Estimado cliente:" & vbCrLf & vbCrLf & "Adjuntamos su constancia.", WScript.Arguments(2))
If id = "" Then
  WScript.Echo correo.UltimoError
  WScript.Quit 1
End If
WScript.Echo "Aceptado: " & id
WScript.Echo "Estado: " & correo.Estado(id)
