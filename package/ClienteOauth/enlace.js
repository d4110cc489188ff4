// A link valija:conectar?servidor=http%3A%2F%2Fserver%3A8480&usuario=JUAN, pressed in a mail or on a page: begins
// "valija connect JUAN --server http://server:8480" in a window of its own, after asking. Anybody can write such a link:
// only these two values are read, each by its form, and nothing is opened without a yes.
// Ends with 0 when it began, 1 when the person said no, 2 when the link is not one of ours. ASCII alone, as the component.

var SI_NO_PREGUNTA_NO = 4 + 32 + 256;
var SI = 6;

function valor(consulta, nombre) {
  var pares = consulta.split("&");
  for (var i = 0; i < pares.length; i++) {
    var igual = pares[i].indexOf("=");
    if (igual > 0 && pares[i].substring(0, igual) === nombre) {
      try { return decodeURIComponent(pares[i].substring(igual + 1)); } catch (e) { return ""; }
    }
  }
  return "";
}

function conectar(enlace) {
  var partes = /^valija:(?:\/\/)?conectar\/?\?([^\s"#]*)$/.exec(enlace);
  if (partes === null) { return 2; }
  var servidor = valor(partes[1], "servidor");
  var usuario = valor(partes[1], "usuario");
  if (!/^https?:\/\/[A-Za-z0-9][A-Za-z0-9.-]*(?::\d{1,5})?$/.test(servidor) || !/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,29}$/.test(usuario)) {
    return 2;
  }
  var ventana = new ActiveXObject("WScript.Shell");
  var pregunta = "Un enlace pide autenticar el correo del usuario " + usuario + " con el servicio\n\n    " + servidor
    + "\n\nSe le va a pedir su clave de acceso. \u00bfEs el servicio de su empresa?";
  if (ventana.Popup(pregunta, 0, "Valija", SI_NO_PREGUNTA_NO) !== SI) { return 1; }
  var carpeta = WScript.ScriptFullName.replace(/[^\\]+\\[^\\]+$/, "");
  ventana.Run("cmd.exe /k \"\"" + carpeta + "bin\\valija.cmd\" connect " + usuario + " --server " + servidor + "\"", 1, false);
  return 0;
}

WScript.Quit(WScript.Arguments.length === 1 ? conectar(WScript.Arguments(0)) : 2);
