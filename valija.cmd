@echo off
rem Starts Valija on Windows from its source tree; the twin of the script "valija", where the reasons stand.
rem Exit status of its own: 1 failed, 2 wrong use, 3 no JDK, 4 something could not be run; otherwise the program's.
setlocal EnableExtensions DisableDelayedExpansion
rem Variables of this script begin with v_: the program reads its settings from the environment too.

for %%p in ("%~dp0.") do set "v_home=%%~fp"
set "v_app=%v_home%\server\target\app"
set "v_server_jar=%v_app%\valija-server.jar"
set "v_simulator_jar=%v_home%\simulator\target\app\valija-simulator.jar"
set "v_stamp=%v_app%\build.stamp"
set "v_aot=%v_app%\valija.aot"

rem What is printed is UTF-8.
chcp 65001 >nul
set "v_language=en"
reg query "HKCU\Control Panel\International" /v LocaleName 2>nul | findstr /i /r /c:" es[-_]" >nul && set "v_language=es"

if "%~1"=="" goto help
if /i "%~1"=="help" goto help
if "%~1"=="-h" goto help
if "%~1"=="--help" goto help
if /i "%~1"=="build" goto build_command
if /i "%~1"=="test" goto test_command
if /i "%~1"=="bench" goto bench_command
if /i "%~1"=="package" goto package_command

call :find_jdk || exit /b 3
call :is_built || call :build || exit /b 1
call :set_java_options
call :prepare_fast_start
set "v_cache="
if exist "%v_aot%" set v_cache="-XX:AOTCache=%v_aot%" -Xlog:aot=off -Xlog:cds=off
"%JAVA_HOME%\bin\java.exe" %v_java_options% %v_cache% "-Dvalija.home=%v_home%" -jar "%v_server_jar%" %*
exit /b %errorlevel%

:help
if "%v_language%"=="es" goto help_es
echo Usage: valija COMMAND [options]
echo.
echo   demo [--auto]        from nothing to a sent mail, with a simulated provider
echo   serve                the service with its web console
echo   connect USER         authenticates their mail, here or with a service on the network
echo   send                 hands a mail to the outbox
echo   status [NUMBER]      how a mail stands, or how everything does
echo   doctor USER          examines the accounts of a user and says what is wrong and what to do
echo   token                the access keys of other programs: create, list, revoke
echo   clave restablecer USER
echo                        sets a new key for a user, on the server itself
echo   keys                 the keys that seal what is stored: add, change, retire
echo   backup FOLDER        copies the database and the keys while the service runs
echo   restore FOLDER       brings a copy back, after checking it
echo   build                builds the program even if nothing has changed
echo   test [--browser] [--offline]
echo                        all tests, or only those in a browser; --offline uses no network
echo   bench NAME [--short] one measurement of speed
echo.
echo Variables: VALIJA_JAVA_HOME (the JDK), VALIJA_JAVA_OPTS (options of Java), VALIJA_CHROMIUM (the browser of the tests).
exit /b 0
:help_es
echo Uso: valija ORDEN [opciones]
echo.
echo   demo [--auto]        de cero a un correo enviado, con un proveedor simulado
echo   serve                el servicio con su consola web
echo   connect USUARIO      autentica su correo, aquí o con un servicio en la red
echo   send                 entrega un correo a la bandeja de salida
echo   status [NÚMERO]      cómo va un correo, o cómo está todo
echo   doctor USUARIO       revisa las cuentas de un usuario y dice que falla y que hacer
echo   token                las claves de acceso de otros programas: crear, listar, revocar
echo   clave restablecer USUARIO
echo                        pone una clave nueva a un usuario, en el propio servidor
echo   keys                 las claves que sellan lo guardado: agregar, cambiar, retirar
echo   backup CARPETA       copia la base de datos y las claves con el servicio en marcha
echo   restore CARPETA      devuelve una copia, después de revisarla
echo   build                compila el programa aunque no haga falta
echo   test [--browser] [--offline]
echo                        todas las pruebas, o solo las del navegador; --offline no usa la red
echo   bench NOMBRE [--short]
echo                        una medición de rendimiento
echo.
echo Variables: VALIJA_JAVA_HOME (el JDK), VALIJA_JAVA_OPTS (opciones de Java), VALIJA_CHROMIUM (el navegador de las pruebas).
exit /b 0

:bench_command
call :say "Las mediciones comparan con programas de Linux y solo corren ahí." "The benches compare with programs of Linux and run only there."
exit /b 2

:package_command
call :say "Los paquetes se hacen en Linux; el instalador de Windows también." "The packages are made on Linux; the Windows installer too."
exit /b 2

