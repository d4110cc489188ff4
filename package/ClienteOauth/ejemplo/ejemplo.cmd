@echo off
rem ejemplo.cmd ejemplo.properties PARA ARCHIVO, con Java 17 o posterior (JAVA_HOME, o java del PATH).
setlocal
set "v_java=java"
if defined JAVA_HOME set "v_java=%JAVA_HOME%\bin\java"
"%v_java%" -cp "%~dp0ejemplo.jar;%~dp0..\lib\*" Ejemplo %*
exit /b %errorlevel%
