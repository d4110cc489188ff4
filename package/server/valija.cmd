@echo off
rem Starts Valija where it is installed. Exit status of its own: 3 no Java; otherwise the program's.
setlocal EnableExtensions DisableDelayedExpansion
for %%h in ("%~dp0..") do set "v_home=%%~fh"
chcp 65001 >nul
call :find_java || goto no_java
"%v_java%\bin\java.exe" -XX:+UseSerialGC -Xmx512m -Xmn24m --enable-native-access=ALL-UNNAMED -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 %VALIJA_JAVA_OPTS% "-Dvalija.home=%v_home%" -jar "%v_home%\app\valija-server.jar" %*
exit /b %errorlevel%

:no_java
echo Hace falta Java 25 y no se encontró. / Java 25 is needed and was not found.
echo   winget install EclipseAdoptium.Temurin.25.JRE
exit /b 3

:find_java
call :try "%VALIJA_JAVA_HOME%" && exit /b 0
call :try "%JAVA_HOME%" && exit /b 0
for %%j in (java.exe) do set "v_path=%%~$PATH:j"
if defined v_path for %%p in ("%v_path%\..\..") do call :try "%%~fp" && exit /b 0
for %%v in ("Eclipse Adoptium" Java Microsoft Zulu BellSoft "Amazon Corretto") do (
  for /d %%d in ("%ProgramFiles%\%%~v\*") do call :try "%%~d" && exit /b 0
)
exit /b 1

rem True, with v_java set, when the folder holds a Java 25. The dot stands for a quotation mark.
:try
if "%~1"=="" exit /b 1
if not exist "%~1\bin\java.exe" exit /b 1
if not exist "%~1\release" exit /b 1
findstr /b /r /c:"JAVA_VERSION=.25[^0-9]" "%~1\release" >nul || exit /b 1
set "v_java=%~1"
exit /b 0