:build_command
call :find_jdk || exit /b 3
call :build || exit /b 1
call :set_java_options
call :prepare_fast_start
exit /b 0

rem ---- tests

:test_command
set "v_kind=all"
set "v_offline="
:test_option
shift /1
if "%~1"=="" goto test_options_read
if "%~1"=="--browser" set "v_kind=browser" & goto test_option
if "%~1"=="--interop" goto test_interop
if "%~1"=="--install" goto test_option
if "%~1"=="--offline" set "v_offline=-o" & goto test_option
call :say "test: no existe esa opción. Vea valija help" "test: there is no such option. See valija help"
exit /b 2

:test_interop
call :say "Las pruebas con servidores reales son para Linux." "The tests against real servers are for Linux."
echo NOT RUN: interop
exit /b 4

:test_options_read
call :find_chromium
set "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1"
set "v_selection=-DexcludedGroups=interop,package"
if "%v_kind%"=="browser" set "v_selection=-pl tests -am -Dgroups=browser"
if defined VALIJA_CHROMIUM goto test_run
call :say "No hay Chromium para las pruebas del navegador. Para instalarlo:" "There is no Chromium for the browser tests. To install it:"
echo   winget install Google.Chrome
set "v_selection=-DexcludedGroups=interop,package,browser"
if not "%v_kind%"=="browser" goto test_run
echo NOT RUN: browser
exit /b 4

:test_run
call :find_jdk || exit /b 3
call :find_maven
for /d %%m in ("%v_home%\*") do if exist "%%m\target\surefire-reports" rd /s /q "%%m\target\surefire-reports"
call %v_mvn% -B -ntp -fae %v_offline% -f "%v_home%\pom.xml" -DfailIfNoTests=false -Dsurefire.failIfNoSpecifiedTests=false verify %v_selection%
set "v_test_status=%errorlevel%"
rem The jars may be new: the fast start is prepared again when next needed.
del /q "%v_aot%" "%v_aot%.note" 2>nul
powershell -NoProfile -Command ^
  "$t=0;$f=0;$s=0; foreach ($r in Get-ChildItem (Join-Path $env:v_home '*\target\surefire-reports\TEST-*.xml')) {" ^
  "$x=([xml](Get-Content -Raw -Encoding UTF8 $r.FullName)).testsuite; $t+=[int]$x.tests; $f+=[int]$x.errors+[int]$x.failures; $s+=[int]$x.skipped };" ^
  "'{0} passed, {1} failed, {2} skipped' -f ($t-$f-$s),$f,$s"
if defined VALIJA_CHROMIUM goto test_end
echo NOT RUN: browser
if "%v_test_status%"=="0" exit /b 4
:test_end
if not "%v_test_status%"=="0" exit /b 1
exit /b 0

rem Sets VALIJA_CHROMIUM unless it is set. Edge, which every Windows has, is a Chromium too.
:find_chromium
if defined VALIJA_CHROMIUM if exist "%VALIJA_CHROMIUM%" exit /b 0
set "VALIJA_CHROMIUM="
call :try_chromium "%ProgramFiles%\Google\Chrome\Application\chrome.exe"
call :try_chromium "%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe"
call :try_chromium "%LocalAppData%\Google\Chrome\Application\chrome.exe"
call :try_chromium "%LocalAppData%\Chromium\Application\chrome.exe"
call :try_chromium "%ProgramFiles%\Microsoft\Edge\Application\msedge.exe"
call :try_chromium "%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe"
exit /b 0

:try_chromium
if not defined VALIJA_CHROMIUM if exist "%~1" set "VALIJA_CHROMIUM=%~1"
exit /b 0

rem ---- the JDK

:find_jdk
call :try_jdk "%VALIJA_JAVA_HOME%" && exit /b 0
call :try_jdk "%JAVA_HOME%" && exit /b 0
set "v_java="
for %%j in (java.exe) do set "v_java=%%~$PATH:j"
if defined v_java for %%p in ("%v_java%\..\..") do call :try_jdk "%%~fp" && exit /b 0
for %%v in ("Eclipse Adoptium" Java Microsoft Zulu BellSoft "Amazon Corretto") do (
  for /d %%d in ("%ProgramFiles%\%%~v\*") do call :try_jdk "%%~d" && exit /b 0
)
for /d %%d in ("%LocalAppData%\Programs\Eclipse Adoptium\*") do call :try_jdk "%%~d" && exit /b 0
for /d %%d in ("%USERPROFILE%\.jdks\*") do call :try_jdk "%%~d" && exit /b 0
call :say "Hace falta un JDK 25 y no se encontró ninguno. Se buscó en VALIJA_JAVA_HOME, JAVA_HOME, PATH, %ProgramFiles% y %USERPROFILE%\.jdks." "A JDK 25 is needed and none was found. Looked at VALIJA_JAVA_HOME, JAVA_HOME, PATH, %ProgramFiles% and %USERPROFILE%\.jdks."
call :say "Para instalarlo:" "To install it:"
echo   winget install EclipseAdoptium.Temurin.25.JDK
exit /b 3

