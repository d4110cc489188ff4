// C#, con .NET Framework 4 o con .NET en Windows:
//   csc Enviar.cs
//   Enviar USUARIO PARA ARCHIVO
// La clave (token) está en la variable VALIJA_TOKEN.
using System;

static class Enviar
{
    static int Main(string[] args)
    {
        if (args.Length != 3)
        {
            Console.Error.WriteLine("Uso: Enviar USUARIO PARA ARCHIVO");
            return 2;
        }
        dynamic correo = Activator.CreateInstance(Type.GetTypeFromProgID("ClienteOauth.Correo", true));
        correo.Clave = Environment.GetEnvironmentVariable("VALIJA_TOKEN");
        string id = correo.Enviar(args[0], args[1], "Constancia de retenciones", "Adjuntamos su constancia.", args[2]);
        if (id == "")
        {
            Console.Error.WriteLine((string)correo.UltimoError);
            return 1;
        }
        Console.WriteLine("Aceptado: " + id);
        return 0;
    }
}
