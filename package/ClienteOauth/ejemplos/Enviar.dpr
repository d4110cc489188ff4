program Enviar;
{ Delphi 7 o posterior, y Free Pascal: Enviar USUARIO PARA ARCHIVO
  La clave (token) está en la variable VALIJA_TOKEN. }

{$APPTYPE CONSOLE}

uses
  ActiveX, ComObj, SysUtils, Variants;

var
  Correo: OleVariant;
  Id: string;

begin
  if ParamCount <> 3 then
  begin
    WriteLn('Uso: Enviar USUARIO PARA ARCHIVO');
    Halt(2);
  end;
  CoInitialize(nil);
  try
    Correo := CreateOleObject('ClienteOauth.Correo');
    Correo.Clave := GetEnvironmentVariable('VALIJA_TOKEN');
    Id := Correo.Enviar(ParamStr(1), ParamStr(2), 'Constancia de retenciones',
      'Adjuntamos su constancia.', ParamStr(3));
    if Id = '' then
    begin
      WriteLn(string(Correo.UltimoError));
      ExitCode := 1;
    end
    else
      WriteLn('Aceptado: ', Id);
    Correo := Unassigned;
  finally
    CoUninitialize;
  end;
end.