rem True, with JAVA_HOME set, when the folder holds a JDK 25. The dot stands for a quotation mark.
:try_jdk
if "%~1"=="" exit /b 1
if not exist "%~1\bin\javac.exe" exit /b 1
if not exist "%~1\release" exit /b 1
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~1\release" >nul || exit /b 1
set "JAVA_HOME=%~1"
exit /b 0

rem ---- Maven

:find_maven
set "MAVEN_OPTS=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow %MAVEN_OPTS%"
set v_mvn="%v_home%\mvnw.cmd"
where mvn >nul 2>nul || exit /b 0
call mvn -v 2>nul | findstr /r /c:"Apache Maven 3\.6\.[3-9]" /c:"Apache Maven 3\.[7-9]\." /c:"Apache Maven 3\.[1-9][0-9]\." /c:"Apache Maven 4\." >nul && set "v_mvn=mvn"
exit /b 0

rem ---- the program: built when stale, prepared for a fast start

:is_built
if not exist "%v_server_jar%" exit /b 1
if not exist "%v_simulator_jar%" exit /b 1
if not exist "%v_stamp%" exit /b 1
powershell -NoProfile -Command ^
  "$s=(Get-Item -LiteralPath $env:v_stamp).LastWriteTimeUtc; Set-Location -LiteralPath $env:v_home;" ^
  "$n=Get-Item pom.xml,*\pom.xml; $n+=Get-ChildItem cliente-oauth\src\main,simulator\src\main,server\src\main -Recurse;" ^
  "if ($n | Where-Object { $_.LastWriteTimeUtc -gt $s } | Select-Object -First 1) { exit 1 }"
exit /b %errorlevel%

:build
call :find_maven
call :say "Compilando Valija: solo la primera vez y cuando algo cambia..." "Building Valija: only the first time and when something changes..."
if not exist "%v_home%\server\target" mkdir "%v_home%\server\target"
rem Dated before the build: what is edited while it runs is built the next time.
type nul >"%v_home%\server\target\build.begun"
call %v_mvn% -q -B -ntp -f "%v_home%\pom.xml" -Dquick -Dmaven.test.skip=true -pl server,simulator -am package
if errorlevel 1 (
  call :say "La compilación falló; el motivo está arriba." "The build failed; the reason is above."
  exit /b 1
)
move /y "%v_home%\server\target\build.begun" "%v_stamp%" >nul
del /q "%v_aot%" "%v_aot%.note" 2>nul
exit /b 0

:set_java_options
set "v_java_options=-Xmx512m -Xmn24m --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8"
echo "%VALIJA_JAVA_OPTS%" | findstr /r /c:"-XX:+Use[A-Za-z0-9]*GC" >nul || set "v_java_options=-XX:+UseSerialGC %v_java_options%"
if defined VALIJA_JAVA_OPTS set "v_java_options=%v_java_options% %VALIJA_JAVA_OPTS%"
exit /b 0

:prepare_fast_start
set "v_made_for=%JAVA_HOME% %v_java_options%"
set "v_note="
if exist "%v_aot%.note" set /p v_note=<"%v_aot%.note"
if "%v_note%"=="%v_made_for%" exit /b 0
call :say "Preparando el arranque rápido, una sola vez..." "Preparing the fast start, only once..."
del /q "%v_aot%" 2>nul
"%JAVA_HOME%\bin\java.exe" "-XX:AOTCacheOutput=%v_aot%" %v_java_options% "-Dvalija.home=%v_home%" -jar "%v_server_jar%" train >"%v_home%\server\target\fast-start.log" 2>&1 <nul
if errorlevel 1 del /q "%v_aot%" 2>nul
if not exist "%v_aot%" call :say "No se pudo preparar; Valija funciona igual, tarda un poco más en iniciar." "It could not be prepared; Valija works the same, it only starts a little slower."
>"%v_aot%.note" echo %v_made_for%
exit /b 0

rem say SPANISH ENGLISH
:say
if "%v_language%"=="es" echo %~1& exit /b 0
echo %~2
exit /b 0
