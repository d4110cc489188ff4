Attribute VB_Name = "Valija"
' VBA (Excel, Access, Word) en 32 o 64 bits: importe este archivo en el editor (Archivo, Importar archivo).
' Envía el libro abierto a la dirección de la celda A1; la clave (token) está en la variable VALIJA_TOKEN.
Option Explicit

Public Sub EnviarLibro()
    Dim correo As Object, id As String
    Set correo = CreateObject("ClienteOauth.Correo")
    correo.Servidor = "http://127.0.0.1:8480"
    correo.Clave = Environ$("VALIJA_TOKEN")

    If Not correo.Autenticado("JUAN") Then
        If correo.UltimoError = "" Then
            correo.Autenticar "JUAN"
            MsgBox "Autentique su correo en el navegador y repita el envío.", vbInformation
        Else
            MsgBox correo.UltimoError, vbExclamation
        End If
        Exit Sub
    End If

    ' El servicio lee el archivo: debe estar guardado, en una carpeta que el servicio comparte.
    ThisWorkbook.Save
    id = correo.Enviar("JUAN", ThisWorkbook.Worksheets(1).Range("A1").Value, ThisWorkbook.Name, _
        "Adjuntamos el libro.", ThisWorkbook.FullName)
    If id = "" Then
        MsgBox correo.UltimoError, vbExclamation
    Else
        MsgBox "Aceptado con el número " & id, vbInformation
    End If
End Sub
